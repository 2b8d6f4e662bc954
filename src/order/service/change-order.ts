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
import { daysOf, endedBy, leftIn, partsOf, refundProblem, refundUntil } from '../rules.ts';
import { selectDueOrders } from '../store/read.ts';
import { lockOrder, lockOrderAndRights } from '../store/lock.ts';
import { reserve, settleReserved, unreserve } from '../store/refund.ts';
import { heldOrder, markClosed, paidOrder, putOffClosing } from '../store/write.ts';
import type { LinePart, Order, OrderLine } from '../types.ts';

export {
  leftIn,
  lineUntil,
  partsOf,
  planOf,
  refundable,
  refundUntil,
  unconsumedParts,
  unusedPart,
} from '../rules.ts';

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

/**
 * The order under its row lock, and which of its lines its buyer has already, under the locks that decide it.
 *
 * @throws Refusal order.unknown
 */
export async function getOrderAndRights(
  tx: Tx,
  id: string,
  now: Date,
): Promise<{ readonly order: Order; readonly owned: ReadonlySet<string> }> {
  const found = await lockOrderAndRights(tx, id, now);
  if (!found) throw refuse('order.unknown');
  return found;
}

/** The write that takes the locked order to `held`: its money is in, and its team is not complete. It changes one row. */
export function holding(tx: Tx, order: Order, paidAt: Date): Write {
  touchTopic(tx, orderTopic(order.id));
  return heldOrder(order.id, paidAt);
}

/**
 * Writes that take the locked order to `paid` at the provider's `paidAt`, from when the days count in which its buyer may ask for
 * money back, and tell the house. Each changes one row, or may change none.
 */
export function paying(tx: Tx, order: Order, paidAt: Date): Write[] {
  touchTopic(tx, orderTopic(order.id));
  const { id: orderId, buyerId, claimId } = order;
  const isCheaper = order.total < order.listPrice;
  return [
    paidOrder(orderId, paidAt, refundUntil(paidAt, daysOf(order.lines))),
    ...(claimId ? [usingClaim({ claimId, orderId }, paidAt)] : []),
    ...(isCheaper ? [sellingPiece(orderId, paidAt)] : []),
    publishing(tx, 'order.paid', { orderId, buyerId, creatorIds: creatorsOf(order.lines) }),
  ];
}

/** Whose works these are; a membership is nobody's. */
function creatorsOf(lines: readonly Pick<OrderLine, 'sold'>[]): string[] {
  return [...new Set(lines.flatMap(({ sold }) => (sold.kind === 'work' ? sold.creatorId : [])))];
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

/** The lines of an order that are meant: all of them when none is named. @throws Refusal order.line_unknown */
export function linesMeant<L extends { readonly id: string }>(
  lines: readonly L[],
  ids: readonly string[] | undefined,
): readonly L[] {
  if (ids === undefined) return lines;
  const meant = lines.filter(({ id }) => ids.includes(id));
  if (meant.length < new Set(ids).size) throw refuse('order.line_unknown');
  return meant;
}

/** `amount` as parts of what is left of these lines. @throws Refusal order.refund_too_much */
export function partsAsked(lines: readonly OrderLine[], amount: Money): LinePart[] {
  if (amount > leftIn(lines)) throw refuse('order.refund_too_much');
  return partsOf(lines, amount);
}

/**
 * Promises parts of the locked order's lines to a refund. Answers the lines of which nothing is left, and whether that is all of them.
 *
 * @throws Refusal order.refund_too_much
 */
export async function reserveRefund(
  tx: Tx,
  order: Order,
  parts: readonly LinePart[],
): Promise<{ readonly ended: readonly OrderLine[]; readonly isWhole: boolean }> {
  if (!(await reserve(tx, order.id, parts))) throw refuse('order.refund_too_much');
  touchTopic(tx, orderTopic(order.id));
  const ended = endedBy(order.lines, parts);
  return { ended, isWhole: ended.length === order.lines.length };
}

/** A refund ended without effect: what was promised to it can be refunded again. */
export async function releaseRefund(
  tx: Tx,
  orderId: string,
  parts: readonly LinePart[],
): Promise<void> {
  assert(await unreserve(tx, orderId, parts), `order ${orderId} had not promised this`);
  touchTopic(tx, orderTopic(orderId));
}

/**
 * The money went back: the promise is kept, and an order without any money left is `refunded`. One that was held was never a sale, and
 * does not count against its buyer's limits.
 */
export async function completeRefund(
  tx: Tx,
  order: Order,
  refund: { readonly id: string; readonly amount: Money; readonly lines: readonly LinePart[] },
  now: Date,
): Promise<void> {
  assert(
    await settleReserved(tx, order.id, refund.lines),
    `order ${order.id} had not promised ${refund.amount}`,
  );
  touchTopic(tx, orderTopic(order.id));
  const { id: orderId, buyerId, claimId } = order;
  const isWhole = order.refunded + refund.amount === order.total;
  if (claimId && isWhole) await returnClaim(tx, { claimId, orderId }, now);
  if (order.state === 'held') return releasePromotions(tx, orderId);
  if (isWhole && order.total < order.listPrice) await freePiece(tx, orderId);
  const back = new Set(refund.lines.map(({ lineId }) => lineId));
  const creatorIds = creatorsOf(order.lines.filter(({ id }) => back.has(id)));
  await publish(tx, 'order.refunded', { orderId, refundId: refund.id, buyerId, creatorIds });
}
