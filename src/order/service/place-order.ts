import { commissionOf } from '#commission/service.ts';
import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import { after } from '#kernel/time.ts';
import { holdClaim } from '#coupon/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { isSoldOut } from '#pricing/service/flash.ts';
import { groupOf, holdPromotion, type PromotionFact } from '#pricing/service.ts';
import { wishSeat } from '#team/service.ts';
import { refundDaysOf } from '#settings/schema.ts';
import { getSiteSettings } from '#settings/service.ts';
import '../events.ts';
import { placeOrders } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { drawOrderNumber, graceMs, leastPayableMs, payableMs, seatMs } from '../rules.ts';
import {
  findGround,
  findRepeated,
  hasSame,
  hasClaim,
  hasKey,
  insertOrder,
  type Ground,
  type NewOrderRow,
} from '../store/write.ts';
import type { Order, PlaceOrder } from '../types.ts';
import {
  assertActivity,
  assertAsTold,
  assertGroup,
  assertForSale,
  assertUsed,
  discountsIn,
  quoteOf,
} from './price-order.ts';
import type { Quote } from '#pricing/types.ts';

/**
 * Places an order of the acting user. The same key answers the same order, and so does an order that waits for the same
 * offer and can still be paid: a double click buys once.
 *
 * @throws Refusal order.offer_unknown, order.offer_retired, order.not_for_sale, order.tier_closed, order.own_work, order.already_owned,
 * order.member_for_good, order.key_reused, order.price_changed, order.waits_elsewise, order.activity_*, order.coupon_*, order.in_team,
 * order.alone_cheaper, team.*; nothing is then written.
 */
export async function placeOrder(ctx: Ctx, input: PlaceOrder): Promise<Order> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, placeOrders, userId);
  const site = await getSiteSettings(ctx);
  await assertLeft(ctx, input, userId);

  return inTransaction(ctx, async (tx) => {
    // From here on this buyer's orders for this work or tier are placed and paid one at a time.
    const offer = await getGround(tx, ctx, { ...input, buyerId: userId });
    const earlier = await findEarlier(tx, offer, input);
    if (earlier?.isSameKey && earlier.offerId !== input.offerId) throw refuse('order.key_reused');
    if (earlier?.isSameKey) return earlier;

    assertForSale(offer, userId);
    assertWanting(offer);
    const group = groupWanted(offer, input);
    if (earlier) return assertSameTerms(earlier, input, group?.id ?? null);

    const commissionBps = await houseShareOf(tx, offer, ctx.now);
    const terms = { commissionBps, refundDays: refundDaysOf(offer.refundDays, site) };
    const quoted = quoteAsked(quoteOf(offer, ctx.now, group), input, group);
    const { idempotencyKey, teamId } = input;
    const placing = { offer, quoted, userId, terms, idempotencyKey, group, teamId };
    return writeOrder(tx, ctx, placing);
  });
}

async function findEarlier(tx: Tx, { earlierId }: Ground, { idempotencyKey }: PlaceOrder) {
  return earlierId ? findRepeated(tx, earlierId, idempotencyKey) : undefined;
}

/** Refuses what its buyer has, or has paid for. @throws Refusal order.already_owned, order.member_for_good, order.in_team */
function assertWanting({ isOwned, isHeld, sold }: Ground): void {
  if (isOwned) throw refuse(sold.kind === 'work' ? 'order.already_owned' : 'order.member_for_good');
  if (isHeld) throw refuse('order.in_team');
}

/** Most buyers of a flash sale come too late: they are told without a transaction, unless they have an order already. */
async function assertLeft(
  ctx: Ctx,
  { activityId, offerId, idempotencyKey }: PlaceOrder,
  buyerId: string,
): Promise<void> {
  if (activityId === undefined || !(await isSoldOut(ctx, activityId))) return;
  const wanted = { buyerId, offerId, idempotencyKey };
  if (!(await hasSame(ctx.db, wanted))) throw refuse('order.activity_sold_out');
}

/** The quote, if it is what was asked for and told. @throws Refusal order.activity_*, order.alone_cheaper, order.coupon_*, order.price_changed */
function quoteAsked(quoted: Quote, input: PlaceOrder, group: PromotionFact | undefined): Quote {
  if (group) assertGroup(quoted, group);
  assertActivity(quoted, input.activityId);
  assertUsed(quoted, input.claimId);
  assertAsTold(quoted, input.expectedTotal);
  return quoted;
}

