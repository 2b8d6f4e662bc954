import { money, splitByWeights, type Money } from '#kernel/money.ts';
import type { Choice } from './choose.ts';

export interface Shares {
  readonly threshold: readonly number[];
  readonly coupon: readonly number[];
}

/** What of a choice each line bears, by largest remainder of what the line costs at that step; no line goes below zero. */
export function shareOut(prices: readonly number[], choice: Choice): Shares {
  const threshold = split(prices, choice.thresholdOff, choice.threshold?.mask ?? 0);
  const couponMask = choice.coupon?.mask ?? 0;
  makeRoom(prices, threshold, choice, couponMask);
  const after = prices.map((price, at) => price - threshold[at]!);
  return { threshold, coupon: split(after, choice.couponOff, couponMask) };
}

function split(prices: readonly number[], off: Money, mask: number): number[] {
  const parts = prices.map(() => 0);
  if (off === 0) return parts;
  const chosen = prices.map((_, at) => at).filter((at) => mask & (1 << at));
  if (chosen.length === 1) {
    parts[chosen[0]!] = off;
    return parts;
  }
  const weights = chosen.map((at) => prices[at]!);
  splitByWeights(money(off), weights).forEach((part, n) => (parts[chosen[n]!] = part));
  return parts;
}

/**
 * The coupon was counted on what the threshold leaves exactly; where rounding left its lines less than it takes, the threshold's
 * minor units move to lines that the coupon does not hold for.
 */
function makeRoom(
  prices: readonly number[],
  threshold: number[],
  choice: Choice,
  couponMask: number,
): void {
  const isIn = (mask: number, at: number) => (mask & (1 << at)) !== 0;
  let room = prices.reduce(
    (sum, price, at) => (isIn(couponMask, at) ? sum + price - threshold[at]! : sum),
    0,
  );
  while (room < choice.couponOff) {
    const from = threshold.findIndex((part, at) => part > 0 && isIn(couponMask, at));
    const to = prices.findIndex(
      (price, at) =>
        isIn(choice.threshold?.mask ?? 0, at) && !isIn(couponMask, at) && price > threshold[at]!,
    );
    threshold[from]! -= 1;
    threshold[to]! += 1;
    room += 1;
  }
}
