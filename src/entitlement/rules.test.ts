import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { after, day, hour } from '#kernel/time.ts';
import { beginBehind, endOfDays } from './rules.ts';
import type { Stretch } from './types.ts';

const epoch = new Date('2026-03-01T00:00:00Z');
const instants = fc.integer({ min: 0, max: 400 * 24 }).map((hours) => after(epoch, hours * hour));
const stretches = fc
  .tuple(instants, fc.integer({ min: 1, max: 90 }))
  .map(([startsAt, days]) => ({ startsAt, endsAt: endOfDays(startsAt, days) }));
const holds = (all: readonly Stretch[], at: Date) =>
  all.some(({ startsAt, endsAt }) => startsAt <= at && endsAt > at);

test('days that are bought one after the other add up, whenever each is bought and without a gap', () => {
  const bought = fc.array(
    fc.record({
      wait: fc.integer({ min: 0, max: 20 * 24 }),
      days: fc.integer({ min: 1, max: 3650 }),
    }),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(bought, (buys) => {
      const rights: Stretch[] = [];
      let now = epoch;
      // What a person who counts on their fingers would say: what is left, and the new days.
      let end = epoch;
      for (const { wait, days } of buys) {
        now = after(now, wait * hour);
        end = after(end > now ? end : now, days * 24 * hour);
        const startsAt = beginBehind(rights, now);
        rights.push({ startsAt, endsAt: endOfDays(startsAt, days) });
        assert.deepEqual(rights.at(-1)!.endsAt, end);
        assert.ok(holds(rights, now));
        assert.ok(holds(rights, after(end, -1)));
        assert.ok(!holds(rights, end));
      }
    }),
  );
});

test('new days begin where none is lost and none is missing: at the end of what runs without a gap', () => {
  fc.assert(
    fc.property(fc.array(stretches, { maxLength: 8 }), instants, (running, now) => {
      const at = beginBehind(running, now);
      assert.ok(at >= now);
      assert.ok(at <= now || running.some(({ endsAt }) => +endsAt === +at));
      assert.ok(!holds(running, at));
      if (!running.some(({ startsAt, endsAt }) => +startsAt <= +now + hour && endsAt > now))
        assert.deepEqual(at, now);
    }),
  );
});

test('a right that ends this very instant is over: the next begins now; one millisecond earlier it goes on', () => {
  const running = [{ startsAt: epoch, endsAt: endOfDays(epoch, 30) }];
  const end = running[0]!.endsAt;
  assert.deepEqual(beginBehind(running, end), end);
  assert.deepEqual(beginBehind(running, after(end, -1)), end);
  assert.deepEqual(beginBehind(running, after(end, 1)), after(end, 1));
  // What a machine gave whose clock is a second ahead is not lost.
  assert.deepEqual(beginBehind(running, after(epoch, -1000)), end);
  assert.deepEqual(beginBehind(running, after(epoch, -day)), after(epoch, -day));
});

test('a day has 24 hours, also where clocks are changed', () => {
  // The night of 29 March 2026 has 23 hours in Berlin and 24 in Beijing: nobody gains or loses one.
  const from = new Date('2026-03-28T12:00:00+01:00');
  assert.equal(endOfDays(from, 2).getTime() - from.getTime(), 48 * hour);
});
