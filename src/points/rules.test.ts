import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, businessDay, day } from '#kernel/time.ts';
import {
  endOfLot,
  keptOf,
  pointsOfDay,
  pointsOfPurchase,
  streakNow,
  streakOn,
  weeksOf,
  withinCap,
} from './rules.ts';

const money = fc.integer({ min: 0, max: 100_000_000 });
const instant = fc
  .integer({ min: Date.parse('2020-01-01'), max: Date.parse('2040-01-01') })
  .map((ms) => new Date(ms));
const terms = { streak: [1, 2, 3, 4, 5, 6, 10] };

test('what stays of an order’s points is whole, never grows with a refund, and nothing stays when all went back', () => {
  fc.assert(
    fc.property(money, money, money, money, (earned, total, one, two) => {
      const [less, more] = [Math.min(one, two, total), Math.min(Math.max(one, two), total)];
      const kept = keptOf(earned, total, less);
      assert.ok(Number.isInteger(kept) && kept >= 0 && kept <= earned);
      assert.ok(keptOf(earned, total, more) <= kept);
      assert.equal(keptOf(earned, total, total), 0);
      if (total > 0) assert.equal(keptOf(earned, total, 0), earned);
    }),
  );
});

test('however the earning of a day is cut, it comes to the cap and no further', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 500 })),
      fc.integer({ min: 1, max: 1_000 }),
      (parts, cap) => {
        let earned = 0;
        for (const part of parts) earned += withinCap(part, earned, cap);
        assert.equal(
          earned,
          Math.min(
            cap,
            parts.reduce((sum, part) => sum + part, 0),
          ),
        );
      },
    ),
  );
});

test('points end at the end of a day in Beijing, so many whole days from today', () => {
  fc.assert(
    fc.property(instant, fc.integer({ min: 30, max: 3_650 }), (now, validDays) => {
      const end = endOfLot(now, { validDays });
      assert.equal(businessDay(end), addDays(businessDay(now), validDays + 1));
      const left = end.getTime() - now.getTime();
      assert.ok(left > validDays * day && left <= (validDays + 1) * day);
    }),
  );
});

test('a streak grows by the day, breaks with a day that is missed, and earns as the seventh from the seventh on', () => {
  assert.equal(streakOn('2026-11-30', undefined), 1);
  assert.equal(streakOn('2026-12-01', { day: '2026-11-30', streak: 4 }), 5);
  assert.equal(streakOn('2026-12-02', { day: '2026-11-30', streak: 4 }), 1);
  const earned = Array.from({ length: 9 }, (_, n) => pointsOfDay(n + 1, terms));
  assert.deepEqual(earned, [1, 2, 3, 4, 5, 6, 10, 10, 10]);
  const last = { day: '2026-11-30', streak: 6, amount: 6 };
  assert.deepEqual(streakNow('2026-11-30', last, terms), {
    isSignedIn: true,
    days: 6,
    today: 6,
    tomorrow: 10,
  });
  assert.deepEqual(streakNow('2026-12-01', last, terms), {
    isSignedIn: false,
    days: 6,
    today: 10,
    tomorrow: 10,
  });
  assert.deepEqual(streakNow('2026-12-02', last, terms), {
    isSignedIn: false,
    days: 0,
    today: 1,
    tomorrow: 2,
  });
});

test('a calendar has every day of its month once, each under its weekday', () => {
  const month = fc
    .tuple(fc.integer({ min: 2000, max: 2099 }), fc.integer({ min: 1, max: 12 }))
    .map(([year, of]) => `${year}-${String(of).padStart(2, '0')}`);
  fc.assert(
    fc.property(month, (of) => {
      const weeks = weeksOf(of);
      const days = weeks.flat().filter((at) => at !== undefined);
      const count = new Date(Date.UTC(Number(of.slice(0, 4)), Number(of.slice(5)), 0)).getUTCDate();
      assert.deepEqual(
        days,
        Array.from({ length: count }, (_, n) => addDays(`${of}-01`, n)),
      );
      for (const week of weeks) {
        assert.equal(week.length, 7);
        for (const [place, at] of week.entries())
          if (at) assert.equal((new Date(`${at}T00:00:00Z`).getUTCDay() + 6) % 7, place);
      }
    }),
  );
});

test('¥199.50 at 2 points a yuan earns 398', () => {
  assert.equal(pointsOfPurchase(19_950, { perYuan: 2 }), 398);
});
