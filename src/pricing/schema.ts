import { z } from 'zod';
import { mostPieces, promotionKinds, scopeKinds, termStates } from './types.ts';

const amount = z.int().min(0).max(100_000_000);

/** What it is about: everything, some works, some shelves with all below, or all of one creator. */
export const ScopeInput = z
  .object({
    kind: z.enum(scopeKinds),
    ids: z.array(z.uuid()).max(200).default([]),
  })
  .refine(({ kind, ids }) => (kind === 'all') === (ids.length === 0), {
    message: 'ids are needed for everything but all',
    path: ['ids'],
  })
  .refine(({ kind, ids }) => kind !== 'creator' || ids.length === 1, {
    message: 'one creator',
    path: ['ids'],
  });
export type ScopeInput = z.infer<typeof ScopeInput>;

export const nameFields = {
  name: z.string().trim().min(1).max(40),
  nameEn: z.string().trim().max(60).default(''),
};

const term = {
  /** At once when it is left out. */
  startsAt: z.iso.datetime({ offset: true }).optional(),
  endsAt: z.iso.datetime({ offset: true }),
};

const TierInput = z.object({ from: z.int().min(1).max(100_000_000), off: amount.min(1) });

const ReductionInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('percent'), offBps: z.int().min(1).max(10_000) }),
  z.object({ kind: z.literal('price'), price: amount }),
]);

const OneWork = ScopeInput.refine(({ kind, ids }) => kind === 'works' && ids.length === 1, {
  message: 'one work',
  path: ['ids'],
});

const common = {
  ...nameFields,
  scope: ScopeInput,
  /** How many orders of one buyer may have it. */
  perCustomer: z.int().min(1).max(1_000).nullable().default(null),
  ...term,
};

/** A limited-time price, by a part off or as a price, a threshold with its tiers, or a lower price of one work: for so many pieces, or for a team. */
export const NewPromotion = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('limited'),
    ...common,
    reduction: ReductionInput,
  }),
  z.object({
    kind: z.literal('threshold'),
    ...common,
    by: z.enum(['amount', 'pieces']),
    tiers: z.array(TierInput).min(1).max(5),
  }),
  z.object({
    kind: z.literal('flash'),
    ...common,
    scope: OneWork,
    perCustomer: z.int().min(1).max(1_000).default(1),
    reduction: ReductionInput,
    stock: z.int().min(1).max(mostPieces),
  }),
  z
    .object({
      kind: z.literal('group'),
      ...common,
      scope: OneWork,
      perCustomer: z.int().min(1).max(1_000).default(1),
      reduction: ReductionInput,
      teamSize: z.int().min(2).max(10),
      /** How long a team has from its leader's payment. */
      teamHours: z.int().min(1).max(72),
      /** With how many it counts as complete when that time is over; null: only when it is full. */
      shortFrom: z.int().min(1).max(9).nullable().default(null),
    })
    .refine(({ teamSize, shortFrom }) => shortFrom === null || shortFrom < teamSize, {
      message: 'fewer than a whole team',
      path: ['shortFrom'],
    }),
]);
export type NewPromotion = z.input<typeof NewPromotion>;
export type PromotionInput = z.output<typeof NewPromotion>;

export const PromotionId = z.object({ id: z.uuid() });

export const PromotionFilter = z.object({
  kind: z.enum(promotionKinds).optional(),
  state: z.enum(termStates).optional(),
});
export type PromotionFilter = z.infer<typeof PromotionFilter>;

/** A promotion as it goes over the wire; what it is about is named in the reader's language. */
export const PromotionItem = z.object({
  id: z.uuid(),
  kind: z.enum(promotionKinds),
  name: z.string(),
  nameEn: z.string(),
  scopeKind: z.enum(scopeKinds),
  scopeNames: z.array(z.string()),
  offBps: z.int().nullable(),
  price: z.int().nullable(),
  counts: z.enum(['amount', 'pieces']).nullable(),
  tiers: z.array(z.object({ from: z.int(), off: z.int() })).nullable(),
  perCustomer: z.int().nullable(),
  /** Of a flash sale: all pieces, those that were paid for, and those that orders hold which wait for their money. */
  stock: z.int().nullable(),
  sold: z.int().nullable(),
  held: z.int().nullable(),
  /** Of a group buy. */
  teamSize: z.int().nullable(),
  teamHours: z.int().nullable(),
  shortFrom: z.int().nullable(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  state: z.enum(termStates),
});
export type PromotionItem = z.infer<typeof PromotionItem>;
