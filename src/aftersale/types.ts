import type { Money } from '#kernel/money.ts';

export const caseStates = ['open', 'proposed', 'granted', 'refused', 'withdrawn'] as const;

/** `open → granted | refused | withdrawn`; above the site's limit `open → proposed → granted | refused | withdrawn`. */
export type CaseState = (typeof caseStates)[number];

/** A refund that people decide. */
export interface RefundCase {
  readonly id: string;
  readonly orderId: string;
  readonly buyerId: string;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly reason: string;
  readonly state: CaseState;
  readonly amount: Money | null;
  readonly proposedBy: string | null;
  readonly decidedAt: Date | null;
  readonly answer: string;
}
