import { z } from 'zod';
import { isId } from '#kernel/id.ts';
import { money, type Money } from '#kernel/money.ts';
import { tidy } from '#kernel/text.ts';
import { RefundWindow } from '#settings/schema.ts';
import { lessonKinds, levels, workKinds } from './types.ts';

/** An id of ours, lower case as PostgreSQL writes it. */
export const Id = z.string().refine(isId);

/** Whole minor units up to one million yuan. */
export const Price = z
  .number()
  .int()
  .min(0)
  .max(100_000_000)
  .transform((amount): Money => money(amount));

const line = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform(tidy)
    .pipe(z.string().max(max));
const needed = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform(tidy)
    .pipe(z.string().min(1).max(max));
// PostgreSQL has no NUL in text; lone surrogates would not survive UTF-8.
const markdown = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => text.replaceAll('\0', '').toWellFormed());
const slug = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*$/u)
  .transform((text) => text.normalize('NFKC').toLowerCase());

export const Title = needed(120);

/** What a creator may say of a work. */
export const WorkPatch = z
  .object({
    title: Title,
    subtitle: line(200),
    summary: line(500),
    description: markdown(50_000),
    titleEn: line(200),
    subtitleEn: line(400),
    summaryEn: line(1_000),
    descriptionEn: markdown(50_000),
    coverId: Id.nullable(),
    categoryId: Id.nullable(),
    tags: z
      .array(needed(20))
      .max(10)
      .transform((tags) => [...new Set(tags)]),
    level: z.enum(levels),
    language: z.enum(['zh', 'en']),
    plannedCount: z.int().min(1).max(10_000).nullable(),
    partIds: z
      .array(Id)
      .max(50)
      .transform((ids) => [...new Set(ids)]),
    isInOrder: z.boolean(),
  })
  .partial();
export type WorkPatch = z.infer<typeof WorkPatch>;

export const WorkEdit = WorkPatch.extend({
  /** The revision that was read; without it the last writer wins. */
  version: z.number().int().min(0).optional(),
  slug: slug.optional(),
  isAutosave: z.boolean().optional(),
});

export const NewWork = WorkPatch.extend({
  title: Title,
  kind: z.enum(workKinds).default('course'),
  slug: slug.optional(),
});
export type NewWork = z.infer<typeof NewWork>;

/** Days of 24 hours for which a buyer has a work. */
export const AccessDays = z.int().min(1).max(3650);

export const PriceEdit = z.object({
  price: Price,
  /** Days in which buyers may ask for the money back; null: as the site says; left out: as it is. */
  refundDays: RefundWindow.nullish(),
  /** For how many days buyers have the work; null: for ever; left out: as it is. */
  accessDays: AccessDays.nullish(),
});

export const WorkParams = z.object({ id: Id });
export const WorkQuery = z.object({
  state: z.enum(['draft', 'submitted', 'published', 'withdrawn', 'taken_down']).optional(),
  kind: z.enum(workKinds).optional(),
  /** What can be a part of a bundle. */
  isPart: z.literal('true').optional(),
  creator: Id.optional(),
  text: line(100).optional(),
});

const states = z.enum(['draft', 'published', 'withdrawn', 'taken_down', 'deleted']);

export const WorkItem = z.object({
  id: Id,
  kind: z.enum(workKinds),
  slug: z.string(),
  title: z.string(),
  state: states,
  isSubmitted: z.boolean(),
  creatorId: Id,
  creatorName: z.string(),
  coverId: Id.nullable(),
  price: z.number().nullable(),
  lessonCount: z.number(),
  learnerCount: z.number(),
  publishedAt: z.string().nullable(),
  updatedAt: z.string(),
});
export type WorkItem = z.infer<typeof WorkItem>;

const kinds = z.enum(lessonKinds);

const days = z.int().min(1).max(3_650).nullable();
const schedule = {
  /** The first day on which learners may open it, in Beijing. */
  opensOn: z.iso
    .date()
    .refine((day) => day >= '2000-01-01' && day <= '2099-12-31')
    .nullable(),
  /** Days after a learner's purchase. */
  opensAfterDays: days,
  /** Days after it opened for a learner. */
  closesAfterDays: days,
};

export const LessonItem = z.object({
  id: Id,
  /** What it says in a second language, and the id that this is written under. */
  tongue: z.object({ id: Id, language: z.enum(['zh', 'en']), title: z.string() }).nullable(),
  title: z.string(),
  kind: kinds,
  isTrial: z.boolean(),
  trialFirst: z.number().nullable(),
  durationSec: z.number(),
  assetId: Id.nullable(),
  ...schedule,
  needs: z.array(Id).readonly(),
});
export const ChapterItem = z.object({ id: Id, title: z.string(), lessons: z.array(LessonItem) });

