import type { Money } from '#kernel/money.ts';

export const promotionKinds = ['limited', 'threshold', 'flash', 'group'] as const;
/** Of a flash sale: each piece is a row, and they are counted where they are shown. */
export const mostPieces = 5_000;

export type PromotionKind = (typeof promotionKinds)[number];

/** What something is about: everything, some works, some shelves with all below, or all of one creator. */
export const scopeKinds = ['all', 'works', 'categories', 'creator'] as const;

/** How something that holds from one instant to another stands. */
export const termStates = ['planned', 'running', 'ended'] as const;

/** What something holds for: everything (null), or what one of these ids names: works, categories, creators. */
export type Scope = ReadonlySet<string> | null;

/**
 * What takes something off: in this order, each from what is left by those before. `agreed` is no choice of the engine: a subscription's
 * renewal discount, or what is left of the time paid before an upgrade.
 */
export const discountKinds = [
  'activity',
  'limited',
  'member',
  'threshold',
  'coupon',
  'agreed',
] as const;
export type DiscountKind = (typeof discountKinds)[number];

/** One offer in a basket. */
export interface PriceLine {
  readonly id: string;
  readonly listPrice: Money;
  /** Every id that a scope may name it by: its work, its creator, its category and all above. */
  readonly keys: readonly string[];
}

interface Named {
  readonly id: string;
  /** As it is copied onto an order. */
  readonly name: string;
  readonly nameEn: string;
  readonly scope: Scope;
}

/** Less than the list price: a part of it, or another price. */
export type Reduction =
  | { readonly kind: 'percent'; readonly offBps: number }
  | { readonly kind: 'price'; readonly price: Money };

/**
 * A price that stands in the place of the list price; of several the lowest counts. `activity` is a flash sale, a bargain or a
 * group's price, `member` what a membership gives its holder: both come from who asks, and only where they hold.
 */
export interface SpecialPrice extends Named {
  readonly kind: 'activity' | 'limited' | 'member';
  readonly reduction: Reduction;
  /** It has not begun; nothing is left of it. */
  readonly isAhead?: boolean;
  readonly isSoldOut?: boolean;
  /** How often one buyer may have it, and how often this one had it. */
  readonly perCustomer?: number | null;
  readonly used?: number;
}

/** So much off from so much on, by list price in minor units or by number of lines. */
export interface Tier {
  readonly from: number;
  readonly off: Money;
}

export interface Threshold extends Named {
  readonly kind: 'threshold';
  readonly by: 'amount' | 'pieces';
  readonly tiers: readonly Tier[];
  readonly perCustomer?: number | null;
  readonly used?: number;
}

export type Discount = SpecialPrice | Threshold;

/** What a coupon takes off. */
export type CouponEffect =
  | { readonly kind: 'fixed'; readonly off: Money }
  | { readonly kind: 'percent'; readonly offBps: number; readonly cap: Money | null };

/** A coupon in somebody's hand; `id` is that of the claim. */
export interface HeldCoupon extends Named {
  readonly effect: CouponEffect;
  /** The list price of what it holds for has to reach this. */
  readonly minSpend: Money;
  readonly startsAt: Date;
  readonly expiresAt: Date;
  readonly isNewcomerOnly: boolean;
  /** It is not used together with any other discount. */
  readonly isAlone: boolean;
  readonly state: 'unused' | 'locked' | 'used';
}

export interface Basket {
  readonly lines: readonly PriceLine[];
  /** Those that hold now. */
  readonly discounts: readonly Discount[];
  /** Those that may be used: the one that saves most is. */
  readonly coupons: readonly HeldCoupon[];
  readonly isNewcomer: boolean;
  readonly now: Date;
}

/** Why something took nothing off. */
export const reasons = [
  'out_of_scope',
  'over_limit',
  'sold_out',
  'below_threshold',
  'lower_price',
  'not_combined',
  'newcomers_only',
  'not_begun',
  'expired',
  'locked',
  'used',
  'nothing_left',
] as const;
export type Reason = (typeof reasons)[number];

export interface Taken {
  readonly kind: DiscountKind;
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly amount: Money;
}

export interface QuotedLine {
  readonly id: string;
  readonly listPrice: Money;
  readonly taken: readonly Taken[];
  readonly payable: Money;
}

export interface Declined {
  readonly kind: DiscountKind;
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly why: Reason;
  /** How much more is needed, in minor units or lines, where that is why. */
  readonly missing?: number;
  /** `missing` counts lines. */
  readonly isPieces?: boolean;
}

/** What a basket costs and why: `payable` is the sum of its lines', and every line's list price less what was taken off. */
export interface Quote {
  readonly lines: readonly QuotedLine[];
  readonly taken: readonly Taken[];
  readonly declined: readonly Declined[];
  readonly listTotal: Money;
  readonly payable: Money;
}
