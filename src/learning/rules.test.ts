import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Schedule } from '#catalog/types.ts';
import { after, day, startOfBusinessDay } from '#kernel/time.ts';
import {
  creditOf,
  fastest,
  firstCreditSec,
  isLearned,
  resumeAt,
  standingOf,
  type Standing,
} from './rules.ts';

test('credit never exceeds what was claimed, nor twice the time that passed, and is never negative', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1000, max: 1_000_000 }),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      (played, elapsed) => {
        const credit = creditOf(played, elapsed);
        assert.ok(Number.isInteger(credit) && credit >= 0);
        assert.ok(credit <= Math.max(0, played) && credit <= Math.max(0, elapsed) * fastest);
      },
    ),
  );
});

test('however reports are cut, their credit never exceeds twice the time they took together', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(10_000), fc.nat(600)), { maxLength: 50 }), (reports) => {
      const total = reports.reduce((sum, [played, elapsed]) => sum + creditOf(played, elapsed), 0);
      assert.ok(total <= fastest * reports.reduce((sum, [, elapsed]) => sum + elapsed, 0));
    }),
  );
});

test('honest reports at any usual speed count in full', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(0.75, 1, 1.25, 1.5, 2),
      fc.integer({ min: 1, max: 60 }),
      (speed, elapsed) => {
        const played = Math.floor(speed * elapsed);
        assert.equal(creditOf(played, elapsed), played);
      },
    ),
  );
});

test('the first report counts for half a minute at most', () => {
  assert.equal(creditOf(15, undefined), 15);
  assert.equal(creditOf(3600, undefined), firstCreditSec);
});

test('nine tenths of a recording are enough, less are not', () => {
  assert.equal(isLearned(90, 100), true);
  assert.equal(isLearned(89, 100), false);
  assert.equal(isLearned(1000, 0), false);
});

test('one goes on where one stopped, unless that was the end', () => {
  assert.equal(resumeAt(50, 100), 50);
  assert.equal(resumeAt(95, 100), 0);
  assert.equal(resumeAt(0, 0), 0);
});

const instants = fc.date({
  min: new Date('2026-01-01T00:00:00Z'),
  max: new Date('2027-12-31T00:00:00Z'),
  noInvalidDate: true,
});
const days = fc.option(fc.integer({ min: 1, max: 200 }));
const schedules: fc.Arbitrary<Schedule> = fc.record({
  opensOn: fc.option(instants.map((at) => at.toISOString().slice(0, 10))),
  opensAfterDays: days,
  closesAfterDays: days,
});
const rights = fc.array(instants, { minLength: 1, maxLength: 3 });
const always: Schedule = { opensOn: null, opensAfterDays: null, closesAfterDays: null };

/** Rights that hold at `now` have begun. */
const begun = (from: readonly Date[], now: Date) => from.map((at) => (at > now ? now : at));

test('law: a lesson without a schedule is open to every right, for ever', () => {
  fc.assert(
    fc.property(rights, instants, (from, now) => {
      assert.deepEqual(standingOf(always, begun(from, now), now), {
        is: 'open',
        closesAt: undefined,
      });
    }),
  );
});

test('law: what is told comes true: it opens when it says, and closes when it says', () => {
  const isAt = (schedule: Schedule, from: readonly Date[], at: Date): Standing['is'] =>
    standingOf(schedule, from, at).is;
  fc.assert(
    fc.property(schedules, instants, instants, (schedule, since, now) => {
      const from = begun([since], now);
      const standing = standingOf(schedule, from, now);
      if (standing.is === 'waiting') {
        assert.ok(standing.opensAt > now);
        assert.equal(isAt(schedule, from, standing.opensAt), 'open');
        assert.equal(isAt(schedule, from, after(standing.opensAt, -1)), 'waiting');
      }
      if (standing.is === 'open' && standing.closesAt) {
        assert.equal(isAt(schedule, from, after(standing.closesAt, -1)), 'open');
        assert.equal(isAt(schedule, from, standing.closesAt), 'closed');
      }
      if (standing.is === 'closed') assert.ok(standing.closedAt <= now);
    }),
  );
});

test('law: one more right never closes a lesson', () => {
  fc.assert(
    fc.property(schedules, rights, instants, instants, (schedule, from, other, now) => {
      const before = standingOf(schedule, begun(from, now), now);
      const more = standingOf(schedule, begun([...from, other], now), now);
      if (before.is === 'open') assert.equal(more.is, 'open');
    }),
  );
});

test('a lesson opens on its day in Beijing, some days after the purchase, whichever is later, and then for its days', () => {
  const bought = new Date('2026-11-01T12:00:00Z');
  const schedule = { opensOn: '2026-11-05', opensAfterDays: 7, closesAfterDays: 30 };
  const at = (iso: string) => standingOf(schedule, [bought], new Date(iso));
  const opensAt = after(bought, 7 * day);
  assert.deepEqual(at('2026-11-06T00:00:00Z'), { is: 'waiting', opensAt });
  assert.deepEqual(at('2026-11-08T12:00:00Z'), { is: 'open', closesAt: after(opensAt, 30 * day) });
  assert.equal(at('2026-12-08T12:00:00Z').is, 'closed');
  const byDay = standingOf({ ...schedule, opensAfterDays: null }, [bought], bought);
  assert.deepEqual(byDay, { is: 'waiting', opensAt: startOfBusinessDay('2026-11-05') });
});
