import { heldOf, listHeld, type ClaimFact } from '#coupon/service.ts';
import { formatMoney, money, type Money } from '#kernel/money.ts';
import type { MemberDiscount } from '#membership/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Db } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { discountsOf, groupOf, quote, type PromotionFact } from '#pricing/service.ts';
import type { Basket, Discount, HeldCoupon, Quote, Reason } from '#pricing/types.ts';
import { placeOrders } from '../policy.ts';
import { refuse } from '../refusals.ts';
import type { QuoteItem } from '../schema.ts';
import { findOutlook } from '../store/read.ts';
import { listOnSale } from '../store/ground.ts';
import type { OnSale, OrderDiscount } from '../types.ts';
import { titleOf } from './read-order.ts';

/** What buying an offer would come to for the acting user. */
export interface Checkout {
  readonly offer: OnSale;
  readonly title: string;
  /** The address of a work; null for a membership. */
  readonly workSlug: string | null;
  /** With the coupon that saves most, if any does. */
  readonly quote: Quote;
  /** Every way to buy it, the cheapest first: with each coupon that takes something off, and without one. */
  readonly choices: readonly { readonly coupon: HeldCoupon | null; readonly payable: Money }[];
  /** An order of theirs for it that waits, and whether they have it already: a work, or a membership for good. */
  readonly waitingId: string | null;
  /** That order is paid, and held until its team is complete. */
  readonly isHeld: boolean;
  readonly isOwned: boolean;
  /** The group buy whose price was asked for. */
  readonly group: PromotionFact | undefined;
}

/**
 * What an offer costs the acting user now, in every way that they may choose, and why what they hold does not count where it
 * does not.
 *
 * @throws Refusal order.offer_unknown, order.offer_retired, order.not_for_sale, order.tier_closed, order.own_work,
 * order.activity_ended, order.alone_cheaper, policy.*
 */
export async function checkOut(ctx: Ctx, offerId: string, groupId?: string): Promise<Checkout> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, placeOrders, userId);
  const offer = await getOnSale(ctx.db, offerId);
  assertForSale(offer, userId);
  const { sold } = offer;
  const workId = sold.kind === 'work' ? sold.workId : null;
  const tierId = sold.kind === 'plan' ? sold.tierId : null;
  const { locale } = ctx;
  const [outlook, held] = await Promise.all([
    findOutlook(ctx.db, { workId, tierId, offerId, buyerId: userId, locale }, ctx.now),
    listHeld(ctx, workId),
  ]);
  const group = groupOf(outlook.promotions, groupId);
  if (groupId !== undefined && !group) throw refuse('order.activity_ended');
  const discounts = allDiscounts(outlook, group);
  const { isNewcomer, waitingId, isHeld, isOwned } = outlook;
  const lines = [{ id: offer.id, listPrice: offer.price, keys: [] }];
  const coupons = group ? [] : held;
  const { told, choices } = waysOf({ lines, discounts, isNewcomer, coupons, now: ctx.now });
  if (group) assertGroup(told, group);
  return {
    offer,
    title: titleOf(outlook.title, sold.kind === 'plan' ? sold : null, locale),
    workSlug: outlook.workSlug,
    quote: told,
    choices,
    waitingId,
    isHeld,
    isOwned,
    group,
  };
}

/** What a basket costs with the best of its coupons, and every way to buy it: with each that takes something off, and without one. */
export function waysOf(basket: Basket): { told: Quote; choices: Checkout['choices'] } {
  const ways = basket.coupons.flatMap((coupon) => {
    const { payable, taken } = quote({ ...basket, coupons: [coupon] });
    return taken.some(({ id }) => id === coupon.id) ? [{ coupon, payable }] : [];
  });
  const none = { coupon: null, payable: quote({ ...basket, coupons: [] }).payable };
  return {
    told: quote(basket),
    choices: [...ways, none].toSorted((a, b) => a.payable - b.payable),
  };
}

/** Something as it can be bought now; undefined when there is no such. */
export async function findOnSale(db: Db, offerId: string): Promise<OnSale | undefined> {
  return (await listOnSale(db, [offerId]))[0];
}

/** Something as it can be bought now. @throws Refusal order.offer_unknown */
export async function getOnSale(db: Db, offerId: string): Promise<OnSale> {
  const offer = await findOnSale(db, offerId);
  if (!offer) throw refuse('order.offer_unknown');
  return offer;
}

/** Whether all of this can still be bought at the price that it had. */
export async function areStillSold(
  db: Db,
  lines: readonly { readonly offerId: string }[],
): Promise<boolean> {
  const ids = lines.map(({ offerId }) => offerId);
  const found = await listOnSale(db, ids);
  return found.length === ids.length && found.every((one) => one.isCurrent && one.isOpen);
}

/** Refuses what cannot be bought by this person. @throws Refusal order.not_for_sale, tier_closed, offer_retired, own_work */
export function assertForSale({ isOpen, isCurrent, sold }: OnSale, userId: string): void {
  if (!isOpen) throw refuse(sold.kind === 'work' ? 'order.not_for_sale' : 'order.tier_closed');
  if (!isCurrent) throw refuse('order.offer_retired');
  if (sold.kind === 'work' && sold.creatorId === userId) throw refuse('order.own_work');
}

