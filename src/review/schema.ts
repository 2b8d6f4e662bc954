import { z } from 'zod';
import { ChapterItem, Id } from '#catalog/schema.ts';
import { workKinds } from '#catalog/types.ts';
import { tidy } from '#kernel/text.ts';
import {
  appealStates,
  checks,
  criteria,
  plannedDeeds,
  planStates,
  points,
  stages,
  trusts,
  verdicts,
  ways,
} from './types.ts';

const paragraph = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => text.replaceAll('\0', '').toWellFormed().trim());
const plain = (text: string) => text.replaceAll('\0', '').toWellFormed();
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
const found = {
  verdict: z.enum(verdicts),
  /** What the creator reads; needed when a work is returned. */
  reasons: paragraph(4_000).default(''),
  /** When what passes for the last time is published; null: at once. */
  publishAt: instant.nullable().default(null),
};
const failedPoints = z
  .array(z.enum(points))
  .max(points.length)
  .transform((failed) => points.filter((point) => failed.includes(point)));
/** A first review: the points of the checklist that are not right. */
export const FirstReview = z.object({
  ...found,
  failed: failedPoints,
});
const Mark = z.object({
  criterion: z.enum(criteria),
  mark: z.int().min(1).max(5),
  note: paragraph(1_000).default(''),
});
/** A deep review: a mark for every criterion. */
export const DeepReview = z.object({ ...found, marks: z.array(Mark).max(criteria.length) });

/** The same for several submissions of the first review. */
export const BulkDecision = z.object({
  ids: z.array(Id).min(1).max(50),
  deed: z.enum(['take', 'pass', 'return']),
  failed: failedPoints.default([]),
  reasons: paragraph(4_000).default(''),
});
export type BulkDecision = z.infer<typeof BulkDecision>;
/** What became of each; a problem in the reader's words. */
export const BulkAnswer = z.object({
  items: z.array(z.object({ id: Id, problem: z.string().nullable() })),
});
export type BulkAnswer = z.infer<typeof BulkAnswer>;

export const Assignment = z.object({ userId: Id.nullable() });

export const NewComment = z.object({
  lessonId: Id,
  /** The passage as it was read; empty for the whole lesson. */
  quote: z.string().max(2_000).transform(plain).default(''),
  before: z.string().max(64).transform(plain).default(''),
  after: z.string().max(64).transform(plain).default(''),
  body: paragraph(2_000).refine((text) => tidy(text).length > 0),
});
export type NewComment = z.infer<typeof NewComment>;
export const CommentParams = z.object({ id: Id });
export const CommentId = z.object({ id: Id });
const flag = z.enum(['yes', 'no']).transform((text) => text === 'yes');
export const CommentQuery = z.object({ lesson: Id.optional(), settled: flag.optional() });
export const Settlement = z.object({ isSettled: z.boolean() });
export const CommentItem = z.object({
  id: Id,
  submissionId: Id,
  lessonId: Id,
  lessonTitle: z.string(),
  stage: z.enum(stages),
  quote: z.string(),
  before: z.string(),
  after: z.string(),
  body: z.string(),
  /** Told to staff only. */
  authorName: z.string().nullable(),
  madeAt: z.iso.datetime(),
  settledAt: z.iso.datetime().nullable(),
  isMine: z.boolean(),
});
export type CommentItem = z.infer<typeof CommentItem>;

export const TakedownParams = z.object({ id: Id });
export const NewTakedown = z.object({
  reasons: paragraph(4_000).refine((text) => tidy(text).length > 0),
});
export const TakedownId = z.object({ id: Id });
export const TakedownQuery = z.object({ work: Id.optional(), holding: flag.optional() });
export const TakedownItem = z.object({
  id: Id,
  workId: Id,
  workTitle: z.string(),
  creatorId: Id,
  /** Told to staff only. */
  takerName: z.string().nullable(),
  takenAt: z.iso.datetime(),
  reasons: z.string(),
  liftedAt: z.iso.datetime().nullable(),
  appealId: Id.nullable(),
});
export type TakedownItem = z.infer<typeof TakedownItem>;

