import { z } from 'zod';
import { coverScopes, memberSources, memberStates, planTerms, tierStates } from './types.ts';

const name = z.string().trim().min(1).max(40);
const summary = z.string().trim().max(200).default('');
const benefits = z.array(z.string().trim().min(1).max(100)).max(20).default([]);

/** What a tier covers; without a subject: everything. */
export const CoverInput = z
  .object({ scope: z.enum(coverScopes), subjectId: z.uuid().optional() })
  .refine(({ scope, subjectId }) => (scope === 'all') === (subjectId === undefined));
export type CoverInput = z.infer<typeof CoverInput>;

/** A price of a tier for a period; `days` with the term `days` alone. */
export const PlanInput = z
  .object({
    term: z.enum(planTerms),
    days: z.int().min(1).max(36_500).nullish(),
    price: z.int().min(0).max(100_000_000),
    /** Whether it can be subscribed to: then it is charged again each month, quarter or year. */
    renews: z.boolean().default(false),
    trialDays: z.int().min(0).max(90).default(0),
    keepBps: z.int().min(0).max(9_000).default(0),
  })
  .refine(({ term, days }) => (term === 'days') === (typeof days === 'number'))
  .refine(({ renews, term, price }) => !renews || (term !== 'days' && price > 0))
  .refine(({ renews, trialDays, keepBps }) => renews || (trialDays === 0 && keepBps === 0));
export type PlanInput = z.infer<typeof PlanInput>;

/** A tier as the owner writes it. */
export const TierInput = z.object({
  nameZh: name,
  nameEn: name,
  summaryZh: summary,
  summaryEn: summary,
  benefitsZh: benefits,
  benefitsEn: benefits,
  discountBps: z.int().min(0).max(10_000).default(0),
  position: z.int().min(0).max(1_000).default(0),
  state: z.enum(tierStates).default('open'),
  covers: z.array(CoverInput).max(200).default([]),
  plans: z.array(PlanInput).max(12).default([]),
});
export type TierInput = z.input<typeof TierInput>;
export type TierFields = z.infer<typeof TierInput>;

export const TierId = z.object({ id: z.uuid() });
export const MemberId = z.object({ id: z.uuid() });

/** A tier as it goes over the wire. */
export const TierItem = z.object({
  id: z.uuid(),
  nameZh: z.string(),
  nameEn: z.string(),
  summaryZh: z.string(),
  summaryEn: z.string(),
  benefitsZh: z.array(z.string()),
  benefitsEn: z.array(z.string()),
  discountBps: z.int(),
  position: z.int(),
  state: z.enum(tierStates),
  covers: z.array(
    z.object({
      scope: z.enum(coverScopes),
      subjectId: z.uuid().nullable(),
      nameZh: z.string().nullable(),
      nameEn: z.string().nullable(),
    }),
  ),
  plans: z.array(
    z.object({
      id: z.uuid(),
      term: z.enum(planTerms),
      days: z.int().nullable(),
      price: z.int(),
      renews: z.boolean(),
      trialDays: z.int(),
      keepBps: z.int(),
    }),
  ),
});
export type TierItem = z.infer<typeof TierItem>;

export const TierList = z.object({ items: z.array(TierItem) });

/** A membership that staff give: to the end that is named, or for so many days behind what runs; neither: for good. */
export const NewMember = z
  .object({
    userId: z.uuid(),
    tierId: z.uuid(),
    endsAt: z.iso.datetime({ offset: true }).optional(),
    days: z.int().min(1).max(36_500).optional(),
    reason: z.string().trim().min(1).max(200),
  })
  .refine(({ endsAt, days }) => endsAt === undefined || days === undefined);
export type NewMember = z.infer<typeof NewMember>;

/** Why a membership is taken back. */
export const Revocation = z.object({ reason: z.string().trim().min(1).max(200) });
export type Revocation = z.infer<typeof Revocation>;

export const MemberFilter = z.object({
  tierId: z.uuid().optional(),
  userId: z.uuid().optional(),
  state: z.enum(memberStates).optional(),
  source: z.enum(memberSources).optional(),
});
export type MemberFilter = z.infer<typeof MemberFilter>;

/** A membership as it goes over the wire. */
export const MemberItem = z.object({
  id: z.uuid(),
  userId: z.uuid(),
  userName: z.string(),
  email: z.string().nullable(),
  tierId: z.uuid(),
  tierName: z.string(),
  sourceKind: z.enum(memberSources),
  reason: z.string(),
  state: z.enum(memberStates),
  since: z.iso.datetime(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});
export type MemberItem = z.infer<typeof MemberItem>;

/** Some lines of a members file, as the browser read them, with the tiers that the owner chose for their names. */
export const ImportChunk = z.object({
  /** One import has one id, whatever its chunks. */
  importId: z.uuid(),
  fileName: z.string().trim().min(1).max(200),
  /** Says what would be done, and does nothing. */
  isTrial: z.boolean().default(false),
  /** Whether new members are written to. */
  isTold: z.boolean().default(false),
  rows: z
    .array(
      z.object({
        line: z.int().min(1),
        email: z.string().max(2_000),
        name: z.string().max(2_000),
        tierIds: z.array(z.uuid()).max(20),
        /** Null: for good. */
        endsAt: z.iso.datetime({ offset: true }).or(z.literal('unreadable')).nullable(),
        isDeleted: z.boolean(),
      }),
    )
    .min(1)
    .max(500),
});
export type ImportChunk = z.infer<typeof ImportChunk>;

/** What became of some lines: accounts made, memberships begun and moved, and each line that could not be taken. */
export const ImportedItem = z.object({
  taken: z.int(),
  accounts: z.int(),
  memberships: z.int(),
  moved: z.int(),
  problems: z.array(z.object({ line: z.int(), why: z.string() })),
});
export type ImportedItem = z.infer<typeof ImportedItem>;
