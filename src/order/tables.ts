// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface OrderTable {
  id: string;
  number: string;
  buyerId: string;
  state: Generated<'pending' | 'held' | 'paid' | 'closed' | 'refunded'>;
  total: number;
  currency: 'CNY';
  refunded: Generated<number>;
  refunding: Generated<number>;
  createdAt: Date;
  expiresAt: Date;
  closeAt: Date;
  paidAt: Date | null;
  closedAt: Date | null;
  refundUntil: Date | null;
  idempotencyKey: string;
  claimId: string | null;
  groupId: string | null;
}

export interface OrderLineTable {
  id: string;
  orderId: string;
  position: number;
  offerId: string | null;
  workId: string | null;
  creatorId: string | null;
  planId: string | null;
  tierId: string | null;
  listPrice: number;
  price: number;
  commissionBps: number;
  refundDays: number;
  accessDays: number | null;
  refunded: Generated<number>;
  refunding: Generated<number>;
}

export interface OrderShareTable {
  lineId: string;
  level: 1 | 2;
  promoterId: string;
  bps: number;
  base: number;
  frozenDays: number;
}

export interface OrderCampaignTable {
  orderId: string;
  source: string;
  medium: string;
  campaign: string;
}

export interface OrderDiscountTable {
  lineId: string;
  position: number;
  kind: 'activity' | 'limited' | 'member' | 'threshold' | 'coupon' | 'agreed';
  sourceId: string;
  name: string;
  nameEn: string;
  amount: number;
}

declare module '#platform/db.ts' {
  interface Tables {
    order: OrderTable;
    orderLine: OrderLineTable;
    orderShare: OrderShareTable;
    orderCampaign: OrderCampaignTable;
    orderDiscount: OrderDiscountTable;
  }
}
