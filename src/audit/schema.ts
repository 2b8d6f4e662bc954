import { z } from 'zod';

/** What a reader of the audit may look for. */
export const AuditFilter = z.object({
  /** A deed, or the noun that its name begins with: `payout.approve`, `payout`. */
  deed: z
    .string()
    .regex(/^[a-z_]{1,40}(?:\.[a-z_]{1,40})?$/)
    .optional(),
  subject: z.string().min(1).max(200).optional(),
  actor: z.uuid().optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

/** One deed as it goes over the wire; `names` says what the ids in it are called, in the reader's language. */
export const AuditItem = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  actorId: z.uuid().nullable(),
  deed: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
  ip: z.string().nullable(),
  names: z.record(z.string(), z.string()),
});
export type AuditItem = z.infer<typeof AuditItem>;
