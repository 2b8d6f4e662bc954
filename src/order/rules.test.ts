import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { money } from '#kernel/money.ts';
import { seeded } from '#kernel/random.ts';
import {
  drawOrderNumber,
  refundProblem,
  refundable,
  refundUntil,
  unconsumedParts,
  unusedPart,
} from './rules.ts';
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
      fc.option(fc.integer({ min: 1, max: 300 }).map(money)),
      fc.boolean(),
      (given, some, isStaff) => {
        const amount = some ?? given.total;
        if (refundProblem(given, amount, { isStaff, now })) return;
        assert.ok(amount <= refundable(given));
        // What waits for its team goes back as a whole.
        if (given.state === 'held') assert.equal(amount, given.total);
        else assert.equal(given.state, 'paid');
      },
    ),
  );
});

test('what is paid back of a membership is its part for the days not used, never more than was paid, and never less for more days', () => {
  const share = fc
    .integer({ min: 1, max: 40_000 })
    .chain((whole) =>
      fc.record({ whole: fc.constant(whole), left: fc.integer({ min: 0, max: whole }) }),
    );
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 100_000_000 }).map(money),
      share,
      (paid, { left, whole }) => {
        const back = unusedPart(paid, { left, whole });
        assert.ok(back >= 0 && back <= paid);
        assert.ok(Math.abs(back - (paid * left) / whole) <= 0.5 + 1e-6);
        assert.equal(unusedPart(paid, { left: whole, whole }), paid);
        assert.equal(unusedPart(paid, { left: 0, whole }), 0);
        if (left > 0) assert.ok(unusedPart(paid, { left: left - 1, whole }) <= back);
      },
    ),
  );
});

test('what goes back of works: shares sum to what was paid, nothing exceeds its share, and nobody gets less for having done less', () => {
  const work = fc
    .record({ price: fc.nat(100_000_000), whole: fc.nat(500), done: fc.nat(500) })
    .map(({ done, ...rest }) => ({ ...rest, done: Math.min(done, rest.whole) }));
  const sum = (parts: readonly number[]) => parts.reduce((all, part) => all + part, 0);
  fc.assert(
    fc.property(
      fc.nat(100_000_000).map(money),
      fc.array(work, { minLength: 1, maxLength: 8 }),
      (total, works) => {
        const parts = unconsumedParts(total, works);
        assert.equal(sum(parts.map(({ paid }) => paid)), total);
        assert.ok(parts.every(({ paid, back }) => back >= 0 && back <= paid));
        const untouched = unconsumedParts(
          total,
          works.map((one) => ({ ...one, done: 0 })),
        );
        assert.equal(sum(untouched.map(({ back }) => back)), total, 'nothing done: all of it');
        parts.forEach(({ back }, index) => assert.ok(back <= untouched[index]!.back));
        parts.forEach(({ back }, index) => {
          const { whole, done } = works[index]!;
          if (whole > 0 && done === whole) assert.equal(back, 0);
        });
      },
    ),
  );
});
