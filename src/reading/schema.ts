import { z } from 'zod';
import { isId } from '#kernel/id.ts';

const Id = z.string().refine(isId);
const position = z.int().min(1).max(100_000);
const index = z.int().min(0).max(1_000_000);

export const BookPath = z.object({ lessonId: Id });
export const ChapterPath = BookPath.extend({ chapter: z.coerce.number().pipe(position) });
export const PagePath = BookPath.extend({ page: z.coerce.number().pipe(position) });
export const MarkPath = z.object({ id: Id });
export const BookMarkPath = BookPath.extend({ id: Id });

export const SearchQuery = z.object({
  q: z.string().trim().max(100).catch(''),
  cursor: z.string().max(500).optional(),
});
export const CursorQuery = z.object({ cursor: z.string().max(500).optional() });

const week = 7 * 24 * 3_600_000;

/** Where a reader went, and how long ago: a device that was offline says so late. */
export const PlaceReport = z.object({
  chapter: position,
  block: index,
  agoMs: z.number().min(0).max(week).transform(Math.floor),
});
export type PlaceReport = z.infer<typeof PlaceReport>;

/** Where the reader is by all devices. */
export const PlaceItem = z.object({ chapter: z.int(), block: z.int() });
export type PlaceItem = z.infer<typeof PlaceItem>;

const note = z.string().trim().max(5_000);

/** A passage to be marked: from and to characters in blocks of a chapter. */
export const NewMark = z.object({
  chapter: position,
  startBlock: index,
  startChar: index,
  endBlock: index,
  endChar: index,
  note: note.default(''),
});
export type NewMark = z.infer<typeof NewMark>;

export const NoteChange = z.object({ note });
export type NoteChange = z.infer<typeof NoteChange>;

export const MarkItem = z.object({
  id: Id,
  chapter: z.int(),
  startBlock: z.int(),
  startChar: z.int(),
  endBlock: z.int(),
  endChar: z.int(),
  quote: z.string(),
  note: z.string(),
  createdAt: z.iso.datetime(),
});
export type MarkItem = z.infer<typeof MarkItem>;
