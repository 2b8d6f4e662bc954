import { z } from 'zod';
import { Id } from '#catalog/schema.ts';
import { findingKinds, lists, scenes, severities, wordActions, workFields } from './types.ts';

const line = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) =>
      text
        .replaceAll(/\p{Cc}/gu, ' ')
        .toWellFormed()
        .trim(),
    );

const fields = {
  list: z.enum(lists),
  word: line(64).pipe(z.string().min(1)),
  action: z.enum(wordActions),
  replacement: line(64),
  note: line(200),
};

export const WordParams = z.object({ id: Id });
export const NewWord = z.object({
  ...fields,
  replacement: fields.replacement.default(''),
  note: fields.note.default(''),
});
export type NewWord = z.infer<typeof NewWord>;

/** What of a word to change. */
export const WordEdit = z.object(fields).partial().strict();
export type WordEdit = z.infer<typeof WordEdit>;

export const WordQuery = z.object({
  list: z.enum(lists).optional(),
  action: z.enum(wordActions).optional(),
  text: line(64).optional(),
});

export const WordItem = z.object({
  id: Id,
  list: z.enum(lists),
  word: z.string(),
  action: z.enum(wordActions),
  replacement: z.string(),
  note: z.string(),
  createdAt: z.string(),
});
export type WordItem = z.infer<typeof WordItem>;

export const WordId = z.object({ id: Id });

/** A file of words: a header, then a word a line. */
export const WordFile = z.object({ csv: z.string().min(1).max(300_000) });
export const WordsImported = z.object({ added: z.int(), changed: z.int(), unchanged: z.int() });
export type WordsImported = z.infer<typeof WordsImported>;

export const Trial = z.object({ scene: z.enum(scenes), text: z.string().max(20_000) });

const finding = z.object({
  kind: z.enum(findingKinds),
  severity: z.enum(severities),
  start: z.int(),
  end: z.int(),
  detail: z.string(),
  percent: z.int().optional(),
});

/** What a check says of a text, and the text with what is to be replaced replaced. */
export const TextVerdict = z.object({
  verdict: z.enum(severities).nullable(),
  findings: z.array(finding),
  text: z.string(),
});
export type TextVerdict = z.infer<typeof TextVerdict>;

export const WorkFindingItem = finding.extend({
  field: z.enum(workFields),
  id: Id.nullable(),
  title: z.string(),
  before: z.string(),
  hit: z.string(),
  after: z.string(),
});
export type WorkFindingItem = z.infer<typeof WorkFindingItem>;

/** What the machine said of a draft; `isStale` when the draft or the lists changed since. */
export const WorkCheckItem = z.object({
  checkedAt: z.string().nullable(),
  isStale: z.boolean(),
  verdict: z.enum(severities).nullable(),
  findings: z.array(WorkFindingItem),
  isCut: z.boolean(),
});
export type WorkCheckItem = z.infer<typeof WorkCheckItem>;
