import type { Locale } from '#kernel/locale.ts';
import type { LessonKind } from '#catalog/types.ts';

/** The two looks that a work may need. */
export const stages = ['first', 'deep'] as const;
export type Stage = (typeof stages)[number];

/** What a work goes through: one look, or both one after the other. */
export const ways = ['first', 'deep', 'both'] as const;
export type Way = (typeof ways)[number];

/** What the house knows of a creator: nobody yet; some works approved; several, and lately nothing went wrong. */
export const trusts = ['new', 'known', 'trusted'] as const;
export type Trust = (typeof trusts)[number];

/** Works to which a rule applies, and what they go through. A condition that is null holds for all. */
export interface ReviewRule {
  readonly categoryId: string | null;
  readonly trust: Trust | null;
  /** The lowest price, in minor units. */
  readonly minPrice: number | null;
  readonly way: Way;
}

/** The rules in their order, with the hours that each stage may take. */
export interface RuleSet {
  /** Counts what was set; 0: the house's own. */
  readonly version: number;
  readonly rules: readonly ReviewRule[];
  readonly firstHours: number;
  readonly deepHours: number;
}

/** What the first review looks at, point by point. */
export const points = ['face', 'lessons', 'trial', 'rights', 'law', 'promises'] as const;
export type Point = (typeof points)[number];

/** What the deep review marks from 1 to 5. */
export const criteria = ['accuracy', 'usefulness', 'completeness', 'compliance'] as const;
export type Criterion = (typeof criteria)[number];

export interface Mark {
  readonly criterion: Criterion;
  readonly mark: number;
  readonly note: string;
}

export const verdicts = ['passed', 'returned'] as const;
export type Verdict = (typeof verdicts)[number];

/** What a reviewer found in one stage. */
export interface Finding {
  readonly verdict: Verdict;
  /** Points that are not right, of a first review. */
  readonly failed: readonly Point[];
  /** All marks, of a deep review. */
  readonly marks: readonly Mark[];
  readonly reasons: string;
}

/** A finding with who made it and when. */
export interface VerdictRow extends Finding {
  readonly stage: Stage;
  readonly reviewerId: string;
  readonly reviewerName: string;
  readonly decidedAt: Date;
}

/** A work that staff took from everybody. */
export interface Takedown {
  readonly id: string;
  readonly workId: string;
  readonly workTitle: string;
  readonly creatorId: string;
  readonly takenBy: string;
  readonly takerName: string;
  readonly takenAt: Date;
  readonly reasons: string;
  readonly stood: 'published' | 'withdrawn';
  readonly liftedAt: Date | null;
  readonly appealId: string | null;
}

export const appealStates = ['open', 'upheld', 'rejected'] as const;
export type AppealState = (typeof appealStates)[number];

/** A creator's word against a return or a takedown. */
export interface Appeal {
  readonly id: string;
  readonly submissionId: string | null;
  readonly takedownId: string | null;
  readonly workId: string;
  readonly workTitle: string;
  readonly creatorId: string;
  readonly creatorName: string;
  readonly madeAt: Date;
  readonly words: string;
  readonly state: AppealState;
  readonly decidedAt: Date | null;
  readonly answer: string;
  /** What its creator was told. */
  readonly against: string;
  /** Who decided before. */
  readonly judges: readonly string[];
}

/** A passage as it was read, with a little of what stood around it. */
export interface Anchor {
  readonly quote: string;
  readonly before: string;
  readonly after: string;
}

/** What a reviewer says of a passage. */
export interface ReviewComment extends Anchor {
  readonly id: string;
  readonly submissionId: string;
  readonly lessonId: string;
  readonly lessonTitle: string;
  readonly authorId: string;
  readonly authorName: string | null;
  readonly stage: Stage;
  readonly body: string;
  readonly madeAt: Date;
  readonly settledAt: Date | null;
}

export type SubmissionState = 'open' | 'approved' | 'returned' | 'withdrawn';

/** A work handed in for review. */
export interface Submission {
  readonly id: string;
  readonly workId: string;
  readonly workTitle: string;
  readonly creatorId: string;
  readonly creatorName: string;
  readonly submittedBy: string;
  readonly submittedAt: Date;
  readonly note: string;
  /** When its creator would like it to be published; null: as soon as it is approved. */
  readonly publishAt: Date | null;
  readonly state: SubmissionState;
  readonly stage: Stage;
  readonly needsDeep: boolean;
  readonly stageAt: Date;
  readonly dueAt: Date;
  readonly assignedTo: string | null;
  readonly assigneeName: string | null;
  /** Whether the first review is over, and who made it. */
  readonly firstBy: string | null;
  /** Whether something of the work is live. */
  readonly isUpdate: boolean;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly reasons: string;
}

/** What must be right before a work may be handed in. */
export const checks = [
  'title',
  'summary',
  'lessons',
  'empty_lessons',
  'price',
  'media_ready',
] as const;
export type Check = (typeof checks)[number];

/** One line of the checklist. */
export interface CheckResult {
  readonly check: Check;
  readonly isMet: boolean;
}

/** What the checklist looks at. */
export interface Facts {
  readonly title: string;
  readonly summary: string;
  readonly lessons: number;
  /** Text lessons without a word. */
  readonly emptyLessons: number;
  readonly hasPrice: boolean;
  /** Files of lessons and cover that are still being prepared or failed. */
  readonly mediaNotReady: number;
}

/** A lesson of the draft against what is live, in one language. */
export interface LessonChange {
  readonly id: string;
  /** Null: the language of the work. */
  readonly language: Locale | null;
  readonly title: string;
  readonly kind: LessonKind;
  readonly change: 'added' | 'changed' | 'removed';
  /** The versions to compare. */
  readonly draftId: string | null;
  readonly liveId: string | null;
}

/** What can be planned for a work. */
export const plannedDeeds = ['publish', 'withdraw'] as const;
export type PlannedDeed = (typeof plannedDeeds)[number];

export const planStates = ['waiting', 'done', 'cancelled', 'failed'] as const;
export type PlanState = (typeof planStates)[number];

/** What is to happen to a work at a time. */
export interface Plan {
  readonly id: string;
  readonly workId: string;
  readonly workTitle: string;
  readonly creatorId: string;
  readonly creatorName: string;
  readonly deed: PlannedDeed;
  readonly dueAt: Date;
  readonly plannedAt: Date;
  readonly state: PlanState;
  readonly settledAt: Date | null;
  /** Why it could not be done: the code of a refusal. */
  readonly failure: string | null;
}
