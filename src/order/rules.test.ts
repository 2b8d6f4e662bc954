import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { money } from '#kernel/money.ts';
import { seeded } from '#kernel/random.ts';
import { drawOrderNumber, refundProblem, refundable, refundUntil } from './rules.ts';
import { orderStates } from './types.ts';

const now = new Date('2026-11-21T10:00:00Z');

test('an order number has eighteen digits and begins with the day in Beijing', () => {
  const random = seeded(3);
  for (let i = 0; i < 100; i += 1) assert.match(drawOrderNumber(now, random), /^261121\d{12}$/);
  assert.match(drawOrderNumber(new Date('2026-11-21T16:00:00Z'), random), /^261122/);
});

test('the window is open to its last instant', () => {
  const until = refundUntil(now, 7);
  assert.equal(until.toISOString(), '2026-11-28T10:00:00.000Z');
  const order = {
    state: 'paid',
    total: money(100),
    refunded: money(0),
    refunding: money(0),
    refundUntil: until,
  } as const;
  assert.equal(refundProblem(order, money(100), { isStaff: false, now: until }), undefined);
  const later = new Date(until.getTime() + 1);
  assert.equal(
    refundProblem(order, money(100), { isStaff: false, now: later }),
    'order.refund_too_late',
  );
  assert.equal(refundProblem(order, money(100), { isStaff: true, now: later }), undefined);
});

test('what passes the rule is never more than what is left', () => {
  const order = fc
    .record({
      state: fc.constantFrom(...orderStates),
      refunded: fc.nat(100),
      refunding: fc.nat(100),
      left: fc.nat(100),
      until: fc.constantFrom(now, null),
    })
    .map(({ state, refunded, refunding, left, until }) => ({
      state,
      refunded: money(refunded),
      refunding: money(refunding),
      total: money(refunded + refunding + left),
      refundUntil: until,
    }));
  fc.assert(
    fc.property(
      order,
      fc.integer({ min: 1, max: 300 }).map(money),
      fc.boolean(),
      (given, amount, isStaff) => {
        if (refundProblem(given, amount, { isStaff, now })) return;
        assert.equal(given.state, 'paid');
        assert.ok(amount <= refundable(given));
      },
    ),
  );
});
