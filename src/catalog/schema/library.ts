import { z } from 'zod';
import { tidy } from '#kernel/text.ts';
import { AssetItem } from '#media/schema.ts';
import { assetKinds } from '#media/types.ts';
import { Id } from '../schema.ts';
import { assetUses } from '../types.ts';

/** What a creator looks for among their files; `kinds` with commas between. */
export const LibraryQuery = z.object({
  use: z.enum(['nowhere']).optional(),
  kinds: z
    .string()
    .max(100)
    .refine((text) => text.split(',').every((kind) => assetKinds.some((known) => known === kind)))
    .optional(),
  text: z.string().max(400).transform(tidy).pipe(z.string().max(100)).optional(),
});

/** An asset with where it stands. */
export const LibraryItem = AssetItem.extend({
  uses: z.array(
    z.object({
      kind: z.enum(assetUses),
      workId: Id.nullable(),
      workTitle: z.string().nullable(),
      lessonId: Id.nullable(),
      place: z.string(),
      isLive: z.boolean(),
    }),
  ),
});
export type LibraryItem = z.infer<typeof LibraryItem>;
