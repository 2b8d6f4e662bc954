import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import { after } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { within, type Tx } from '#platform/db.ts';
import { refundDaysOf } from '#settings/schema.ts';
import { getSiteSettings } from '#settings/service.ts';
import { refuse } from '../refusals.ts';
import { drawOrderNumber, graceMs, payableMs } from '../rules.ts';
import { hasKey } from '../store/ground.ts';
import { lockOrder } from '../store/lock.ts';
import { insertOrder } from '../store/write.ts';
import type { Order, OrderDiscount } from '../types.ts';
import { getOnSale } from './price-order.ts';

/** A plan that its buyer agreed to pay for, at the price of the agreement. */
export interface Agreed {
  readonly buyerId: string;
  readonly planId: string;
  readonly idempotencyKey: string;
  /** What is taken off the plan's price, and why. */
  readonly off: readonly Omit<OrderDiscount, 'kind' | 'lineId'>[];
}

// Nobody else has a part in what a membership brings (docs/decisions/0060).
const wholeBps = 10_000;

/**
 * Places an order for a plan by an agreement, also for one that is sold to nobody else any more. Each key is one order.
 *
 * @throws Refusal order.offer_unknown, order.key_reused; nothing is then written.
 */
export async function placeAgreed(tx: Tx, ctx: Ctx, agreed: Agreed): Promise<Order> {
  const { buyerId, planId, idempotencyKey } = agreed;
  const plan = await getOnSale(tx, planId);
  const off = agreed.off.filter(({ amount }) => amount > 0);
  const saved = off.reduce((sum, { amount }) => sum + amount, 0);
  const total = money(plan.price - saved);
  const refundDays = refundDaysOf(null, await getSiteSettings(within(ctx, tx)));
  const expiresAt = after(ctx.now, payableMs);
  const lineId = newId(ctx.now);
  const row = {
    id: newId(ctx.now),
    buyerId,
    listPrice: plan.price,
    total,
    claimId: null,
    groupId: null,
    currency: plan.currency,
    createdAt: ctx.now,
    expiresAt,
    closeAt: after(expiresAt, graceMs),
    idempotencyKey,
    visitedFrom: ctx.now,
    lines: [
      {
        id: lineId,
        offerId: plan.id,
        sold: plan.sold,
        listPrice: plan.price,
        price: total,
        commissionBps: wholeBps,
        refundDays,
        accessDays: null,
        // What is charged by an agreement promises nobody a part (docs/decisions/0070).
        shares: [],
      },
    ],
  };
  const discounts = off.map((one) => ({ ...one, lineId, kind: 'agreed' }) as const);
  while (
    !(await insertOrder(
      tx,
      { ...row, number: drawOrderNumber(ctx.now, ctx.ports.random) },
      discounts,
    ))
  )
    if (await hasKey(tx, buyerId, idempotencyKey)) throw refuse('order.key_reused');
  return (await lockOrder(tx, row.id))!;
}
