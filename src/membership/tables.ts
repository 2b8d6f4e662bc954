// Made from tables.sql by `npm run tables`; edit that.
import type { Generated, GeneratedAlways } from 'kysely';

export interface TierTable {
  id: string;
  nameZh: string;
  nameEn: string;
  summaryZh: Generated<string>;
  summaryEn: Generated<string>;
  benefitsZh: Generated<string[]>;
  benefitsEn: Generated<string[]>;
  discountBps: Generated<number>;
  position: Generated<number>;
  state: Generated<'open' | 'closed'>;
  createdAt: Date;
}

export interface TierCoverTable {
  tierId: string;
  scope: 'all' | 'category' | 'creator' | 'work';
  subjectId: string;
  shelf: GeneratedAlways<string>;
}

export interface TierWorkTable {
  tierId: string;
  workId: string;
}

export interface TierPlanTable {
  id: string;
  tierId: string;
  term: 'month' | 'quarter' | 'year' | 'days';
  days: number | null;
  price: number;
  currency: Generated<'CNY'>;
  renews: Generated<boolean>;
  trialDays: Generated<number>;
  keepBps: Generated<number>;
  createdAt: Date;
  retiredAt: Date | null;
}

export interface MembershipTable {
  id: string;
  userId: string;
  tierId: string;
  sourceKind: 'order' | 'grant' | 'import' | 'code' | 'trial' | 'grace' | 'level' | 'points';
  sourceId: string;
  grantedBy: string | null;
  reason: Generated<string>;
  since: Date;
  startsAt: Date;
  endsAt: Date | null;
  pausedAt: Date | null;
  revokedAt: Date | null;
  remindedAt: Date | null;
}

declare module '#platform/db.ts' {
  interface Tables {
    tier: TierTable;
    tierCover: TierCoverTable;
    tierWork: TierWorkTable;
    tierPlan: TierPlanTable;
    membership: MembershipTable;
  }
}
