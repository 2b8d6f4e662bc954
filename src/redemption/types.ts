/** How a code stands: its batch counts too. */
export const codeStates = ['open', 'redeemed', 'frozen', 'expired'] as const;
export type CodeState = (typeof codeStates)[number];

/** A batch as lists show it. */
export interface Batch {
  readonly id: string;
  readonly name: string;
  readonly workId: string | null;
  readonly tierId: string | null;
  /** The work or the tier, in the language of who asks. */
  readonly subject: string;
  readonly days: number | null;
  readonly quantity: number;
  readonly redeemed: number;
  readonly expiresAt: Date | null;
  readonly frozenAt: Date | null;
  readonly createdAt: Date;
}

/** A code of a batch, without what it says. */
export interface CodeRow {
  readonly id: string;
  readonly tail: string;
  readonly state: CodeState;
  readonly redeemedBy: string | null;
  readonly redeemedAt: Date | null;
}

/** What a code gave. */
export interface Redeemed {
  readonly kind: 'work' | 'tier';
  readonly subject: string;
  /** The address of a work. */
  readonly slug: string | null;
  readonly endsAt: Date | null;
}
