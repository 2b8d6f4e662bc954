import { recordAudit } from '#audit/service.ts';
import { revokeEntitlements } from '#entitlement/service.ts';
import { money, type Money } from '#kernel/money.ts';
import { askRefund, refundOrders } from '#order/policy.ts';
import { assertRefundable, getOrderForUpdate, reserveRefund } from '#order/service/change-order.ts';
import { askableRefund, getOrder } from '#order/service/read-order.ts';
import type { Order } from '#order/types.ts';
import type { NewRefund, RefundPreview } from '#payment/schema.ts';
import { intendRefund } from '#payment/service/refund.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';

/** What giving an order back would mean. @throws Refusal order.unknown, policy.* */
export async function previewRefund(ctx: Ctx, orderId: string): Promise<RefundPreview> {
  const order = await getOrder(ctx, orderId);
  const { total, refunded, refunding, workId, workTitle } = order;
  return {
    refundable: order.state === 'paid' ? total - refunded - refunding : 0,
    askable: askableRefund(order, ctx.now),
    until: order.refundUntil?.toISOString() ?? null,
    loses: { workId, title: workTitle },
  };
}

/**
 * Asks for money of an order back: everything that is left for its buyer within the window, any part at any time for
 * staff, audited. The promise and the intent are committed first; the gateway is asked by the reaction to
 * `refund.requested`. When nothing is left the right of use ends here, at the request: who wants the money back has
 * stopped learning, and a refund that fails gives it back (docs/decisions/0007-ledger.md). Answers the refund's id.
 *
 * @throws Refusal order.unknown, order.not_paid, order.nothing_to_refund, order.refund_too_much, order.refund_too_late,
 * refund.no_capture, policy.*; nothing is then written.
 */
export async function requestRefund(ctx: Ctx, orderId: string, asked: NewRefund): Promise<string> {
  const { userId } = actingUser(ctx);
  return inTransaction(ctx, async (tx) => {
    const order = await getOrderForUpdate(tx, orderId);
    assertReach(ctx, askRefund, order.buyerId);
    const isStaff = order.buyerId !== userId;
    if (isStaff || asked.amount !== undefined) assertReach(ctx, refundOrders, null);

    const amount = wantedAmount(order, asked);
    assertRefundable(order, amount, { isStaff, now: ctx.now });
    const { isWhole } = await reserveRefund(tx, order, amount);
    if (isWhole) await revokeEntitlements(tx, { kind: 'order', id: orderId }, ctx.now);
    const reason = asked.reason ?? '';
    const intent = {
      orderId,
      amount,
      cause: isStaff ? 'staff' : 'buyer',
      reason,
      requestedBy: userId,
    } as const;
    const refundId = await intendRefund(tx, intent, ctx.now);
    if (isStaff) await recordAudit(tx, ctx, 'order.refund', orderId, { refundId, amount, reason });
    return refundId;
  });
}

function wantedAmount(order: Order, { amount }: NewRefund): Money {
  return money(amount ?? order.total - order.refunded - order.refunding);
}
