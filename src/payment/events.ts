/** Money is to go back: the gateway is asked at once, and again by a sweep. */
export interface RefundRequested {
  readonly orderId: string;
  readonly refundId: string;
}

/** Money that no order needed went back to who paid it. */
export interface PaymentReturned {
  readonly orderId: string;
  readonly captureId: string;
  readonly refundId: string;
}

/** A refund could not be made: the buyer keeps what was bought, and finance must look. */
export interface RefundFailed {
  readonly orderId: string;
  readonly refundId: string;
}

declare module '#platform/outbox.ts' {
  interface Events {
    'refund.requested': RefundRequested;
    'payment.returned': PaymentReturned;
    'refund.failed': RefundFailed;
  }
}
