import { recordAudit } from '#audit/service.ts';
import { money } from '#kernel/money.ts';
import { confirmByHand } from '#payment/policy.ts';
import type { ReceivedTransfer } from '#payment/schema.ts';
import { getAttempt } from '#payment/service/attempt.ts';
import { assertByHand, assertReceived } from '#payment/service/by-hand.ts';
import { getRefund } from '#payment/service/refund.ts';
import type { CaptureOutcome } from '#payment/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, within } from '#platform/db.ts';
import { assertReach } from '#platform/policy.ts';
import { applyCapture } from './pay-order.ts';
import { settleRefund } from './settle-refund.ts';

/**
 * Staff saw the money of a transfer arrive: it pays its order, which waited for it, or goes back when the amount is another
 * and staff say that they know; audited. Answers what became of it; twice is once.
 *
 * @throws Refusal payment.unknown, payment.not_by_hand, payment.amount_differs, payment.not_yet, policy.forbidden
 */
export async function confirmTransfer(
  ctx: Ctx,
  paymentId: string,
  received: ReceivedTransfer,
): Promise<CaptureOutcome | 'known'> {
  assertReach(ctx, confirmByHand, null);
  const { amount, receivedAt } = received;
  const paidAt = new Date(receivedAt);
  return inTransaction(ctx, async (tx) => {
    const payment = await getAttempt(tx, paymentId);
    const { gateway, outTradeNo, orderId } = payment;
    await assertByHand(ctx, gateway);
    assertReceived(payment, received, ctx.now);
    // One transfer an attempt: the number is the transaction's as well, so two who confirm it at once confirm it once.
    const capture = { outTradeNo, transactionId: outTradeNo, amount, currency: 'CNY', paidAt };
    const outcome = await applyCapture(within(ctx, tx), gateway, { ...capture, isPromised: true });
    if (outcome !== 'known')
      await recordAudit(tx, ctx, 'payment.confirm', orderId, { amount, outcome, receivedAt });
    return outcome;
  });
}

/**
 * Staff sent the money of a refund back by hand; audited. Twice is once.
 *
 * @throws Refusal refund.unknown, payment.not_by_hand, policy.forbidden
 */
export async function confirmRefund(ctx: Ctx, refundId: string): Promise<void> {
  assertReach(ctx, confirmByHand, null);
  await inTransaction(ctx, async (tx) => {
    const { refund, capture } = await getRefund(tx, refundId);
    await assertByHand(ctx, capture.gateway);
    if (refund.state !== 'requested') return;
    const { outRefundNo, amount, orderId } = refund;
    const fact = { outRefundNo, state: 'succeeded', refundId: outRefundNo, amount } as const;
    await settleRefund(within(ctx, tx), capture.gateway, fact);
    await recordAudit(tx, ctx, 'refund.confirm', orderId, { refundId, amount: money(amount) });
  });
}
