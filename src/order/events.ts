/** The order's money is in (or it costs nothing), and its buyer has what was bought: works of these creators, or a membership of nobody's. */
export interface OrderPaid {
  readonly orderId: string;
  readonly buyerId: string;
  readonly creatorIds: readonly string[];
}

/** Nobody paid in time, or what it would have bought is owned already. */
export interface OrderClosed {
  readonly orderId: string;
  readonly buyerId: string;
}

/** Money of the order went back, a part of it or all: of what was paid for works of these creators. */
export interface OrderRefunded {
  readonly orderId: string;
  readonly refundId: string;
  readonly buyerId: string;
  readonly creatorIds: readonly string[];
}

declare module '#platform/outbox.ts' {
  interface Events {
    'order.paid': OrderPaid;
    'order.closed': OrderClosed;
    'order.refunded': OrderRefunded;
  }
}
