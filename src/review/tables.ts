// Made from tables.sql by `npm run tables`; edit that.
import type { ColumnType, Generated } from 'kysely';

export interface ReviewRuleSetTable {
  version: number;
  rules: ColumnType<unknown, string, string>;
  firstHours: number;
  deepHours: number;
  setBy: string;
  setAt: Date;
}

export interface ReviewExpertTable {
  userId: string;
  categoryId: string;
  appointedBy: string;
  appointedAt: Date;
}

export interface SubmissionTable {
  id: string;
  workId: string;
  submittedBy: string;
  submittedAt: Date;
  note: Generated<string>;
  publishAt: Date | null;
  state: Generated<'open' | 'approved' | 'returned' | 'withdrawn'>;
  stage: Generated<'first' | 'deep'>;
  needsDeep: Generated<boolean>;
  stageAt: Date;
  dueAt: Date;
  assignedTo: string | null;
  assignedAt: Date | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  reasons: Generated<string>;
}

export interface ReviewVerdictTable {
  id: string;
  submissionId: string;
  stage: 'first' | 'deep';
  verdict: 'passed' | 'returned';
  reviewerId: string;
  decidedAt: Date;
  failed: Generated<string[]>;
  marks: ColumnType<unknown, string | undefined, string>;
  reasons: Generated<string>;
}

export interface ReviewCommentTable {
  id: string;
  submissionId: string;
  workId: string;
  lessonId: string;
  authorId: string;
  stage: 'first' | 'deep';
  quote: string;
  before: Generated<string>;
  after: Generated<string>;
  body: string;
  madeAt: Date;
  settledAt: Date | null;
  settledBy: string | null;
}

export interface PlannedDeedTable {
  id: string;
  workId: string;
  deed: 'publish' | 'withdraw';
  dueAt: Date;
  submissionId: string | null;
  plannedBy: string;
  plannedAt: Date;
  state: Generated<'waiting' | 'done' | 'cancelled' | 'failed'>;
  settledAt: Date | null;
  failure: string | null;
}

export interface TakedownTable {
  id: string;
  workId: string;
  takenBy: string;
  takenAt: Date;
  reasons: string;
  stood: 'published' | 'withdrawn';
  liftedBy: string | null;
  liftedAt: Date | null;
}

export interface AppealTable {
  id: string;
  submissionId: string | null;
  takedownId: string | null;
  workId: string;
  madeBy: string;
  madeAt: Date;
  words: string;
  state: Generated<'open' | 'upheld' | 'rejected'>;
  decidedBy: string | null;
  decidedAt: Date | null;
  answer: Generated<string>;
}

declare module '#platform/db.ts' {
  interface Tables {
    reviewRuleSet: ReviewRuleSetTable;
    reviewExpert: ReviewExpertTable;
    submission: SubmissionTable;
    reviewVerdict: ReviewVerdictTable;
    reviewComment: ReviewCommentTable;
    plannedDeed: PlannedDeedTable;
    takedown: TakedownTable;
    appeal: AppealTable;
  }
}
