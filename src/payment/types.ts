import type { Money } from '#kernel/money.ts';
import type { LinePart } from '#order/types.ts';

/** Why money that came in goes back by itself. */
export const returnCauses = ['duplicate', 'late', 'mismatch'] as const;
export type ReturnCause = (typeof returnCauses)[number];

/** What becomes of money that came in: it pays the order, or it goes back. */
export type CaptureOutcome = 'kept' | ReturnCause;

export const refundCauses = ['buyer', 'staff', 'team', 'owned', ...returnCauses] as const;
export type RefundCause = (typeof refundCauses)[number];

export const refundStates = ['requested', 'succeeded', 'failed'] as const;
export type RefundState = (typeof refundStates)[number];

export const paymentStates = ['opened', 'succeeded', 'closed'] as const;
export type PaymentState = (typeof paymentStates)[number];

/** An attempt to collect. */
export interface Payment {
  readonly id: string;
  readonly orderId: string;
  readonly gateway: string;
  readonly outTradeNo: string;
  readonly amount: Money;
  readonly currency: 'CNY';
  readonly feeBps: number;
  readonly feeFixed: Money;
  readonly isFeeReturned: boolean;
  readonly reference: string | null;
  readonly description: string;
  readonly state: PaymentState;
  readonly openedAt: Date;
  readonly expiresAt: Date;
  readonly tries: number;
}

/** Money that came in. */
export interface KnownCapture {
  readonly id: string;
  readonly paymentId: string;
  readonly orderId: string;
  readonly gateway: string;
  readonly outTradeNo: string;
  readonly transactionId: string;
  readonly amount: Money;
  readonly currency: 'CNY';
  readonly fee: Money;
  /** The rate at which `fee` comes back with a refund; null: it does not. */
  readonly feeBps: number | null;
  readonly paidAt: Date;
  readonly receivedAt: Date;
  readonly outcome: CaptureOutcome;
}

/** An intent to give money back, with the capture that it comes from. */
export interface Refund {
  readonly id: string;
  readonly orderId: string;
  readonly captureId: string;
  readonly outRefundNo: string;
  readonly attempt: number;
  readonly amount: Money;
  readonly cause: RefundCause;
  readonly reason: string;
  readonly state: RefundState;
  readonly requestedAt: Date;
  readonly finishedAt: Date | null;
  readonly tries: number;
  readonly failure: string | null;
  /** What it gives back of each line of the order; money that no order needed is of none. */
  readonly lines: readonly RefundLine[];
}

/** What a refund gives back of a line, and whether the right of use ends with it. */
export interface RefundLine extends LinePart {
  readonly takesBack: boolean;
}

/** What a gateway said about a refund of ours. */
export interface RefundFact {
  readonly outRefundNo: string;
  readonly state: 'processing' | 'abnormal' | 'closed' | 'succeeded';
  readonly refundId: string;
  readonly amount: number;
}

/** A notice of a gateway that this transaction is the first to see. */
export interface SeenEvent {
  readonly gateway: string;
  readonly id: string;
  readonly kind: 'payment' | 'refund' | 'transfer';
  readonly subject: string;
}

export const differenceKinds = [
  'found',
  'foreign',
  'missing',
  'amount',
  'fee',
  'refund_foreign',
  'refund_amount',
] as const;

/**
 * What bill and books may not both say. `found`: the bill told us of money that we had not heard of, and it is applied.
 * `foreign`: a transaction of a number that is not ours. `missing`: one of ours that the bill does not know.
 */
export type DifferenceKind = (typeof differenceKinds)[number];

export const reconciliationStates = ['unread', 'differs', 'clear'] as const;
export type ReconciliationState = (typeof reconciliationStates)[number];

/** Money that came in on a day, as one of the two sides has it. */
export interface DayPayment {
  readonly transactionId: string;
  readonly amount: number;
  readonly fee: number;
}

/** Money that went back by a number of ours, as one of the two sides has it. */
export interface DayRefund {
  readonly outRefundNo: string;
  readonly amount: number;
}

/** A day as one of the two sides has it. */
export interface DaySide<P = DayPayment, R = DayRefund> {
  readonly payments: readonly P[];
  readonly refunds: readonly R[];
}

/** What we have, with the order that it is about. */
export type OurDay = DaySide<
  DayPayment & { readonly orderId: string },
  DayRefund & { readonly orderId: string }
>;

export interface Difference {
  readonly kind: DifferenceKind;
  readonly number: string;
  readonly billed: number | null;
  readonly ours: number | null;
  readonly orderId: string | null;
}
