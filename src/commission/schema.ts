import { z } from 'zod';
import { ruleScopes, ruleStates } from './types.ts';

const bps = z.int().min(0).max(10_000);

/** A rule to begin: of the site, or of the category, creator or work that `subjectId` names. */
export const NewRule = z.object({
  scope: z.enum(ruleScopes),
  /** Left out for the site. */
  subjectId: z.uuid().optional(),
  /** The platform's part of a sale after the gateway's fee, in basis points. */
  bps,
  /** At once when it is left out. */
  startsAt: z.iso.datetime({ offset: true }).optional(),
  /** The first instant at which it does not hold any more; for good when it is left out. */
  endsAt: z.iso.datetime({ offset: true }).optional(),
  note: z.string().trim().max(200).default(''),
});
export type NewRule = z.input<typeof NewRule>;

export const RuleId = z.object({ id: z.uuid() });

export const RuleFilter = z.object({
  scope: z.enum(ruleScopes).optional(),
  state: z.enum(ruleStates).optional(),
  subjectId: z.uuid().optional(),
});
export type RuleFilter = z.infer<typeof RuleFilter>;

/** A rule as it goes over the wire; the subject is named in the reader's language. */
export const RuleItem = z.object({
  id: z.uuid(),
  scope: z.enum(ruleScopes),
  subjectId: z.uuid().nullable(),
  subjectName: z.string().nullable(),
  bps,
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime().nullable(),
  state: z.enum(ruleStates),
  note: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.iso.datetime(),
});
export type RuleItem = z.infer<typeof RuleItem>;

const rate = { bps, scope: z.enum(ruleScopes) };

/** What the platform keeps of a sale now, whose rule says so, and what follows. */
export const RateItem = z.object({
  ...rate,
  next: z.object({ ...rate, at: z.iso.datetime() }).nullable(),
});
export type RateItem = z.infer<typeof RateItem>;

/** What the platform keeps of a creator's sales, with the works for which it is another part. */
export const CreatorRates = RateItem.extend({
  works: z.array(z.object({ id: z.uuid(), title: z.string(), ...rate })),
});
export type CreatorRates = z.infer<typeof CreatorRates>;