/** An offer with what makes it cheaper for one buyer, as it was found. */
export interface Priceable extends Pick<OnSale, 'id' | 'price'> {
  readonly promotions: readonly PromotionFact[] | null;
  readonly member: MemberDiscount | null;
  readonly claim: ClaimFact | null;
  readonly isNewcomer: boolean | null;
}

/** Promotions, and the price of members; that they hold for what is bought was decided where they were found. */
export function allDiscounts(
  { promotions, member }: Pick<Priceable, 'promotions' | 'member'>,
  group: PromotionFact | undefined,
): Discount[] {
  const discounts = discountsOf(promotions, group);
  if (!member) return discounts;
  const { id, nameZh: name, nameEn, offBps } = member;
  const reduction = { kind: 'percent', offBps } as const;
  return [...discounts, { kind: 'member', id, name, nameEn, scope: null, reduction }];
}

/** What an offer costs its buyer at `now`, and why. */
export function quoteOf(offer: Priceable, now: Date, group?: PromotionFact): Quote {
  return quote({
    lines: [{ id: offer.id, listPrice: offer.price, keys: [] }],
    discounts: allDiscounts(offer, group),
    coupons: offer.claim && !group ? [heldOf(offer.claim)] : [],
    isNewcomer: offer.isNewcomer ?? false,
    now,
  });
}

const whyNot = {
  out_of_scope: 'order.coupon_out_of_scope',
  over_limit: 'order.coupon_taken',
  sold_out: 'order.coupon_taken',
  below_threshold: 'order.coupon_below_threshold',
  lower_price: 'order.coupon_not_combined',
  not_combined: 'order.coupon_not_combined',
  newcomers_only: 'order.coupon_newcomers_only',
  not_begun: 'order.coupon_not_begun',
  expired: 'order.coupon_expired',
  locked: 'order.coupon_taken',
  used: 'order.coupon_taken',
  nothing_left: 'order.coupon_not_combined',
} as const satisfies Record<Reason, string>;

/** Who chose a coupon is told when it takes nothing off. @throws Refusal order.coupon_* */
export function assertUsed({ taken, declined }: Quote, claimId: string | undefined): void {
  if (claimId === undefined || taken.some(({ id }) => id === claimId)) return;
  const found = declined.find(({ id }) => id === claimId);
  if (!found) throw refuse('order.coupon_unknown');
  throw refuse(whyNot[found.why], { missing: formatMoney(money(found.missing ?? 0)) });
}

const whyNoActivity: Partial<Record<Reason, Parameters<typeof refuse>[0]>> = {
  sold_out: 'order.activity_sold_out',
  over_limit: 'order.activity_limit',
  not_begun: 'order.activity_not_begun',
};

/** Who meant the price of an activity is told when they cannot have it; a lower price is no reason. @throws Refusal order.activity_* */
export function assertActivity({ taken, declined }: Quote, activityId: string | undefined): void {
  if (activityId === undefined || taken.some(({ id }) => id === activityId)) return;
  const found = declined.find(({ id }) => id === activityId);
  if (!found) throw refuse('order.activity_ended');
  const code = whyNoActivity[found.why];
  if (code) throw refuse(code);
}

/** Who asks for a group's price pays that, or is told that there is a better one. @throws Refusal order.activity_*, order.alone_cheaper */
export function assertGroup(told: Quote, group: PromotionFact): void {
  assertActivity(told, group.id);
  if (!told.taken.some(({ id }) => id === group.id)) throw refuse('order.alone_cheaper');
}

/** Nobody is asked for another amount than they were shown. @throws Refusal order.price_changed */
export function assertAsTold({ payable }: Quote, expectedTotal: number | undefined): void {
  if (expectedTotal !== undefined && expectedTotal !== payable) throw refuse('order.price_changed');
}

/** What an order keeps of its quote, whose lines are the offers of these lines. */
export function discountsIn(
  { lines }: Quote,
  placed: readonly { readonly id: string; readonly offerId: string }[],
): OrderDiscount[] {
  const lineOf = new Map(placed.map(({ id, offerId }) => [offerId, id]));
  return lines.flatMap(({ id: offerId, taken }) =>
    taken.map(({ id, ...one }) => ({ ...one, lineId: lineOf.get(offerId)!, sourceId: id })),
  );
}

/** The same over the wire. */
export function quoteItem({ quote: told, choices, waitingId }: Checkout): QuoteItem {
  const named = <T extends { readonly id: string }>({ id: sourceId, ...rest }: T) => ({
    ...rest,
    sourceId,
  });
  return {
    listTotal: told.listTotal,
    payable: told.payable,
    taken: told.taken.map(named),
    declined: told.declined.map(named),
    choices: choices.map(({ coupon, payable }) => ({ claimId: coupon?.id ?? null, payable })),
    waitingOrderId: waitingId,
  };
}
