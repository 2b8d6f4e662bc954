export const claimWays = ['public', 'code', 'granted'] as const;
export const couponStates = ['planned', 'running', 'paused', 'ended'] as const;
export const claimStates = ['unused', 'locked', 'used', 'expired'] as const;

/** A claim as the database tells an order for one work of it (`claim_for`). */
export interface ClaimFact {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly off: number | null;
  readonly offBps: number | null;
  readonly cap: number | null;
  readonly minSpend: number;
  /** Whether it holds for the work. */
  readonly covers: boolean;
  readonly startsAt: string;
  readonly expiresAt: string;
  readonly isNewcomerOnly: boolean;
  readonly isAlone: boolean;
  readonly state: 'unused' | 'locked' | 'used';
}
