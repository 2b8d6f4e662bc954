import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, daysBetween } from '#kernel/time.ts';
import { figuresOf, spanBefore, standingOf, startOfUnit, unitsOf } from './rules.ts';
import { bookUnits, places, transactionKinds, type Flow, type Place, type Span } from './types.ts';

const date = fc.integer({ min: 0, max: 4_000 }).map((days) => addDays('2020-01-01', days));
const span: fc.Arbitrary<Span> = fc
  .tuple(date, fc.nat(900))
  .map(([from, days]) => ({ from, to: addDays(from, days) }));

/** Sales, refunds and the rest as they are posted: each is whole, so that only what is possible is summed. */
const amount = fc.nat(10_000);

/** Who gives the fee of money that goes back: the gateway, or the house when the gateway keeps it. */
const bearer = fc.constantFrom<Place>('gateway_fee', 'platform');
const deed: fc.Arbitrary<Flow[]> = fc.oneof(
  fc
    .tuple(fc.constantFrom('sale', 'refund'), amount, amount, amount, bearer)
    .map(([kind, fee, part, rest, bears]) => {
      const [isSale, whole] = [kind === 'sale', fee + part + rest];
      const both = (value: number, isIn: boolean) =>
        isIn ? { incoming: value, outgoing: 0 } : { incoming: 0, outgoing: value };
      return [
        { place: 'gateway', kind, ...both(whole, !isSale) },
        { place: isSale ? 'gateway_fee' : bears, kind, ...both(fee, isSale) },
        { place: 'platform', kind, ...both(part, isSale) },
      ] as Flow[];
    }),
  fc.tuple(fc.boolean(), amount, amount, bearer).map(([isBack, fee, rest, bears]) => {
    const kind = isBack ? 'return' : 'suspense';
    const side = (value: number, isIn: boolean) =>
      isIn ? { incoming: value, outgoing: 0 } : { incoming: 0, outgoing: value };
    return [
      { place: 'gateway', kind, ...side(fee + rest, isBack) },
      { place: isBack ? bears : 'gateway_fee', kind, ...side(fee, !isBack) },
      { place: 'suspense', kind, ...side(rest, !isBack) },
    ] as Flow[];
  }),
  fc.tuple(fc.boolean(), amount, amount, bearer).map(([isBack, fee, rest, bears]) => {
    const kind = isBack ? 'unhold' : 'hold';
    const side = (value: number, isIn: boolean) =>
      isIn ? { incoming: value, outgoing: 0 } : { incoming: 0, outgoing: value };
    return [
      { place: 'gateway', kind, ...side(fee + rest, isBack) },
      { place: isBack ? bears : 'gateway_fee', kind, ...side(fee, !isBack) },
      { place: 'held', kind, ...side(rest, !isBack) },
    ] as Flow[];
  }),
  amount.map((paid): Flow[] => [
    { place: 'payout', kind: 'payout_paid', incoming: 0, outgoing: paid },
    { place: 'gateway', kind: 'payout_paid', incoming: paid, outgoing: 0 },
  ]),
);
const deeds = fc.array(deed, { maxLength: 20 }).map((all) => all.flat());

test('what was sold and not given back is what gateways, creators and platform got', () => {
  fc.assert(
    fc.property(deeds, (flows) => {
      const { gross, refunded, fees, creators, platform } = figuresOf(flows);
      assert.equal(gross - refunded, fees + creators + platform);
    }),
  );
});

test('cash changes by what came in less what went out', () => {
  fc.assert(
    fc.property(deeds, (flows) => {
      const { gross, refunded, fees, payouts, unneeded, waiting, cash } = figuresOf(flows);
      assert.equal(cash, gross - refunded - fees - payouts + unneeded + waiting);
    }),
  );
});

test('figures of two times sum to those of both', () => {
  fc.assert(
    fc.property(deeds, deeds, (one, other) => {
      const [a, b, both] = [figuresOf(one), figuresOf(other), figuresOf([...one, ...other])];
      for (const name of Object.keys(both) as (keyof typeof both)[])
        assert.equal(both[name], a[name] + b[name], name);
    }),
  );
});

test('where the money is sums to what gateways hold', () => {
  const balance = fc.record({
    place: fc.constantFrom(...places),
    amount: fc.integer({ min: -1e6, max: 1e6 }),
  });
  fc.assert(
    fc.property(fc.array(balance), (balances) => {
      const { cash, creators, transit, unneeded, waiting, platform } = standingOf(balances);
      assert.equal(cash, creators + transit + unneeded + waiting + platform);
    }),
  );
});

test('the span before ends on the eve, and is as long: in whole months, or else in days', () => {
  fc.assert(
    fc.property(span, (given) => {
      const before = spanBefore(given);
      assert.equal(addDays(before.to, 1), given.from);
      const isWhole = given.from.endsWith('-01') && addDays(given.to, 1).endsWith('-01');
      if (isWhole) {
        assert.ok(before.from.endsWith('-01'));
        assert.equal(unitsOf(before, 'month', 1_000).length, unitsOf(given, 'month', 1_000).length);
      } else {
        assert.equal(daysBetween(before.from, before.to), daysBetween(given.from, given.to));
      }
    }),
    { numRuns: 2_000 },
  );
  assert.deepEqual(spanBefore({ from: '2026-03-01', to: '2026-03-31' }), {
    from: '2026-02-01',
    to: '2026-02-28',
  });
  assert.deepEqual(spanBefore({ from: '2026-01-01', to: '2026-03-31' }), {
    from: '2025-10-01',
    to: '2025-12-31',
  });
  assert.deepEqual(spanBefore({ from: '2026-11-01', to: '2026-11-21' }), {
    from: '2026-10-11',
    to: '2026-10-31',
  });
});

test('units cover a span without a gap: each day lies in exactly one of them', () => {
  fc.assert(
    fc.property(span, fc.constantFrom(...bookUnits), date, (given, unit, day) => {
      const starts = unitsOf(given, unit, 10_000);
      assert.deepEqual(starts, [...new Set(starts)].toSorted());
      if (day >= given.from && day <= given.to) assert.ok(starts.includes(startOfUnit(day, unit)));
    }),
  );
  assert.equal(startOfUnit('2026-11-21', 'quarter'), '2026-10-01');
  assert.ok(transactionKinds.length > 0);
});
