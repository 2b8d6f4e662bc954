import { z } from 'zod';
import { Id, LessonItem, Name } from '../schema.ts';
import { levels, sorts, workKinds, type WorkCard } from '../types.ts';

/** What everybody may ask of the catalogue. */
export const CatalogueQuery = z.object({
  category: Name.optional(),
  tag: Name.optional(),
  creator: Name.optional(),
  kind: z.enum(workKinds).optional(),
  sort: z.enum(sorts).default('newest'),
  price: z.enum(['free', 'paid']).optional(),
});
export const CardItem = z.object({
  id: Id,
  kind: z.enum(workKinds),
  slug: z.string(),
  title: z.string(),
  titleEn: z.string(),
  summary: z.string(),
  summaryEn: z.string(),
  coverId: Id.nullable(),
  creatorName: z.string(),
  creatorNameEn: z.string(),
  creatorSlug: z.string(),
  level: z.enum(levels),
  lessonCount: z.number(),
  durationSec: z.number(),
  learnerCount: z.number(),
  price: z.number(),
  publishedAt: z.string(),
});
export type CardItem = z.infer<typeof CardItem>;

/** A card as the API answers it. */
export function cardItem({ publishedAt, ...card }: WorkCard): CardItem {
  const { id, kind, slug, title, titleEn, summary, summaryEn, coverId, creatorSlug } = card;
  const { creatorName, creatorNameEn } = card;
  const { level, lessonCount, durationSec, learnerCount, price } = card;
  return {
    id,
    kind,
    slug,
    title,
    titleEn,
    summary,
    summaryEn,
    coverId,
    creatorName,
    creatorNameEn,
    creatorSlug,
    level,
    lessonCount,
    durationSec,
    learnerCount,
    price,
    publishedAt: publishedAt.toISOString(),
  };
}

export const PublicWork = z.object({
  id: Id,
  kind: z.enum(workKinds),
  slug: z.string(),
  title: z.string(),
  subtitle: z.string(),
  summary: z.string(),
  description: z.string(),
  titleEn: z.string(),
  summaryEn: z.string(),
  coverId: Id.nullable(),
  tags: z.array(z.string()),
  level: z.enum(levels),
  language: z.string(),
  plannedCount: z.number().nullable(),
  partIds: z.array(Id),
  isInOrder: z.boolean(),
  creatorName: z.string(),
  creatorNameEn: z.string(),
  creatorSlug: z.string(),
  lessonCount: z.number(),
  durationSec: z.number(),
  learnerCount: z.number(),
  offerId: Id.nullable(),
  price: z.number().nullable(),
  /** For how many days its buyers have it; null: for ever. */
  accessDays: z.number().nullable(),
  chapters: z.array(
    z.object({ title: z.string(), lessons: z.array(LessonItem.omit({ assetId: true })) }),
  ),
});
