/** The order's money is in (or it costs nothing), and its buyer has what was bought. A membership names neither work nor creator. */
export interface OrderPaid {
  readonly orderId: string;
  readonly buyerId: string;
  readonly workId?: string;
  readonly creatorId?: string;
}

/** Nobody paid in time, or what it would have bought is owned already. */
export interface OrderClosed {
  readonly orderId: string;
  readonly buyerId: string;
}

/** Money of the order went back, a part of it or all. */
export interface OrderRefunded {
  readonly orderId: string;
  readonly refundId: string;
  readonly buyerId: string;
  readonly workId?: string;
  readonly creatorId?: string;
}

declare module '#platform/outbox.ts' {
  interface Events {
    'order.paid': OrderPaid;
    'order.closed': OrderClosed;
    'order.refunded': OrderRefunded;
  }
}
