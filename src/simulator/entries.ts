/** One fact. Instants are ISO strings to the second, amounts fen. The book is the sum of its entries. */
export type Entry =
  | { readonly kind: 'deposited'; readonly at: string; readonly amount: number }
  | ({ readonly kind: 'opened' } & PaymentFacts)
  | { readonly kind: 'closed'; readonly at: string; readonly outTradeNo: string }
  | { readonly kind: 'delayed'; readonly at: string; readonly outTradeNo: string }
  | ({ readonly kind: 'charged'; readonly fee: number } & ChargeFacts)
  | ({ readonly kind: 'refund_asked' } & RefundFacts)
  | { readonly kind: 'refund_retried'; readonly outRefundNo: string; readonly settlesAt: string }
  | {
      readonly kind: 'refund_settled';
      readonly at: string;
      readonly outRefundNo: string;
      readonly state: RefundOutcome;
      readonly feeReturned: number;
    }
  | ({ readonly kind: 'transfer_asked' } & TransferFacts)
  | {
      readonly kind: 'transfer_settled';
      readonly at: string;
      readonly outBillNo: string;
      readonly state: TransferOutcome;
    }
  | { readonly kind: 'notice_planned'; readonly notice: PlannedNotice }
  | { readonly kind: 'notice_ended'; readonly id: string; readonly heard: boolean };

type RefundOutcome = 'succeeded' | 'abnormal' | 'closed';
type TransferOutcome = 'succeeded' | 'failed';

interface PaymentFacts {
  readonly outTradeNo: string;
  readonly prepayId: string;
  readonly trade: 'MWEB' | 'NATIVE' | 'PC' | 'WAP' | 'PAGE';
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
  readonly notifyUrl: string;
  /** Where the payer goes afterwards, when the provider was told beforehand. */
  readonly returnUrl?: string;
  readonly openedAt: string;
  readonly expiresAt: string;
}
interface ChargeFacts {
  readonly transactionId: string;
  readonly outTradeNo: string;
  readonly amount: number;
  /** Another than was asked for. */
  readonly currency?: string;
  readonly paidAt: string;
}
interface RefundFacts {
  readonly outRefundNo: string;
  readonly refundId: string;
  readonly transactionId: string;
  readonly outTradeNo: string;
  readonly amount: number;
  readonly total: number;
  readonly notifyUrl: string;
  readonly askedAt: string;
  readonly settlesAt: string;
  readonly outcome: RefundOutcome;
  /** What the merchant must have: the amount, less the fee that comes back with it. */
  readonly reserved: number;
}
interface TransferFacts {
  readonly outBillNo: string;
  readonly transferId: string;
  readonly amount: number;
  readonly payee: string;
  readonly notifyUrl: string;
  readonly askedAt: string;
  readonly settlesAt: string;
  readonly outcome: TransferOutcome;
}
/** A notice to be delivered; its content is made from the book when it is sent. */
export interface PlannedNotice {
  readonly id: string;
  readonly about: 'payment' | 'refund' | 'transfer';
  /** transactionId, outRefundNo or outBillNo. */
  readonly ref: string;
  readonly notifyUrl: string;
  readonly madeAt: string;
  readonly dueAt: string;
}

export type Payment = PaymentFacts & {
  readonly closedAt?: string;
  readonly isDelayed?: boolean;
  readonly transactionIds: readonly string[];
};
export type Charge = ChargeFacts & {
  readonly refunded: number;
  readonly feeKept: number;
  /** Refunds asked for and not closed, in fen and in number. */
  readonly claimed: number;
  readonly refundCount: number;
};
export type Refund = RefundFacts & {
  readonly state: 'processing' | RefundOutcome;
  readonly settledAt?: string;
  readonly feeReturned: number;
};
export type Transfer = TransferFacts & {
  readonly state: 'processing' | TransferOutcome;
  readonly settledAt?: string;
};

/** Everything that happened to the merchant's money, in fen. `cash` is what lies with the provider. */
export interface Totals {
  readonly deposited: number;
  readonly paid: number;
  readonly refunded: number;
  readonly transferred: number;
  /** Kept by the provider, less what it gave back with refunds. */
  readonly fees: number;
  readonly cash: number;
  /** Promised to refunds and transfers that are under way. */
  readonly reserved: number;
}
