import type { LessonKind } from '#catalog/types.ts';

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

/** A lesson of the draft against what is live. */
export interface LessonChange {
  readonly id: string;
  readonly title: string;
  readonly kind: LessonKind;
  readonly change: 'added' | 'changed' | 'removed';
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
