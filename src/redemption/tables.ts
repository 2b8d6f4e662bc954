// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface CodeBatchTable {
  id: string;
  name: string;
  workId: string | null;
  tierId: string | null;
  days: number | null;
  quantity: number;
  redeemed: Generated<number>;
  expiresAt: Date | null;
  frozenAt: Date | null;
  madeBy: string | null;
  createdAt: Date;
}

export interface RedemptionCodeTable {
  id: string;
  batchId: string;
  codeHash: Buffer;
  tail: string;
  frozenAt: Date | null;
  redeemedBy: string | null;
  redeemedAt: Date | null;
}

declare module '#platform/db.ts' {
  interface Tables {
    codeBatch: CodeBatchTable;
    redemptionCode: RedemptionCodeTable;
  }
}
