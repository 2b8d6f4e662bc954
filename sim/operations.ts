import type { Random } from '#kernel/random.ts';
import type { Front, Outcome } from './callers.ts';
import { activityOperations } from './operations/activities.ts';
import { cartOperations } from './operations/cart.ts';
import { orderOperations } from './operations/orders.ts';
import { payoutOperations } from './operations/payouts.ts';
import { shopOperations } from './operations/shop.ts';
import { worldOperations } from './operations/world.ts';
import type { Memory } from './operations/memory.ts';
import type { World } from './world.ts';

/** What an operation works with. */
export interface Scene<Where extends Front = World> {
  readonly world: Where;
  readonly memory: Memory;
  readonly random: Random;
}

/** What somebody does next when no answer came: the same once more. */
export type Again<Where extends Front = World> = (scene: Scene<Where>) => Promise<unknown>;

/** How an operation ended. */
export interface Done<Where extends Front = World> {
  readonly outcomes: readonly Outcome[];
  readonly again?: Again<Where>;
}

/** Something that callers, the provider or the clock do. */
export interface Operation<Where extends Front = World> {
  readonly name: string;
  /** How often it is drawn, against the others. Rare ones stay above 1 %, or a short run would never see them. */
  readonly weight: number;
  /** A notice two minutes too old would pass on a clock that is two minutes slow; whoever hears notices has the time. */
  readonly isOnTime?: boolean;
  readonly run: (scene: Scene<Where>) => Promise<Done<Where>>;
}

export const operations: readonly Operation[] = [
  ...orderOperations,
  ...payoutOperations,
  ...shopOperations,
  ...activityOperations,
  ...cartOperations,
  ...worldOperations,
];

/** What can be done from outside, over the network. */
export const outsideOperations: readonly Operation<Front>[] = [
  ...orderOperations,
  ...payoutOperations,
  ...shopOperations,
  ...cartOperations,
];

/** Draws an operation by its weight. */
export function drawOperation<Where extends Front>(
  from: readonly Operation<Where>[],
  random: Random,
): Operation<Where> {
  const total = from.reduce((sum, { weight }) => sum + weight, 0);
  let left = random() * total;
  return from.find(({ weight }) => (left -= weight) < 0) ?? from[0]!;
}
