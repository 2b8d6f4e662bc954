// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface EarningTable {
  orderLineId: string;
  orderId: string;
  workId: string | null;
  creatorId: string | null;
  gateway: string;
  gross: number;
  feeBps: number | null;
  commissionBps: number;
  fee: number;
  commission: number;
  amount: number;
  promotion: Generated<number>;
  refunded: Generated<number>;
  reversed: Generated<number>;
  earnedAt: Date;
  recordedAt: Date;
  releaseAt: Date;
  releasedAt: Date | null;
}

export interface EarningReversalTable {
  refundId: string;
  orderLineId: string;
  creatorId: string | null;
  gross: number;
  fee: number;
  commission: number;
  amount: number;
  promotion: Generated<number>;
  recordedAt: Date;
}

export interface EarningShareTable {
  orderLineId: string;
  level: 1 | 2;
  promoterId: string;
  bps: number;
  amount: number;
  reversed: Generated<number>;
  earnedAt: Date;
  releaseAt: Date;
  releasedAt: Date | null;
}

export interface PayoutTable {
  id: string;
  creatorId: string | null;
  promoterId: string | null;
  amount: number;
  gateway: string;
  outBillNo: string;
  payee: string;
  state: Generated<'requested' | 'approved' | 'paid' | 'failed' | 'rejected'>;
  requestedAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  reason: Generated<string>;
  nextTryAt: Date;
  tries: Generated<number>;
  finishedAt: Date | null;
  transferId: string | null;
  failure: string | null;
}

declare module '#platform/db.ts' {
  interface Tables {
    earning: EarningTable;
    earningReversal: EarningReversalTable;
    earningShare: EarningShareTable;
    payout: PayoutTable;
  }
}
