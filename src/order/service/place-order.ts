import { attribute, termsNow } from '#affiliate/service.ts';
import type { Terms as Promotion } from '#affiliate/types.ts';
import { commissionOf } from '#commission/service.ts';
import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import { after, day } from '#kernel/time.ts';
import { holdClaim } from '#coupon/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { isSoldOut } from '#pricing/service/flash.ts';
import { groupOf, holdPromotion, mostLines, type PromotionFact } from '#pricing/service.ts';
import { wishSeat } from '#team/service.ts';
import { refundDaysOf, type SiteSettings } from '#settings/schema.ts';
import { getSiteSettings } from '#settings/service.ts';
import '../events.ts';
import { placeOrders } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { drawOrderNumber, graceMs, leastPayableMs, payableMs, seatMs } from '../rules.ts';
import { findRepeated } from '../store/lock.ts';
import { hasClaim, hasKey, hasSame, listGround, type Ground } from '../store/ground.ts';
import { insertOrder, type NewLine, type NewOrderRow } from '../store/write.ts';
import type { Order, OrderShare, PlaceBasket, PlaceOrder } from '../types.ts';
import { quoteBasket } from './price-basket.ts';
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
  await assertLeft(ctx, input, actingUser(ctx).userId);
  return place(ctx, { ...input, offerIds: [input.offerId], isBasket: false });
}

/**
 * Places one order of the acting user for several works, each at its own price and with what they bring together, but without the
 * price of any activity, which an order has for itself. The same key answers the same order, and so does an order that waits for the
 * same works.
 *
 * @throws Refusal as `placeOrder`, order.in_bundle, order.basket_of_works, order.basket_full; nothing is then written.
 */
export async function placeBasket(ctx: Ctx, input: PlaceBasket): Promise<Order> {
  const offerIds = [...new Set(input.offerIds)];
  if (offerIds.length > mostLines) throw refuse('order.basket_full', { most: String(mostLines) });
  return place(ctx, { ...input, offerIds, isBasket: true });
}

type Wanted = PlaceBasket &
  Pick<PlaceOrder, 'activityId' | 'teamId'> & { readonly isBasket: boolean };

async function place(ctx: Ctx, input: Wanted): Promise<Order> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, placeOrders, userId);
  const site = await getSiteSettings(ctx);
  const promotion = await termsNow(ctx);

  return inTransaction(ctx, async (tx) => {
    // From here on this buyer's orders for these works or this tier are placed and paid one at a time.
    const offers = await getGround(tx, ctx, { ...input, buyerId: userId });
    const earlier = await findEarlier(tx, offers, input);
    if (earlier?.isSameKey && !isFor(earlier.order, input)) throw refuse('order.key_reused');
    if (earlier?.isSameKey) return earlier.order;

    assertBuyable(offers, input, userId);
    const group = groupWanted(offers[0]!, input);
    if (earlier) return assertSameTerms(earlier.order, input, group?.id ?? null);

    const quoted = quoteAsked(quoteFor(offers, input, ctx.now, group), input, group);
    const terms = await termsOf(tx, offers, site, ctx.now);
    const { idempotencyKey, teamId } = input;
    const placing = { offers, terms, quoted, userId, idempotencyKey, group, teamId, promotion };
    const shares = await sharesIn(tx, ctx, placing);
    return writeOrder(tx, ctx, { ...placing, shares });
  });
}

function quoteFor(
  offers: readonly Ground[],
  { isBasket }: Wanted,
  now: Date,
  group: PromotionFact | undefined,
): Quote {
  return isBasket ? quoteBasket(offers, now) : quoteOf(offers[0]!, now, group);
}

type Terms = Pick<NewLine, 'commissionBps' | 'refundDays' | 'accessDays'>;

/** What is promised about each offer, as it stands now. */
async function termsOf(
  tx: Tx,
  offers: readonly Ground[],
  site: SiteSettings,
  now: Date,
): Promise<Terms[]> {
  const terms: Terms[] = [];
  for (const offer of offers)
    terms.push({
      commissionBps: await houseShareOf(tx, offer, now),
      refundDays: refundDaysOf(offer.refundDays, site),
      accessDays: offer.accessDays,
    });
  return terms;
}

/** The order that this one would repeat: the one with the same key, else one that waits for one of the offers. */
async function findEarlier(
  tx: Tx,
  offers: readonly Ground[],
  { idempotencyKey }: Pick<Wanted, 'idempotencyKey'>,
) {
  const id = offers.find(({ earlierId }) => earlierId !== null)?.earlierId;
  return id ? findRepeated(tx, id, idempotencyKey) : undefined;
}

/** Whether an order is for these offers, all of them and nothing else. */
function isFor({ lines }: Order, { offerIds }: Wanted): boolean {
  return lines.length === offerIds.length && lines.every((one) => offerIds.includes(one.offerId));
}

function assertBuyable(offers: readonly Ground[], { isBasket }: Wanted, userId: string): void {
  for (const offer of offers) {
    assertForSale(offer, userId);
    assertWanting(offer);
  }
  if (isBasket) assertBasket(offers);
}

