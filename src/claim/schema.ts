import { z } from 'zod';
import { Id } from '#catalog/schema.ts';
import { tidy } from '#kernel/text.ts';
import { claimStates } from './types.ts';

const needed = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform(tidy)
    .pipe(z.string().min(1).max(max));
const paragraph = (max: number) =>
  z
    .string()
    .max(max * 2)
    .transform((text) => text.replaceAll('\0', '').toWellFormed().trim())
    .pipe(z.string().min(1).max(max));
const tick = z.literal('yes');

/** What the form of a claim is filled in with. */
export const NewClaim = z.object({
  name: needed(80),
  email: z.email().max(200),
  original: paragraph(1_000),
  reasons: paragraph(4_000),
  inGoodFaith: tick,
  isTrue: tick,
  signature: needed(80),
  challenge: z.string().max(200).optional(),
});
export type NewClaim = z.infer<typeof NewClaim>;

export const ClaimLink = z.object({ id: Id, key: z.string().max(60) });
export type ClaimLink = z.infer<typeof ClaimLink>;
export const Lawsuit = z.object({ lawsuit: paragraph(500) });
export const Withdrawal = z.object({ isSure: tick });

export const ClaimParams = z.object({ id: Id });
export const ClaimQuery = z.object({
  state: z.enum(claimStates).optional(),
  /** Only what staff should have decided by now. */
  late: z
    .enum(['yes', 'no'])
    .transform((text) => text === 'yes')
    .optional(),
});
export const ClaimDecision = z.object({
  deed: z.enum(['dismiss', 'take_down']),
  /** What claimant and creator are told. */
  answer: paragraph(4_000),
});
export type ClaimDecision = z.infer<typeof ClaimDecision>;
export const CounterNotice = z.object({
  words: paragraph(4_000),
  name: needed(80),
  signature: needed(80),
  isTrue: z.literal(true),
});
export type CounterNotice = z.infer<typeof CounterNotice>;

export const ClaimItem = z.object({
  id: Id,
  workId: Id,
  workTitle: z.string(),
  creatorName: z.string(),
  name: z.string(),
  /** Only for staff. */
  email: z.string().nullable(),
  original: z.string(),
  reasons: z.string(),
  madeAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  isLate: z.boolean(),
  state: z.enum(claimStates),
  answer: z.string(),
  counterWords: z.string().nullable(),
  restoreAt: z.iso.datetime().nullable(),
  lawsuit: z.string(),
  /** For how many claims works of this creator are down; only for staff. */
  upheldCount: z.number().nullable(),
  may: z.object({ decide: z.boolean(), counter: z.boolean() }),
});
export type ClaimItem = z.infer<typeof ClaimItem>;
