import assert from 'node:assert/strict';
import { granting, holdRights, listBegins } from '#entitlement/service.ts';
import { holdClaimAgain } from '#coupon/service.ts';
import { listDiscounts } from '#order/service/read-order.ts';
import {
  closeOrder,
  getOrderAndRights,
  holding,
  paying,
  planOf,
  refundUntil,
  reserveRefund,
} from '#order/service/change-order.ts';
import { areStillSold } from '#order/service/price-order.ts';
import type { Order, OrderLine } from '#order/types.ts';
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
import { intendRefund } from '#payment/service/refund.ts';
import type { CaptureOutcome, KnownCapture } from '#payment/types.ts';
import { sharing } from '#payout/service/earn.ts';
import type { Sale, SoldLine } from '#payout/types.ts';
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
    const { order, owned } = await getOrderAndRights(tx, payment.orderId, ctx.now);
    const judged = await judge(tx, ctx, { order, owned, capture });
    const stored = captureOf(payment, capture, { outcome: judged, now: ctx.now });
    // Under the order's lock once more: another process may have given this money back since it was heard of, and closed the
    // order, which does not make the money new.
    if (judged === 'kept' && order.state !== 'pending' && (await hasCapture(tx, stored)))
      return 'known';
    const isLate = judged === 'kept' && !(await holdsScarce(tx, ctx, order, capture.paidAt));
    return apply(tx, ctx, {
      order,
      owned,
      capture: { ...stored, outcome: isLate ? 'late' : judged },
    });
  });
}

interface Judged {
  readonly order: Order;
  /** The lines that their buyer has already. */
  readonly owned: ReadonlySet<string>;
  readonly capture: KnownCapture;
}

async function apply(
  tx: Tx,
  ctx: Ctx,
  { order, owned, capture }: Judged,
): Promise<CaptureOutcome | 'known'> {
  const { outcome } = capture;
  if (outcome !== 'kept') return (await giveBack(tx, ctx, capture, outcome)) ? outcome : 'known';
  if (order.groupId) await holdOrder(tx, ctx, order, capture);
  else await serveOrder(tx, ctx, order, { capture, owned });
  return outcome;
}

/** Money of an order that was promised to wait for it is never late while it waits. */
type Heralded = Capture & { readonly isPromised?: boolean };

type Held = Omit<Judged, 'capture'> & { readonly capture: Heralded };

async function judge(tx: Tx, ctx: Ctx, { order, owned, capture }: Held): Promise<CaptureOutcome> {
  // A period that another try of its subscription paid needs no more money.
  const isPaid = planOf(order) !== undefined && (await isPeriodPaid(tx, order.id));
  const isOwned = owned.size === order.lines.length || isPaid;
  // Only who paid late depends on what is on sale now.
  const isHeld = capture.isPromised === true && order.state === 'pending';
  const isLate = capture.paidAt > order.expiresAt;
  const isBuyable = isLate && (isHeld || (await areStillSold(tx, order.lines)));
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
  const byClaim = discounts.filter(({ sourceId }) => sourceId === claimId);
  const saved = byClaim.reduce((sum, { amount }) => sum + amount, 0);
  return holdClaimAgain(tx, { claimId, orderId, paid: order.total, saved });
}

/** Takes a locked order whose place in a team is taken to held: its money is in, and belongs to nobody yet. */
async function holdOrder(tx: Tx, ctx: Ctx, order: Order, capture: KnownCapture): Promise<void> {
  await writeAll(tx, order, [
    holding(tx, order, capture.paidAt),
    ...capturing(capture),
    ...holdingMoney(capture, ctx.now),
  ]);
}

/** What an order is served by: the money that came in, when it costs any, and what its buyer has already. */
interface Served {
  readonly capture?: KnownCapture;
  readonly owned?: ReadonlySet<string>;
}

const nothing: ReadonlySet<string> = new Set();

/**
 * Takes a locked order that waits, was closed, or is held for a team that is complete now, to paid, and gives its buyer what was
 * bought; what was paid for a line that they have from elsewhere by now goes back. All of it but a membership is one statement, or one
 * more for each line that gives what another gives as well, and nothing of it is true unless all is.
 */
export async function serveOrder(
  tx: Tx,
  ctx: Ctx,
  order: Order,
  { capture, owned = nothing }: Served = {},
): Promise<void> {
  const given = await handOver(tx, ctx, order, owned);
  // What was held is a sale from now on, with all of its days to ask for a refund.
  const servedAt = order.state === 'held' ? ctx.now : (capture?.paidAt ?? ctx.now);
  const collect = order.state === 'held' ? collectingHeld : collecting;
  const collected = capture ? collect(ctx, order, capture, servedAt) : [];
  const [first = [], ...others] = given;
  await writeAll(tx, order, [...paying(tx, order, servedAt), ...first, ...collected]);
  for (const more of others) await writeAll(tx, order, more);
  await giveBackOwned(tx, ctx, order, owned);
}

