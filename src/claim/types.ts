import type { Locale } from '#kernel/locale.ts';

export const claimStates = [
  'open',
  'dismissed',
  'taken_down',
  'countered',
  'sued',
  'restored',
  'withdrawn',
] as const;
export type ClaimState = (typeof claimStates)[number];

/** What can happen to a claim. */
export const claimDeeds = [
  'dismiss',
  'take_down',
  'counter',
  'sue',
  'restore',
  'withdraw',
] as const;
export type ClaimDeed = (typeof claimDeeds)[number];

/** A claim with what is told of its work. */
export interface Claim {
  readonly id: string;
  readonly workId: string;
  readonly workTitle: string;
  readonly workSlug: string;
  readonly creatorId: string;
  readonly creatorName: string;
  readonly name: string;
  readonly email: string;
  readonly locale: Locale;
  readonly original: string;
  readonly reasons: string;
  readonly madeAt: Date;
  readonly dueAt: Date;
  readonly state: ClaimState;
  readonly answer: string;
  readonly takedownId: string | null;
  readonly restoreAt: Date | null;
  readonly lawsuit: string;
  readonly closedAt: Date | null;
  readonly counterName: string | null;
  readonly counterWords: string | null;
  readonly counteredAt: Date | null;
  /** Claims for which works of this creator are, or stayed, down. */
  readonly upheldCount: number;
}
