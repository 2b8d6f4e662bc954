import { restoreEntitlements } from '#entitlement/service.ts';
import { restoreGiven } from '#membership/service.ts';
import { completeRefund, getOrderForUpdate, releaseRefund } from '#order/service/change-order.ts';
import type { Order } from '#order/types.ts';
import { gatewayNamed, noticeUrl } from '#payment/service/attempt.ts';
import { isFirstHearing, postHeldReturn, postReturn } from '#payment/service/capture.ts';
import {
  abandonAttempt,
  findRefundByNo,
  getRefund,
  isOfOrder,
  listDueRefunds,
  listGivenAgain,
  noteWait,
  succeedRefund,
  takeTry,
} from '#payment/service/refund.ts';
import type { KnownCapture, Refund, RefundFact } from '#payment/types.ts';
import { reverseSale } from '#payout/service/earn.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { GatewayRefused, GatewayUnavailable } from '#platform/gateway/gateway.ts';
import { oneByOne } from '#platform/one-by-one.ts';
import { publish } from '#platform/outbox.ts';
import type { Heard } from './pay-order.ts';

const batch = 200;

/** Asks gateways about every refund that is due: those not sent yet, and those not heard of. */
export async function sendRefunds(ctx: Ctx): Promise<void> {
  await oneByOne(ctx, await listDueRefunds(ctx, batch), 'sending a refund', (id) =>
    sendRefund(ctx, id),
  );
}

/**
 * Asks the gateway for one refund, outside any transaction and always by the stored number: to ask again is to ask how
 * it stands. A result that is not known leaves it waiting.
 */
export async function sendRefund(ctx: Ctx, id: string): Promise<void> {
  const { refund, capture } = await getRefund(ctx.db, id);
  if (refund.state !== 'requested' || !(await takeTry(ctx, refund))) return;
  const fact = await askForRefund(ctx, refund, capture);
  if (fact) await settleRefund(ctx, capture.gateway, fact);
}

/** The gateway hinted that a refund went on: what it says now is applied. A number that is not in use changes nothing. */
export async function askAboutRefund(
  ctx: Ctx,
  gateway: string,
  outRefundNo: string,
  heard: Heard,
): Promise<void> {
  const found = await findRefundByNo(ctx.db, outRefundNo);
  if (found?.state !== 'requested') return;
  const { capture } = await getRefund(ctx.db, found.id);
  if (capture.gateway !== gateway) return;
  const { outTradeNo, transactionId } = capture;
  try {
    const name = { outTradeNo, transactionId, outRefundNo };
    const told = await (await gatewayNamed(ctx, gateway)).queryRefund(name);
    if (told.state === 'succeeded' || told.state === 'closed')
      await settleRefund(ctx, gateway, { outRefundNo, ...told }, heard);
  } catch (error) {
    // The sweep asks again.
    if (!(error instanceof GatewayUnavailable || error instanceof GatewayRefused)) throw error;
  }
}

async function askForRefund(
  ctx: Ctx,
  refund: Refund,
  capture: KnownCapture,
): Promise<RefundFact | undefined> {
  const { outRefundNo, amount, reason } = refund;
  try {
    const told = await (
      await gatewayNamed(ctx, capture.gateway)
    ).refund({
      outTradeNo: capture.outTradeNo,
      transactionId: capture.transactionId,
      outRefundNo,
      amount,
      total: capture.amount,
      currency: capture.currency,
      reason: reason || '退款',
      notifyUrl: noticeUrl(ctx, capture.gateway),
    });
    return { outRefundNo, ...told };
  } catch (error) {
    if (error instanceof GatewayUnavailable) return undefined;
    if (error instanceof GatewayRefused) return whenRefused(ctx, refund, capture, error);
    throw error;
  }
}

