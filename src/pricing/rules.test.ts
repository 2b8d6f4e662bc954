import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { money } from '#kernel/money.ts';
import { quote, reduced } from './rules.ts';
import type {
  Basket,
  Discount,
  HeldCoupon,
  PriceLine,
  Reduction,
  Scope,
  SpecialPrice,
  Threshold,
} from './types.ts';

const now = new Date('2026-11-29T12:00:00Z');
const amount = fc
  .oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 100_000_000 }))
  .map(money);
const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const scope: fc.Arbitrary<Scope> = fc.option(
  fc.array(key, { minLength: 1, maxLength: 3 }).map((ids) => new Set(ids)),
  { nil: null },
);
const named = (prefix: string) => ({
  id: fc.integer({ min: 0, max: 999_999 }).map((n) => `${prefix}${n}`),
  name: fc.constant('优惠'),
  nameEn: fc.constant('Offer'),
  scope,
});
const limits = {
  perCustomer: fc.option(fc.integer({ min: 1, max: 2 }), { nil: null }),
  used: fc.integer({ min: 0, max: 2 }),
};
const offBps = fc.integer({ min: 1, max: 10_000 });
const reduction: fc.Arbitrary<Reduction> = fc.oneof(
  fc.record({ kind: fc.constant('percent' as const), offBps }),
  fc.record({ kind: fc.constant('price' as const), price: amount }),
);
const special: fc.Arbitrary<SpecialPrice> = fc.record({
  ...named('s'),
  ...limits,
  kind: fc.constantFrom('activity' as const, 'limited' as const, 'member' as const),
  isAhead: fc.boolean(),
  isSoldOut: fc.boolean(),
  reduction,
});
const threshold: fc.Arbitrary<Threshold> = fc.record({
  ...named('t'),
  ...limits,
  kind: fc.constant('threshold' as const),
  by: fc.constantFrom('amount' as const, 'pieces' as const),
  tiers: fc.array(fc.record({ from: fc.integer({ min: 1, max: 60 }), off: amount }), {
    minLength: 1,
    maxLength: 3,
  }),
});
const discount: fc.Arbitrary<Discount> = fc.oneof(special, threshold);
const coupon: fc.Arbitrary<HeldCoupon> = fc.record({
  ...named('c'),
  effect: fc.oneof(
    fc.record({ kind: fc.constant('fixed' as const), off: amount }),
    fc.record({
      kind: fc.constant('percent' as const),
      offBps,
      cap: fc.option(amount, { nil: null }),
    }),
  ),
  minSpend: fc.oneof(fc.constant(money(0)), amount),
  startsAt: fc.constantFrom(new Date(0), new Date(now.getTime() + 1)),
  expiresAt: fc.constantFrom(now, new Date(now.getTime() + 1), new Date(now.getTime() + 9e9)),
  isNewcomerOnly: fc.boolean(),
  isAlone: fc.boolean(),
  state: fc.constantFrom('unused' as const, 'unused' as const, 'locked' as const, 'used' as const),
});
const lines: fc.Arbitrary<PriceLine[]> = fc
  .array(fc.record({ listPrice: amount, keys: fc.uniqueArray(key, { maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((all) => all.map((line, n) => ({ ...line, id: `l${n}` })));
const byId = { selector: ({ id }: { id: string }) => id };
const basket: fc.Arbitrary<Basket> = fc.record({
  lines,
  discounts: fc.uniqueArray(discount, { ...byId, maxLength: 8 }),
  coupons: fc.uniqueArray(coupon, { ...byId, maxLength: 4 }),
  isNewcomer: fc.boolean(),
  now: fc.constant(now),
});
const many = { numRuns: 3_000 };

test('nothing costs less than nothing, and no line more than its list price', () => {
  fc.assert(
    fc.property(basket, (one) => {
      const { lines: quoted, taken } = quote(one);
      for (const { payable, listPrice } of quoted) assert.ok(payable >= 0 && payable <= listPrice);
      for (const { amount: off } of [...taken, ...quoted.flatMap((line) => line.taken)])
        assert.ok(off > 0);
    }),
    many,
  );
});

test('parts sum to the whole: of lines, and of what was taken off', () => {
  fc.assert(
    fc.property(basket, (one) => {
      const whole = quote(one);
      const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0);
      assert.equal(sum(whole.lines.map(({ payable }) => payable)), whole.payable);
      assert.equal(whole.listTotal - sum(whole.taken.map((one) => one.amount)), whole.payable);
      for (const { listPrice, taken, payable } of whole.lines)
        assert.equal(listPrice - sum(taken.map((one) => one.amount)), payable);
    }),
    many,
  );
});

test('the order in which lines, discounts and coupons come does not matter', () => {
  const plain = (one: Basket) => {
    const { lines: quoted, taken, declined, payable } = quote(one);
    const sorted = <T extends { id: string }>(all: readonly T[]) =>
      all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return { lines: sorted(quoted), taken, declined: sorted(declined), payable };
  };
  fc.assert(
    fc.property(basket, fc.infiniteStream(fc.nat()), (one, order) => {
      const shuffled = <T>(all: readonly T[]) =>
        all
          .map((item) => [order.next().value as number, item] as const)
          .toSorted(([a], [b]) => a - b)
          .map(([, item]) => item);
      const other = {
        ...one,
        lines: shuffled(one.lines),
        discounts: shuffled(one.discounts),
        coupons: shuffled(one.coupons),
      };
      assert.deepEqual(plain(other), plain(one));
    }),
    many,
  );
});

test('one discount more never costs more', () => {
  fc.assert(
    fc.property(basket, discount, coupon, (one, more, another) => {
      const before = quote(one).payable;
      const discounts = [...one.discounts.filter(({ id }) => id !== more.id), more];
      if (one.discounts.every(({ id }) => id !== more.id))
        assert.ok(quote({ ...one, discounts }).payable <= before);
      if (one.coupons.every(({ id }) => id !== another.id))
        assert.ok(quote({ ...one, coupons: [...one.coupons, another] }).payable <= before);
    }),
    { numRuns: 10_000 },
  );
});

test('who gets every line back gets what was paid, and no line gets more back than its part', () => {
  fc.assert(
    fc.property(basket, (one) => {
      const { lines: quoted, payable } = quote(one);
      let left = payable as number;
      for (const line of quoted) left -= line.payable;
      assert.equal(left, 0);
    }),
  );
});

test('whatever took nothing off says why, once; nothing both applied and did not', () => {
  fc.assert(
    fc.property(basket, (one) => {
      const { taken, declined } = quote(one);
      const said = [...taken, ...declined].map(({ id }) => id);
      assert.equal(new Set(said).size, said.length);
      const all = [...one.discounts, ...one.coupons].map(({ id }) => id);
      assert.deepEqual(said.toSorted(), all.toSorted());
    }),
    many,
  );
});

const line = (id: string, listPrice: number, ...keys: string[]): PriceLine => ({
  id,
  listPrice: money(listPrice),
  keys: [id, ...keys],
});
const half: SpecialPrice = {
  kind: 'limited',
  id: 'half',
  name: '五折',
  nameEn: 'Half price',
  scope: new Set(['x']),
  reduction: { kind: 'percent', offBps: 5_000 },
};
const over200: Threshold = {
  kind: 'threshold',
  id: 'over200',
  name: '满200减50',
  nameEn: '¥50 off ¥200',
  scope: null,
  by: 'amount',
  tiers: [{ from: 20_000, off: money(5_000) }],
};
const ten: HeldCoupon = {
  id: 'ten',
  name: '十元券',
  nameEn: '¥10',
  scope: null,
  effect: { kind: 'fixed', off: money(1_000) },
  minSpend: money(0),
  startsAt: new Date(0),
  expiresAt: new Date(now.getTime() + 1),
  isNewcomerOnly: false,
  isAlone: false,
  state: 'unused',
};
const with2 = { lines: [line('x', 9_900), line('y', 19_900)], isNewcomer: false, now };

test('half of ¥99, then ¥50 off as ¥298 of list prices are over ¥200, then a coupon of ¥10', () => {
  const told = quote({ ...with2, discounts: [over200, half], coupons: [ten] });
  assert.equal(told.payable, 4_950 + 19_900 - 5_000 - 1_000);
  assert.deepEqual(
    told.taken.map(({ kind, amount: off }) => [kind, off]),
    [
      ['limited', 4_950],
      ['threshold', 5_000],
      ['coupon', 1_000],
    ],
  );
  assert.deepEqual(
    told.lines.map(({ payable }) => payable),
    [3_755, 15_095],
  );
});

test('of a limited and a member price the better one counts, and the other says so', () => {
  const member: SpecialPrice = {
    ...half,
    kind: 'member',
    id: 'member',
    reduction: { kind: 'price', price: money(4_900) },
  };
  const told = quote({ ...with2, discounts: [half, member], coupons: [] });
  assert.deepEqual(
    told.taken.map(({ id }) => id),
    ['member'],
  );
  assert.deepEqual(
    told.declined.map(({ id, why }) => [id, why]),
    [['half', 'lower_price']],
  );
});

test('a coupon that stands alone is used when it alone saves more than everything else together', () => {
  const alone = {
    ...ten,
    id: 'alone',
    isAlone: true,
    effect: { kind: 'fixed', off: money(20_000) },
  } as const;
  const told = quote({ ...with2, discounts: [half, over200], coupons: [ten, alone] });
  assert.equal(told.payable, 9_800);
  assert.deepEqual(
    told.taken.map(({ id }) => id),
    ['alone'],
  );
  assert.deepEqual(
    told.declined.map(({ id, why }) => [id, why]),
    [
      ['half', 'not_combined'],
      ['over200', 'not_combined'],
      ['ten', 'not_combined'],
    ],
  );
});

test('what is missing to a threshold is said', () => {
  const told = quote({ ...with2, lines: [line('y', 15_000)], discounts: [over200], coupons: [] });
  assert.deepEqual(
    told.declined.map(({ why, missing }) => [why, missing]),
    [['below_threshold', 5_000]],
  );
});

test('a reduced price is rounded in the buyer’s disfavour by less than one minor unit', () => {
  fc.assert(
    fc.property(amount, offBps, (price, off) => {
      const now_ = reduced(price, { kind: 'percent', offBps: off });
      const exact = (BigInt(price) * BigInt(10_000 - off) + 9_999n) / 10_000n;
      assert.equal(BigInt(now_), exact);
    }),
  );
});
