// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface SalesDayTable {
  day: string;
  workId: string;
  creatorId: string;
  orders: number;
  gross: number;
  refunded: number;
  earned: number;
}

export interface LearningDayTable {
  day: string;
  workId: string;
  creatorId: string;
  learners: Generated<number>;
  completions: Generated<number>;
  learnedSec: Generated<number>;
}

export interface LearningCountedTable {
  isOne: Generated<boolean>;
  countedUntil: Date;
}

export interface FinishCountTable {
  workId: string;
  creatorId: string;
  learners: number;
}

export interface JoinedDayTable {
  day: string;
  users: Generated<number>;
}

declare module '#platform/db.ts' {
  interface Tables {
    salesDay: SalesDayTable;
    learningDay: LearningDayTable;
    learningCounted: LearningCountedTable;
    finishCount: FinishCountTable;
    joinedDay: JoinedDayTable;
  }
}
