import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { growthOfPurchase, keptOf, reachedBy, standingOf } from './rules.ts';
import { formulas, type Level, type Terms } from './types.ts';

const aLevel = fc.record({
  threshold: fc.integer({ min: 1, max: 1_000_000 }),
  tierId: fc.option(fc.constantFrom('basic', 'advanced', 'vip')),
});
const someLevels = fc
  .uniqueArray(aLevel, { maxLength: 8, selector: ({ threshold }) => threshold })
  .map((all) =>
    all.map((level, n): Level => ({
      ...level,
      id: `level ${n}`,
      nameZh: '级',
      nameEn: 'Level',
      tierZh: level.tierId,
      tierEn: level.tierId,
    })),
  );
const someTerms: fc.Arbitrary<Terms> = fc.record({
  isOn: fc.constant(true),
  formula: fc.constantFrom(...formulas),
  factorBps: fc.integer({ min: 1, max: 1_000_000 }),
  perYuan: fc.integer({ min: 0, max: 1_000 }),
  perLesson: fc.constant(1),
  dailyLessons: fc.constant(1),
  perWork: fc.constant(1),
  version: fc.constant(1),
  levels: someLevels,
});
const someGrowth = fc.integer({ min: -1_000, max: 2_000_000 });

test('what stays of an order’s growth never rises as more goes back, and nothing stays when all did', () => {
  const anOrder = fc
    .tuple(fc.integer({ min: 1, max: 1_000_000_000 }), fc.integer({ min: 0, max: 1_000_000_000 }))
    .chain(([total, earned]) =>
      fc.record({
        total: fc.constant(total),
        earned: fc.constant(earned),
        refunds: fc.array(fc.integer({ min: 0, max: total }), { maxLength: 6 }),
      }),
    );
  fc.assert(
    fc.property(anOrder, ({ total, earned, refunds }) => {
      let last = keptOf(earned, total, 0);
      assert.equal(last, earned);
      for (const refunded of refunds.toSorted((a, b) => a - b)) {
        const kept = keptOf(earned, total, refunded);
        assert.ok(Number.isSafeInteger(kept) && kept >= 0 && kept <= last);
        last = kept;
      }
      assert.equal(keptOf(earned, total, total), 0);
    }),
  );
});

test('a purchase earns for whole yuan only, and never less than nothing', () => {
  assert.equal(growthOfPurchase(0, { perYuan: 5 }), 0);
  assert.equal(growthOfPurchase(99, { perYuan: 5 }), 0);
  assert.equal(growthOfPurchase(9_999, { perYuan: 2 }), 198);
});

test('more growth never stands lower, and the next level is the first that is not reached', () => {
  fc.assert(
    fc.property(someTerms, someGrowth, fc.nat(1_000_000), (terms, value, more) => {
      const all = reachedBy(terms);
      const place = ({ level }: { level: Level | undefined }) =>
        all.findIndex((one) => one.level.id === level?.id);
      const [here, later] = [standingOf(terms, value), standingOf(terms, value + more)];
      assert.ok(place(later) >= place(here));
      assert.equal(here.next?.level.id, all[place(here) + 1]?.level.id);
      if (here.next) assert.ok(here.next.from > value);
      if (here.level) assert.ok(all[place(here)]!.from <= value);
    }),
  );
});

test('level = level + growth × factor: so many levels up as the factor makes of growth, and no more than there are', () => {
  fc.assert(
    fc.property(someTerms, fc.nat(2_000_000), (terms, value) => {
      const stepped = { ...terms, formula: 'stepped' as const };
      const up = Math.min(Math.floor((value * terms.factorBps) / 10_000), terms.levels.length);
      const ordered = terms.levels.toSorted((a, b) => a.threshold - b.threshold);
      assert.equal(standingOf(stepped, value).level?.id, ordered[up - 1]?.id);
    }),
  );
  // The example of the founding documents: 50 points at 0.1 are five levels.
  const five = Array.from({ length: 9 }, (_, n) => ({
    ...aPlainLevel,
    id: `${n + 1}`,
    threshold: n + 1,
  }));
  const terms = { isOn: true, formula: 'stepped' as const, factorBps: 1_000, levels: five };
  assert.equal(standingOf(terms, 50).level?.id, '5');
});

const aPlainLevel = { nameZh: '级', nameEn: 'Level', tierId: null, tierZh: null, tierEn: null };

test('a level without a tier has that of the highest level below, and who stands nowhere has none', () => {
  fc.assert(
    fc.property(someTerms, someGrowth, (terms, value) => {
      const { level, tierId } = standingOf(terms, value);
      const all = reachedBy(terms).map((one) => one.level);
      const below = all.slice(0, all.findIndex(({ id }) => id === level?.id) + 1);
      assert.equal(tierId, below.toReversed().find((one) => one.tierId)?.tierId ?? null);
      assert.deepEqual(standingOf({ ...terms, isOn: false }, value).tierId, null);
    }),
  );
});
