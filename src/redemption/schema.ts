import { z } from 'zod';
import { codeStates } from './types.ts';

/** What somebody typed as a code. */
export const RedeemForm = z.object({ code: z.string().trim().min(1).max(60) });
export type RedeemForm = z.infer<typeof RedeemForm>;

/** Codes to be made: for a work or for a tier, for so many days or for good. */
export const NewBatch = z
  .object({
    name: z.string().trim().min(1).max(60),
    workId: z.uuid().optional(),
    tierId: z.uuid().optional(),
    days: z.int().min(1).max(36_500).optional(),
    quantity: z.int().min(1).max(20_000),
    expiresAt: z.iso.datetime({ offset: true }).optional(),
  })
  .refine(({ workId, tierId }) => (workId === undefined) !== (tierId === undefined));
export type NewBatch = z.infer<typeof NewBatch>;

/** A batch that was made, with its codes: told this once. */
export const MadeBatch = z.object({ id: z.uuid(), codes: z.array(z.string()) });
export type MadeBatch = z.infer<typeof MadeBatch>;

export const BatchId = z.object({ id: z.uuid() });
export const CodeId = z.object({ id: z.uuid() });
export const CodeFilter = z.object({ state: z.enum(codeStates).optional() });
export type CodeFilter = z.infer<typeof CodeFilter>;

/** A batch as it goes over the wire. */
export const BatchItem = z.object({
  id: z.uuid(),
  name: z.string(),
  workId: z.uuid().nullable(),
  tierId: z.uuid().nullable(),
  subject: z.string(),
  days: z.int().nullable(),
  quantity: z.int(),
  redeemed: z.int(),
  expiresAt: z.iso.datetime().nullable(),
  isFrozen: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type BatchItem = z.infer<typeof BatchItem>;

/** A code as it goes over the wire: its last four characters, never more. */
export const CodeItem = z.object({
  id: z.uuid(),
  tail: z.string(),
  state: z.enum(codeStates),
  redeemedBy: z.string().nullable(),
  redeemedAt: z.iso.datetime().nullable(),
});
export type CodeItem = z.infer<typeof CodeItem>;

/** What a code gave. */
export const RedeemedItem = z.object({
  kind: z.enum(['work', 'tier']),
  subject: z.string(),
  slug: z.string().nullable(),
  endsAt: z.iso.datetime().nullable(),
});
export type RedeemedItem = z.infer<typeof RedeemedItem>;
