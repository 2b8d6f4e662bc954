import { minute, after } from '#kernel/time.ts';
import {
  closeOrder,
  deferClosing,
  getOrderForUpdate,
  listDueOrders,
} from '#order/service/change-order.ts';
import { getOrder } from '#order/service/read-order.ts';
import { payOrders } from '#payment/policy.ts';
import { listAttempts } from '#payment/service/attempt.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { oneByOne } from '#platform/one-by-one.ts';
import { assertReach } from '#platform/policy.ts';
import { endAttempt } from './poll-payments.ts';

const batch = 200;

/** Closes orders whose time to pay and its grace are over, each after its gateways were asked. */
export async function closeOrders(ctx: Ctx): Promise<void> {
  await oneByOne(ctx, await listDueOrders(ctx, batch), 'closing an order', async (orderId) => {
    // Put off first: whoever else looks now leaves it to us, and a gateway that is silent holds up no other order.
    await deferClosing(ctx, orderId, after(ctx.now, minute));
    await closeUnpaid(ctx, orderId);
  });
}

/** The acting buyer does not want to pay any more. @throws Refusal order.unknown, policy.* */
export async function cancelOrder(ctx: Ctx, orderId: string): Promise<void> {
  const { buyerId } = await getOrder(ctx, orderId);
  assertReach(ctx, payOrders, buyerId);
  await closeUnpaid(ctx, orderId, { isGivenUp: true });
}

/**
 * Closes one order unless it was paid or a gateway is silent. Money that comes after all re-opens it or goes back
 * (`applyCapture`).
 */
async function closeUnpaid(
  ctx: Ctx,
  orderId: string,
  how: { readonly isGivenUp?: boolean } = {},
): Promise<void> {
  for (const payment of await listAttempts(ctx, orderId)) {
    if (payment.state === 'opened' && !(await endAttempt(ctx, payment, how))) return;
  }
  await inTransaction(ctx, async (tx) => {
    await closeOrder(tx, await getOrderForUpdate(tx, orderId), ctx.now);
  });
}
