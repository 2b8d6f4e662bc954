import assert from 'node:assert/strict';
import { granting, holdRights } from '#entitlement/service.ts';
import { holdClaimAgain } from '#coupon/service.ts';
import { listDiscounts } from '#order/service/read-order.ts';
import { closeOrder, getOrderAndRight, holding, paying } from '#order/service/change-order.ts';
import { getOnSale } from '#order/service/price-order.ts';
import type { Order } from '#order/types.ts';
import { hearAttempt } from '#payment/service/attempt.ts';
import {
  captureKey,
  captureOf,
  capturing,
  hasCapture,
  holdingMoney,
  judgeCapture,
  recordCapture,
  returnCapture,
  unholdingMoney,
} from '#payment/service/capture.ts';
import type { CaptureOutcome, KnownCapture } from '#payment/types.ts';
import { sharing } from '#payout/service/earn.ts';
import type { Sale } from '#payout/types.ts';
import { takePiece } from '#pricing/service/flash.ts';
import { isPeriodPaid } from '#subscription/service.ts';
import { takeSeat } from '#team/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import type { Capture } from '#platform/gateway/gateway.ts';
import { writeTogether, type Write } from '#platform/together.ts';
import { givePlan } from './give-plan.ts';

/** The notice that brought a fact, when one did; polling and bills bring facts without. */
export interface Heard {
  readonly id: string;
}

/**
 * Applies money that came in, however we learned of it: a notice, a question, the bill. One transaction holds the
 * notice's id, the capture, the order's state, the ledger, the right of use, what the creator earns, and the events. Twice
 * is once. Money that no order needs goes back by itself.
 *
 * @throws Refusal payment.unknown for a number that is not ours: the gateway will tell again.
 */
export async function applyCapture(
  ctx: Ctx,
  gateway: string,
  capture: Heralded,
  heard?: Heard,
): Promise<CaptureOutcome | 'known'> {
  return inTransaction(ctx, async (tx) => {
    const payment = await hearAttempt(tx, { ...capture, gateway }, heard?.id, ctx.now);
    if (!payment) return 'known';
    const { order, isOwned } = await getOrderAndRight(tx, payment.orderId, ctx.now);
    const judged = await judge(tx, ctx, { order, isOwned, capture });
    const stored = captureOf(payment, capture, { outcome: judged, now: ctx.now });
    // Under the order's lock once more: another process may have given this money back since it was heard of, and closed the
    // order, which does not make the money new.
    if (judged === 'kept' && order.state !== 'pending' && (await hasCapture(tx, stored)))
      return 'known';
    const isLate = judged === 'kept' && !(await holdsScarce(tx, ctx, order, capture.paidAt));
    return apply(tx, ctx, order, { ...stored, outcome: isLate ? 'late' : judged });
  });
}

async function apply(
  tx: Tx,
  ctx: Ctx,
  order: Order,
  capture: KnownCapture,
): Promise<CaptureOutcome | 'known'> {
  const { outcome } = capture;
  if (outcome !== 'kept') return (await giveBack(tx, ctx, capture, outcome)) ? outcome : 'known';
  await (order.groupId ? holdOrder : serveOrder)(tx, ctx, order, capture);
  return outcome;
}

/** Money of an order that was promised to wait for it is never late while it waits. */
type Heralded = Capture & { readonly isPromised?: boolean };

interface Held {
  readonly order: Order;
  readonly isOwned: boolean;
  readonly capture: Heralded;
}

async function judge(tx: Tx, ctx: Ctx, { order, capture, ...held }: Held): Promise<CaptureOutcome> {
  // A period that another try of its subscription paid needs no more money.
  const isPaid = order.sold.kind === 'plan' && (await isPeriodPaid(tx, order.id));
  const isOwned = held.isOwned || isPaid;
  // Only who paid late depends on what is on sale now.
  const isHeld = capture.isPromised === true && order.state === 'pending';
  const isLate = capture.paidAt > order.expiresAt;
  const isBuyable = isLate && (isHeld || (await isStillSold(tx, order)));
  // What it would buy is there already: nobody shall be asked to pay it.
  if (isOwned && order.state === 'pending') await closeOrder(tx, order, ctx.now);
  return judgeCapture({ order, capture, isOwned, isBuyable });
}

/**
 * A group's price needs a place in a team. A closed order gave its coupon and its piece of a flash sale back, and pays the lower
 * price only if it can have them again.
 */
