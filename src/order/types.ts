import type { PromisedShare } from '#affiliate/types.ts';
import type { Money } from '#kernel/money.ts';
import type { Term } from '#membership/types.ts';
import type { DiscountKind } from '#pricing/types.ts';

export const orderStates = ['pending', 'held', 'paid', 'closed', 'refunded'] as const;

/**
 * `pending → paid → refunded` and `pending → closed`; at a group's price `pending → held → paid`, or `held → refunded`; `closed → paid` when the money was on its way. An order of which
 * only a part was given back stays `paid`.
 */
export type OrderState = (typeof orderStates)[number];

/** What a line sells: a work with the parts that its buyer gets with it, or a stretch of membership in a tier. */
export type Sold =
  | {
      readonly kind: 'work';
      readonly workId: string;
      readonly creatorId: string;
      /** The parts that the work has now, if it is a bundle. */
      readonly partIds: readonly string[];
    }
  | ({ readonly kind: 'plan'; readonly tierId: string } & Term);

/** What a promoter was promised of a line, and for how many days after payment it waits at least. */
export interface OrderShare extends PromisedShare {
  readonly frozenDays: number;
}

/** What an order buys, with what is paid for it and what of that went back or is promised to refunds. */
export interface OrderLine {
  readonly id: string;
  /** The offer of the work, or the plan of the tier. */
  readonly offerId: string;
  readonly sold: Sold;
  /** What it would have cost, and what is to be paid for it. */
  readonly listPrice: Money;
  readonly price: Money;
  readonly commissionBps: number;
  /** Days after payment in which the buyer may ask for its money back. */
  readonly refundDays: number;
  /** For how many days its buyer has the work; null: for ever, and of a plan. */
  readonly accessDays: number | null;
  /** Of what is paid for it, as it was when the order was placed; level 1 first. */
  readonly shares: readonly OrderShare[];
  readonly refunded: Money;
  readonly refunding: Money;
}

/** A part of an order's money: so much of what was paid for a line. */
export interface LinePart {
  readonly lineId: string;
  readonly amount: Money;
}

/** An order under its row lock, with all that deciding about its money needs. */
export interface Order {
  readonly id: string;
  readonly number: string;
  readonly buyerId: string;
  readonly state: OrderState;
  /** What its lines would have cost, and what is to be paid for them. */
  readonly listPrice: Money;
  readonly total: Money;
  readonly currency: 'CNY';
  readonly refunded: Money;
  readonly refunding: Money;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly paidAt: Date | null;
  /** Until when the buyer may ask for money back: of the line that allows it longest. */
  readonly refundUntil: Date | null;
  /** At least one; a membership, and what is bought at an activity's price, stands alone. */
  readonly lines: readonly OrderLine[];
  /** The coupon that the order uses. */
  readonly claimId: string | null;
  /** The group buy at whose price it is. */
  readonly groupId: string | null;
}

export const soldKinds = ['work', 'plan'] as const;

/** A line as it is listed, in the reader's language. */
export interface LineRow extends Pick<
  OrderLine,
  'id' | 'listPrice' | 'price' | 'refundDays' | 'accessDays' | 'refunded' | 'refunding'
> {
  readonly kind: Sold['kind'];
  /** What the work is called, or the tier and for how long. */
  readonly title: string;
  /** Of a work alone. */
  readonly workId: string | null;
  readonly workSlug: string | null;
  readonly creatorName: string | null;
}

/** An order as it is listed, in the reader's language. */
export interface OrderRow extends Omit<Order, 'lines' | 'claimId' | 'groupId'> {
  readonly closedAt: Date | null;
  readonly buyerName: string;
  readonly lines: readonly LineRow[];
  /** What its first line is called, and how many more there are. */
  readonly title: string;
}

/** Something as it can be bought: a work at its price, or a tier by a plan. */
export interface OnSale {
  readonly id: string;
  readonly price: Money;
  readonly currency: 'CNY';
  /** Days to ask for a refund, as its creator chose; null: as the site says. */
  readonly refundDays: number | null;
  /** For how many days its buyer has the work; null: for ever, and of a plan. */
  readonly accessDays: number | null;
  /** No other price has taken its place. */
  readonly isCurrent: boolean;
  /** The work is published; the tier takes members. */
  readonly isOpen: boolean;
  readonly sold: Sold;
}

/** What somebody asks to buy. */
export interface PlaceOrder extends Asked {
  /** The offer of a work, or the plan of a tier. */
  readonly offerId: string;
  /** The activity whose price is meant: the order is refused where it cannot have that. */
  readonly activityId?: string | undefined;
  /** Of a group buy: the team to join; without it the buyer opens one. */
  readonly teamId?: string | undefined;
}

/** What somebody asks to buy in one order: works, each once, without the price of an activity. */
export interface PlaceBasket extends Asked {
  readonly offerIds: readonly string[];
}

interface Asked {
  /** The same key of the same buyer is the same order. */
  readonly idempotencyKey: string;
  /** The coupon to use, by its claim. */
  readonly claimId?: string | undefined;
  /** What the buyer was told that it costs: another amount is refused. */
  readonly expectedTotal?: number | undefined;
}

/** What was taken off an order's line, as its buyer was told. */
export interface OrderDiscount {
  readonly lineId: string;
  readonly kind: DiscountKind;
  readonly sourceId: string;
  readonly name: string;
  readonly nameEn: string;
  readonly amount: Money;
}