async function writeAll(tx: Tx, { id, state }: Order, all: readonly Write[]): Promise<void> {
  const changed = await writeTogether(tx, all);
  assert(
    changed.every((rows, n) => rows === 1 || all[n]!.isOptional),
    `order ${id} is ${state} and cannot be served: ${changed.join()}`,
  );
}

/**
 * Gives what was bought: a stretch of membership at once, or the writes that give works with their parts, in as many statements as it
 * takes that none of them gives a work twice.
 */
async function handOver(
  tx: Tx,
  ctx: Ctx,
  order: Order,
  owned: ReadonlySet<string>,
): Promise<Write[][]> {
  const { id, buyerId: userId } = order;
  const plan = planOf(order);
  if (plan) {
    await givePlan(tx, ctx, { id, buyerId: userId }, plan);
    return [];
  }
  const lines = order.lines.filter((line) => !owned.has(line.id));
  await holdRights(
    tx,
    userId,
    lines.flatMap(({ sold }) => (sold.kind === 'work' ? sold.partIds : [])),
  );
  const begins = await listBegins(tx, userId, lines.flatMap(forDays), ctx.now);
  const giving = givingTo(tx, userId, ctx.now, begins);
  return apart(lines).map((own) => own.flatMap(giving));
}

/** The works that a line gives for a number of days. */
function forDays({ sold, accessDays }: OrderLine): string[] {
  return sold.kind === 'work' && accessDays !== null ? [sold.workId, ...sold.partIds] : [];
}

/** The writes that give a line of a statement to somebody from `at` on, or behind the days that they have. */
const givingTo =
  // oxlint-disable-next-line max-params -- the transaction, whom, from when, behind what
  (tx: Tx, userId: string, at: Date, begins: Map<string, Date>) =>
    ({ id, sold, accessDays: days }: OrderLine, n: number): Write[] => {
      if (sold.kind !== 'work') return [];
      const { workId, partIds } = sold;
      const given = { userId, workId, source: { kind: 'order', id } as const, days };
      return granting(tx, given, at, { partIds, name: `given${n}`, begins });
    };

/** Lines in groups of which none gives a work twice: two bundles may have a part in common. */
function apart(lines: readonly OrderLine[]): OrderLine[][] {
  const groups: { readonly own: OrderLine[]; readonly works: Set<string> }[] = [];
  for (const line of lines) {
    const { sold } = line;
    const works = sold.kind === 'work' ? [sold.workId, ...sold.partIds] : [];
    const group = groups.find((one) => works.every((id) => !one.works.has(id)));
    if (group) {
      group.own.push(line);
      for (const id of works) group.works.add(id);
    } else groups.push({ own: [line], works: new Set(works) });
  }
  return groups.map(({ own }) => own);
}

/** Who has one of several works from elsewhere by now need not pay it. */
async function giveBackOwned(
  tx: Tx,
  ctx: Ctx,
  order: Order,
  owned: ReadonlySet<string>,
): Promise<void> {
  const lines = order.lines
    .filter(({ id, price }) => owned.has(id) && price > 0)
    .map(({ id: lineId, price: amount }) => ({ lineId, amount, takesBack: true }));
  if (lines.length === 0) return;
  await reserveRefund(tx, order, lines);
  const intent = { orderId: order.id, lines, cause: 'owned', reason: '' } as const;
  await intendRefund(tx, { ...intent, requestedBy: null }, ctx.now);
}

function collecting(ctx: Ctx, order: Order, capture: KnownCapture, at: Date): Write[] {
  const sale = saleOf(order, capture, at);
  return [...capturing(capture), ...sharing({ ...sale, key: captureKey(capture) }, ctx.now)];
}

/** The same of money that is in and was held: it is a sale from now on. */
function collectingHeld(ctx: Ctx, order: Order, capture: KnownCapture, at: Date): Write[] {
  const shared = sharing({ ...saleOf(order, capture, at), key: `sale:${order.id}` }, ctx.now);
  return [...unholdingMoney(capture, ctx.now), ...shared];
}

function saleOf(
  { id: orderId, lines }: Order,
  { gateway, fee, feeBps }: KnownCapture,
  earnedAt: Date,
): Omit<Sale, 'key'> {
  const paid = lines.filter(({ price }) => price > 0);
  const sold = paid.map((line) => soldLine(line, earnedAt));
  return { orderId, gateway, fee, feeBps, lines: sold, earnedAt };
}

function soldLine(line: OrderLine, earnedAt: Date): SoldLine {
  const { id: orderLineId, sold, price: gross, commissionBps, refundDays } = line;
  const [workId, creatorId] = sold.kind === 'work' ? [sold.workId, sold.creatorId] : [null, null];
  const releaseAt = refundUntil(earnedAt, refundDays);
  // Whoever promoted it waits at least as long.
  const shares = line.shares.map(({ frozenDays, ...share }) => ({
    ...share,
    releaseAt: refundUntil(earnedAt, Math.max(frozenDays, refundDays)),
  }));
  return { orderLineId, workId, creatorId, gross, commissionBps, releaseAt, shares };
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
