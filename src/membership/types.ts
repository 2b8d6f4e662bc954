/** What a tier covers: everything, a category with all below it, the works of a creator, or works by name. */
export const coverScopes = ['all', 'category', 'creator', 'work'] as const;
export type CoverScope = (typeof coverScopes)[number];

/** The subject of a cover of everything. */
export const noSubject = '00000000-0000-0000-0000-000000000000';

export interface Cover {
  readonly scope: CoverScope;
  readonly subjectId: string;
}

export const tierStates = ['open', 'closed'] as const;
export type TierState = (typeof tierStates)[number];

/** How long a plan of a tier lasts; `days` says its number. */
export const planTerms = ['month', 'quarter', 'year', 'days'] as const;
export type PlanTerm = (typeof planTerms)[number];

export interface Term {
  readonly term: PlanTerm;
  /** With the term `days` alone. */
  readonly days: number | null;
}

export interface Plan extends Term {
  readonly id: string;
  /** Minor units. */
  readonly price: number;
  /** Whether it can be subscribed to. */
  readonly renews: boolean;
  /** How long that is free for who was never a member of the tier. */
  readonly trialDays: number;
  /** What the next charge is less for who thinks of leaving and stays. */
  readonly keepBps: number;
}

/** What a tier is called. */
export interface TierName {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
}

/** A tier with all that a page or a dialog says of it. */
export interface Tier extends TierName {
  readonly summaryZh: string;
  readonly summaryEn: string;
  readonly benefitsZh: readonly string[];
  readonly benefitsEn: readonly string[];
  readonly discountBps: number;
  readonly position: number;
  readonly state: TierState;
  readonly covers: readonly NamedCover[];
  readonly plans: readonly Plan[];
}

/** A cover with the name of its subject in both languages, where it is still there. */
export interface NamedCover extends Cover {
  readonly nameZh: string | null;
  readonly nameEn: string | null;
  /** The address of a work, category or creator. */
  readonly slug: string | null;
}

/** Where a membership comes from. */
export const memberSources = [
  'order',
  'grant',
  'import',
  'code',
  'trial',
  'grace',
  'level',
  'points',
] as const;
export type MemberSource = (typeof memberSources)[number];

/** What gives a membership; the same source gives it once. */
export interface Giving {
  readonly kind: MemberSource;
  readonly id: string;
}

/** How a membership stands. */
export const memberStates = ['active', 'upcoming', 'paused', 'ended', 'revoked'] as const;
export type MemberState = (typeof memberStates)[number];

/** When a membership holds: `startsAt` is in, `endsAt` is not; null: for good. */
export interface Stretch {
  readonly startsAt: Date;
  readonly endsAt: Date | null;
}

/** What the members of a tier pay less for works that it does not cover. */
export interface MemberDiscount extends TierName {
  readonly offBps: number;
}

/** A membership as what gave it finds it again. */
export interface Given extends Stretch {
  readonly id: string;
  readonly userId: string;
  readonly tierId: string;
  readonly pausedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** A membership as lists show it. */
export interface Member extends Stretch {
  readonly id: string;
  readonly userId: string;
  readonly userName: string;
  readonly email: string | null;
  readonly tierId: string;
  readonly tierZh: string;
  readonly tierEn: string;
  readonly sourceKind: MemberSource;
  readonly reason: string;
  readonly since: Date;
  readonly pausedAt: Date | null;
  readonly revokedAt: Date | null;
}
