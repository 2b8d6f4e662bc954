/** How somebody comes to promote. */
export const promotionModes = ['off', 'open', 'application', 'appointment'] as const;
export type PromotionMode = (typeof promotionModes)[number];

export const bindingScopes = ['all', 'new'] as const;
export type BindingScope = (typeof bindingScopes)[number];

export const renewals = ['never', 'visit', 'purchase'] as const;
export type Renewal = (typeof renewals)[number];

export const selfBuys = ['own', 'upline', 'nobody'] as const;
export type SelfBuy = (typeof selfBuys)[number];

/** What decides who is bound to whom, and for how long; days. */
export interface BindingTerms {
  readonly scope: BindingScope;
  /** 0: for good. */
  readonly validDays: number;
  readonly protectDays: number;
  readonly maySnatch: boolean;
  readonly renewOn: Renewal;
}

/** Rates in basis points of what was paid for a line. */
export interface RateTerms {
  readonly level1Bps: number;
  /** 0: the second level is off. */
  readonly level2Bps: number;
  readonly leastBps: number;
  readonly mostBps: number;
}

/** How people promote, as the owner decided. */
export interface Terms extends BindingTerms, RateTerms {
  readonly mode: PromotionMode;
  readonly cookieDays: number;
  readonly selfBuy: SelfBuy;
  readonly withTeams: boolean;
  readonly frozenDays: number;
  readonly textZh: string;
  readonly textEn: string;
  readonly version: number;
}

export const promoterStates = ['active', 'ended'] as const;
export type PromoterState = (typeof promoterStates)[number];

/** Somebody who promotes, or did. */
export interface Promoter {
  readonly userId: string;
  readonly code: string;
  readonly uplineId: string | null;
  readonly level1Bps: number | null;
  readonly beganAt: Date;
  readonly endedAt: Date | null;
  readonly reason: string;
}

export const applicationStates = ['waiting', 'approved', 'refused'] as const;
export type ApplicationState = (typeof applicationStates)[number];

/** Where somebody came from, as a link said. */
export interface Campaign {
  readonly source: string;
  readonly medium: string;
  readonly campaign: string;
}

/** A visit by a link, as the cookie keeps it. */
export interface Visit extends Campaign {
  /** The promoter's, or empty for a link of a campaign alone. */
  readonly code: string;
  readonly at: Date;
}

/** A customer of a promoter. */
export interface Binding {
  readonly id: string;
  readonly seq: number;
  readonly promoterId: string;
  readonly boundAt: Date;
  /** Null: for good. */
  readonly expiresAt: Date | null;
  readonly protectedUntil: Date;
}

/** Why a visit bound nobody. */
export type Ignored = 'ended' | 'oneself' | 'downline' | 'protected' | 'never' | 'not_new' | 'kept';

export type BindingEnding = 'expired' | 'snatched' | 'renewed' | 'promoter_ended' | 'staff';

/** How long a binding that begins now holds. */
export interface BindingTime {
  readonly expiresAt: Date | null;
  readonly protectedUntil: Date;
}

/** What a visit means for who is bound to whom. */
export type BindingDecision =
  | { readonly kind: 'ignored'; readonly why: Ignored }
  | ({ readonly kind: 'renewed' } & BindingTime)
  | ({
      readonly kind: 'bound';
      /** How the binding before this one ended; null when there was none. */
      readonly ends: 'expired' | 'snatched' | 'promoter_ended' | null;
    } & BindingTime);

export const levels = [1, 2] as const;
export type Level = (typeof levels)[number];

/** What a promoter is promised of a line: `bps` of what is paid for it. */
export interface PromisedShare {
  readonly level: Level;
  readonly promoterId: string;
  readonly bps: number;
}

/** Who brought a buyer, as it stands when they place an order. */
export interface Lineage {
  /** The buyer as a promoter, where they are one. */
  readonly own: PromoterFact | null;
  /** Whose customer they are. */
  readonly bound: PromoterFact | null;
}

/** A promoter with who brought them, each only while they promote. */
export interface PromoterFact {
  readonly id: string;
  readonly level1Bps: number | null;
  readonly upline: {
    readonly id: string;
    readonly level1Bps: number | null;
    readonly uplineId: string | null;
  } | null;
}

/** What its creator decided about promoting a work. */
export interface WorkPromotion {
  readonly isOut: boolean;
  readonly level1Bps: number | null;
}
