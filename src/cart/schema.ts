import { z } from 'zod';
import { QuoteItem } from '#order/schema.ts';
import { lineProblems, soloPrices } from './types.ts';

export const OfferOf = z.object({ offerId: z.uuid() });

/** How a work is in the cart: to be bought now, or kept for another time. */
export const CartPut = z.object({ isLater: z.boolean().default(false) });

/** A line of the cart as it goes over the wire; amounts in minor units. */
export const CartItem = z.object({
  offerId: z.uuid(),
  workId: z.uuid(),
  slug: z.string(),
  title: z.string(),
  creatorName: z.string().nullable(),
  coverId: z.uuid().nullable(),
  /** What it costs by itself before anything is taken off; null when it is not sold. */
  price: z.int().nullable(),
  /** What it cost when it was put here. */
  putPrice: z.int(),
  refundDays: z.int().nullable(),
  /** For how many days its buyer has it; null: for ever. */
  accessDays: z.int().nullable(),
  isLater: z.boolean(),
  addedAt: z.iso.datetime(),
  /** Why it cannot be bought with the others; it does not keep them from being bought. */
  problem: z.enum(lineProblems).nullable(),
  /** The order for it that waits, or that a team holds. */
  orderId: z.uuid().nullable(),
  bundleTitle: z.string().nullable(),
  /** A lower price that it has only when it is bought by itself. */
  soloPrice: z.enum(soloPrices).nullable(),
});
export type CartItem = z.infer<typeof CartItem>;

/** What the ticked lines cost together: with the coupon that saves most, and in every other way. */
export const CartQuote = QuoteItem.omit({ waitingOrderId: true }).extend({
  /** What would be bought. */
  offerIds: z.array(z.uuid()),
  lines: z.array(z.object({ offerId: z.uuid(), listPrice: z.int(), payable: z.int() })),
  hints: z.array(
    z.object({
      sourceId: z.uuid(),
      name: z.string(),
      nameEn: z.string(),
      by: z.enum(['amount', 'pieces']),
      missing: z.int(),
      saves: z.int(),
      /** Works with each of which alone it comes true. */
      works: z.array(
        z.object({
          workId: z.uuid(),
          offerId: z.uuid(),
          slug: z.string(),
          title: z.string(),
          price: z.int(),
        }),
      ),
    }),
  ),
});
export type CartQuote = z.infer<typeof CartQuote>;
