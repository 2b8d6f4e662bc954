import { z } from 'zod';
import { assetKinds, makingSteps, subtitleLocales } from './types.ts';

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

/** The subtitles of a recording. */
export const SubtitleTracks = z.object({
  tracks: z.array(
    z.object({
      /** BCP 47. */
      locale: z.string(),
      /** The asset whose text they are. */
      subtitleId: z.uuid(),
      fileName: z.string(),
    }),
  ),
  /** Whether the reader may change them. */
  mayChange: z.boolean(),
});
export type SubtitleTracks = z.infer<typeof SubtitleTracks>;

/** Subtitles for a recording in one language. */
export const GiveSubtitles = z.object({
  /** An asset of kind subtitle. */
  subtitleId: z.uuid(),
  /** Those of this language that it takes the place of; null where there are none. */
  replaces: z.uuid().nullable().default(null),
});
export type GiveSubtitles = z.infer<typeof GiveSubtitles>;

export const GivePath = z.object({ id: z.uuid(), locale: z.enum(subtitleLocales) });
/** What an import brought may be in any language. */
export const TrackPath = z.object({
  id: z.uuid(),
  locale: z
    .string()
    .max(35)
    .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/),
});