export const AppealParams = z.object({ id: Id });
export const NewAppeal = z.object({
  words: paragraph(4_000).refine((text) => tidy(text).length > 0),
});
export const AppealId = z.object({ id: Id });
export const AppealQuery = z.object({
  state: z.enum(appealStates).optional(),
  work: Id.optional(),
});
export const AppealDecision = z.object({
  isUpheld: z.boolean(),
  /** What its creator reads. */
  answer: paragraph(4_000).refine((text) => tidy(text).length > 0),
});
export type AppealDecision = z.infer<typeof AppealDecision>;
export const AppealItem = z.object({
  id: Id,
  submissionId: Id.nullable(),
  takedownId: Id.nullable(),
  workId: Id,
  workTitle: z.string(),
  creatorId: Id,
  creatorName: z.string(),
  /** What its creator was told. */
  against: z.string(),
  words: z.string(),
  state: z.enum(appealStates),
  answer: z.string(),
  madeAt: z.iso.datetime(),
  decidedAt: z.iso.datetime().nullable(),
  may: z.object({ decide: z.boolean() }),
});
export type AppealItem = z.infer<typeof AppealItem>;

const Rule = z.object({
  categoryId: Id.nullable(),
  trust: z.enum(trusts).nullable(),
  minPrice: z.int().min(0).max(100_000_000).nullable(),
  way: z.enum(ways),
});
const hours = z.int().min(1).max(720);
/** The rules in their order; `version` is the one that was read before they were changed. */
export const RuleSetInput = z.object({
  version: z.int().min(0).max(1_000_000),
  rules: z.array(Rule).max(50),
  firstHours: hours,
  deepHours: hours,
});
export type RuleSetInput = z.infer<typeof RuleSetInput>;
export const ExpertParams = z.object({ category: Id, user: Id });
export const Experts = z.object({
  items: z.array(
    z.object({
      userId: Id,
      userName: z.string(),
      categoryId: Id,
      categoryName: z.string(),
      appointedAt: z.iso.datetime(),
    }),
  ),
});
export type Experts = z.infer<typeof Experts>;

export const SubmissionQuery = z.object({
  state: states.optional(),
  work: Id.optional(),
  stage: z.enum(stages).optional(),
  whose: z.enum(['mine', 'free']).optional(),
  late: flag.optional(),
});

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
  stage: z.enum(stages),
  needsDeep: z.boolean(),
  stageAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  isLate: z.boolean(),
  /** Whole hours until it is due, or since then; and since when it waits in this stage. */
  hoursLeft: z.int(),
  hoursWaiting: z.int(),
  isTaken: z.boolean(),
  /** Whether something of the work is live already. */
  isUpdate: z.boolean(),
  isMine: z.boolean(),
  /** Told to staff only. */
  assigneeName: z.string().nullable(),
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
      /** What is said in a second language; null: the language of the work. */
      language: z.enum(['zh', 'en']).nullable(),
      title: z.string(),
      kind: z.string(),
      change: z.enum(['added', 'changed', 'removed']),
      draftId: Id.nullable(),
      liveId: Id.nullable(),
    }),
  ),
  /** Versions of what the work says of itself. */
  face: z.object({ draftId: Id, liveId: Id.nullable() }),
  verdicts: z.array(
    z.object({
      stage: z.enum(stages),
      verdict: z.enum(verdicts),
      reviewerName: z.string().nullable(),
      decidedAt: z.iso.datetime(),
      failed: z.array(z.enum(points)),
      marks: z.array(Mark),
      reasons: z.string(),
    }),
  ),
  draft: z.object({
    title: z.string(),
    subtitle: z.string(),
    summary: z.string(),
    description: z.string(),
    titleEn: z.string(),
    subtitleEn: z.string(),
    summaryEn: z.string(),
    descriptionEn: z.string(),
    coverId: Id.nullable(),
    categoryId: Id.nullable(),
    tags: z.array(z.string()),
    level: z.string(),
    language: z.string(),
    plannedCount: z.number().nullable(),
    partIds: z.array(Id),
    isInOrder: z.boolean(),
  }),
  price: z.number().nullable(),
  /** The works that a bundle is made of. */
  parts: z.array(
    z.object({ id: Id, kind: z.enum(workKinds), title: z.string(), price: z.number().nullable() }),
  ),
  chapters: z.array(ChapterItem),
  may: z.object({
    decide: z.boolean(),
    take: z.boolean(),
    giveBack: z.boolean(),
    assign: z.boolean(),
    /** Why whoever asks may not judge it now. */
    why: z.string().nullable(),
  }),
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
