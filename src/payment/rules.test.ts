import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { money } from '#kernel/money.ts';
import { orderStates } from '#order/types.ts';
import { feeKept, judgeCapture, outRefundNo, plainId, type CaptureCase } from './rules.ts';

const expiresAt = new Date('2026-11-21T10:30:00Z');
const in30 = (seconds: number) => new Date(expiresAt.getTime() + seconds * 1000);

const cases: fc.Arbitrary<CaptureCase> = fc.record({
  order: fc.record({
    state: fc.constantFrom(...orderStates),
    total: fc.integer({ min: 1, max: 3 }),
    currency: fc.constant('CNY'),
    expiresAt: fc.constant(expiresAt),
  }),
  capture: fc.record({
    amount: fc.integer({ min: 1, max: 3 }),
    currency: fc.constantFrom('CNY', 'USD'),
    paidAt: fc.integer({ min: -100, max: 100 }).map(in30),
  }),
  isOwned: fc.boolean(),
  isBuyable: fc.boolean(),
});

test('only the right amount in the right currency ever pays', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const isRight =
        given.capture.amount === given.order.total &&
        given.capture.currency === given.order.currency;
      assert.equal(judgeCapture(given) === 'mismatch', !isRight);
    }),
  );
});

test('who paid right and in time, and has nothing yet, is served: also when the order is closed', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { order, capture } = given;
      const isOpen = order.state === 'pending' || order.state === 'closed';
      fc.pre(
        isOpen && !given.isOwned && capture.amount === order.total && capture.currency === 'CNY',
      );
      const isInTime = capture.paidAt <= order.expiresAt;
      assert.equal(judgeCapture(given), isInTime || given.isBuyable ? 'kept' : 'late');
    }),
  );
});

test('nothing is paid for twice', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const isServed =
        given.order.state === 'paid' || given.order.state === 'refunded' || given.isOwned;
      if (isServed) assert.notEqual(judgeCapture(given), 'kept');
    }),
  );
});

test('a number at the gateway says which intent and which attempt it is', () => {
  const id = '01a1fd8c-6900-764a-a1c7-90d832e57f80';
  assert.equal(plainId(id).length, 32);
  assert.equal(outRefundNo(id, 2), '01a1fd8c6900764aa1c790d832e57f80-2');
});

test('a fee is what was agreed unless the gateway keeps it and says what it kept, and is a part of what came in', () => {
  const terms = fc
    .record({
      feeBps: fc.integer({ min: 0, max: 10_000 }),
      fixed: fc.nat(1_000),
      isFeeReturned: fc.boolean(),
    })
    .map(({ fixed, ...rest }) => ({ ...rest, feeFixed: money(rest.isFeeReturned ? 0 : fixed) }));
  const told = fc.option(fc.integer({ min: -100, max: 100_000 }), { nil: undefined });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }).map(money),
      terms,
      told,
      (amount, by, say) => {
        const fee = feeKept(amount, by, say);
        assert.ok(fee >= 0 && fee <= amount);
        if (by.isFeeReturned) assert.equal(fee, feeKept(amount, by, undefined));
        else if (say !== undefined && say >= 0 && say <= amount) assert.equal(fee, say);
      },
    ),
  );
  const stripe = { feeBps: 340, feeFixed: money(235), isFeeReturned: false };
  assert.equal(feeKept(money(9_900), stripe, undefined), 337 + 235);
});
