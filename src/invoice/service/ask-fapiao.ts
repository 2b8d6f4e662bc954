import { newId } from '#kernel/id.ts';
import { getOrder } from '#order/service/read-order.ts';
import { getOrderForUpdate } from '#order/service/change-order.ts';
import type { OrderRow } from '#order/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { askFapiao, readFapiao } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { dueOf, isLive, requestProblem } from '../rules.ts';
import { hasTaxNumber, type FapiaoWish } from '../schema.ts';
import { insertFapiao, moveFapiao, selectOfOrder, selectTitles } from '../store/fapiao.ts';
import type { Fapiao, FapiaoTitle } from '../types.ts';

/** An order with its fapiao, newest first, and what stands in the way of another. */
export interface Asked {
  readonly order: OrderRow;
  readonly fapiao: readonly Fapiao[];
  readonly problem: ReturnType<typeof requestProblem> | 'fapiao.live';
  /** Titles that the buyer used before, the latest first. */
  readonly titles: readonly (FapiaoTitle & { readonly id: string })[];
}

const titlesShown = 5;

/** What a buyer sees of an order's fapiao. @throws Refusal order.unknown, policy.* */
export async function getAsked(ctx: Ctx, orderId: string): Promise<Asked> {
  const order = await getOrder(ctx, orderId);
  assertReach(ctx, readFapiao, order.buyerId);
  const [fapiao, titles] = await Promise.all([
    selectOfOrder(ctx.db, orderId, ctx.locale),
    selectTitles(ctx.db, order.buyerId, titlesShown),
  ]);
  const hasLive = fapiao.some(({ state }) => isLive(state));
  const problem = hasLive ? 'fapiao.live' : requestProblem(order, ctx.now);
  return { order, fapiao, titles, problem };
}

/**
 * Asks for the fapiao of an order. Answers its id.
 *
 * @throws Refusal order.unknown, invoice.not_paid, invoice.nothing_left, fapiao.too_late, fapiao.live, fapiao.tax_number, policy.*
 */
export async function requestFapiao(ctx: Ctx, orderId: string, wish: FapiaoWish): Promise<string> {
  const { userId: buyerId } = actingUser(ctx);
  if (!hasTaxNumber(wish)) throw refuse('fapiao.tax_number');
  return inTransaction(ctx, async (tx) => {
    const order = await getOrderForUpdate(tx, orderId);
    assertReach(ctx, askFapiao, order.buyerId);
    const problem = requestProblem(order, ctx.now);
    if (problem) throw refuse(problem);
    const id = newId(ctx.now);
    const taxNumber = wish.kind === 'company' ? wish.taxNumber : '';
    const times = { requestedAt: ctx.now, dueAt: dueOf(ctx.now) };
    const row = { ...wish, ...times, id, orderId, buyerId, taxNumber, locale: ctx.locale };
    if (!(await insertFapiao(tx, row))) throw refuse('fapiao.live');
    return id;
  });
}

/** Takes back the request of an order that is not issued yet. @throws Refusal order.unknown, fapiao.passed, policy.* */
export async function withdrawFapiao(ctx: Ctx, orderId: string): Promise<void> {
  const order = await getOrder(ctx, orderId);
  assertReach(ctx, askFapiao, order.buyerId);
  await inTransaction(ctx, async (tx) => {
    const all = await selectOfOrder(tx, orderId, ctx.locale);
    const waiting = all.find(({ state }) => state === 'requested');
    const step = { state: 'withdrawn', closedAt: ctx.now } as const;
    if (!waiting || !(await moveFapiao(tx, waiting, step))) throw refuse('fapiao.passed');
  });
}
