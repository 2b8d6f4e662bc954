import type { Line } from './http.ts';
import type { World } from './world.ts';

/** The most that a request's processor time on the large house may be of that on the small one. */
export const mostRatio = 1.3;

/** One thing that people do, over and over. */
export interface Scenario {
  readonly name: string;
  /** One sentence for the table. */
  readonly title: string;
  readonly connections: number;
  /** What HOUSE promises: so many a second. */
  readonly perSecond?: number;
  /** Ninety-nine in a hundred are answered within so many milliseconds, on the largest house. */
  readonly p99Ms?: number;
  /** The cost goes on after the answer (reactions, counters): it is measured until the queues are empty. */
  readonly settles?: boolean;
  /** The work has an upper bound that a small house stays below: large to small says nothing. */
  readonly isBounded?: boolean;
  /** Asked of a server that keeps no page: what it takes to make one. */
  readonly isFresh?: boolean;
  /** Does it once on one connection. `turn` counts up over all connections. @throws when it did not work */
  readonly run: (line: Line, world: World, turn: number) => Promise<void>;
}

/** The turn found nothing left to do, such as a buyer without a work to buy: the run ends early. */
export class Exhausted extends Error {}

/** `list[turn]`, round and round. */
export function at<T>(list: readonly T[], turn: number): T {
  const item = list[turn % list.length];
  if (item === undefined) throw new Exhausted('the generated house has nothing for this scenario');
  return item;
}

/** The n-th of a list that may be used once. @throws Exhausted */
export function once<T>(list: readonly T[], turn: number): T {
  const item = list[turn];
  if (item === undefined)
    throw new Exhausted('everything that the generated house has for this scenario is used up');
  return item;
}

/** Asserts the status of an answer. */
export function expectStatus(
  answer: { status: number; body: Buffer; headers: ReadonlyMap<string, string> },
  ...wanted: number[]
): void {
  if (wanted.includes(answer.status)) return;
  const isPlain = !answer.headers.has('content-encoding');
  throw new Error(
    `answered ${answer.status} ${isPlain ? answer.body.toString().slice(0, 200) : ''}`,
  );
}
