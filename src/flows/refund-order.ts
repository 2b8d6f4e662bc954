import { recordAudit } from '#audit/service.ts';
import { revokeEntitlements } from '#entitlement/service.ts';
import { findGiven, leftOf, takeBackGiven } from '#membership/service.ts';
import { money, type Money } from '#kernel/money.ts';
import { askRefund, refundOrders } from '#order/policy.ts';
import {
  assertAskable,
  assertRefundable,
  getOrderForUpdate,
  refundable,
  reserveRefund,
  unusedPart,
} from '#order/service/change-order.ts';
import { askableRefund, getOrder } from '#order/service/read-order.ts';
import type { Order, OrderRow } from '#order/types.ts';
import type { NewRefund, RefundPreview } from '#payment/schema.ts';
import { intendRefund } from '#payment/service/refund.ts';
import { cancelRefunded } from '#subscription/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Db, type Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { leaveTeam } from '#team/service.ts';

/** What giving an order back would mean. @throws Refusal order.unknown, policy.* */
export async function previewRefund(ctx: Ctx, orderId: string): Promise<RefundPreview> {
  const order = await getOrder(ctx, orderId);
  const { total, refunded, refunding, workId, title } = order;
  const { askable, share } = await findAskable(ctx.db, order, ctx.now);
  return {
    total,
    refundable: order.state === 'paid' || order.state === 'held' ? total - refunded - refunding : 0,
    askable,
    share,
    until: order.refundUntil?.toISOString() ?? null,
    loses: { workId, title },
  };
}

/** What the buyer of an order may ask back now; whoever asks has checked who may know. */
export async function askableOf(ctx: Ctx, order: OrderRow): Promise<number> {
  return (await findAskable(ctx.db, order, ctx.now)).askable;
}

/** What of a membership is not used yet, in days. */
interface Share {
  readonly left: number;
  readonly whole: number;
}

type Asked = Pick<OrderRow, 'id' | 'state' | 'total' | 'refunded' | 'refunding' | 'refundUntil'> & {
  readonly kind: OrderRow['kind'];
};

/** What the buyer may ask back now: all that is left of a work, of a membership the part for the days that are not used. */
async function findAskable(
  db: Db,
  order: Asked,
  now: Date,
): Promise<{ readonly askable: Money; readonly share: Share | null }> {
  const most = askableRefund(order, now);
  if (order.kind === 'work') return { askable: most, share: null };
  const given = await findGiven(db, { kind: 'order', id: order.id });
  const share = given && leftOf(given, now);
  if (!share) return { askable: money(0), share: null };
  const back = unusedPart(order.total, share) - order.refunded - order.refunding;
  return { askable: money(Math.max(0, Math.min(most, back))), share };
}

/**
 * Asks for money of an order back: everything that is left for its buyer within the window, of a membership the part that is not
 * used; any part at any time for staff, audited. The promise and the intent are committed first; the gateway is asked by the reaction to
 * `refund.requested`. When nothing is left, and when a buyer gives a membership back, the right of use ends here, at the request:
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
    const amount = asked.amount === undefined ? await allOf(tx, order, by) : money(asked.amount);
    assertRefundable(order, amount, by);
    assertAskable(amount, asked.expected);
    if (order.state === 'held') await leaveTeam(tx, ctx, orderId);
    const { isWhole } = await reserveRefund(tx, order, amount);
    if (isWhole || (!isStaff && order.sold.kind === 'plan')) await takeBack(tx, ctx, order);
    const reason = asked.reason ?? '';
    const intent = {
      orderId,
      amount,
      cause: causeOf(order, isStaff),
      reason,
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
async function allOf(
  tx: Tx,
  order: Order,
  by: { readonly isStaff: boolean; readonly now: Date },
): Promise<Money> {
  const left = refundable(order);
  if (by.isStaff || order.sold.kind === 'work') return left;
  // First what stands in the way of any refund, which is more than that nothing is left.
  assertRefundable(order, left, by);
  return (await findAskable(tx, { ...order, kind: 'plan' }, by.now)).askable;
}

async function takeBack(tx: Tx, ctx: Ctx, { id, sold }: Order): Promise<void> {
  const source = { kind: 'order', id } as const;
  if (sold.kind === 'work') await revokeEntitlements(tx, source, ctx.now);
  else {
    await takeBackGiven(tx, source, ctx.now);
    await cancelRefunded(tx, ctx, id);
  }
}
