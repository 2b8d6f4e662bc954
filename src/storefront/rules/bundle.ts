import type { BundlePart } from '#catalog/types.ts';

/** What the parts that are sold alone cost together, in minor units. */
export function alone(parts: readonly Pick<BundlePart, 'state' | 'price'>[]): number {
  const sold = parts.filter(({ state }) => state === 'published');
  return sold.reduce((sum, { price }) => sum + (price ?? 0), 0);
}