/** A refusal is believed only together with the gateway's word that it never saw the number. */
async function whenRefused(
  ctx: Ctx,
  { id, outRefundNo, amount }: Refund,
  { gateway, outTradeNo, transactionId }: KnownCapture,
  refused: GatewayRefused,
): Promise<RefundFact | undefined> {
  ctx.ports.log.error('a refund was refused by its gateway', { refundId: id, code: refused.code });
  await noteWait(ctx.db, outRefundNo, refused.code);
  // Money will come in, or somebody will mend the contract; the buyer's claim stands.
  if (refused.code === 'not_enough_money' || refused.code === 'forbidden') return undefined;
  try {
    const known = await (
      await gatewayNamed(ctx, gateway)
    ).queryRefund({
      outTradeNo,
      transactionId,
      outRefundNo,
    });
    if (known.state !== 'unknown_refund') return { outRefundNo, ...known };
    return { outRefundNo, state: 'closed', refundId: '', amount };
  } catch (error) {
    if (error instanceof GatewayUnavailable || error instanceof GatewayRefused) return undefined;
    throw error;
  }
}

/**
 * Applies what a gateway said about a refund, however we learned of it; twice is once. A number that is not in use (any
 * more) changes nothing.
 */
export async function settleRefund(
  ctx: Ctx,
  gateway: string,
  fact: RefundFact,
  heard?: Heard,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    if (heard) {
      const event = { gateway, id: heard.id, kind: 'refund', subject: fact.outRefundNo } as const;
      if (!(await isFirstHearing(tx, event, ctx.now))) return;
    }
    const found = await findRefundByNo(tx, fact.outRefundNo);
    if (!found) return;
    // The order's row is the first lock; what is true of the refund is read only behind it.
    const order = await getOrderForUpdate(tx, found.orderId);
    const { refund, capture } = await getRefund(tx, found.id);
    if (refund.outRefundNo !== fact.outRefundNo || capture.gateway !== gateway) return;

    if (fact.state === 'succeeded') await complete(tx, ctx, { order, refund, capture }, fact);
    else if (fact.state === 'closed') await abandon(tx, ctx, refund, fact);
    else if (fact.state === 'abnormal') await noteWait(tx, fact.outRefundNo, 'abnormal');
  });
}

interface Held {
  readonly order: Order;
  readonly refund: Refund;
  readonly capture: KnownCapture;
}

/** The money went back: out of what was held for a team, out of the order's shares, or out of suspense when it never belonged to it. */
async function complete(
  tx: Tx,
  ctx: Ctx,
  { order, refund, capture }: Held,
  fact: RefundFact,
): Promise<void> {
  const { id, amount, cause, orderId } = refund;
  if (fact.amount !== amount)
    throw new Error(`refund ${id} is ${amount}, the gateway says ${fact.amount}`);
  if (!(await succeedRefund(tx, fact, ctx.now))) return;

  // A second payment of an order that is held is no more its money than that of one that is paid.
  if (!isOfOrder(cause)) {
    await postReturn(tx, capture, id, ctx.now);
    await publish(tx, 'payment.returned', { orderId, captureId: capture.id, refundId: id });
    return;
  }
  await completeRefund(tx, order, refund, ctx.now);
  if (order.state === 'held') await postHeldReturn(tx, capture, id, ctx.now);
  else await reverseSale(tx, refund, ctx.now);
}

/** The gateway ended it without effect: it goes on with a new number, or what it took is given back. */
async function abandon(tx: Tx, ctx: Ctx, refund: Refund, fact: RefundFact): Promise<void> {
  const { id, orderId, failure, lines } = refund;
  // Without a number of the gateway's it was refused, and why is on the row.
  const why = fact.refundId === '' ? (failure ?? 'refused') : 'closed';
  if ((await abandonAttempt(tx, refund, why, ctx.now)) !== 'failed') return;
  await releaseRefund(tx, orderId, lines);
  const ids = await listGivenAgain(tx, refund);
  if (ids.length > 0) {
    await restoreEntitlements(tx, { kind: 'order', ids });
    await restoreGiven(tx, { kind: 'order', id: orderId }, refund.requestedAt);
  }
  await publish(tx, 'refund.failed', { orderId, refundId: id });
  ctx.ports.log.error('a refund could not be made', { refundId: id, orderId, why });
}
