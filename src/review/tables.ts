// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface SubmissionTable {
  id: string;
  workId: string;
  submittedBy: string;
  submittedAt: Date;
  note: Generated<string>;
  publishAt: Date | null;
  state: Generated<'open' | 'approved' | 'returned' | 'withdrawn'>;
  decidedBy: string | null;
  decidedAt: Date | null;
  reasons: Generated<string>;
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

declare module '#platform/db.ts' {
  interface Tables {
    submission: SubmissionTable;
    plannedDeed: PlannedDeedTable;
  }
}
