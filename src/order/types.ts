import type { Money } from '#kernel/money.ts';
import type { DiscountKind } from '#pricing/types.ts';

export const orderStates = ['pending', 'paid', 'closed', 'refunded'] as const;

/**
 * `pending → paid → refunded` and `pending → closed`; `closed → paid` when the money was on its way. An order of which
 * only a part was given back stays `paid`.
 */
export type OrderState = (typeof orderStates)[number];

/** An order under its row lock, with all that deciding about its money needs. */
export interface Order {
  readonly id: string;
  readonly number: string;
  readonly buyerId: string;
  readonly state: OrderState;
  /** What the line would have cost, and what is to be paid for it. */
  readonly listPrice: Money;
  readonly total: Money;
  readonly currency: 'CNY';
  readonly refundDays: number;
  readonly refunded: Money;
  readonly refunding: Money;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly paidAt: Date | null;
  readonly refundUntil: Date | null;
  readonly lineId: string;
  readonly offerId: string;
  readonly workId: string;
  readonly creatorId: string;
  readonly commissionBps: number;
  /** The coupon that the order uses. */
  readonly claimId: string | null;
  /** The parts that the work has now, if it is a bundle: its buyer gets them with it. */
  readonly partIds: readonly string[];
}

/** An order as it is listed, in the reader's language. */
export interface OrderRow extends Omit<
  Order,
  'creatorId' | 'commissionBps' | 'partIds' | 'refundDays' | 'lineId' | 'offerId' | 'claimId'
> {
  readonly closedAt: Date | null;
  readonly buyerName: string;
  readonly workTitle: string;
  readonly workSlug: string;
  readonly creatorName: string;
}

/** What somebody asks to buy. */
export interface PlaceOrder {
  readonly offerId: string;
  /** The same key of the same buyer is the same order. */
  readonly idempotencyKey: string;
  /** The coupon to use, by its claim. */
  readonly claimId?: string | undefined;
  /** The activity whose price is meant: the order is refused where it cannot have that. */
  readonly activityId?: string | undefined;
  /** What the buyer was told that it costs: another amount is refused. */
  readonly expectedTotal?: number | undefined;
}

/** What was taken off an order's line, as its buyer was told. */
export interface OrderDiscount {
  readonly kind: DiscountKind;
  readonly sourceId: string;
  readonly name: string;
  readonly nameEn: string;
  readonly amount: Money;
}