/** The group buy that is asked for; one that opens no teams any more only with a team to join. @throws Refusal order.activity_ended, order.coupon_not_combined */
function groupWanted(
  { promotions }: Ground,
  { activityId, teamId, claimId }: PlaceOrder,
): PromotionFact | undefined {
  const group = groupOf(promotions, activityId);
  if (group ? group.isOver && teamId === undefined : teamId !== undefined)
    throw refuse('order.activity_ended');
  if (group && claimId !== undefined) throw refuse('order.coupon_not_combined');
  return group;
}

/** An order that waits is what was asked for again, unless it was placed at another price or with another coupon. */
function assertSameTerms(
  earlier: Order,
  { claimId, expectedTotal }: PlaceOrder,
  groupId: string | null,
): Order {
  const isSame =
    groupId === earlier.groupId &&
    (claimId === undefined || claimId === earlier.claimId) &&
    (expectedTotal === undefined || expectedTotal === earlier.total);
  if (!isSame) throw refuse('order.waits_elsewise', {}, { orderId: earlier.id });
  return earlier;
}

/**
 * Coupons, pieces of a flash sale, and promotions of which each buyer may have so many, go by conditional writes, before the order is
 * written: who is too late gets nothing written.
 */
async function takeScarce(
  tx: Tx,
  ctx: Ctx,
  { offer, quoted, userId, group, teamId }: Placing,
  orderId: string,
): Promise<void> {
  for (const { kind, id, amount: saved } of quoted.taken) {
    if (kind === 'coupon') {
      const spent = { claimId: id, userId, orderId, paid: quoted.payable, saved };
      if (!(await holdClaim(tx, spent, ctx.now))) throw refuse('order.coupon_taken');
    }
    const promotion = offer.promotions?.find((one) => one.id === id);
    const why = promotion && (await holdPromotion(tx, promotion, { userId, orderId }));
    if (why) throw refuse(why === 'sold_out' ? 'order.activity_sold_out' : 'order.price_changed');
  }
  if (group) await wishSeat(tx, ctx, { orderId, promotionId: group.id, userId, teamId });
}

// Nobody else has a part in what a membership brings (docs/decisions/0060).
const wholeBps = 10_000;

async function houseShareOf(tx: Tx, { sold }: Ground, now: Date): Promise<number> {
  return sold.kind === 'work' ? commissionOf(tx, sold.workId, now) : wholeBps;
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

interface Placing {
  readonly offer: Ground;
  readonly quoted: Quote;
  readonly userId: string;
  readonly terms: { readonly commissionBps: number; readonly refundDays: number };
  readonly idempotencyKey: string;
  /** The group buy at whose price it is, and the team that it means to join. */
  readonly group: PromotionFact | undefined;
  readonly teamId: string | undefined;
}

/** How long an order waits for its money: one that holds a piece of a flash sale not long. */
function waitOf({ quoted, group }: Placing): number {
  const holdsPiece = !group && quoted.taken.some(({ kind }) => kind === 'activity');
  return holdsPiece ? seatMs : payableMs;
}

async function writeOrder(tx: Tx, ctx: Ctx, placing: Placing): Promise<Order> {
  const { offer, quoted, userId, terms, idempotencyKey, group } = placing;
  const expiresAt = after(ctx.now, waitOf(placing));
  const row: Omit<NewOrderRow, 'number'> = {
    id: newId(ctx.now),
    lineId: newId(ctx.now),
    buyerId: userId,
    listPrice: offer.price,
    total: quoted.payable,
    claimId: quoted.taken.find(({ kind }) => kind === 'coupon')?.id ?? null,
    groupId: group?.id ?? null,
    currency: offer.currency,
    createdAt: ctx.now,
    expiresAt,
    closeAt: after(expiresAt, graceMs),
    idempotencyKey,
    offerId: offer.id,
    sold: offer.sold,
    ...terms,
  };
  await takeScarce(tx, ctx, placing, row.id);
  let number = drawOrderNumber(ctx.now, ctx.ports.random);
  const discounts = discountsIn(quoted);
  while (!(await insertOrder(tx, { ...row, number }, discounts))) {
    // A number that was drawn before is drawn again. A key can also be taken meanwhile, by an order for another work.
    if (await hasKey(tx, userId, idempotencyKey)) throw refuse('order.key_reused');
    if (row.claimId && (await hasClaim(tx, row.claimId))) throw refuse('order.coupon_taken');
    number = drawOrderNumber(ctx.now, ctx.ports.random);
  }
  return asPlaced({ ...row, number });
}

/** What was just written, as it would be read. */
function asPlaced(written: NewOrderRow): Order {
  const { closeAt: _, idempotencyKey: __, ...row } = written;
  return {
    ...row,
    state: 'pending',
    refunded: money(0),
    refunding: money(0),
    paidAt: null,
    refundUntil: null,
  };
}
