import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { differencesOf } from './rules.ts';
import type { DaySide, OurDay } from './types.ts';

const number = fc.integer({ min: 1, max: 8 }).map(String);
const amount = fc.integer({ min: 1, max: 3 });
const payments = fc.uniqueArray(fc.record({ transactionId: number, amount, fee: amount }), {
  selector: ({ transactionId }) => transactionId,
});
const refunds = fc.uniqueArray(fc.record({ outRefundNo: number, amount }), {
  selector: ({ outRefundNo }) => outRefundNo,
});
const side: fc.Arbitrary<DaySide> = fc.record({ payments, refunds });

const asOurs = (of: DaySide): OurDay => ({
  payments: of.payments.map((payment) => ({ ...payment, orderId: 'o' })),
  refunds: of.refunds.map((refund) => ({ ...refund, orderId: 'o' })),
});

test('a bill that says what we say differs in nothing, in whatever order', () => {
  fc.assert(
    fc.property(side, (billed) => {
      const turned = {
        payments: billed.payments.toReversed(),
        refunds: billed.refunds.toReversed(),
      };
      assert.deepEqual(differencesOf(billed, asOurs(turned)), []);
    }),
  );
});

test('when nothing of payments differs, both sides have the same numbers, amounts and fees', () => {
  fc.assert(
    fc.property(side, side, (billed, other) => {
      const ours = asOurs(other);
      const isPayment = (kind: string) => !kind.startsWith('refund');
      const differs = differencesOf(billed, ours).some(({ kind }) => isPayment(kind));
      const plain = (of: DaySide) =>
        of.payments.map(({ transactionId, amount: sum, fee }) => `${transactionId} ${sum} ${fee}`);
      const isSame =
        new Set([...plain(billed), ...plain(other)]).size === billed.payments.length &&
        billed.payments.length === other.payments.length;
      assert.equal(!differs, isSame);
    }),
    { numRuns: 1_000 },
  );
});

test('each thing is named once', () => {
  fc.assert(
    fc.property(side, side, (billed, ours) => {
      const named = differencesOf(billed, asOurs(ours)).map(
        ({ kind, number: of }) => `${kind.startsWith('refund')} ${of}`,
      );
      assert.equal(new Set(named).size, named.length);
    }),
  );
});

test('what explains a difference of the sums is named: sums differ only where something does', () => {
  const sum = (of: DaySide) => of.payments.reduce((total, payment) => total + payment.amount, 0);
  fc.assert(
    fc.property(side, side, (billed, other) => {
      const explained = differencesOf(billed, asOurs(other))
        .filter(({ kind }) => ['foreign', 'missing', 'amount'].includes(kind))
        .reduce((total, { billed: theirs, ours }) => total + (theirs ?? 0) - (ours ?? 0), 0);
      assert.equal(sum(billed) - sum(other), explained);
    }),
  );
});
