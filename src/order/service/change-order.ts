import assert from 'node:assert/strict';
import { releaseClaim, returnClaim, usingClaim } from '#coupon/service.ts';
import type { Money } from '#kernel/money.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, touchTopic, type Tx } from '#platform/db.ts';
import { publish, publishing } from '#platform/outbox.ts';
import type { Write } from '#platform/together.ts';
import { releasePromotions } from '#pricing/service.ts';
import { freePiece, sellingPiece } from '#pricing/service/flash.ts';
import '../events.ts';
import { refuse } from '../refusals.ts';
import { refundable, refundProblem, refundUntil } from '../rules.ts';
import { selectDueOrders } from '../store/read.ts';
import {
  heldOrder,
  lockOrder,
  lockOrderAndRight,
  markClosed,
  paidOrder,
  putOffClosing,
  reserve,
  settleReserved,
  unreserve,
} from '../store/write.ts';
import type { Order } from '../types.ts';

export { refundable, unconsumedParts, unusedPart } from '../rules.ts';

/** What those who wait for an order listen to. */
export function orderTopic(orderId: string): string {
  return `order:${orderId}`;
}

/** The order under its row lock, which is the first lock of every change of money. @throws Refusal order.unknown */
export async function getOrderForUpdate(tx: Tx, id: string): Promise<Order> {
  const order = await lockOrder(tx, id);
  if (!order) throw refuse('order.unknown');
  return order;
}

/** Refuses to collect money for an order whose time to pay is over. @throws Refusal order.expired */
export function assertPayable(order: Order, now: Date): void {
  if (order.state !== 'pending' || now >= order.expiresAt) throw refuse('order.expired');
}

/** The order under its row lock, and whether its buyer has what it buys, under the lock that decides it. @throws Refusal order.unknown */
export async function getOrderAndRight(
  tx: Tx,
  id: string,
  now: Date,
): Promise<{ readonly order: Order; readonly isOwned: boolean }> {
  const found = await lockOrderAndRight(tx, id, now);
  if (!found) throw refuse('order.unknown');
  const { isOwned, ...order } = found;
  return { order, isOwned };
}

/** The write that takes the locked order to `held`: its money is in, and its team is not complete. It changes one row. */
export function holding(tx: Tx, order: Order, paidAt: Date): Write {
  touchTopic(tx, orderTopic(order.id));
  return heldOrder(order.id, paidAt);
}

/**
 * Writes that take the locked order to `paid` at the provider's `paidAt` and tell the house, with the instant until when its
 * buyer may ask for the money back. Each changes one row, or may change none.
 */
export function paying(
  tx: Tx,
  order: Order,
  paidAt: Date,
): { readonly until: Date; readonly writes: Write[] } {
  const until = refundUntil(paidAt, order.refundDays);
  touchTopic(tx, orderTopic(order.id));
  const { id: orderId, buyerId, claimId } = order;
  const isCheaper = order.total < order.listPrice;
  return {
    until,
    writes: [
      paidOrder(orderId, paidAt, until),
      ...(claimId ? [usingClaim({ claimId, orderId }, paidAt)] : []),
      ...(isCheaper ? [sellingPiece(orderId, paidAt)] : []),
      publishing(tx, 'order.paid', { orderId, buyerId, ...subjectOf(order) }),
    ],
  };
}

/** Whose work it is about; a membership is nobody's. */
function subjectOf({ sold }: Order): { readonly workId?: string; readonly creatorId?: string } {
  return sold.kind === 'work' ? { workId: sold.workId, creatorId: sold.creatorId } : {};
}

/** Closes the order when it still waits, and gives back what it held; false when it does not. */
export async function closeOrder(
  tx: Tx,
  order: Pick<Order, 'id' | 'buyerId' | 'claimId' | 'listPrice' | 'total'>,
  now: Date,
): Promise<boolean> {
  if (!(await markClosed(tx, order.id, now))) return false;
  if (order.claimId) await releaseClaim(tx, { claimId: order.claimId, orderId: order.id });
  if (order.total < order.listPrice) await releasePromotions(tx, order.id);
  touchTopic(tx, orderTopic(order.id));
  await publish(tx, 'order.closed', { orderId: order.id, buyerId: order.buyerId });
  return true;
}

/** Up to `limit` orders whose time to pay and its grace are over. */
export async function listDueOrders(ctx: Ctx, limit: number): Promise<string[]> {
  return selectDueOrders(ctx.db, ctx.now, limit);
}

/** Asks about this order again at `closeAt`, so that one silent gateway does not hold up the others. */
export async function deferClosing(ctx: Ctx, orderId: string, closeAt: Date): Promise<void> {
  await inTransaction(ctx, (tx) => putOffClosing(tx, orderId, closeAt));
}

/** Why the order cannot be refunded by its buyer or by staff. @throws Refusal order.* */
export function assertRefundable(
  order: Order,
  amount: Money,
  by: { isStaff: boolean; now: Date },
): void {
  const problem = refundProblem(order, amount, by);
  if (problem) throw refuse(problem);
}

/**
 * Refuses a refund of nothing, and another than its buyer was shown.
 *
 * @throws Refusal order.nothing_to_refund, order.refund_changed
 */
export function assertAskable(amount: Money, expected: number | undefined): void {
  if (amount === 0) throw refuse('order.nothing_to_refund');
  if (expected !== undefined && expected !== amount) throw refuse('order.refund_changed');
}

/**
 * Promises `amount` of the locked order to a refund. Answers whether nothing is left of it.
 *
 * @throws Refusal order.refund_too_much
 */
export async function reserveRefund(
  tx: Tx,
  order: Order,
  amount: Money,
): Promise<{ readonly isWhole: boolean }> {
  if (!(await reserve(tx, order.id, amount))) throw refuse('order.refund_too_much');
  touchTopic(tx, orderTopic(order.id));
  return { isWhole: refundable(order) === amount };
}

/** A refund ended without effect: what was promised to it can be refunded again. */
export async function releaseRefund(tx: Tx, orderId: string, amount: Money): Promise<void> {
  assert(await unreserve(tx, orderId, amount), `order ${orderId} had not promised ${amount}`);
  touchTopic(tx, orderTopic(orderId));
}

/**
 * The money went back: the promise is kept, and an order without any money left is `refunded`. One that was held was never a sale, and
 * does not count against its buyer's limits.
 */
export async function completeRefund(
  tx: Tx,
  order: Order,
  refund: { readonly id: string; readonly amount: Money },
  now: Date,
): Promise<void> {
  assert(
    await settleReserved(tx, order.id, refund.amount),
    `order ${order.id} had not promised ${refund.amount}`,
  );
  touchTopic(tx, orderTopic(order.id));
  const { id: orderId, buyerId, claimId } = order;
  const isWhole = order.refunded + refund.amount === order.total;
  if (claimId && isWhole) await returnClaim(tx, { claimId, orderId }, now);
  if (order.state === 'held') return releasePromotions(tx, orderId);
  if (isWhole && order.total < order.listPrice) await freePiece(tx, orderId);
  const told = { orderId, refundId: refund.id, buyerId, ...subjectOf(order) };
  await publish(tx, 'order.refunded', told);
}
