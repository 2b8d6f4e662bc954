import { z } from 'zod';
import { orderStates } from './types.ts';

/** What is bought; `idempotencyKey` makes asking twice ask once. */
export const NewOrder = z.object({
  offerId: z.uuid(),
  idempotencyKey: z.string().min(8).max(100),
});
export type NewOrder = z.infer<typeof NewOrder>;

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

/** An order as it goes over the wire; amounts in minor units. */
export const OrderItem = z.object({
  id: z.uuid(),
  number: z.string(),
  state: z.enum(orderStates),
  buyerId: z.uuid(),
  buyerName: z.string(),
  workId: z.uuid(),
  workSlug: z.string(),
  workTitle: z.string(),
  creatorName: z.string(),
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
