// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface PaymentTable {
  id: string;
  orderId: string;
  gateway: string;
  outTradeNo: string;
  amount: number;
  currency: 'CNY';
  feeBps: number;
  feeFixed: Generated<number>;
  isFeeReturned: Generated<boolean>;
  reference: string | null;
  description: string;
  state: Generated<'opened' | 'succeeded' | 'closed'>;
  openedAt: Date;
  expiresAt: Date;
  nextQueryAt: Date;
  tries: Generated<number>;
}

export interface CaptureTable {
  id: string;
  paymentId: string;
  orderId: string;
  gateway: string;
  transactionId: string;
  amount: number;
  currency: 'CNY';
  fee: number;
  paidAt: Date;
  receivedAt: Date;
  outcome: 'kept' | 'duplicate' | 'late' | 'mismatch';
}

export interface GatewayEventTable {
  gateway: string;
  id: string;
  kind: 'payment' | 'refund' | 'transfer';
  subject: string;
  receivedAt: Date;
}

export interface RefundTable {
  id: string;
  orderId: string;
  captureId: string;
  outRefundNo: string;
  attempt: Generated<number>;
  amount: number;
  cause: 'buyer' | 'staff' | 'team' | 'owned' | 'duplicate' | 'late' | 'mismatch';
  reason: Generated<string>;
  state: Generated<'requested' | 'succeeded' | 'failed'>;
  requestedBy: string | null;
  requestedAt: Date;
  nextTryAt: Date;
  tries: Generated<number>;
  finishedAt: Date | null;
  refundId: string | null;
  failure: string | null;
}

export interface RefundLineTable {
  refundId: string;
  lineId: string;
  amount: number;
  takesBack: boolean;
}

export interface ReconciliationTable {
  gateway: string;
  day: string;
  checkedAt: Date | null;
  billedPayments: Generated<number>;
  billedPaid: Generated<number>;
  ourPayments: Generated<number>;
  ourPaid: Generated<number>;
  billedRefunds: Generated<number>;
  billedRefunded: Generated<number>;
  ourRefunds: Generated<number>;
  ourRefunded: Generated<number>;
  failure: string | null;
}

export interface ReconciliationDifferenceTable {
  id: string;
  gateway: string;
  day: string;
  kind: 'found' | 'foreign' | 'missing' | 'amount' | 'fee' | 'refund_foreign' | 'refund_amount';
  number: string;
  billed: number | null;
  ours: number | null;
  orderId: string | null;
  notedAt: Date;
  settledAt: Date | null;
}

declare module '#platform/db.ts' {
  interface Tables {
    payment: PaymentTable;
    capture: CaptureTable;
    gatewayEvent: GatewayEventTable;
    refund: RefundTable;
    refundLine: RefundLineTable;
    reconciliation: ReconciliationTable;
    reconciliationDifference: ReconciliationDifferenceTable;
  }
}
