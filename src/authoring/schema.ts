import { z } from 'zod';
import { Id, LessonEdit, Title, WorkPatch } from '#catalog/schema.ts';
import { origins } from '#catalog/types.ts';
import { tidy } from '#kernel/text.ts';
import { patternNames } from './types.ts';

export const LessonPath = z.object({ id: Id });
export const WorkPath = z.object({ id: Id });
export const VersionPath = z.object({ id: Id, version: Id });

/** A version as its history lists it. */
export const VersionItem = z.object({
  id: Id,
  title: z.string(),
  authorName: z.string().nullable(),
  origin: z.enum(origins),
  createdAt: z.iso.datetime(),
  savedAt: z.iso.datetime(),
  length: z.int(),
  submittedAt: z.iso.datetime().nullable(),
  publishedAt: z.iso.datetime().nullable(),
  isDraft: z.boolean(),
  isLive: z.boolean(),
});
export type VersionItem = z.infer<typeof VersionItem>;

const lessonSays = LessonEdit.omit({ chapterId: true }).required();
const faceSays = WorkPatch.required();

export const LessonVersionDetail = VersionItem.extend(lessonSays.shape);
export type LessonVersionDetail = z.infer<typeof LessonVersionDetail>;
export const WorkVersionDetail = VersionItem.extend(faceSays.shape);
export type WorkVersionDetail = z.infer<typeof WorkVersionDetail>;

/** A text that lost a conflict. */
export const Aside = LessonEdit.omit({ chapterId: true });
export const Kept = z.object({ id: Id });

/** The revision that was read before an old version is brought back; without it the last writer wins. */
export const Restoration = z.object({ revision: z.int().min(0).optional() });
export const FaceRestored = z.object({ version: z.int() });

/** One side of a comparison of lessons: a version, or a text that is not saved yet. */
const Side = z.union([
  z.object({ version: Id }),
  z.object({ title: z.string().max(480).optional(), body: z.string().max(500_000) }),
]);
export const Compare = z.object({ from: Side, to: Side });
export type Compare = z.infer<typeof Compare>;
export const CompareFaces = z.object({
  from: z.object({ version: Id }),
  to: z.object({ version: Id }),
});
export type CompareFaces = z.infer<typeof CompareFaces>;

const Pieces = z.array(z.tuple([z.enum(['=', '-', '+']), z.string()]).readonly());

/** What differs between two texts: titles and texts by word, other fields as they were and are. */
export const Difference = z.object({
  title: Pieces,
  body: Pieces,
  fields: z.array(z.object({ name: z.string(), before: z.string(), after: z.string() })),
});
export type Difference = z.infer<typeof Difference>;

/** Texts of a work to be shown as its pages would; in one question, so that an editor can ask for what changed. */
export const PreviewInput = z.object({
  texts: z
    .array(z.string().max(500_000))
    .max(2_000)
    .refine((texts) => texts.reduce((sum, { length }) => sum + length, 0) <= 500_000),
});
export const Previews = z.object({ html: z.array(z.string()) });

const line = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform(tidy)
    .pipe(z.string().max(max));

export const LinkPath = z.object({ id: Id });
export const NewPreviewLink = z.object({
  lessonId: Id.nullable().optional(),
  label: line(60).default(''),
  days: z.int().min(1).max(90),
});
export type NewPreviewLink = z.infer<typeof NewPreviewLink>;
/** The address, which is told this once. */
export const PreviewLinkMade = z.object({
  id: Id,
  address: z.string(),
  expiresAt: z.iso.datetime(),
});
export type PreviewLinkMade = z.infer<typeof PreviewLinkMade>;
export const PreviewLinkItem = z.object({
  id: Id,
  lessonId: Id.nullable(),
  lessonTitle: z.string().nullable(),
  label: z.string(),
  isOpen: z.boolean(),
  madeAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  seenAt: z.iso.datetime().nullable(),
});
export type PreviewLinkItem = z.infer<typeof PreviewLinkItem>;

const markdown = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => text.replaceAll('\0', '').toWellFormed());

export const SnippetPath = z.object({ id: Id });
export const SnippetInput = z.object({
  title: line(60).pipe(z.string().min(1)),
  body: markdown(20_000).refine((text) => text.trim() !== ''),
});
export type SnippetInput = z.infer<typeof SnippetInput>;
export const SnippetItem = z.object({
  id: Id,
  title: z.string(),
  body: z.string(),
  updatedAt: z.iso.datetime(),
});
export type SnippetItem = z.infer<typeof SnippetItem>;

/** What a copy of a work is called; without it, the work's own title with a word behind it. */
export const CopyInput = z.object({ title: Title.optional() });
export const PatternInput = CopyInput.extend({ pattern: z.enum(patternNames) });
export const TemplateItem = z.object({
  id: Id,
  title: z.string(),
  lessonCount: z.int(),
  madeAt: z.iso.datetime(),
});
export type TemplateItem = z.infer<typeof TemplateItem>;
export const PatternList = z.object({
  items: z.array(z.object({ pattern: z.enum(patternNames), title: z.string(), about: z.string() })),
});
