import { z } from 'zod';
import { importSteps } from './types.ts';

/** An import is asked for with a finished upload (`use: import`), or with the address of a feed. */
export const NewImport = z.union([
  z.object({ uploadId: z.string().regex(/^[A-Za-z0-9_-]{43}$/) }),
  z.object({ address: z.url({ protocol: /^https?$/ }).max(2_000) }),
]);
export type NewImport = z.infer<typeof NewImport>;

export const ImportPath = z.object({ id: z.uuid() });

const unreadable = z.object({ path: z.string(), why: z.string() });

/** What an import did; `message` and `problems` say why one failed. */
export const ImportResult = z.object({
  workId: z.uuid().optional(),
  slug: z.string().optional(),
  title: z.string().optional(),
  isNewWork: z.boolean().optional(),
  created: z.int().optional(),
  updated: z.int().optional(),
  removed: z.int().optional(),
  unchanged: z.int().optional(),
  lessons: z.int().optional(),
  assets: z.int().optional(),
  /** Assets of films and sound, of which something may still be being made. */
  recordings: z.array(z.uuid()).optional(),
  unreadable: z.array(unreadable).optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  problems: z.array(unreadable).optional(),
});

/** An import as its creator follows it. */
export const ImportItem = z.object({
  id: z.uuid(),
  fileName: z.string(),
  /** Of a feed. */
  address: z.string().nullable(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  step: z.enum(importSteps),
  done: z.int(),
  total: z.int(),
  report: ImportResult,
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type ImportItem = z.infer<typeof ImportItem>;

export const ExportPath = z.object({ id: z.uuid() });

/** An export as whoever asked for it follows it. */
export const ExportItem = z.object({
  id: z.uuid(),
  workId: z.uuid(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  doneBytes: z.int(),
  totalBytes: z.int(),
  fileName: z.string(),
  /** Of the zip, once it is whole. */
  sizeBytes: z.int(),
  /** Why it failed, in words. */
  failure: z.string().nullable(),
  /** Until when the zip can be fetched. */
  expiresAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});
export type ExportItem = z.infer<typeof ExportItem>;

export const WorkPath = z.object({ id: z.uuid() });
export const PreviewInput = z.object({ body: z.string().max(500_000) });
export const Preview = z.object({ html: z.string() });

/** A file gets the path by which texts of the work show it. */
export const FileInput = z.object({ path: z.string().min(1).max(500), assetId: z.uuid() });
export const NamedFile = z.object({ path: z.string(), markdown: z.string() });
