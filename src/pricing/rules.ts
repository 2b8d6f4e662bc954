import { money, type Money } from '#kernel/money.ts';
import { chooseLeast, type Choice, type Reached, type Usable } from './rules/choose.ts';
import { shareOut } from './rules/share.ts';
import type {
  Basket,
  Declined,
  Discount,
  DiscountKind,
  HeldCoupon,
  PriceLine,
  Quote,
  QuotedLine,
  Reason,
  Reduction,
  Scope,
  SpecialPrice,
  Taken,
  Threshold,
} from './types.ts';

/** Baskets are weighed line by line in the bits of a number. */
export const mostLines = 30;

/** What a price is reduced to; never more than it was. */
export function reduced(listPrice: Money, reduction: Reduction): Money {
  if (reduction.kind === 'price') return money(Math.min(listPrice, reduction.price));
  return money(listPrice - Math.floor((listPrice * reduction.offBps) / 10_000));
}

/** What is left of a flash sale; null of anything else. */
export function leftOf(sale: {
  readonly stock: number | null;
  readonly sold: number | null;
  readonly held: number | null;
}): number | null {
  return sale.stock === null ? null : sale.stock - (sale.sold ?? 0) - (sale.held ?? 0);
}

/**
 * What a basket costs: each line at the lowest of its special prices, then one threshold and one coupon, those with which it costs
 * least. Thresholds are reached by list prices, so that one discount never takes another away
 * (docs/decisions/0051-prices-and-promotions.md). Same input, same answer, in whatever order it comes.
 */
export function quote(basket: Basket): Quote {
  if (basket.lines.length > mostLines) throw new RangeError('a basket of too many lines');
  const lines = basket.lines.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const list = lines.map(({ listPrice }) => listPrice);
  const weighed = weighDiscounts(lines, basket.discounts);
  const coupons = weighCoupons(lines, basket);
  const special = list.map((price, at) => weighed.prices[at]?.price ?? price);
  const choice = chooseLeast({ list, special }, weighed.reached, coupons.usable);
  return told({ basket, lines, weighed, coupons, choice, special });
}

interface Priced {
  readonly price: Money;
  readonly by: SpecialPrice;
}

interface Weighed {
  readonly prices: (Priced | undefined)[];
  readonly reached: Reached[];
  readonly declined: Declined[];
}

function weighDiscounts(lines: readonly PriceLine[], discounts: readonly Discount[]): Weighed {
  const weighed: Weighed = { prices: lines.map(() => undefined), reached: [], declined: [] };
  for (const discount of discounts) {
    const mask = maskOf(lines, discount.scope);
    const why = mask === 0 ? 'out_of_scope' : unavailable(discount);
    if (why) weighed.declined.push(decline(discount, why));
    else if (discount.kind === 'threshold') weighThreshold(lines, discount, mask, weighed);
    else weighPrice(lines, discount, mask, weighed);
  }
  return weighed;
}

/** Why this buyer cannot have something now, whatever is in the basket. */
function unavailable(discount: Discount): Reason | undefined {
  const { perCustomer, used = 0 } = discount;
  if (discount.kind !== 'threshold' && discount.isAhead) return 'not_begun';
  if (typeof perCustomer === 'number' && used >= perCustomer) return 'over_limit';
  return discount.kind !== 'threshold' && discount.isSoldOut ? 'sold_out' : undefined;
}

function weighPrice(
  lines: readonly PriceLine[],
  by: SpecialPrice,
  mask: number,
  { prices }: Weighed,
): void {
  for (let at = 0; at < lines.length; at += 1) {
    if (!(mask & (1 << at))) continue;
    const price = reduced(lines[at]!.listPrice, by.reduction);
    const best = prices[at];
    const isLower = price < (best?.price ?? lines[at]!.listPrice);
    if (isLower || (best && price === best.price && by.id < best.by.id)) prices[at] = { price, by };
  }
}

function weighThreshold(
  lines: readonly PriceLine[],
  threshold: Threshold,
  mask: number,
  { reached, declined }: Weighed,
): void {
  const has = threshold.by === 'pieces' ? countOf(mask) : listSum(lines, mask);
  const tiers = threshold.tiers.filter(({ from }) => from <= has);
  if (tiers.length > 0) {
    const off = Math.max(...tiers.map((tier) => tier.off));
    reached.push({ id: threshold.id, off, mask });
    return;
  }
  const missing = Math.min(...threshold.tiers.map(({ from }) => from)) - has;
  const lacks = { ...decline(threshold, 'below_threshold'), missing };
  declined.push(threshold.by === 'pieces' ? { ...lacks, isPieces: true } : lacks);
}

interface WeighedCoupons {
  readonly usable: Usable[];
  readonly declined: Declined[];
}

function weighCoupons(lines: readonly PriceLine[], basket: Basket): WeighedCoupons {
  const weighed: WeighedCoupons = { usable: [], declined: [] };
  for (const coupon of basket.coupons) {
    const mask = maskOf(lines, coupon.scope);
    const missing = coupon.minSpend - listSum(lines, mask);
    const why = whyNot(coupon, basket) ?? (mask === 0 ? 'out_of_scope' : undefined);
    const named = { ...coupon, kind: 'coupon' } as const;
    if (why) weighed.declined.push(decline(named, why));
    else if (missing > 0) weighed.declined.push({ ...decline(named, 'below_threshold'), missing });
    else weighed.usable.push({ ...coupon, mask });
  }
  return weighed;
}

