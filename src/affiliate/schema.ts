import { z } from 'zod';
import {
  applicationStates,
  bindingScopes,
  promoterStates,
  promotionModes,
  renewals,
  selfBuys,
} from './types.ts';

const bps = z.int().min(0).max(9_000);

/** How people promote, as the owner writes it on top of the version that they saw. */
export const PromotionTerms = z.object({
  mode: z.enum(promotionModes),
  level1Bps: bps,
  /** 0: off. */
  level2Bps: bps,
  leastBps: bps,
  mostBps: bps,
  cookieDays: z.int().min(1).max(90),
  scope: z.enum(bindingScopes),
  /** 0: for good. */
  validDays: z.int().min(0).max(3_650),
  protectDays: z.int().min(0).max(3_650),
  maySnatch: z.boolean(),
  renewOn: z.enum(renewals),
  selfBuy: z.enum(selfBuys),
  withTeams: z.boolean(),
  frozenDays: z.int().min(0).max(365),
  textZh: z.string().trim().max(5_000),
  textEn: z.string().trim().max(5_000),
  version: z.int().min(1),
});
export type PromotionTerms = z.infer<typeof PromotionTerms>;

export const UserId = z.object({ id: z.uuid() });

/** Somebody asks to promote. */
export const NewApplication = z.object({
  note: z.string().trim().max(500).default(''),
  /** The terms were read and agreed to. */
  isAgreed: z.boolean(),
});
export type NewApplication = z.input<typeof NewApplication>;

/** What became of asking: a promoter at once, or an application that waits. */
export const Joined = z.object({ state: z.enum(['active', 'waiting']) });
export type Joined = z.infer<typeof Joined>;

export const Refused = z.object({ reason: z.string().trim().min(1).max(200) });
export const Appointed = z.object({ userId: z.uuid() });
/** A promoter's own rate; null: the site's. */
export const OwnRate = z.object({ level1Bps: bps.nullable() });

export const PromoterFilter = z.object({
  state: z.enum(promoterStates).optional(),
  text: z.string().trim().min(1).max(100).optional(),
});
export type PromoterFilter = z.infer<typeof PromoterFilter>;

/** A promoter as staff see them. */
export const PromoterItem = z.object({
  userId: z.uuid(),
  name: z.string(),
  code: z.string(),
  uplineId: z.uuid().nullable(),
  uplineName: z.string().nullable(),
  level1Bps: bps.nullable(),
  state: z.enum(promoterStates),
  beganAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  reason: z.string(),
  visits: z.int(),
  customers: z.int(),
});
export type PromoterItem = z.infer<typeof PromoterItem>;

export const ApplicationFilter = z.object({ state: z.enum(applicationStates).optional() });
export type ApplicationFilter = z.infer<typeof ApplicationFilter>;

/** An application as staff see it. */
export const ApplicationItem = z.object({
  id: z.uuid(),
  userId: z.uuid(),
  name: z.string(),
  note: z.string(),
  askedAt: z.iso.datetime(),
  state: z.enum(applicationStates),
  decidedAt: z.iso.datetime().nullable(),
  decidedByName: z.string().nullable(),
  reason: z.string(),
});
export type ApplicationItem = z.infer<typeof ApplicationItem>;

/** One promoter in the report of who brought whom, with what both levels came to in minor units. */
export const LineageItem = z.object({
  userId: z.uuid(),
  name: z.string(),
  code: z.string(),
  uplineId: z.uuid().nullable(),
  uplineName: z.string().nullable(),
  juniors: z.int(),
  orders: z.int(),
  level1: z.int(),
  level2: z.int(),
});
export type LineageItem = z.infer<typeof LineageItem>;

/** Orders that a campaign's links brought, with what was paid for them and went back, in minor units. */
export const CampaignItem = z.object({
  campaign: z.string(),
  source: z.string(),
  medium: z.string(),
  orders: z.int(),
  paid: z.int(),
  gross: z.int(),
  refunded: z.int(),
});
export type CampaignItem = z.infer<typeof CampaignItem>;

/** A customer as their promoter sees them: no more of the name than it takes to tell two apart. */
export const CustomerItem = z.object({
  id: z.uuid(),
  name: z.string(),
  boundAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  protectedUntil: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
});
export type CustomerItem = z.infer<typeof CustomerItem>;

/** The acting user as a promoter. */
export const OwnPromotion = z.object({
  mode: z.enum(promotionModes),
  state: z.enum(['none', 'waiting', 'refused', ...promoterStates]),
  /** Why it was refused or ended. */
  reason: z.string(),
  code: z.string().nullable(),
  /** What they get of what a customer of theirs pays, where the work has no rate of its own. */
  level1Bps: bps,
  level2Bps: bps,
  frozenDays: z.int(),
  visits: z.int(),
  customers: z.int(),
  text: z.string(),
});
export type OwnPromotion = z.infer<typeof OwnPromotion>;

export const WorkPromotionInput = z.object({ isOut: z.boolean(), level1Bps: bps.nullable() });
export type WorkPromotionInput = z.infer<typeof WorkPromotionInput>;

/** How a work is promoted, and within what its creator may decide. */
export const WorkPromotionItem = WorkPromotionInput.extend({
  mode: z.enum(promotionModes),
  /** What a promoter without a rate of their own gets of a sale. */
  siteBps: bps,
  level2Bps: bps,
  leastBps: bps,
  mostBps: bps,
});
export type WorkPromotionItem = z.infer<typeof WorkPromotionItem>;
