import { z } from 'zod';
import { sourceKinds } from './types.ts';

/** A work given by staff. */
export const NewGrant = z.object({
  userId: z.uuid(),
  workId: z.uuid(),
  /** Absent: for ever. */
  endsAt: z.iso.datetime({ offset: true }).optional(),
  reason: z.string().trim().min(1).max(200),
});
export type NewGrant = z.infer<typeof NewGrant>;

/** What a list of rights is asked for. */
export const EntitlementFilter = z.object({
  userId: z.uuid().optional(),
  workId: z.uuid().optional(),
  source: z.enum(sourceKinds).optional(),
});
export type EntitlementFilter = z.infer<typeof EntitlementFilter>;

/** A right as it goes over the wire. */
export const EntitlementItem = z.object({
  id: z.uuid(),
  userId: z.uuid(),
  userName: z.string(),
  workId: z.uuid(),
  workTitle: z.string(),
  sourceKind: z.enum(sourceKinds),
  sourceId: z.uuid(),
  reason: z.string(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});
export type EntitlementItem = z.infer<typeof EntitlementItem>;
