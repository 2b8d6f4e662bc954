// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface RefundCaseTable {
  id: string;
  orderId: string;
  buyerId: string;
  openedBy: string;
  openedAt: Date;
  reason: string;
  state: Generated<'open' | 'proposed' | 'granted' | 'refused' | 'withdrawn'>;
  amount: number | null;
  proposedBy: string | null;
  needsSecond: Generated<boolean>;
  decidedBy: string | null;
  decidedAt: Date | null;
  answer: Generated<string>;
  refundId: string | null;
}

declare module '#platform/db.ts' {
  interface Tables {
    refundCase: RefundCaseTable;
  }
}
