import { after, day, minute } from '#kernel/time.ts';
import {
  closeAttempt,
  gatewayNamed,
  listAttempts,
  listDueAttempts,
  takeQuery,
} from '#payment/service/attempt.ts';
import type { Payment } from '#payment/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import {
  GatewayRefused,
  GatewayUnavailable,
  type PaymentState,
} from '#platform/gateway/gateway.ts';
import { oneByOne } from '#platform/one-by-one.ts';
import { applyCapture, type Heard } from './pay-order.ts';

/** What the gateway knows of an attempt; undefined when it does not answer. */
export async function findAtGateway(ctx: Ctx, payment: Payment): Promise<PaymentState | undefined> {
  try {
    const gateway = await gatewayNamed(ctx, payment.gateway);
    return await gateway.queryPayment(payment);
  } catch (error) {
    if (error instanceof GatewayUnavailable) return undefined;
    throw error;
  }
}

/**
 * Asks the gateway about an attempt and applies what it says, with the notice that was a reason to ask. Answers its state;
 * undefined when it does not answer.
 */
export async function askGateway(
  ctx: Ctx,
  payment: Payment,
  heard?: Heard,
): Promise<PaymentState['state'] | undefined> {
  const told = await findAtGateway(ctx, payment);
  if (told?.state === 'paid') await applyCapture(ctx, payment.gateway, told, heard);
  if (told?.state === 'closed') await closeAttempt(ctx, payment.id);
  return told?.state;
}

/**
 * Ends an attempt at its gateway: asks, closes, and asks again, because a payment can come between. False when the
 * gateway does not answer, or when the money may come for days yet and nobody gave it up.
 */
export async function endAttempt(
  ctx: Ctx,
  payment: Payment,
  { isGivenUp = false }: { readonly isGivenUp?: boolean } = {},
): Promise<boolean> {
  const { byHand } = await gatewayNamed(ctx, payment.gateway);
  if (byHand) {
    const isOver = isGivenUp || ctx.now > after(payment.openedAt, byHand.days * day);
    if (isOver) await closeAttempt(ctx, payment.id);
    return isOver;
  }
  return endOnline(ctx, payment);
}

async function endOnline(ctx: Ctx, payment: Payment): Promise<boolean> {
  const before = await askGateway(ctx, payment);
  if (before === undefined) return false;
  if (before === 'paid' || before === 'closed') return true;
  if (!(await isClosedNow(ctx, payment))) return false;

  const now = await askGateway(ctx, payment);
  if (now === undefined) return false;
  // A number that the gateway has never seen will not be opened any more: its time is over, here and there.
  if (now === 'unknown_order') await closeAttempt(ctx, payment.id);
  return now !== 'unpaid';
}

async function isClosedNow(ctx: Ctx, payment: Payment): Promise<boolean> {
  try {
    const gateway = await gatewayNamed(ctx, payment.gateway);
    await gateway.closePayment(payment);
    return true;
  } catch (error) {
    if (error instanceof GatewayUnavailable) return false;
    // Paid in between, or never opened: the next question tells which.
    if (error instanceof GatewayRefused && ['already_paid', 'unknown'].includes(error.code))
      return true;
    throw error;
  }
}

const batch = 200;

/** How long after its end an attempt is closed that nobody paid: by then who closes orders has had its turn. */
const patienceMs = 10 * minute;

/**
 * Asks about every attempt that nothing was heard of for a while: what notices lose, this finds. One whose time is over
 * is ended, whatever became of its order: else it would be asked about for ever, and could be paid.
 */
export async function pollPayments(ctx: Ctx): Promise<void> {
  const due = await listDueAttempts(ctx, batch);
  await oneByOne(ctx, due, 'asking about a payment', async (payment) => {
    if (!(await takeQuery(ctx, payment))) return;
    if (ctx.now > after(payment.expiresAt, patienceMs)) await endAttempt(ctx, payment);
    else await askGateway(ctx, payment);
  });
}

/** Asks about the attempts of one order now: its buyer has come back from the cashier and waits. */
export async function pollOrder(ctx: Ctx, orderId: string): Promise<void> {
  for (const payment of await listAttempts(ctx, orderId)) {
    if (payment.state === 'opened') await askGateway(ctx, payment);
  }
}
