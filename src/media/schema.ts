import { z } from 'zod';
import { assetKinds, makingSteps } from './types.ts';

/** An asset as its owner sees it. */
export const AssetItem = z.object({
  id: z.uuid(),
  kind: z.enum(assetKinds),
  fileName: z.string(),
  mediaType: z.string(),
  sizeBytes: z.int(),
  state: z.enum(['processing', 'ready', 'failed']),
  /** Why it failed, in words. */
  failure: z.string().nullable(),
  durationSec: z.int().nullable(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  /** What is still being made of it; null when nothing is. */
  making: z
    .object({
      step: z.enum(makingSteps),
      percent: z.int(),
      /** Null while nobody can tell. */
      leftSec: z.int().nullable(),
    })
    .nullable(),
  createdAt: z.iso.datetime(),
});
export type AssetItem = z.infer<typeof AssetItem>;

/** How much of a creator's space is used. */
export const StorageUse = z.object({ usedBytes: z.int(), quotaBytes: z.int() });
export type StorageUse = z.infer<typeof StorageUse>;

/** Heights of a video that its owner's browser may make, and where each is cut. */
export const WantedRungs = z.object({
  rungs: z.array(z.object({ name: z.string(), width: z.int(), height: z.int(), maxBps: z.int() })),
  /** Seconds from the first picture: where segments begin, and where the last one ends. */
  cutsSec: z.array(z.number()),
});
export type WantedRungs = z.infer<typeof WantedRungs>;

export const AssetPath = z.object({ id: z.uuid() });
