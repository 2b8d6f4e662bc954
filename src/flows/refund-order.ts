import { recordAudit } from '#audit/service.ts';
import { revokeEntitlements } from '#entitlement/service.ts';
import { takeBackGiven } from '#membership/service.ts';
import { money, type Money } from '#kernel/money.ts';
import { askRefund, refundOrders } from '#order/policy.ts';
import {
  assertAskable,
  assertRefundable,
  getOrderForUpdate,
  refundable,
  reserveRefund,
} from '#order/service/change-order.ts';
import type { Order } from '#order/types.ts';
import type { NewRefund } from '#payment/schema.ts';
import { intendRefund } from '#payment/service/refund.ts';
import { cancelRefunded } from '#subscription/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { leaveTeam } from '#team/service.ts';
import { findAskable } from './preview-refund.ts';

/**
 * Asks for money of an order back: for its buyer within the window, what is not used of it; any part at any time for staff,
 * audited. The promise and the intent are committed first; the gateway is asked by the reaction to
 * `refund.requested`. When nothing is left, and when a buyer gives it back, the right of use ends here, at the request:
 * who wants the money back has stopped learning, and a refund that fails gives it back (docs/decisions/0007-ledger.md). Answers the refund's id.
 *
 * @throws Refusal order.unknown, order.not_paid, order.nothing_to_refund, order.refund_too_much, order.refund_too_late,
 * order.held_whole, team.filling, refund.no_capture, policy.*; nothing is then written.
 */
export async function requestRefund(ctx: Ctx, orderId: string, asked: NewRefund): Promise<string> {
  const { userId } = actingUser(ctx);
  return inTransaction(ctx, async (tx) => {
    const order = await getOrderForUpdate(tx, orderId);
    assertReach(ctx, askRefund, order.buyerId);
    const isStaff = order.buyerId !== userId;
    if (isStaff || asked.amount !== undefined) assertReach(ctx, refundOrders, null);

    const by = { isStaff, now: ctx.now };
    const amount =
      asked.amount === undefined ? await allOf(tx, ctx, order, isStaff) : money(asked.amount);
    assertRefundable(order, amount, by);
    assertAskable(amount, asked.expected);
    if (order.state === 'held') await leaveTeam(tx, ctx, orderId);
    const { isWhole } = await reserveRefund(tx, order, amount);
    const takesBack = order.state === 'paid' && (isWhole || !isStaff);
    if (takesBack) await takeBack(tx, ctx, order);
    const reason = asked.reason ?? '';
    const intent = {
      orderId,
      amount,
      cause: causeOf(order, isStaff),
      reason,
      takesBack,
      requestedBy: userId,
    } as const;
    const refundId = await intendRefund(tx, intent, ctx.now);
    if (isStaff) await recordAudit(tx, ctx, 'order.refund', orderId, { refundId, amount, reason });
    return refundId;
  });
}

/** What is held goes back for as long as it takes: there is nothing that a failed refund could give back instead. */
function causeOf({ state }: Order, isStaff: boolean): 'team' | 'staff' | 'buyer' {
  if (state === 'held') return 'team';
  return isStaff ? 'staff' : 'buyer';
}

/** Everything that is left for staff; for the buyer what is theirs to ask. */
async function allOf(tx: Tx, ctx: Ctx, order: Order, isStaff: boolean): Promise<Money> {
  const left = refundable(order);
  if (isStaff) return left;
  // First what stands in the way of any refund, which is more than that nothing is left.
  assertRefundable(order, left, { isStaff, now: ctx.now });
  return (await findAskable(tx, { ...order, kind: order.sold.kind }, ctx)).askable;
}

async function takeBack(tx: Tx, ctx: Ctx, { id, sold }: Order): Promise<void> {
  const source = { kind: 'order', id } as const;
  if (sold.kind === 'work') await revokeEntitlements(tx, source, ctx.now);
  else {
    await takeBackGiven(tx, source, ctx.now);
    await cancelRefunded(tx, ctx, id);
  }
}
