import type { Offer } from '#catalog/types.ts';
import { commissionOf } from '#commission/service.ts';
import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import { after } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { getSiteSettings } from '#settings/service.ts';
import '../events.ts';
import { placeOrders } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { drawOrderNumber, graceMs, leastPayableMs, payableMs } from '../rules.ts';
import {
  findGround,
  findRepeated,
  hasKey,
  insertOrder,
  type Ground,
  type NewOrderRow,
} from '../store/write.ts';
import type { Order, PlaceOrder } from '../types.ts';

/**
 * Places an order of the acting user. The same key answers the same order, and so does an order that waits for the same
 * offer and can still be paid: a double click buys once.
 *
 * @throws Refusal order.offer_unknown, order.offer_retired, order.not_for_sale, order.own_work, order.already_owned,
 * order.key_reused; nothing is then written.
 */
export async function placeOrder(ctx: Ctx, input: PlaceOrder): Promise<Order> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, placeOrders, userId);
  const { refundDays } = await getSiteSettings(ctx);

  return inTransaction(ctx, async (tx) => {
    // From here on this buyer's orders for this work are placed and paid one at a time.
    const offer = await getGround(tx, ctx, { ...input, buyerId: userId });
    const earlier = offer.earlierId
      ? await findRepeated(tx, offer.earlierId, input.idempotencyKey)
      : undefined;
    if (earlier?.isSameKey && earlier.offerId !== input.offerId) throw refuse('order.key_reused');
    if (earlier?.isSameKey) return earlier;

    assertForSale(offer, userId);
    if (offer.isOwned) throw refuse('order.already_owned');
    if (earlier) return earlier;

    const commissionBps = await commissionOf(tx, offer.workId, ctx.now);
    const terms = { commissionBps, refundDays };
    return writeOrder(tx, ctx, { offer, userId, terms, idempotencyKey: input.idempotencyKey });
  });
}

async function getGround(
  tx: Tx,
  { now }: Ctx,
  wanted: PlaceOrder & { readonly buyerId: string },
): Promise<Ground> {
  const ground = await findGround(tx, { ...wanted, payableAt: after(now, leastPayableMs), now });
  if (!ground) throw refuse('order.offer_unknown');
  return ground;
}

function assertForSale(offer: Offer, userId: string): void {
  if (offer.workState !== 'published') throw refuse('order.not_for_sale');
  if (!offer.isCurrent) throw refuse('order.offer_retired');
  if (offer.creatorId === userId) throw refuse('order.own_work');
}

interface Placing {
  readonly offer: Offer;
  readonly userId: string;
  readonly terms: { readonly commissionBps: number; readonly refundDays: number };
  readonly idempotencyKey: string;
}

async function writeOrder(
  tx: Tx,
  ctx: Ctx,
  { offer, userId, terms, idempotencyKey }: Placing,
): Promise<Order> {
  const expiresAt = after(ctx.now, payableMs);
  const row: Omit<NewOrderRow, 'number'> = {
    id: newId(ctx.now),
    lineId: newId(ctx.now),
    buyerId: userId,
    total: offer.price,
    currency: offer.currency,
    createdAt: ctx.now,
    expiresAt,
    closeAt: after(expiresAt, graceMs),
    idempotencyKey,
    offerId: offer.id,
    workId: offer.workId,
    creatorId: offer.creatorId,
    ...terms,
  };
  let number = drawOrderNumber(ctx.now, ctx.ports.random);
  while (!(await insertOrder(tx, { ...row, number }))) {
    // A number that was drawn before is drawn again. A key can also be taken meanwhile, by an order for another work.
    if (await hasKey(tx, userId, idempotencyKey)) throw refuse('order.key_reused');
    number = drawOrderNumber(ctx.now, ctx.ports.random);
  }
  return asPlaced({ ...row, number }, offer.partIds);
}

/** What was just written, as it would be read. */
function asPlaced(written: NewOrderRow, partIds: readonly string[]): Order {
  const { closeAt: _, idempotencyKey: __, ...row } = written;
  return {
    ...row,
    partIds,
    state: 'pending',
    refunded: money(0),
    refunding: money(0),
    paidAt: null,
    refundUntil: null,
  };
}
