import { newId } from '#kernel/id.ts';
import { localePath } from '#kernel/locale.ts';
import { money } from '#kernel/money.ts';
import { askAgainMs } from '#kernel/retry.ts';
import { after, minute } from '#kernel/time.ts';
import type { Order } from '#order/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Tx } from '#platform/db.ts';
import {
  GatewayRefused,
  GatewayUnavailable,
  type Gateway,
  type Notice,
} from '#platform/gateway/gateway.ts';
import { Lru } from '#platform/lru.ts';
import { findGateway } from '#settings/service/accounts.ts';
import { listOpenGateways } from '#settings/service/gateways.ts';
import { refuse } from '../refusals.ts';
import { plainId } from '../rules.ts';
import {
  claimQuery,
  findByNumber,
  findPayment,
  findWaiting,
  hearPayment,
  insertPayment,
  listPaymentsOf,
  markClosed,
  selectDuePayments,
  setReference,
} from '../store/payment.ts';
import type { Payment } from '../types.ts';

/** The gateway of that name, whether or not it takes new payments. @throws Refusal payment.unknown_gateway */
export async function gatewayNamed(ctx: Ctx, name: string): Promise<Gateway> {
  const gateway = await findGateway(ctx, name);
  if (!gateway) throw refuse('payment.unknown_gateway');
  return gateway;
}

/** The gateway that a payer chose, or the site's first one. @throws Refusal payment.unknown_gateway when it takes no payments */
export async function openGateway(ctx: Ctx, chosen: string | undefined): Promise<Gateway> {
  const open = await listOpenGateways(ctx);
  const name = chosen ?? open[0];
  if (name === undefined || !open.includes(name)) throw refuse('payment.unknown_gateway');
  return gatewayNamed(ctx, name);
}

/** Where a gateway sends its notices. */
export function noticeUrl(ctx: Ctx, gateway: string): string {
  return `${ctx.ports.settings.publicUrl}/payment/notices/${gateway}`;
}

/**
 * A new attempt to collect an order's total at `gateway`; undefined when the order cannot be paid, or another attempt waits
 * there. Its number is committed before the gateway hears of it.
 */
export async function openAttempt(
  ctx: Ctx,
  order: Pick<Order, 'id' | 'total' | 'currency' | 'expiresAt'>,
  { gateway, description }: { gateway: Gateway; description: string },
): Promise<Payment | undefined> {
  const id = newId(ctx.now);
  const payment = {
    id,
    orderId: order.id,
    gateway: gateway.name,
    outTradeNo: plainId(id),
    amount: order.total,
    currency: order.currency,
    feeBps: gateway.fee.bps,
    feeFixed: money(gateway.fee.fixed),
    isFeeReturned: gateway.fee.isReturned,
    description,
    openedAt: ctx.now,
    expiresAt: order.expiresAt,
  };
  const nextQueryAt = after(ctx.now, askAgainMs(1));
  const isOpened = await insertPayment(ctx.db, { ...payment, nextQueryAt }, ctx.now);
  return isOpened ? { ...payment, reference: null, state: 'opened', tries: 0 } : undefined;
}

/** The attempt at `gateway` that waits for the money of an order. */
export async function findWaitingAttempt(
  tx: Tx,
  orderId: string,
  gateway: Gateway,
): Promise<Payment | undefined> {
  return findWaiting(tx, orderId, gateway.name);
}

// An address can be used for five minutes. Source: WeChat Pay v3, H5 下单, `h5_url`.
const usableMs = 4 * minute;
const payUrls = new Lru<{ readonly payUrl: string; readonly until: Date }>(10_000);

/**
 * Where the payer of an attempt is sent. The same number with the same content is asked for each time, so an answer that was
 * lost costs nothing; what was answered is remembered while it can be used. `paid`: it was paid meanwhile; `over`: this number takes no money any more.
 *
 * @throws Refusal payment.unavailable when the result is unknown, payment.refused; the attempt waits on.
 */
