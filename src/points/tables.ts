// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface PointTermsTable {
  id: Generated<boolean>;
  isOn: boolean;
  signInOn: boolean;
  streak: number[];
  lessonOn: boolean;
  perLesson: number;
  lessonCap: number;
  purchaseOn: boolean;
  perYuan: number;
  purchaseCap: number;
  validDays: number;
  noticeDays: number;
  version: number;
}

export interface PointAccountTable {
  userId: string;
  balance: Generated<number>;
  nextExpiry: Date | null;
  remindAt: Date | null;
}

export interface PointEntryTable {
  id: string;
  userId: string;
  kind: 'sign_in' | 'lesson' | 'purchase' | 'refund' | 'redeem' | 'return' | 'expiry' | 'staff';
  sourceId: string;
  orderId: string | null;
  amount: number;
  expiresAt: Date | null;
  reason: Generated<string>;
  madeBy: string | null;
  at: Date;
}

export interface PointLotTable {
  id: string;
  userId: string;
  amount: number;
  remaining: number;
  expiresAt: Date;
}

export interface PointUseTable {
  entryId: string;
  lotId: string;
  amount: number;
}

export interface PointSignInTable {
  id: string;
  userId: string;
  day: string;
  streak: number;
  amount: number;
  at: Date;
}

export interface PointGoodTable {
  id: string;
  kind: 'work' | 'coupon' | 'tier' | 'code' | 'physical';
  nameZh: string;
  nameEn: string;
  summaryZh: Generated<string>;
  summaryEn: Generated<string>;
  price: number;
  workId: string | null;
  couponId: string | null;
  tierId: string | null;
  days: number | null;
  batchId: string | null;
  stock: number;
  taken: Generated<number>;
  perPerson: number | null;
  startsAt: Date;
  endsAt: Date | null;
  isHidden: Generated<boolean>;
  createdAt: Date;
}

export interface PointRedemptionTable {
  id: string;
  goodId: string;
  userId: string;
  key: string;
  price: number;
  state: 'given' | 'waiting' | 'shipped' | 'cancelled';
  sealed: Buffer | null;
  answer: Generated<string>;
  at: Date;
  endedAt: Date | null;
}

export interface PointParcelTable {
  redemptionId: string;
  receiver: string;
  phone: string;
  address: string;
  carrier: string | null;
  number: string | null;
}

declare module '#platform/db.ts' {
  interface Tables {
    pointTerms: PointTermsTable;
    pointAccount: PointAccountTable;
    pointEntry: PointEntryTable;
    pointLot: PointLotTable;
    pointUse: PointUseTable;
    pointSignIn: PointSignInTable;
    pointGood: PointGoodTable;
    pointRedemption: PointRedemptionTable;
    pointParcel: PointParcelTable;
  }
}
