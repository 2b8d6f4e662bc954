import { recordAudit } from '#audit/service.ts';
import { needsSecond, refuseAftersale } from '#aftersale/service.ts';
import { revokeEntitlements } from '#entitlement/service.ts';
import { takeBackGiven } from '#membership/service.ts';
import { money, type Money } from '#kernel/money.ts';
import { askRefund, refundOrders } from '#order/policy.ts';
import {
  assertAskable,
  assertRefundable,
  getOrderForUpdate,
  leftIn,
  linesMeant,
  partsAsked,
  planOf,
  reserveRefund,
} from '#order/service/change-order.ts';
import type { LinePart, Order, OrderLine } from '#order/types.ts';
import type { NewRefund } from '#payment/schema.ts';
import { intendRefund } from '#payment/service/refund.ts';
import type { RefundLine } from '#payment/types.ts';
import { cancelRefunded } from '#subscription/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { getSiteSettings } from '#settings/service.ts';
import { leaveTeam } from '#team/service.ts';
import { listAskable } from './preview-refund.ts';

/**
 * Asks for money of an order back, or of some of its lines: for its buyer within the window, what is not used of them; any part at any
 * time for staff, audited. The promise and the intent are committed first; the gateway is asked by the reaction to
 * `refund.requested`. Of a line of which nothing is left, and of one that its buyer gives back, the right of use ends here, at the
 * request: who wants the money back has stopped learning, and a refund that fails gives it back (docs/decisions/0007-ledger.md).
 * Answers the refund's id.
 *
 * @throws Refusal order.unknown, order.line_unknown, order.not_paid, order.nothing_to_refund, order.refund_too_much,
 * order.refund_too_late, order.held_whole, aftersale.own, aftersale.needs_second, team.filling, refund.no_capture, policy.*; nothing is then written.
 */
export async function requestRefund(ctx: Ctx, orderId: string, asked: NewRefund): Promise<string> {
  const { userId } = actingUser(ctx);
  const { refundAlone } = await getSiteSettings(ctx);
  return inTransaction(ctx, async (tx) => {
    const order = await getOrderForUpdate(tx, orderId);
    assertReach(ctx, askRefund, order.buyerId);
    const isStaff = order.buyerId !== userId;
    if (isStaff || asked.amount !== undefined) assertReach(ctx, refundOrders, null);
    // Who keeps the books has no more right to their own money than other buyers.
    if (!isStaff && asked.amount !== undefined) throw refuseAftersale('aftersale.own');

    const parts = await partsFor(tx, ctx, order, { asked, isStaff });
    const amount = sumOf(parts);
    assertRefundable(order, amount, { isStaff, now: ctx.now });
    assertAskable(amount, asked.expected);
    if (isStaff && needsSecond(order, amount, refundAlone))
      throw refuseAftersale('aftersale.needs_second');
    return giveBack(tx, ctx, order, { parts, isStaff, reason: asked.reason ?? '' });
  });
}

const sumOf = (parts: readonly LinePart[]): Money =>
  money(parts.reduce((sum, { amount }) => sum + amount, 0));

interface Given {
  readonly parts: readonly LinePart[];
  readonly isStaff: boolean;
  readonly reason: string;
}

/**
 * Promises parts of the locked order to a refund and writes the intent, by staff with a record. The caller has decided that they go
 * back. Answers the refund's id.
 *
 * @throws Refusal order.refund_too_much, team.filling, refund.no_capture
 */
export async function giveBack(
  tx: Tx,
  ctx: Ctx,
  order: Order,
  { parts, isStaff, reason }: Given,
): Promise<string> {
  const { id: orderId } = order;
  if (order.state === 'held') await leaveTeam(tx, ctx, orderId);
  const { ended } = await reserveRefund(tx, order, parts);
  const gone = goneOf(order, parts, { ended, isStaff });
  await takeBack(tx, ctx, order, gone);
  const intent = { orderId, lines: linesOf(parts, gone), cause: causeOf(order, isStaff), reason };
  const requestedBy = actingUser(ctx).userId;
  const refundId = await intendRefund(tx, { ...intent, requestedBy }, ctx.now);
  const amount = sumOf(parts);
  if (isStaff) await recordAudit(tx, ctx, 'order.refund', orderId, { refundId, amount, reason });
  return refundId;
}

/** What is held goes back for as long as it takes: there is nothing that a failed refund could give back instead. */
function causeOf({ state }: Order, isStaff: boolean): 'team' | 'staff' | 'buyer' {
  if (state === 'held') return 'team';
  return isStaff ? 'staff' : 'buyer';
}

interface Asking {
  readonly asked: NewRefund;
  readonly isStaff: boolean;
}

/** What goes back of each line: what staff say of what is meant, or all that is left of it; for the buyer what of it is theirs to ask. */
async function partsFor(
  tx: Tx,
  ctx: Ctx,
  order: Order,
  { asked, isStaff }: Asking,
): Promise<LinePart[]> {
  const meant = linesMeant(order.lines, asked.lineIds);
  if (isStaff) return partsAsked(meant, money(asked.amount ?? leftIn(meant)));
  // First what stands in the way of any refund, which is more than that nothing is left.
  assertRefundable(order, leftIn(order.lines), { isStaff, now: ctx.now });
  const lines = order.lines.map((line) => ({ ...line, kind: line.sold.kind }));
  const askables = await listAskable(tx, { ...order, lines }, ctx);
  return meant.flatMap(({ id }) => {
    const { askable } = askables.get(id)!;
    return askable > 0 ? [{ lineId: id, amount: askable }] : [];
  });
}

/** The lines whose right of use ends: those of which nothing is left, and those that their buyer gives back. */
function goneOf(
  { state, lines }: Order,
  parts: readonly LinePart[],
  { ended, isStaff }: { readonly ended: readonly OrderLine[]; readonly isStaff: boolean },
): OrderLine[] {
  if (state !== 'paid') return [];
  return lines.filter(
    (line) => ended.includes(line) || (!isStaff && parts.some(({ lineId }) => lineId === line.id)),
  );
}

/** What the refund gives back of each line, and what ends with it. */
function linesOf(parts: readonly LinePart[], gone: readonly OrderLine[]): RefundLine[] {
  const paid = parts.map((part) => ({
    ...part,
    takesBack: gone.some(({ id }) => id === part.lineId),
  }));
  const free = gone
    .filter(({ id }) => parts.every(({ lineId }) => lineId !== id))
    .map(({ id: lineId }) => ({ lineId, amount: money(0), takesBack: true }));
  return [...paid, ...free];
}

async function takeBack(tx: Tx, ctx: Ctx, order: Order, gone: readonly OrderLine[]): Promise<void> {
  if (gone.length === 0) return;
  if (!planOf(order)) {
    const ids = gone.map(({ id }) => id);
    await revokeEntitlements(tx, { kind: 'order', ids }, ctx.now);
    return;
  }
  await takeBackGiven(tx, { kind: 'order', id: order.id }, ctx.now);
  await cancelRefunded(tx, ctx, order.id);
}
