// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface CouponTable {
  id: string;
  creatorId: string | null;
  name: string;
  nameEn: Generated<string>;
  off: number | null;
  offBps: number | null;
  cap: number | null;
  minSpend: Generated<number>;
  scopeKind: 'all' | 'works' | 'categories' | 'creator';
  scopeIds: string[] | null;
  startsAt: Date;
  endsAt: Date;
  validDays: number | null;
  total: number | null;
  perCustomer: Generated<number>;
  isNewcomerOnly: Generated<boolean>;
  isAlone: Generated<boolean>;
  way: 'public' | 'code' | 'granted';
  code: string | null;
  isPaused: Generated<boolean>;
  claimed: Generated<number>;
  createdBy: string | null;
  createdAt: Date;
}

export interface CouponClaimTable {
  id: string;
  couponId: string;
  userId: string;
  ordinal: number;
  claimedAt: Date;
  expiresAt: Date;
  state: Generated<'unused' | 'locked' | 'used'>;
  orderId: string | null;
  usedAt: Date | null;
  paid: number | null;
  saved: number | null;
  grantedBy: string | null;
}

declare module '#platform/db.ts' {
  interface Tables {
    coupon: CouponTable;
    couponClaim: CouponClaimTable;
  }
}
