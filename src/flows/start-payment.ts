import assert from 'node:assert/strict';
import { assertPayable, getOrderForUpdate } from '#order/service/change-order.ts';
import { placeBasket, placeOrder } from '#order/service/place-order.ts';
import { getOrder, listDiscounts } from '#order/service/read-order.ts';
import type { Order, OrderState, PlaceBasket, PlaceOrder } from '#order/types.ts';
import { payOrders } from '#payment/policy.ts';
import {
  closeAttempt,
  findPayUrl,
  findWaitingAttempt,
  listAttempts,
  openAttempt,
  openGateway,
} from '#payment/service/attempt.ts';
import { assertPatient } from '#payment/service/by-hand.ts';
import type { Payment } from '#payment/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, within } from '#platform/db.ts';
import type { Gateway } from '#platform/gateway/gateway.ts';
import { assertReach } from '#platform/policy.ts';
import { getSiteSettings } from '#settings/service.ts';
import { serveOrder } from './pay-order.ts';
import { askGateway } from './poll-payments.ts';

/**
 * Buys an offer for the acting user: places the order, and serves it at once when it costs nothing.
 *
 * @throws Refusal as `placeOrder`
 */
export async function buyOffer(ctx: Ctx, input: PlaceOrder): Promise<Order> {
  return buy(ctx, (own) => placeOrder(own, input));
}

/** The same for several works in one order. @throws Refusal as `placeBasket` */
export async function buyBasket(ctx: Ctx, input: PlaceBasket): Promise<Order> {
  return buy(ctx, (own) => placeBasket(own, input));
}

async function buy(ctx: Ctx, place: (own: Ctx) => Promise<Order>): Promise<Order> {
  // Read before the transaction, where it can be remembered.
  await getSiteSettings(ctx);
  return inTransaction(ctx, async (tx) => {
    const order = await place(within(ctx, tx));
    if (order.total > 0 || order.state !== 'pending') return order;
    await serveOrder(tx, ctx, order);
    return getOrderForUpdate(tx, order.id);
  });
}

/** How an order stands after somebody asked to pay it; `payUrl` is null when there is nothing (more) to pay. */
export interface Started {
  readonly state: OrderState;
  readonly payUrl: string | null;
  /** Where it is being paid. */
  readonly gateway: string;
}

/**
 * Opens an attempt to pay the acting user's order, or takes up the one that waits, and answers where to pay. The
 * attempt's number is committed before the gateway is called.
 *
 * @throws Refusal order.unknown, order.expired, payment.unknown_gateway, payment.unavailable,
 * payment.refused, policy.*
 */
export async function startPayment(
  ctx: Ctx,
  orderId: string,
  gatewayName?: string,
): Promise<Started> {
  const order = await getOrder(ctx, orderId);
  assertReach(ctx, payOrders, order.buyerId);
  const gateway = await openGateway(ctx, gatewayName);
  if (gateway.byHand) assertPatient(await listDiscounts(ctx.db, orderId));

  for (let round = 1; ; round += 1) {
    const wanted = { gateway, description: order.title };
    const payment =
      (await openAttempt(ctx, order, wanted)) ?? (await takeUpAttempt(ctx, orderId, wanted));
    if (!('outTradeNo' in payment)) return payment;
    const found = await findPayUrl(ctx, payment);
    if (typeof found === 'object')
      return { state: 'pending', payUrl: found.payUrl, gateway: gateway.name };
    if (found === 'paid' || round > 1) return whatIsTrue(ctx, payment);
    // The gateway takes no money by this number any more; the next one is new.
    await closeAttempt(ctx, payment.id);
  }
}

/** The attempt that waits for the money of an order; how the order stands when nothing is to be paid (any more). */
async function takeUpAttempt(
  ctx: Ctx,
  orderId: string,
  wanted: { readonly gateway: Gateway; readonly description: string },
): Promise<Payment | Started> {
  return inTransaction(ctx, async (tx) => {
    const order = await getOrderForUpdate(tx, orderId);
    if (order.paidAt) return { state: order.state, payUrl: null, gateway: wanted.gateway.name };
    assertPayable(order, ctx.now);
    const waiting = await findWaitingAttempt(tx, orderId, wanted.gateway);
    const attempt = waiting ?? (await openAttempt(within(ctx, tx), order, wanted));
    assert(attempt, `order ${orderId} can be paid, but not by ${wanted.gateway.name}`);
    return attempt;
  });
}

async function whatIsTrue(ctx: Ctx, payment: Payment): Promise<Started> {
  await askGateway(ctx, payment);
  const { state } = await getOrder(ctx, payment.orderId);
  return { state, payUrl: null, gateway: payment.gateway };
}

/** Where an order is being paid at a gateway that its buyer chose; undefined when no attempt waits there. */
export async function findWayToPay(
  ctx: Ctx,
  orderId: string,
  gateway: string,
): Promise<string | undefined> {
  const attempts = await listAttempts(ctx, orderId);
  const waiting = attempts.find((one) => one.gateway === gateway && one.state === 'opened');
  if (!waiting) return undefined;
  const found = await findPayUrl(ctx, waiting);
  return typeof found === 'object' ? found.payUrl : undefined;
}
