import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { money } from '#kernel/money.ts';
import { quote } from '#pricing/service.ts';
import type { Basket, HeldCoupon, Threshold } from '#pricing/types.ts';
import { hintsFor, isBought, linesOf } from './rules.ts';
import type { LineFact } from './types.ts';

const now = new Date('2026-11-30T12:00:00Z');
const amount = fc.integer({ min: 0, max: 50_000 }).map(money);
const keys = ['a', 'b', 'c', 'd', 'e'] as const;
const scope = fc.option(
  fc.uniqueArray(fc.constantFrom(...keys), { minLength: 1 }).map((ids) => new Set<string>(ids)),
  { nil: null },
);
const named = (prefix: string) => ({
  id: fc.integer({ min: 0, max: 999 }).map((n) => `${prefix}${n}`),
  name: fc.constant('优惠'),
  nameEn: fc.constant('Offer'),
  scope,
});
const threshold: fc.Arbitrary<Threshold> = fc
  .record({
    ...named('t'),
    kind: fc.constant('threshold' as const),
    by: fc.constantFrom('amount' as const, 'pieces' as const),
    tiers: fc.array(fc.record({ from: fc.integer({ min: 1, max: 6 }), off: amount }), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map((one) => ({
    ...one,
    tiers: one.tiers.map(({ from, off }) => ({
      from: one.by === 'pieces' ? from : from * 9_000,
      off,
    })),
  }));
const coupon: fc.Arbitrary<HeldCoupon> = fc.record({
  ...named('c'),
  effect: fc.oneof(
    fc.record({ kind: fc.constant('fixed' as const), off: amount }),
    fc.record({
      kind: fc.constant('percent' as const),
      offBps: fc.integer({ min: 1, max: 10_000 }),
      cap: fc.option(amount, { nil: null }),
    }),
  ),
  minSpend: amount,
  startsAt: fc.constant(new Date(0)),
  expiresAt: fc.constant(new Date(9e12)),
  isNewcomerOnly: fc.boolean(),
  isAlone: fc.boolean(),
  state: fc.constant('unused' as const),
});
const byId = { selector: ({ id }: { id: string }) => id };
const basket: fc.Arbitrary<Basket> = fc.record({
  lines: fc
    .array(amount, { minLength: 1, maxLength: keys.length })
    .map((prices) => prices.map((listPrice, n) => ({ id: keys[n]!, listPrice, keys: [keys[n]!] }))),
  discounts: fc.uniqueArray(threshold, { ...byId, maxLength: 3 }),
  coupons: fc.uniqueArray(coupon, { ...byId, maxLength: 2 }),
  isNewcomer: fc.boolean(),
  now: fc.constant(now),
});

/** The basket with works for which one threshold holds, and nothing else. */
function withWorks(told: Basket, id: string, prices: readonly number[]): Basket {
  const key = 'another work';
  const more = prices.map((price, n) => ({ id: `z${n}`, listPrice: money(price), keys: [key] }));
  const discounts = told.discounts.map((one) =>
    one.id === id
      ? { ...one, scope: one.scope && new Set([...one.scope, key]) }
      : { ...one, scope: one.scope ?? new Set<string>(keys) },
  );
  const coupons = told.coupons.map((one) => ({ ...one, scope: one.scope ?? new Set(keys) }));
  return { ...told, lines: [...told.lines, ...more], discounts, coupons };
}

test('what a hint promises is true: who adds works for what is missing, or for more, saves that much at least', () => {
  fc.assert(
    fc.property(
      basket.map((told) => withWorks(told, '', [])),
      fc.integer({ min: 0, max: 30_000 }),
      (told, beyond) => {
        const before = quote(told).payable;
        for (const { id, by, missing, saves } of hintsFor(told)) {
          const prices =
            by === 'amount'
              ? [missing + beyond]
              : Array.from({ length: missing }, () => 1 + beyond);
          const worth = prices.reduce((sum, price) => sum + price, 0);
          const then = quote(withWorks(told, id, prices)).payable;
          assert.ok(saves > 0);
          assert.ok(before + worth - then >= saves, `${before} + ${worth} - ${then} < ${saves}`);
        }
      },
    ),
    { numRuns: 400 },
  );
});

test('¥199 of a discount of ¥30 from ¥200 lacks ¥1; from there on the next tier is named; a coupon that stands alone keeps it from being said', () => {
  const tiers = [
    { from: 20_000, off: money(3_000) },
    { from: 50_000, off: money(10_000) },
  ];
  const full: Threshold = {
    kind: 'threshold',
    id: 't',
    name: '满减',
    nameEn: 'Threshold',
    scope: null,
    by: 'amount',
    tiers,
  };
  const one = (listPrice: number): Basket => ({
    lines: [{ id: 'a', listPrice: money(listPrice), keys: ['a'] }],
    discounts: [full],
    coupons: [],
    isNewcomer: false,
    now,
  });
  const said = (told: Basket) => hintsFor(told).map(({ missing, saves }) => [missing, saves]);
  assert.deepEqual(said(one(19_900)), [[100, 3_000]]);
  assert.deepEqual(said(one(20_000)), [[30_000, 7_000]]);
  assert.deepEqual(said(one(50_000)), []);
  assert.deepEqual(said({ ...one(19_900), lines: [] }), []);
  const alone: HeldCoupon = {
    id: 'c',
    name: '券',
    nameEn: 'Coupon',
    scope: new Set(['a']),
    effect: { kind: 'fixed', off: money(15_000) },
    minSpend: money(0),
    startsAt: new Date(0),
    expiresAt: new Date(9e12),
    isNewcomerOnly: false,
    isAlone: true,
    state: 'unused',
  };
  assert.deepEqual(said({ ...one(19_900), coupons: [alone] }), []);
});

const fact: LineFact = {
  workId: 'w',
  slug: 'w',
  title: '乐理',
  creatorId: 'creator',
  creatorName: null,
  coverId: null,
  partIds: [],
  putId: 'o',
  putPrice: money(100),
  offerId: 'o',
  price: money(100),
  refundDays: null,
  accessDays: null,
  isOpen: true,
  isLater: false,
  addedAt: now,
  isOwned: false,
  orderId: null,
  isHeld: false,
  promotions: null,
  member: null,
};

test('what a ticked bundle has is not bought besides; one that is for later, or cannot be bought, keeps nothing away', () => {
  const part = { ...fact, workId: 'part' };
  const bundle = { ...fact, workId: 'bundle', title: '全集', partIds: ['part'] };
  const bought = (...facts: LineFact[]) =>
    linesOf(facts, 'me')
      .filter(isBought)
      .map(({ workId }) => workId);
  assert.deepEqual(bought(part, bundle), ['bundle']);
  assert.deepEqual(linesOf([part, bundle], 'me')[0]!.bundleTitle, '全集');
  assert.deepEqual(bought(part, { ...bundle, isLater: true }), ['part']);
  assert.deepEqual(bought(part, { ...bundle, isOwned: true }), ['part']);
});

test('each thing that stands in the way is said, the one that helps most first', () => {
  const said = (more: Partial<LineFact>, userId = 'me') =>
    linesOf([{ ...fact, ...more }], userId)[0]!.problem;
  assert.equal(said({}), null);
  assert.equal(said({ isOwned: true, isOpen: false }), 'owned');
  assert.equal(said({ isOpen: false, orderId: 'x' }), 'not_sold');
  assert.equal(said({ offerId: null, price: null }), 'not_sold');
  assert.equal(said({ orderId: 'x' }), 'waits');
  assert.equal(said({ orderId: 'x', isHeld: true, isOpen: false }), 'in_team');
  assert.equal(said({}, 'creator'), 'own_work');
});
