// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface PromotionTermsTable {
  id: Generated<boolean>;
  mode: 'off' | 'open' | 'application' | 'appointment';
  level1Bps: number;
  level2Bps: number;
  leastBps: number;
  mostBps: number;
  cookieDays: number;
  scope: 'all' | 'new';
  validDays: number;
  protectDays: number;
  maySnatch: boolean;
  renewOn: 'never' | 'visit' | 'purchase';
  selfBuy: 'own' | 'upline' | 'nobody';
  withTeams: boolean;
  frozenDays: number;
  textZh: string;
  textEn: string;
  version: number;
}

export interface PromoterTable {
  userId: string;
  code: string;
  uplineId: string | null;
  level1Bps: number | null;
  beganAt: Date;
  endedAt: Date | null;
  reason: Generated<string>;
}

export interface PromoterApplicationTable {
  id: string;
  userId: string;
  note: string;
  askedAt: Date;
  state: Generated<'waiting' | 'approved' | 'refused'>;
  decidedBy: string | null;
  decidedAt: Date | null;
  reason: Generated<string>;
}

export interface PromoterDayTable {
  promoterId: string;
  day: string;
  visits: number;
}

export interface PromotionVisitTable {
  id: string;
  userId: string;
  promoterId: string | null;
  source: string;
  medium: string;
  campaign: string;
  visitedAt: Date;
  outcome: 'bound' | 'renewed' | 'kept' | 'none' | 'ended' | 'oneself' | 'downline' | 'protected' | 'never' | 'not_new';
}

export interface BindingTable {
  id: string;
  customerId: string;
  seq: number;
  promoterId: string;
  source: 'link' | 'purchase' | 'staff';
  boundAt: Date;
  expiresAt: Date | null;
  protectedUntil: Date;
}

export interface BindingEndTable {
  bindingId: string;
  endedAt: Date;
  reason: 'expired' | 'snatched' | 'renewed' | 'promoter_ended' | 'staff';
}

export interface WorkPromotionTable {
  workId: string;
  isOut: boolean;
  level1Bps: number | null;
  decidedBy: string;
  decidedAt: Date;
}

declare module '#platform/db.ts' {
  interface Tables {
    promotionTerms: PromotionTermsTable;
    promoter: PromoterTable;
    promoterApplication: PromoterApplicationTable;
    promoterDay: PromoterDayTable;
    promotionVisit: PromotionVisitTable;
    binding: BindingTable;
    bindingEnd: BindingEndTable;
    workPromotion: WorkPromotionTable;
  }
}
