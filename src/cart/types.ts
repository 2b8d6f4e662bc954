import type { Money } from '#kernel/money.ts';
import type { MemberDiscount } from '#membership/types.ts';
import type { PromotionFact } from '#pricing/service.ts';
import type { HeldCoupon, Quote } from '#pricing/types.ts';

/** Why a line cannot be bought with the others; it does not keep them from being bought. */
export const lineProblems = [
  'owned',
  'own_work',
  'not_sold',
  'in_team',
  'waits',
  'in_bundle',
] as const;
export type LineProblem = (typeof lineProblems)[number];

/** Lower prices that a work has only when it is bought by itself. */
export const soloPrices = ['flash', 'group'] as const;
export type SoloPrice = (typeof soloPrices)[number];

/** A line as the database tells of it: the work, what it costs now, and what its person has. */
export interface LineFact {
  readonly workId: string;
  readonly slug: string;
  readonly title: string;
  readonly creatorId: string;
  readonly creatorName: string | null;
  readonly coverId: string | null;
  /** The works of a bundle. */
  readonly partIds: readonly string[];
  /** As it was offered when it was put here. */
  readonly putId: string;
  readonly putPrice: Money;
  /** As it is offered now; null when it is not. */
  readonly offerId: string | null;
  readonly price: Money | null;
  /** Days to ask for a refund, as its creator chose; null: as the site says. */
  readonly refundDays: number | null;
  /** For how many days its buyer has it; null: for ever. */
  readonly accessDays: number | null;
  readonly isOpen: boolean;
  readonly isLater: boolean;
  readonly addedAt: Date;
  readonly isOwned: boolean;
  /** An order of theirs for it that a team holds, or that waits for payment. */
  readonly orderId: string | null;
  readonly isHeld: boolean;
  readonly promotions: readonly PromotionFact[] | null;
  readonly member: MemberDiscount | null;
}

/** A line as its person sees it. */
export interface CartLine extends Pick<
  LineFact,
  | 'workId'
  | 'slug'
  | 'title'
  | 'creatorName'
  | 'coverId'
  | 'isLater'
  | 'addedAt'
  | 'price'
  | 'putPrice'
  | 'refundDays'
  | 'accessDays'
  | 'orderId'
> {
  /** The offer of now, or the last one. */
  readonly offerId: string;
  readonly problem: LineProblem | null;
  /** What the bundle is called that has it, where that is the problem. */
  readonly bundleTitle: string | null;
  readonly soloPrice: SoloPrice | null;
}

/** What would come of more works of a promotion: `missing` more (minor units, or works) take `saves` off. */
export interface Hint {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly by: 'amount' | 'pieces';
  readonly missing: number;
  readonly saves: Money;
}

/** A work with which alone a hint comes true. */
export interface HintWork {
  readonly workId: string;
  readonly offerId: string;
  readonly slug: string;
  readonly title: string;
  readonly price: Money;
}

/** Somebody's cart, what was put there last first, with what its ticked lines cost together. */
export interface Cart {
  readonly lines: readonly CartLine[];
  /** The offers that are bought with it: ticked, and without a problem. */
  readonly offerIds: readonly string[];
  /** With the coupon that saves most. */
  readonly quote: Quote;
  /** Every way to buy it, the cheapest first: with each coupon that takes something off, and without one. */
  readonly choices: readonly { readonly coupon: HeldCoupon | null; readonly payable: Money }[];
  /** Each with the least dear works that make it true, three at most. */
  readonly hints: readonly (Hint & { readonly works: readonly HintWork[] })[];
}