/** Why a coupon cannot be used by its holder now, whatever is in the basket. */
function whyNot(
  coupon: Pick<HeldCoupon, 'state' | 'startsAt' | 'expiresAt' | 'isNewcomerOnly'>,
  { now, isNewcomer }: Pick<Basket, 'now' | 'isNewcomer'>,
): Reason | undefined {
  if (coupon.state !== 'unused') return coupon.state;
  if (now < coupon.startsAt) return 'not_begun';
  if (now >= coupon.expiresAt) return 'expired';
  return coupon.isNewcomerOnly && !isNewcomer ? 'newcomers_only' : undefined;
}

interface Told {
  readonly basket: Basket;
  readonly lines: readonly PriceLine[];
  readonly weighed: Weighed;
  readonly coupons: WeighedCoupons;
  readonly choice: Choice;
  readonly special: readonly Money[];
}

function told({ basket, lines, weighed, coupons, choice, special }: Told): Quote {
  const list = lines.map(({ listPrice }) => listPrice);
  const shares = shareOut(choice.isAlone ? list : special, choice);
  const threshold = basket.discounts.find(({ id }) => id === choice.threshold?.id);
  const coupon = basket.coupons.find(({ id }) => id === choice.coupon?.id);
  const quoted = lines.map((line, at): QuotedLine => {
    const priced = choice.isAlone ? undefined : weighed.prices[at];
    const taken = [
      ...take(priced?.by, priced ? line.listPrice - priced.price : 0),
      ...take(threshold, shares.threshold[at]!),
      ...take(coupon && { ...coupon, kind: 'coupon' as const }, shares.coupon[at]!),
    ];
    const off = taken.reduce((sum, { amount }) => sum + amount, 0);
    return { id: line.id, listPrice: line.listPrice, taken, payable: money(line.listPrice - off) };
  });
  const taken = gather(quoted);
  const byId = new Map(quoted.map((line) => [line.id, line]));
  return {
    lines: basket.lines.map(({ id }) => byId.get(id)!),
    taken,
    declined: [
      ...weighed.declined,
      ...coupons.declined,
      ...passedOver(basket, weighed, coupons, { choice, taken }),
    ],
    listTotal: money(list.reduce((sum, price) => sum + price, 0)),
    payable: choice.payable,
  };
}

/** Those that could have taken something off and did not, because others take off more. */
function passedOver(
  { discounts, coupons }: Basket,
  weighed: Weighed,
  { usable }: WeighedCoupons,
  { choice, taken }: { readonly choice: Choice; readonly taken: readonly Taken[] },
): Declined[] {
  const known = new Set([...taken, ...weighed.declined].map(({ id }) => id));
  const others = discounts.filter(({ id }) => !known.has(id));
  const unused = coupons.filter(({ id }) => !known.has(id) && usable.some((one) => one.id === id));
  const isFree = choice.payable === 0;
  return [
    ...others.map((one) => {
      if (choice.isAlone) return decline(one, 'not_combined');
      if (one.kind !== 'threshold') return decline(one, 'lower_price');
      return decline(one, isFree ? 'nothing_left' : 'not_combined');
    }),
    ...unused.map((one) =>
      decline({ ...one, kind: 'coupon' }, isFree ? 'nothing_left' : 'not_combined'),
    ),
  ];
}

type Nameable = Pick<Taken, 'kind' | 'id' | 'name' | 'nameEn'>;

function take(by: Nameable | undefined, amount: number): Taken[] {
  if (!by || amount === 0) return [];
  const { kind, id, name, nameEn } = by;
  return [{ kind, id, name, nameEn, amount: money(amount) }];
}

function decline({ kind, id, name, nameEn }: Nameable, why: Reason): Declined {
  return { kind, id, name, nameEn, why };
}

const ranks: Readonly<Record<DiscountKind, number>> = {
  activity: 0,
  limited: 1,
  member: 2,
  threshold: 3,
  coupon: 4,
  agreed: 5,
};

/** What was taken off the whole basket, in the order of calculation. */
function gather(lines: readonly QuotedLine[]): Taken[] {
  const sums = new Map<string, Taken>();
  for (const one of lines.flatMap(({ taken }) => taken)) {
    const amount = money((sums.get(one.id)?.amount ?? 0) + one.amount);
    sums.set(one.id, { ...one, amount });
  }
  return [...sums.values()].toSorted(
    (a, b) => ranks[a.kind] - ranks[b.kind] || (a.id < b.id ? -1 : 1),
  );
}

/** The lines that a scope holds for, as bits; what costs nothing has nothing to take off. */
function maskOf(lines: readonly PriceLine[], scope: Scope): number {
  let mask = 0;
  for (let at = 0; at < lines.length; at += 1) {
    const { listPrice, keys } = lines[at]!;
    if (listPrice > 0 && (scope === null || keys.some((key) => scope.has(key)))) mask |= 1 << at;
  }
  return mask;
}

function listSum(lines: readonly PriceLine[], mask: number): number {
  let sum = 0;
  for (let at = 0; at < lines.length; at += 1) if (mask & (1 << at)) sum += lines[at]!.listPrice;
  return sum;
}

function countOf(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