async function holdsScarce(
  tx: Tx,
  ctx: Ctx,
  { id: orderId, claimId, ...order }: Order,
  paidAt: Date,
): Promise<boolean> {
  if (order.groupId) return takeSeat(tx, ctx, orderId, paidAt);
  if (order.state !== 'closed' || order.total === order.listPrice) return true;
  const discounts = await listDiscounts(tx, orderId);
  const activity = discounts.find(({ kind }) => kind === 'activity');
  if (activity && !(await takePiece(tx, activity.sourceId, orderId))) return false;
  if (!claimId) return true;
  const saved = discounts.find(({ sourceId }) => sourceId === claimId)?.amount ?? order.total;
  return holdClaimAgain(tx, { claimId, orderId, paid: order.total, saved });
}

async function isStillSold(tx: Tx, { offerId }: Order): Promise<boolean> {
  const { isCurrent, isOpen } = await getOnSale(tx, offerId);
  return isCurrent && isOpen;
}

/** Takes a locked order whose place in a team is taken to held: its money is in, and belongs to nobody yet. */
async function holdOrder(tx: Tx, ctx: Ctx, order: Order, capture: KnownCapture): Promise<void> {
  await writeAll(tx, order, [
    holding(tx, order, capture.paidAt),
    ...capturing(capture),
    ...holdingMoney(capture, ctx.now),
  ]);
}

/**
 * Takes a locked order that waits, was closed, or is held for a team that is complete now, to paid, and gives its buyer what was
 * bought; `capture` when money came. All of it but a membership is one statement, and nothing of it is true unless all is.
 */
export async function serveOrder(
  tx: Tx,
  ctx: Ctx,
  order: Order,
  capture?: KnownCapture,
): Promise<void> {
  const given = await handOver(tx, ctx, order);
  // What was held is a sale from now on, with all of its days to ask for a refund.
  const servedAt = order.state === 'held' ? ctx.now : (capture?.paidAt ?? ctx.now);
  const { until, writes } = paying(tx, order, servedAt);
  const collect = order.state === 'held' ? collectingHeld : collecting;
  const collected = capture ? collect(ctx, order, capture, until) : [];
  await writeAll(tx, order, [...writes, ...given, ...collected]);
}

async function writeAll(tx: Tx, { id, state }: Order, all: readonly Write[]): Promise<void> {
  const changed = await writeTogether(tx, all);
  assert(
    changed.every((rows, n) => rows === 1 || all[n]!.isOptional),
    `order ${id} is ${state} and cannot be served: ${changed.join()}`,
  );
}

/** Gives what was bought: a stretch of membership at once, or the writes that give a work with its parts. */
async function handOver(tx: Tx, ctx: Ctx, { id, buyerId: userId, sold }: Order): Promise<Write[]> {
  const source = { kind: 'order', id } as const;
  if (sold.kind === 'plan') {
    await givePlan(tx, ctx, { id, buyerId: userId }, sold);
    return [];
  }
  const { workId, partIds } = sold;
  await holdRights(tx, userId, partIds);
  return granting(tx, { userId, workId, source }, ctx.now, partIds);
}

function collecting(ctx: Ctx, order: Order, capture: KnownCapture, releaseAt: Date): Write[] {
  const sale = saleOf(order, capture, { earnedAt: capture.paidAt, releaseAt });
  return [...capturing(capture), ...sharing({ ...sale, key: captureKey(capture) }, ctx.now)];
}

/** The same of money that is in and was held: it is a sale from now on. */
function collectingHeld(ctx: Ctx, order: Order, capture: KnownCapture, releaseAt: Date): Write[] {
  const sale = saleOf(order, capture, { earnedAt: ctx.now, releaseAt });
  const shared = sharing({ ...sale, key: `sale:${order.id}` }, ctx.now);
  return [...unholdingMoney(capture, ctx.now), ...shared];
}

function saleOf(
  order: Order,
  capture: KnownCapture,
  times: { readonly earnedAt: Date; readonly releaseAt: Date },
): Omit<Sale, 'key'> {
  const { id: orderId, lineId: orderLineId, sold, commissionBps } = order;
  const [workId, creatorId] = sold.kind === 'work' ? [sold.workId, sold.creatorId] : [null, null];
  const { gateway, amount: gross, fee, feeBps } = capture;
  const whose = { orderId, orderLineId, workId, creatorId, commissionBps };
  return { ...whose, fee, feeBps, gateway, gross, ...times };
}

/** False when another transaction of ours has just stored this money. */
async function giveBack(
  tx: Tx,
  ctx: Ctx,
  capture: KnownCapture,
  cause: Exclude<CaptureOutcome, 'kept'>,
): Promise<boolean> {
  if (!(await recordCapture(tx, capture))) return false;
  await returnCapture(tx, ctx, capture, cause);
  const { orderId, gateway, transactionId, amount } = capture;
  const fields = { cause, orderId, gateway, transactionId, amount };
  if (cause === 'mismatch')
    ctx.ports.log.error('another amount came in than was asked for: it goes back', fields);
  else ctx.ports.log.info('money came in that no order needs: it goes back', fields);
  return true;
}
