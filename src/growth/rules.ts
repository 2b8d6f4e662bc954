import { day } from '#kernel/time.ts';
import type { Level, Terms } from './types.ts';

/** How long growth counts by the formula `yearly`. */
export const yearMs = 365 * day;

/** Growth for an order of `total` minor units: so much for each whole yuan. */
export function growthOfPurchase(total: number, { perYuan }: Pick<Terms, 'perYuan'>): number {
  return Math.floor(total / 100) * perYuan;
}

/** What stays of the growth of an order when `refunded` of its `total` went back: in proportion, in whole points, none when all went back. */
export function keptOf(earned: number, total: number, refunded: number): number {
  return total === 0 ? 0 : Number((BigInt(earned) * BigInt(total - refunded)) / BigInt(total));
}

/** A level with the growth from which on one stands there by the formula in force. */
export interface Reached {
  readonly level: Level;
  readonly from: number;
}

type Reaching = Pick<Terms, 'formula' | 'factorBps' | 'levels'>;

/**
 * The levels, the lowest first, each with the growth that reaches it. By the formula `stepped` (level = level + growth × factor) the
 * n-th level is reached when growth × factor comes to n; by the others its threshold decides.
 */
export function reachedBy({ formula, factorBps, levels }: Reaching): readonly Reached[] {
  if (formula !== 'stepped')
    return levels
      .map((level) => ({ level, from: level.threshold }))
      .toSorted((a, b) => a.from - b.from);
  return levels
    .toSorted((a, b) => a.threshold - b.threshold)
    .map((level, n) => ({ level, from: Math.ceil(((n + 1) * 10_000) / factorBps) }));
}

/** Where growth of `value` brings somebody: the level, the tier that goes with it, and the level that comes next. */
export interface Standing {
  readonly level: Level | undefined;
  readonly tierId: string | null;
  readonly next: Reached | undefined;
}

/** Where growth of `value` brings somebody; nowhere while growth is off. */
export function standingOf(terms: Reaching & Pick<Terms, 'isOn'>, value: number): Standing {
  if (!terms.isOn) return { level: undefined, tierId: null, next: undefined };
  const all = reachedBy(terms);
  const reached = all.filter(({ from }) => from <= value).map(({ level }) => level);
  return {
    level: reached.at(-1),
    tierId: reached.findLast(({ tierId }) => tierId !== null)?.tierId ?? null,
    next: all[reached.length],
  };
}
