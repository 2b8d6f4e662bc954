// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface GrowthTermsTable {
  id: Generated<boolean>;
  isOn: boolean;
  formula: 'reached' | 'yearly' | 'stepped';
  factorBps: number;
  perYuan: number;
  perLesson: number;
  dailyLessons: number;
  perWork: number;
  version: number;
}

export interface GrowthLevelTable {
  id: string;
  nameZh: string;
  nameEn: string;
  threshold: number;
  tierId: string | null;
  retiredAt: Date | null;
}

export interface GrowthAccountTable {
  userId: string;
  value: Generated<number>;
  levelId: string | null;
  tierId: string | null;
  givingId: string | null;
  settledVersion: Generated<number>;
  lookAgainAt: Date | null;
}

export interface GrowthEntryTable {
  id: string;
  userId: string;
  kind: 'purchase' | 'refund' | 'lesson' | 'work' | 'staff';
  sourceId: string;
  orderId: string | null;
  amount: number;
  reason: Generated<string>;
  grantedBy: string | null;
  countsFrom: Date;
}

export interface GrowthStepTable {
  id: string;
  userId: string;
  fromLevel: string | null;
  toLevel: string | null;
  value: number;
  at: Date;
}

declare module '#platform/db.ts' {
  interface Tables {
    growthTerms: GrowthTermsTable;
    growthLevel: GrowthLevelTable;
    growthAccount: GrowthAccountTable;
    growthEntry: GrowthEntryTable;
    growthStep: GrowthStepTable;
  }
}
