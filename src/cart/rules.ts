import { money, type Money } from '#kernel/money.ts';
import { mostLines, quote } from '#pricing/service.ts';
import type { Basket, PriceLine, Threshold } from '#pricing/types.ts';
import type { CartLine, Hint, LineFact, LineProblem, SoloPrice } from './types.ts';

/** Why one line cannot be bought by its person, whatever else is in the cart. */
export function problemOf(
  fact: Pick<LineFact, 'isOwned' | 'isHeld' | 'orderId' | 'isOpen' | 'offerId' | 'creatorId'>,
  userId: string,
): LineProblem | null {
  if (fact.creatorId === userId) return 'own_work';
  if (fact.isOwned) return 'owned';
  if (fact.isHeld) return 'in_team';
  if (!fact.isOpen || fact.offerId === null) return 'not_sold';
  return fact.orderId === null ? null : 'waits';
}

/** The lines as their person sees them: what a ticked bundle has is not bought a second time. */
export function linesOf(facts: readonly LineFact[], userId: string): CartLine[] {
  const judged = facts.map((fact) => ({ fact, problem: problemOf(fact, userId) }));
  const bundles = judged.filter(({ fact, problem }) => !fact.isLater && problem === null);
  return judged.map(({ fact, problem }) => {
    const bundle = bundles.find(({ fact: { partIds } }) => partIds.includes(fact.workId));
    const isTwice = problem === null && bundle !== undefined;
    return {
      ...lineOf(fact),
      problem: isTwice ? 'in_bundle' : problem,
      bundleTitle: isTwice ? bundle.fact.title : null,
    };
  });
}

function lineOf(fact: LineFact): Omit<CartLine, 'problem' | 'bundleTitle'> {
  const { workId, slug, title, creatorName, coverId, isLater, addedAt, orderId } = fact;
  const { price, putPrice, refundDays, accessDays } = fact;
  const standing = { isLater, addedAt, orderId, price, putPrice, refundDays, accessDays };
  const offerId = fact.offerId ?? fact.putId;
  const soloPrice = soloPriceOf(fact);
  return { workId, slug, title, creatorName, coverId, ...standing, offerId, soloPrice };
}

/** The lower price that a work has now when it is bought by itself. */
function soloPriceOf({ promotions }: Pick<LineFact, 'promotions'>): SoloPrice | null {
  const running = (promotions ?? []).filter((one) => !one.isAhead && !one.isOver && !one.isSoldOut);
  if (running.some(({ kind }) => kind === 'flash')) return 'flash';
  return running.some(({ kind }) => kind === 'group') ? 'group' : null;
}

/** Whether a line is in the sum. */
export function isBought({ isLater, problem }: Pick<CartLine, 'isLater' | 'problem'>): boolean {
  return !isLater && problem === null;
}

/**
 * What would come of more works of the thresholds that hold for a basket: each at its next tier, and only where the engine then takes
 * something more off, beside all that it takes off by then.
 */
export function hintsFor(basket: Basket): Hint[] {
  if (basket.lines.length === 0) return [];
  const { payable } = quote(basket);
  return basket.discounts.flatMap((one) =>
    one.kind === 'threshold' ? hintOf(basket, one, payable) : [],
  );
}

function hintOf(basket: Basket, threshold: Threshold, payable: Money): Hint[] {
  const { id, name, nameEn, by } = threshold;
  const has = reachOf(basket.lines, threshold);
  const missing = Math.min(...threshold.tiers.map(({ from }) => from).filter((n) => n > has)) - has;
  if (missing === Infinity) return [];
  // Works that are counted may cost as little as this: what they save is then no less.
  const prices = by === 'amount' ? [missing] : Array.from({ length: missing }, () => 1);
  if (basket.lines.length + prices.length > mostLines) return [];
  const more = quote(withMore(basket, threshold, prices)).payable;
  const saves = payable + prices.reduce((sum, price) => sum + price, 0) - more;
  return saves > 0 ? [{ id, name, nameEn, by, missing, saves: money(saves) }] : [];
}

/** How far a basket is on its way to a threshold: in minor units by list price, or in works. */
function reachOf(lines: readonly PriceLine[], { by, scope }: Threshold): number {
  const within = lines.filter(
    ({ listPrice, keys }) =>
      listPrice > 0 && (scope === null || keys.some((key) => scope.has(key))),
  );
  return by === 'pieces'
    ? within.length
    : within.reduce((sum, { listPrice }) => sum + listPrice, 0);
}

/** A basket with works at these prices besides, for which this threshold holds and nothing else does. */
function withMore(basket: Basket, threshold: Threshold, prices: readonly number[]): Basket {
  const key = `more of ${threshold.id}`;
  const more = prices.map((price, n) => ({
    id: `${key} ${n}`,
    listPrice: money(price),
    keys: [key],
  }));
  const scope = new Set([...(threshold.scope ?? []), key]);
  const widened = { ...threshold, scope: threshold.scope && scope };
  return {
    ...basket,
    lines: [...basket.lines, ...more],
    discounts: basket.discounts.map((one) => (one === threshold ? widened : one)),
  };
}
