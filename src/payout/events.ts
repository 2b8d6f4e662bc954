/** What a creator earned on an order line is theirs: the refund window is closed. */
export interface EarningReleased {
  readonly orderLineId: string;
  readonly creatorId: string;
}

interface PayoutFact {
  readonly payoutId: string;
  /** The creator, or promoter. */
  readonly ownerId: string;
}

declare module '#platform/outbox.ts' {
  interface Events {
    'earning.released': EarningReleased;
    'payout.requested': PayoutFact;
    'payout.approved': PayoutFact;
    'payout.rejected': PayoutFact;
    'payout.paid': PayoutFact;
    'payout.failed': PayoutFact;
  }
}
