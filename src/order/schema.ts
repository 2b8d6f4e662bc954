import { z } from 'zod';
import { discountKinds, reasons } from '#pricing/types.ts';
import { orderStates, soldKinds } from './types.ts';

/** What is bought; `idempotencyKey` makes asking twice ask once. */
export const NewOrder = z.object({
  /** The offer of a work, or the plan of a tier. */
  offerId: z.uuid(),
  idempotencyKey: z.string().min(8).max(100),
  /** The coupon to use: the id of one of the buyer's claims. */
  claimId: z.uuid().optional(),
  /** The activity whose price is meant: who cannot have it is told why, instead of another price. */
  activityId: z.uuid().optional(),
  /** Of a group buy: the team to join; without it the buyer opens one. */
  teamId: z.uuid().optional(),
  /** What the buyer was told that it costs; the order is refused when it costs anything else by now. */
  expectedTotal: z.int().min(0).optional(),
});
export type NewOrder = z.infer<typeof NewOrder>;

/** Several works in one order, each at its own price and with what they bring together. */
export const NewBasket = NewOrder.pick({
  idempotencyKey: true,
  claimId: true,
  expectedTotal: true,
}).extend({ offerIds: z.array(z.uuid()).min(1).max(200) });
export type NewBasket = z.infer<typeof NewBasket>;

/** What was taken off an order, as its buyer was told. */
export const DiscountItem = z.object({
  kind: z.enum(discountKinds),
  sourceId: z.uuid(),
  name: z.string(),
  nameEn: z.string(),
  amount: z.int(),
});
export type DiscountItem = z.infer<typeof DiscountItem>;

/** What an offer would cost its buyer: with the coupon that saves most, and in every other way. */
export const QuoteItem = z.object({
  listTotal: z.int(),
  payable: z.int(),
  taken: z.array(DiscountItem),
  declined: z.array(
    z.object({
      kind: z.enum(discountKinds),
      sourceId: z.uuid(),
      name: z.string(),
      nameEn: z.string(),
      why: z.enum(reasons),
      missing: z.int().optional(),
      /** `missing` counts works, not minor units. */
      isPieces: z.boolean().optional(),
    }),
  ),
  choices: z.array(z.object({ claimId: z.uuid().nullable(), payable: z.int() })),
  waitingOrderId: z.uuid().nullable(),
});
export type QuoteItem = z.infer<typeof QuoteItem>;

export const OrderId = z.object({ id: z.uuid() });

/** What a list of orders is asked for. */
export const OrderFilter = z.object({
  state: z.enum(orderStates).optional(),
  number: z
    .string()
    .regex(/^\d{18}$/)
    .optional(),
  buyerId: z.uuid().optional(),
  /** `own`: only what I bought, whatever else I may see. */
  scope: z.enum(['own', 'all']).default('all'),
});
export type OrderFilter = z.infer<typeof OrderFilter>;

/** What an order buys, as it goes over the wire: what was paid for it, and what of that went back or is on its way. */
export const LineItem = z.object({
  id: z.uuid(),
  kind: z.enum(soldKinds),
  title: z.string(),
  workId: z.uuid().nullable(),
  workSlug: z.string().nullable(),
  creatorName: z.string().nullable(),
  listPrice: z.int(),
  price: z.int(),
  refundDays: z.int(),
  /** For how many days its buyer has the work; null: for ever, and of a plan. */
  accessDays: z.int().nullable(),
  refunded: z.int(),
  refunding: z.int(),
});

/** An order as it goes over the wire; amounts in minor units. */
export const OrderItem = z.object({
  id: z.uuid(),
  number: z.string(),
  state: z.enum(orderStates),
  buyerId: z.uuid(),
  buyerName: z.string(),
  /** What its first line is called, and how many more there are. */
  title: z.string(),
  lines: z.array(LineItem),
  listPrice: z.int(),
  total: z.int(),
  currency: z.literal('CNY'),
  refunded: z.int(),
  refunding: z.int(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  paidAt: z.iso.datetime().nullable(),
  closedAt: z.iso.datetime().nullable(),
  refundUntil: z.iso.datetime().nullable(),
});
export type OrderItem = z.infer<typeof OrderItem>;