/** Refuses what cannot be bought together. @throws Refusal order.basket_of_works, order.in_bundle */
function assertBasket(offers: readonly Ground[]): void {
  const inBundles = new Set(
    offers.flatMap(({ sold }) => (sold.kind === 'work' ? sold.partIds : [])),
  );
  for (const { sold } of offers) {
    if (sold.kind !== 'work') throw refuse('order.basket_of_works');
    if (inBundles.has(sold.workId)) throw refuse('order.in_bundle');
  }
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
function quoteAsked(quoted: Quote, input: Wanted, group: PromotionFact | undefined): Quote {
  if (group) assertGroup(quoted, group);
  assertActivity(quoted, input.activityId);
  assertUsed(quoted, input.claimId);
  assertAsTold(quoted, input.expectedTotal);
  return quoted;
}

/** The group buy that is asked for; one that opens no teams any more only with a team to join. @throws Refusal order.activity_ended, order.coupon_not_combined */
function groupWanted(
  { promotions }: Ground,
  { activityId, teamId, claimId, isBasket }: Wanted,
): PromotionFact | undefined {
  if (isBasket) return undefined;
  const group = groupOf(promotions, activityId);
  if (group ? group.isOver && teamId === undefined : teamId !== undefined)
    throw refuse('order.activity_ended');
  if (group && claimId !== undefined) throw refuse('order.coupon_not_combined');
  return group;
}

/** An order that waits is what was asked for again, unless it is for other works as well, or at another price, or with another coupon. */
function assertSameTerms(earlier: Order, input: Wanted, groupId: string | null): Order {
  const { claimId, expectedTotal } = input;
  const isSame =
    isFor(earlier, input) &&
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
  { offers, quoted, userId, group, teamId }: Placing,
  orderId: string,
): Promise<void> {
  const facts = offers.flatMap(({ promotions }) => promotions ?? []);
  for (const { kind, id, amount: saved } of quoted.taken) {
    if (kind === 'coupon') {
      const spent = { claimId: id, userId, orderId, paid: quoted.payable, saved };
      if (!(await holdClaim(tx, spent, ctx.now))) throw refuse('order.coupon_taken');
    }
    const promotion = facts.find((one) => one.id === id);
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
  wanted: Wanted & { readonly buyerId: string },
): Promise<Ground[]> {
  const found = await listGround(tx, { ...wanted, payableAt: after(now, leastPayableMs), now });
  if (found.length === 0 || found.length < wanted.offerIds.length)
    throw refuse('order.offer_unknown');
  return found;
}

interface Placing {
  readonly offers: readonly Ground[];
  readonly terms: readonly Terms[];
  readonly quoted: Quote;
  readonly userId: string;
  readonly idempotencyKey: string;
  /** The group buy at whose price it is, and the team that it means to join. */
  readonly group: PromotionFact | undefined;
  readonly teamId: string | undefined;
  /** How people promote. */
  readonly promotion: Promotion;
}

const holdsPiece = ({ quoted, group }: Placing) =>
  !group && quoted.taken.some(({ kind }) => kind === 'activity');

/** How long an order waits for its money: one that holds a piece of a flash sale not long. */
function waitOf(placing: Placing): number {
  return holdsPiece(placing) ? seatMs : payableMs;
}

/** What promoters are promised of each line. */
async function sharesIn(tx: Tx, ctx: Ctx, placing: Placing): Promise<OrderShare[][]> {
  const { offers, userId: buyerId, group, promotion } = placing;
  const lines = offers.map(({ sold }) =>
    sold.kind === 'work' ? sold : { workId: null, creatorId: null },
  );
  const kind = group ? 'team' : holdsPiece(placing) ? 'flash' : 'plain';
  const shares = await attribute(tx, ctx, promotion, { buyerId, kind, lines });
  const { frozenDays } = promotion;
  return shares.map((own) => own.map((share) => ({ ...share, frozenDays })));
}

type Shared = Placing & { readonly shares: readonly (readonly OrderShare[])[] };

async function writeOrder(tx: Tx, ctx: Ctx, placing: Shared): Promise<Order> {
  const { offers, quoted, userId, idempotencyKey, group, promotion } = placing;
  const expiresAt = after(ctx.now, waitOf(placing));
  const row: Omit<NewOrderRow, 'number'> = {
    id: newId(ctx.now),
    buyerId: userId,
    listPrice: quoted.listTotal,
    total: quoted.payable,
    claimId: quoted.taken.find(({ kind }) => kind === 'coupon')?.id ?? null,
    groupId: group?.id ?? null,
    currency: offers[0]!.currency,
    createdAt: ctx.now,
    expiresAt,
    closeAt: after(expiresAt, graceMs),
    idempotencyKey,
    visitedFrom: after(ctx.now, -promotion.cookieDays * day),
    lines: newLines(ctx, placing),
  };
  await takeScarce(tx, ctx, placing, row.id);
  let number = drawOrderNumber(ctx.now, ctx.ports.random);
  const discounts = discountsIn(quoted, row.lines);
  while (!(await insertOrder(tx, { ...row, number }, discounts))) {
    // A number that was drawn before is drawn again. A key can also be taken meanwhile, by an order for another work.
    if (await hasKey(tx, userId, idempotencyKey)) throw refuse('order.key_reused');
    if (row.claimId && (await hasClaim(tx, row.claimId))) throw refuse('order.coupon_taken');
    number = drawOrderNumber(ctx.now, ctx.ports.random);
  }
  return asPlaced({ ...row, number });
}

function newLines({ now }: Ctx, { offers, terms, quoted, shares }: Shared): NewLine[] {
  return offers.map(({ id: offerId, sold, price: listPrice }, at) => ({
    id: newId(now),
    offerId,
    sold,
    listPrice,
    price: quoted.lines[at]!.payable,
    ...terms[at]!,
    shares: shares[at]!,
  }));
}

/** What was just written, as it would be read. */
function asPlaced(written: NewOrderRow): Order {
  const { closeAt: _, idempotencyKey: __, visitedFrom: ___, ...row } = written;
  const nothing = { refunded: money(0), refunding: money(0) };
  return {
    ...row,
    ...nothing,
    lines: row.lines.map((line) => ({ ...line, ...nothing })),
    state: 'pending',
    paidAt: null,
    refundUntil: null,
  };
}
