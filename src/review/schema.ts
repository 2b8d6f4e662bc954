import { z } from 'zod';
import { ChapterItem, Id } from '#catalog/schema.ts';
import { tidy } from '#kernel/text.ts';
import { checks, plannedDeeds, planStates } from './types.ts';

const paragraph = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => text.replaceAll('\0', '').toWellFormed().trim());
const states = z.enum(['open', 'approved', 'returned', 'withdrawn']);

export const SubmissionParams = z.object({ id: Id });
/** An instant, with its zone. */
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

export const NewSubmission = z.object({
  note: paragraph(1_000).default(''),
  /** When it is to be published, once it is approved; null: at once. */
  publishAt: instant.nullable().default(null),
});
export type NewSubmission = z.infer<typeof NewSubmission>;
export const Approval = z.object({ publishAt: instant.nullable().default(null) });
export const Return = z.object({
  reasons: paragraph(4_000).refine((text) => tidy(text).length > 0),
});
export const SubmissionQuery = z.object({ state: states.optional(), work: Id.optional() });

export const Checklist = z.object({
  isComplete: z.boolean(),
  checks: z.array(z.object({ check: z.enum(checks), isMet: z.boolean(), words: z.string() })),
});
export type Checklist = z.infer<typeof Checklist>;

export const SubmissionItem = z.object({
  id: Id,
  workId: Id,
  workTitle: z.string(),
  creatorId: Id,
  creatorName: z.string(),
  submittedAt: z.string(),
  note: z.string(),
  publishAt: z.string().nullable(),
  state: states,
  decidedAt: z.string().nullable(),
  reasons: z.string(),
});
export type SubmissionItem = z.infer<typeof SubmissionItem>;

export const SubmissionDetail = SubmissionItem.extend({
  isFirst: z.boolean(),
  /** Fields of the work that differ from what is live. */
  changedFields: z.array(z.string()),
  lessons: z.array(
    z.object({
      id: Id,
      title: z.string(),
      kind: z.string(),
      change: z.enum(['added', 'changed', 'removed']),
    }),
  ),
  draft: z.object({
    title: z.string(),
    subtitle: z.string(),
    summary: z.string(),
    description: z.string(),
    titleEn: z.string(),
    summaryEn: z.string(),
    coverId: Id.nullable(),
    categoryId: Id.nullable(),
    tags: z.array(z.string()),
    level: z.string(),
    language: z.string(),
  }),
  price: z.number().nullable(),
  chapters: z.array(ChapterItem),
  may: z.object({ decide: z.boolean() }),
});
export type SubmissionDetail = z.infer<typeof SubmissionDetail>;

export const SubmissionId = z.object({ id: Id });

export const PlanParams = z.object({ id: Id });
export const PlanQuery = z.object({ state: z.enum(planStates).optional(), work: Id.optional() });
export const PlanTime = z.object({ at: instant });
export const PlanItem = z.object({
  id: Id,
  workId: Id,
  workTitle: z.string(),
  creatorName: z.string(),
  deed: z.enum(plannedDeeds),
  dueAt: z.iso.datetime(),
  plannedAt: z.iso.datetime(),
  state: z.enum(planStates),
  settledAt: z.iso.datetime().nullable(),
  /** Why it could not be done, in the reader's words. */
  failure: z.string().nullable(),
  may: z.object({ change: z.boolean() }),
});
export type PlanItem = z.infer<typeof PlanItem>;
