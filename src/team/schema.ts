import { z } from 'zod';
import { teamStates } from './types.ts';

export const TeamId = z.object({ id: z.uuid() });

export const TeamFilter = z.object({
  state: z.enum(teamStates).optional(),
  promotionId: z.uuid().optional(),
});
export type TeamFilter = z.infer<typeof TeamFilter>;

/** A team as it goes over the wire to staff. */
export const TeamItem = z.object({
  id: z.uuid(),
  promotionId: z.uuid(),
  name: z.string(),
  nameEn: z.string(),
  workId: z.uuid(),
  workTitle: z.string(),
  leaderId: z.uuid(),
  leaderName: z.string(),
  size: z.int(),
  shortFrom: z.int().nullable(),
  taken: z.int(),
  state: z.enum(teamStates),
  openedAt: z.iso.datetime(),
  deadline: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
});
export type TeamItem = z.infer<typeof TeamItem>;

/** Somebody in a team, with the number of their order. */
export const MemberItem = z.object({
  orderId: z.uuid(),
  orderNumber: z.string(),
  userId: z.uuid(),
  userName: z.string(),
  joinedAt: z.iso.datetime(),
  leftAt: z.iso.datetime().nullable(),
});
export type MemberItem = z.infer<typeof MemberItem>;

export const MemberList = z.object({ items: z.array(MemberItem) });
export type MemberList = z.infer<typeof MemberList>;
