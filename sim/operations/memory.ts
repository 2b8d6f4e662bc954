import type { Random } from '#kernel/random.ts';

/** An order as its buyer remembers it. */
export interface Placed {
  readonly id: string;
  readonly buyerId: string;
  readonly offerId: string;
  readonly key: string;
}

/** What callers know, whatever happens to the process that they talk to. */
export interface Memory {
  readonly orders: Placed[];
  readonly grants: string[];
  /** Every key an order was asked for with, also of those that were never answered. */
  readonly asked: Asked[];
}

/** What an order was asked for with; several works have all of their offers. */
type Asked = Pick<Placed, 'buyerId' | 'offerId' | 'key'> & {
  readonly offerIds?: readonly string[];
};

export function emptyMemory(): Memory {
  return { orders: [], grants: [], asked: [] };
}

/** One of `items`; undefined when there is none. */
export function pick<Item>(random: Random, items: readonly Item[]): Item | undefined {
  return items[Math.floor(random() * items.length)];
}

const recent = 12;

/** Mostly one of the latest, so that operations meet; else any. */
export function pickRecent<Item>(random: Random, items: readonly Item[]): Item | undefined {
  return random() < 0.7 ? pick(random, items.slice(-recent)) : pick(random, items);
}

/** A whole number from `low` to `high`, both included. */
export function between(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

export function chance(random: Random, share: number): boolean {
  return random() < share;
}
