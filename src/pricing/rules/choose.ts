import { money, type Money } from '#kernel/money.ts';
import type { CouponEffect } from '../types.ts';

/** A threshold that the basket reached: what it takes off, and the lines (as bits) that it is taken from. */
export interface Reached {
  readonly id: string;
  readonly off: number;
  readonly mask: number;
}

/** A coupon that may be used, and the lines that it holds for. */
export interface Usable {
  readonly id: string;
  readonly effect: CouponEffect;
  readonly mask: number;
  readonly isAlone: boolean;
}

/** What is taken off a basket after its special prices, by at most one threshold and one coupon. */
export interface Choice {
  /** The basket at its list prices: the coupon is used without anything else. */
  readonly isAlone: boolean;
  readonly threshold: Reached | undefined;
  readonly thresholdOff: Money;
  readonly coupon: Usable | undefined;
  readonly couponOff: Money;
  readonly payable: Money;
}

const sumOf = (prices: readonly number[], mask: number): number => {
  let sum = 0;
  for (let at = 0; at < prices.length; at += 1) if (mask & (1 << at)) sum += prices[at]!;
  return sum;
};

/**
 * The choice of at most one threshold and one coupon with which the basket costs least. Of equals the one that spends less of
 * what the buyer holds, then the one of the smaller ids: the order in which they come does not count.
 */
export function chooseLeast(
  prices: { readonly list: readonly number[]; readonly special: readonly number[] },
  thresholds: readonly Reached[],
  coupons: readonly Usable[],
): Choice {
  const together = coupons.filter(({ isAlone }) => !isAlone);
  let least = costOf(prices.special, undefined, undefined, false);
  const weigh = (choice: Choice) => {
    if (isBetter(choice, least)) least = choice;
  };
  for (const threshold of [undefined, ...thresholds]) {
    if (threshold) weigh(costOf(prices.special, threshold, undefined, false));
    for (const coupon of together) weigh(costOf(prices.special, threshold, coupon, false));
  }
  for (const coupon of coupons)
    if (coupon.isAlone) weigh(costOf(prices.list, undefined, coupon, true));
  return least;
}

function isBetter(a: Choice, b: Choice): boolean {
  if (a.payable !== b.payable) return a.payable < b.payable;
  const [spends, than] = [spentBy(a), spentBy(b)];
  if (spends !== than) return spends < than;
  return namesOf(a) < namesOf(b);
}

/** A coupon weighs more than a threshold, for its holder could use it another time. */
function spentBy({ coupon, threshold, isAlone }: Choice): number {
  return (coupon ? 4 : 0) + (threshold ? 2 : 0) + (isAlone ? 1 : 0);
}

const namesOf = ({ coupon, threshold }: Choice) => `${coupon?.id ?? ''} ${threshold?.id ?? ''}`;

function costOf(
  prices: readonly number[],
  threshold: Reached | undefined,
  coupon: Usable | undefined,
  isAlone: boolean,
): Choice {
  const total = sumOf(prices, ~0);
  const mask = threshold?.mask ?? 0;
  const base = threshold ? sumOf(prices, threshold.mask) : 0;
  const thresholdOff = threshold ? Math.min(threshold.off, base) : 0;
  const couponOff = coupon
    ? takenBy(coupon.effect, left(prices, coupon.mask, { mask, base, off: thresholdOff }))
    : 0;
  return {
    isAlone,
    threshold,
    thresholdOff: money(thresholdOff),
    coupon,
    couponOff: money(couponOff),
    payable: money(total - thresholdOff - couponOff),
  };
}

/** An amount that need not be whole: `above / below` minor units. */
interface Exact {
  readonly above: bigint | number;
  readonly below: bigint | number;
}

/**
 * What the threshold leaves of a coupon's lines, exactly: if its parts were rounded first, a lower price of one line could make
 * the whole basket dearer by the rounding of another.
 */
function left(
  prices: readonly number[],
  mask: number,
  taken: { readonly mask: number; readonly base: number; readonly off: number },
): Exact {
  const { base, off } = taken;
  const both = off > 0 ? sumOf(prices, mask & taken.mask) : 0;
  const alone = sumOf(prices, mask) - both;
  if (both === 0 || both === base) return { above: alone + (both && both - off), below: 1 };
  return {
    above: BigInt(both) * BigInt(base - off) + BigInt(alone) * BigInt(base),
    below: BigInt(base),
  };
}

function takenBy(effect: CouponEffect, { above, below }: Exact): number {
  if (effect.kind === 'fixed') return Math.min(effect.off, floorOf(above, below));
  const off =
    typeof above === 'bigint'
      ? Number((above * BigInt(effect.offBps)) / (BigInt(below) * 10_000n))
      : Math.floor((above * effect.offBps) / 10_000);
  return Math.min(off, effect.cap ?? off);
}

const floorOf = (above: bigint | number, below: bigint | number): number =>
  typeof above === 'bigint' ? Number(above / BigInt(below)) : above;
