import type { Money } from '#kernel/money.ts';

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
  /** The parts that the work has now, if it is a bundle: its buyer gets them with it. */
  readonly partIds: readonly string[];
}

/** An order as it is listed, in the reader's language. */
export interface OrderRow extends Omit<
  Order,
  'creatorId' | 'commissionBps' | 'partIds' | 'refundDays' | 'lineId' | 'offerId'
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
}