export async function findPayUrl(
  ctx: Ctx,
  payment: Payment,
): Promise<{ payUrl: string } | 'paid' | 'over'> {
  const device = deviceOf(ctx);
  const key = `${payment.id}:${ctx.locale}:${device}`;
  const known = payUrls.get(key);
  if (known && ctx.now < known.until) return { payUrl: known.payUrl };
  const { outTradeNo, amount, currency, description, openedAt, expiresAt, orderId } = payment;
  const { publicUrl } = ctx.ports.settings;
  try {
    const gateway = await gatewayNamed(ctx, payment.gateway);
    const { payUrl, reference } = await gateway.openPayment({
      outTradeNo,
      reference: payment.reference,
      amount,
      currency,
      description,
      openedAt,
      expiresAt,
      notifyUrl: noticeUrl(ctx, payment.gateway),
      returnUrl: `${publicUrl}${localePath(ctx.locale, `/orders/${orderId}`)}?from=cashier`,
      device,
      ...(ctx.ip ? { payerIp: ctx.ip } : {}),
    });
    // Who pays by a number that nobody knows could not be asked about.
    if (reference !== undefined && reference !== payment.reference)
      await setReference(ctx.db, payment.id, reference);
    payUrls.set(key, { payUrl, until: after(ctx.now, usableMs) });
    return { payUrl };
  } catch (error) {
    return whyNotOpened(ctx, outTradeNo, error);
  }
}

function deviceOf({ userAgent = '' }: Ctx): 'phone' | 'desktop' {
  return /Mobile|Android|iPhone/.test(userAgent) ? 'phone' : 'desktop';
}

function whyNotOpened(ctx: Ctx, outTradeNo: string, error: unknown): 'paid' | 'over' {
  if (error instanceof GatewayUnavailable) throw refuse('payment.unavailable');
  if (!(error instanceof GatewayRefused)) throw error;
  if (error.code === 'already_paid') return 'paid';
  if (error.code === 'order_closed' || error.code === 'number_reused') return 'over';
  ctx.ports.log.error('a gateway refused to open a payment', { outTradeNo, code: error.code });
  throw refuse('payment.refused');
}

/**
 * The attempt by which money came in; undefined when the money is known, or the notice that tells of it was heard before. The
 * notice is stored by the gateway's own id.
 *
 * @throws Refusal payment.unknown for a number that is not ours
 */
export async function hearAttempt(
  tx: Tx,
  about: { readonly gateway: string; readonly outTradeNo: string; readonly transactionId: string },
  noticeId: string | undefined,
  now: Date,
): Promise<Payment | undefined> {
  const { gateway, outTradeNo } = about;
  const notice =
    noticeId === undefined
      ? undefined
      : ({ gateway, id: noticeId, kind: 'payment', subject: outTradeNo, receivedAt: now } as const);
  const payment = await hearPayment(tx, about, notice);
  if (!payment) throw refuse('payment.unknown');
  return payment.isRepeated || payment.isCaptured ? undefined : payment;
}

/**
 * Reads what was posted as a gateway's notice.
 *
 * @throws Refusal payment.unknown_gateway, payment.forged; nothing is written but a line in the log.
 */
export async function readNotice(
  ctx: Ctx,
  gatewayName: string,
  headers: Headers,
  body: Uint8Array,
): Promise<Notice> {
  const gateway = await gatewayNamed(ctx, gatewayName);
  try {
    return gateway.readNotice(headers, body, ctx.now);
  } catch (error) {
    if (!(error instanceof GatewayRefused)) throw error;
    ctx.ports.log.error('a notice was turned away', { gateway: gatewayName, code: error.code });
    throw refuse('payment.forged');
  }
}

/** The attempt of that id. @throws Refusal payment.unknown */
export async function getAttempt(tx: Tx, id: string): Promise<Payment> {
  const payment = await findPayment(tx, id);
  if (!payment) throw refuse('payment.unknown');
  return payment;
}

/** The attempt of that number at a gateway; undefined for a number that is not ours. */
export async function findAttempt(
  ctx: Ctx,
  gateway: string,
  outTradeNo: string,
): Promise<Payment | undefined> {
  return findByNumber(ctx.db, gateway, outTradeNo);
}

/** Every attempt of an order, newest first. */
export async function listAttempts(ctx: Ctx, orderId: string): Promise<Payment[]> {
  return listPaymentsOf(ctx.db, orderId);
}

/** Up to `limit` attempts that nothing was heard of for a while. */
export async function listDueAttempts(ctx: Ctx, limit: number): Promise<Payment[]> {
  return selectDuePayments(ctx.db, ctx.now, limit);
}

/** Takes the next question about an attempt; false when another has just asked it. The one after comes later. */
export async function takeQuery(ctx: Ctx, payment: Payment): Promise<boolean> {
  return claimQuery(ctx.db, payment, after(ctx.now, askAgainMs(payment.tries + 1)));
}

/** The gateway said that no money will come by this attempt. */
export async function closeAttempt(ctx: Ctx, paymentId: string): Promise<void> {
  await markClosed(ctx.db, paymentId);
}
