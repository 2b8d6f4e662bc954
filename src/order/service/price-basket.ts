import { heldOf } from '#coupon/service.ts';
import type { PromotionFact } from '#pricing/service.ts';
import { quote } from '#pricing/service.ts';
import type { Basket, Discount, HeldCoupon, PriceLine, Quote } from '#pricing/types.ts';
import { allDiscounts, type Priceable } from './price-order.ts';

/** The lines of a basket for the engine: what holds for a line names it. */
export function linesOf(offers: readonly Pick<Priceable, 'id' | 'price'>[]): PriceLine[] {
  return offers.map(({ id, price }) => ({ id, listPrice: price, keys: [id] }));
}

type Discounted = Pick<Priceable, 'id' | 'promotions' | 'member'>;

// A piece of a flash sale and a place in a team are an order's own (docs/decisions/0063).
const isForBaskets = ({ kind }: PromotionFact) => kind === 'limited' || kind === 'threshold';

/** What makes a basket cheaper: each discount once, about the lines for which it was found. */
export function discountsOver(offers: readonly Discounted[]): Discount[] {
  const found = offers.flatMap(({ id, promotions, member }) => {
    const facts = promotions?.filter(isForBaskets) ?? null;
    return allDiscounts({ promotions: facts, member }, undefined).map((one) => ({ id, one }));
  });
  const byDiscount = Map.groupBy(found, ({ one }) => one.id);
  return [...byDiscount.values()].map((lines) => ({
    ...lines[0]!.one,
    scope: new Set(lines.map(({ id }) => id)),
  }));
}

/** The coupon that was chosen, about the lines for which it holds. */
function couponOver(offers: readonly Pick<Priceable, 'id' | 'claim'>[]): HeldCoupon[] {
  const claim = offers[0]?.claim;
  if (!claim) return [];
  const covered = offers.filter((offer) => offer.claim?.covers).map(({ id }) => id);
  return [{ ...heldOf(claim), scope: new Set(covered) }];
}

type Browsed = Discounted & Pick<Priceable, 'price'> & { readonly workId: string };

/** Several offers for the engine before anything is placed: with all coupons that may be used, each about the works that it names. */
export function basketOf(
  offers: readonly Browsed[],
  buyer: Pick<Basket, 'coupons' | 'isNewcomer' | 'now'>,
): Basket {
  const lines = offers.map(({ id, price, workId }) => ({
    id,
    listPrice: price,
    keys: [id, workId],
  }));
  return { ...buyer, lines, discounts: discountsOver(offers) };
}

/** What several offers cost their buyer together at `now`, and why. */
export function quoteBasket(offers: readonly Priceable[], now: Date): Quote {
  return quote({
    lines: linesOf(offers),
    discounts: discountsOver(offers),
    coupons: couponOver(offers),
    isNewcomer: offers.some(({ isNewcomer }) => isNewcomer),
    now,
  });
}
