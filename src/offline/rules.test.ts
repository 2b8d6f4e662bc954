import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { judge } from './rules/clock.ts';
import { pieceBytes, piecesOf, readRange } from './rules/pieces.ts';
import { creditOf, endOfKeep, join, studyOf, unite } from './rules/study.ts';
import type { StudyReport } from './schema.ts';
import type { Study } from './types.ts';

const begun = Date.parse('2026-11-21T10:00:00Z');
const hour = 3_600_000;

const aSpan = fc
  .tuple(fc.nat(600), fc.nat(120), fc.nat(2 * hour), fc.nat(60_000))
  .map(([fromSec, length, sinceMs, lengthMs]) => ({
    fromSec,
    toSec: fromSec + length,
    begunAt: begun + sinceMs,
    endedAt: begun + sinceMs + lengthMs,
  }));
const aReport: fc.Arbitrary<StudyReport> = fc.record({
  id: fc.uuid({ version: 7 }),
  keepId: fc.constant('01900000-0000-7000-8000-000000000000'),
  at: fc.integer({ min: begun - hour, max: begun + 3 * hour }),
  positionSec: fc.nat(700),
  spans: fc.array(aSpan, { maxLength: 5 }),
  isDone: fc.boolean(),
});

const clocks = { device: begun + 2 * hour, house: begun + 2 * hour };
const window = { from: begun, to: begun + 30 * 24 * hour };
const read = (report: StudyReport, durationSec = 600) =>
  studyOf(report, clocks, window, durationSec);
const joinAll = (studies: readonly Study[]) => studies.reduce((a, b) => join(a, b));

test('law: in whichever order, however often and in whatever pieces reports come, they tell the same', () => {
  const shuffled = fc
    .array(aReport, { minLength: 1, maxLength: 8 })
    .chain((reports) =>
      fc.tuple(
        fc.constant(reports),
        fc.shuffledSubarray([...reports, ...reports], { minLength: reports.length * 2 }),
      ),
    );
  fc.assert(
    fc.property(shuffled, ([reports, again]) => {
      // Each stretch for itself, under the same id.
      const split = again.flatMap((report) => [
        { ...report, spans: [] },
        ...report.spans.map((span) => ({ ...report, spans: [span] })),
      ]);
      const once = joinAll(reports.map((report) => read(report)));
      assert.deepEqual(joinAll(split.map((report) => read(report))), once);
    }),
  );
});

test('law: what is told later never takes anything away', () => {
  fc.assert(
    fc.property(aReport, aReport, (first, second) => {
      const [a, b] = [read(first), join(read(first), read(second))];
      assert.ok(creditOf(b) >= creditOf(a));
      assert.ok(b.place.at >= a.place.at);
      assert.ok(b.isDone || !a.isDone);
    }),
  );
});

test('law: nothing counts beyond the recording, nor beyond twice the time that passed since the lesson was kept', () => {
  const claims = fc.array(aReport, { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(claims, fc.nat(600), fc.integer({ min: 0, max: hour }), (reports, length, ms) => {
      const soon = { device: begun + ms, house: begun + ms };
      const told = reports.map((report) => studyOf(report, soon, window, length));
      const credit = creditOf(joinAll(told));
      assert.ok(credit <= length);
      assert.ok(credit <= (2 * ms) / 1000);
    }),
  );
});

test('law: a union covers what its parts cover, in order and without touching', () => {
  const spans = fc.array(fc.tuple(fc.nat(50), fc.nat(50)));
  fc.assert(
    fc.property(spans, fc.nat(50), (parts, at) => {
      const covers = (list: readonly (readonly [number, number])[]) =>
        list.some(([from, to]) => from <= at && at < to);
      const united = unite(parts);
      assert.equal(covers(united), covers(parts));
      united.forEach(([from], n) => n > 0 && assert.ok(from > united[n - 1]![1]));
    }),
  );
});

test('a clock that is wrong is read by how wrong it is; what lies outside of the time of the keep counts for nothing', () => {
  const report = {
    id: '01900000-0000-7000-8000-000000000001',
    keepId: '01900000-0000-7000-8000-000000000000',
    at: 61_000,
    positionSec: 60,
    spans: [{ fromSec: 0, toSec: 60, begunAt: 1_000, endedAt: 61_000 }],
    isDone: false,
  };
  // The device thinks that it is 1970; it speaks a minute after it was played, and so it is known when that was.
  const told = studyOf(report, { device: 121_000, house: begun + hour }, window, 600);
  assert.deepEqual(told.spent, [[begun + hour - 120_000, begun + hour - 60_000]]);
  assert.equal(creditOf(told), 60);
  const early = studyOf(report, { device: 121_000, house: begun + 30_000 }, window, 600);
  assert.equal(creditOf(early), 0);
  const ended = { from: begun, to: begun + hour - 90_000 };
  const late = { ...report, isDone: true };
  const cut = studyOf(late, { device: 121_000, house: begun + hour }, ended, 600);
  assert.deepEqual([creditOf(cut), cut.isDone], [60, false]);
  assert.deepEqual(cut.spent, [[begun + hour - 120_000, ended.to]]);
});

test('a lesson is kept for thirty days at the longest, and no longer than the right to it', () => {
  const now = new Date(begun);
  assert.deepEqual(endOfKeep(null, now, hour), new Date(begun + hour));
  assert.deepEqual(endOfKeep(new Date(begun + 5), now, hour), new Date(begun + 5));
});

test('a lesson closes by the clock of the house, and when the device is set back', () => {
  const clock = { lastSeen: begun, aheadMs: 0 };
  assert.equal(judge(begun + hour, begun + hour - 1, clock), 'open');
  assert.equal(judge(begun + hour, begun + hour, clock), 'ended');
  assert.equal(judge(begun + hour, begun - 60_000, clock), 'open');
  assert.equal(judge(begun + hour, begun - hour, clock), 'clock');
  // A device that was a day behind when they last spoke is still a day behind.
  assert.equal(judge(begun, begun - 24 * hour, { lastSeen: 0, aheadMs: 24 * hour }), 'ended');
});

test('law: the pieces of a range are the range', () => {
  const sizes = fc.integer({ min: 1, max: 12 * pieceBytes });
  fc.assert(
    fc.property(sizes, fc.nat(12 * pieceBytes), fc.nat(6 * pieceBytes), (size, start, length) => {
      const range = readRange(`bytes=${start}-${start + length}`, size);
      if (range === 'none') return assert.ok(start >= size);
      assert.ok(range && range.start === start && range.end < size);
      const pieces = piecesOf(range);
      const bytes = pieces.reduce((sum, { from, to }) => sum + to - from, 0);
      assert.equal(bytes, range.end - range.start + 1);
      const [first] = pieces;
      assert.equal(first!.index * pieceBytes + first!.from, start);
    }),
  );
  assert.deepEqual(readRange('bytes=-10', 100), { start: 90, end: 99 });
  assert.deepEqual(readRange('bytes=90-', 100), { start: 90, end: 99 });
  assert.equal(readRange(null, 100), undefined);
});
