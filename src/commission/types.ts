/** What a rule is about, from the widest to the narrowest. */
export const ruleScopes = ['site', 'category', 'creator', 'work'] as const;
export type RuleScope = (typeof ruleScopes)[number];

export const ruleStates = ['in_force', 'planned', 'ended'] as const;
export type RuleState = (typeof ruleStates)[number];

/** From when to when a rule holds: `startsAt` is in, `endsAt` is not; null = until somebody ends it. */
export interface Term {
  readonly startsAt: Date;
  readonly endsAt: Date | null;
}

/** A rule that is, was or will be. */
export interface Rule extends Term {
  readonly id: string;
  readonly scope: RuleScope;
  readonly subjectId: string;
  readonly bps: number;
}

/** A rule as one work meets it; `distance` is how many shelves a category stands above the work, 0 for other rules. */
export interface ApplicableRule extends Rule {
  readonly distance: number;
}

/** The platform's part of a sale, and whose rule says so. */
export interface Rate {
  readonly bps: number;
  readonly scope: RuleScope;
}

/** The rate that holds, and the one that follows by what is decided so far. */
export interface RateOutlook extends Rate {
  readonly next: (Rate & { readonly at: Date }) | null;
}
