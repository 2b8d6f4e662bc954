// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface EntitlementTable {
  id: string;
  userId: string;
  workId: string;
  sourceKind: 'order' | 'grant' | 'code' | 'points';
  sourceId: string;
  grantedBy: string | null;
  reason: Generated<string>;
  since: Date;
  startsAt: Date;
  endsAt: Date | null;
  revokedAt: Date | null;
  remindedAt: Date | null;
}

export interface MemberLearnerTable {
  workId: string;
  userId: string;
  begunAt: Date;
}

declare module '#platform/db.ts' {
  interface Tables {
    entitlement: EntitlementTable;
    memberLearner: MemberLearnerTable;
  }
}
