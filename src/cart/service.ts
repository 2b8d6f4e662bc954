import { listHeldFor } from '#coupon/service.ts';
import { money } from '#kernel/money.ts';
import type { OnSale } from '#order/types.ts';
import { basketOf } from '#order/service/price-basket.ts';
import { findOnSale, waysOf } from '#order/service/price-order.ts';
import { isNewcomer } from '#order/service/read-order.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Db } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { mostLines } from '#pricing/service.ts';
import type { Quote } from '#pricing/types.ts';
import { keepCart } from './policy.ts';
import { refuse } from './refusals.ts';
import { hintsFor, isBought, linesOf } from './rules.ts';
import type { CartItem, CartQuote } from './schema.ts';
import { countLines, deleteBought, deleteLine, putLine, selectLines, selectMore } from './store.ts';
import type { Cart, CartLine, Hint, LineFact } from './types.ts';

export { isBought } from './rules.ts';

/**
 * Puts a work into the acting user's cart, by an offer of now; the same again changes nothing, and `isLater` keeps it for another time.
 * What its person has already may be put there: the cart says so.
 *
 * @throws Refusal cart.unknown_offer, works_only, not_sold, full; nothing is then written.
 */
export async function putInCart(
  ctx: Ctx,
  offerId: string,
  isLater: boolean = false,
): Promise<void> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, keepCart, userId);
  assertSold(await findOnSale(ctx.db, offerId));
  if (!(await putLine(ctx.db, { userId, offerId, isLater }, ctx.now)))
    throw refuse('cart.full', { most: String(mostLines) });
}

/** Only works that are sold at this price. @throws Refusal cart.unknown_offer, works_only, not_sold */
function assertSold(offer: OnSale | undefined): void {
  if (!offer) throw refuse('cart.unknown_offer');
  if (offer.sold.kind !== 'work') throw refuse('cart.works_only');
  if (!offer.isOpen || !offer.isCurrent) throw refuse('cart.not_sold');
}

/** Takes a work out of the acting user's cart, by any offer of it. @throws Refusal cart.not_there */
export async function takeFromCart(ctx: Ctx, offerId: string): Promise<void> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, keepCart, userId);
  if (!(await deleteLine(ctx.db, userId, offerId))) throw refuse('cart.not_there');
}

/** What these orders bought leaves the carts of their buyers, however it was bought. */
export function clearBought(db: Db, orderIds: readonly string[]): Promise<void> {
  return deleteBought(db, orderIds);
}

/** How many works the one who looks has in the cart to buy, without those for later; of a visitor nobody knows. */
export async function countCart({ db, actor, now }: Ctx): Promise<number> {
  return actor.kind === 'user' ? countLines(db, actor.userId, now) : 0;
}

const nothing: Quote = {
  lines: [],
  taken: [],
  declined: [],
  listTotal: money(0),
  payable: money(0),
};

/** The acting user's cart: its lines, and what those cost together that are bought now. @throws Refusal policy.* */
export async function getCart(ctx: Ctx): Promise<Cart> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, keepCart, userId);
  const facts = await selectLines(ctx.db, { userId, locale: ctx.locale, now: ctx.now });
  const lines = linesOf(facts, userId);
  const bought = lines.flatMap((line, at) => (isBought(line) ? [facts[at]!] : []));
  if (bought.length === 0) return { lines, offerIds: [], quote: nothing, choices: [], hints: [] };
  return { lines, ...(await priceOf(ctx, userId, bought)) };
}

async function priceOf(ctx: Ctx, userId: string, bought: readonly LineFact[]) {
  const [coupons, newcomer] = await Promise.all([
    listHeldFor(
      ctx,
      bought.map(({ workId }) => workId),
    ),
    isNewcomer(ctx, userId),
  ]);
  const offers = bought.map(({ offerId, price, ...fact }) => ({
    ...fact,
    id: offerId!,
    price: price!,
  }));
  const basket = basketOf(offers, { coupons, isNewcomer: newcomer, now: ctx.now });
  const { told, choices } = waysOf(basket);
  return {
    offerIds: offers.map(({ id }) => id),
    quote: told,
    choices,
    hints: await Promise.all(hintsFor(basket).map((hint) => withWorks(ctx, userId, hint))),
  };
}

/** A hint with works that make it true alone; where it takes several works there are none. */
async function withWorks({ db, locale, now }: Ctx, userId: string, hint: Hint) {
  const { id: promotionId, by, missing } = hint;
  if (by === 'pieces' && missing > 1) return { ...hint, works: [] };
  const from = by === 'pieces' ? 1 : missing;
  return { ...hint, works: await selectMore(db, { promotionId, userId, from, locale, now }) };
}

/** A line as it goes over the wire. */
export function cartItem({ addedAt, ...line }: CartLine): CartItem {
  return { ...line, addedAt: addedAt.toISOString() };
}

/** The same of what the ticked lines cost. */
export function cartQuote({ offerIds, quote, choices, hints }: Cart): CartQuote {
  const named = <T extends { readonly id: string }>({ id: sourceId, ...rest }: T) => ({
    ...rest,
    sourceId,
  });
  const { listTotal, payable, lines, taken, declined } = quote;
  return {
    offerIds: [...offerIds],
    listTotal,
    payable,
    lines: lines.map((line) => ({
      offerId: line.id,
      listPrice: line.listPrice,
      payable: line.payable,
    })),
    taken: taken.map(named),
    declined: declined.map(named),
    choices: choices.map((way) => ({ claimId: way.coupon?.id ?? null, payable: way.payable })),
    hints: hints.map(({ works, ...hint }) => ({ ...named(hint), works: [...works] })),
  };
}