export const WorkDetail = WorkItem.extend({
  /** Counts saves of what the work says of itself; a save names the one it read. */
  version: z.number(),
  /** Counts all saves of the draft, its lessons included. */
  revision: z.number(),
  subtitle: z.string(),
  summary: z.string(),
  description: z.string(),
  titleEn: z.string(),
  subtitleEn: z.string(),
  summaryEn: z.string(),
  descriptionEn: z.string(),
  categoryId: Id.nullable(),
  tags: z.array(z.string()),
  level: z.enum(levels),
  language: z.string(),
  plannedCount: z.number().nullable(),
  partIds: z.array(Id),
  isInOrder: z.boolean(),
  /** The days to ask for a refund: as its creator chose (null: nothing), as the site says, and the fewest that it allows. */
  refundDays: RefundWindow.nullable(),
  siteRefundDays: RefundWindow,
  leastRefundDays: RefundWindow,
  /** For how many days buyers have it; null: for ever. */
  accessDays: AccessDays.nullable(),
  parts: z.array(
    z.object({
      id: Id,
      kind: z.enum(workKinds),
      slug: z.string(),
      title: z.string(),
      titleEn: z.string(),
      state: states,
      lessonCount: z.number(),
      price: z.number().nullable(),
    }),
  ),
  chapters: z.array(ChapterItem),
  may: z.object({
    edit: z.boolean(),
    price: z.boolean(),
    withdraw: z.boolean(),
    remove: z.boolean(),
  }),
});
export type WorkDetail = z.infer<typeof WorkDetail>;

export const ChapterEdit = z.object({ title: Title });
export const Order = z.object({ ids: z.array(Id).max(1_000) });

export const LessonEdit = z
  .object({
    title: Title,
    kind: kinds,
    body: markdown(500_000),
    assetId: Id.nullable(),
    isTrial: z.boolean(),
    /** How much of it everybody may try: characters of a text, seconds of a video. */
    trialFirst: z.int().min(1).max(100_000).nullable(),
    durationSec: z.number().int().min(0).max(360_000),
    ...schedule,
    /** The lessons of the same work that learners do first. */
    needs: z
      .array(Id)
      .max(50)
      .transform((ids): readonly string[] => [...new Set(ids)]),
    chapterId: Id,
  })
  .partial();
export type LessonEdit = z.infer<typeof LessonEdit>;

/** A change to a lesson, with the revision that was read; without it the last writer wins. */
export const LessonSave = LessonEdit.extend({
  revision: z.number().int().min(0).optional(),
  isAutosave: z.boolean().optional(),
});
export const LessonSaved = z.object({
  revision: z.number(),
  versionId: Id,
  savedAt: z.iso.datetime(),
});
export type LessonSaved = z.infer<typeof LessonSaved>;

/** What a lesson's draft says now: rides along with the refusal `lesson.changed`. */
export const LessonStanding = LessonEdit.omit({ chapterId: true })
  .required()
  .extend({ ...LessonSaved.shape, authorName: z.string().nullable() });
export type LessonStanding = z.infer<typeof LessonStanding>;

export const NewLesson = LessonEdit.extend({ title: Title, kind: kinds.default('text') });
export const LessonDetail = LessonItem.extend({
  /** The lesson that this says again in a second language. */
  originalId: Id.nullable(),
  /** The item of another work whose text and file this shares. */
  sharesId: Id.nullable(),
  workId: Id,
  chapterId: Id,
  versionId: Id,
  revision: z.number(),
  authorName: z.string().nullable(),
  savedAt: z.iso.datetime(),
  body: z.string(),
});
export type LessonDetail = z.infer<typeof LessonDetail>;
export const Created = z.object({ id: Id });

/** Which item another work shares. */
export const SharedItem = z.object({ lessonId: Id });
const SharedPlace = z.object({
  lessonId: Id,
  workId: Id,
  workTitle: z.string(),
  title: z.string(),
});
/** Where an item's text comes from, and where else it stands. */
export const LessonShare = z.object({
  from: SharedPlace.extend({ isBehind: z.boolean() }).nullable(),
  places: z.array(SharedPlace),
});
export type LessonShare = z.infer<typeof LessonShare>;

export const CreatorEdit = z
  .object({
    slug,
    name: needed(40),
    headline: line(120),
    bio: markdown(10_000),
    nameEn: line(80),
    headlineEn: line(200),
    bioEn: markdown(20_000),
    avatarId: Id.nullable(),
  })
  .partial();
/** What somebody who begins to publish is called. */
export const NewFace = z.object({ name: needed(40) });
export const CreatorItem = z.object({
  id: Id,
  slug: z.string(),
  name: z.string(),
  headline: z.string(),
  bio: z.string(),
  nameEn: z.string(),
  headlineEn: z.string(),
  bioEn: z.string(),
  avatarId: Id.nullable(),
  workCount: z.number(),
});
export type CreatorItem = z.infer<typeof CreatorItem>;

export const CategoryEdit = z
  .object({
    parentId: Id.nullable(),
    slug,
    nameZh: needed(30),
    nameEn: needed(60),
    position: z.number().int().min(0).max(10_000),
  })
  .partial();
export const NewCategory = CategoryEdit.extend({ slug, nameZh: needed(30), nameEn: needed(60) });
export type NewCategory = z.infer<typeof NewCategory>;
export const CategoryItem = z.object({
  id: Id,
  parentId: Id.nullable(),
  slug: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  position: z.number(),
});
export const CategoryList = z.object({ items: z.array(CategoryItem) });

/** A name in an address. PostgreSQL has no NUL in text. */
export const Name = z
  .string()
  .min(1)
  .max(160)
  .regex(/^[^\p{Cc}]+$/u);
