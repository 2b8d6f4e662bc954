// Made from tables.sql by `npm run tables`; edit that.
import type { ColumnType, Generated } from 'kysely';

export interface PromotionTable {
  id: string;
  kind: 'limited' | 'threshold' | 'flash' | 'group';
  creatorId: string | null;
  name: string;
  nameEn: Generated<string>;
  scopeKind: 'all' | 'works' | 'categories' | 'creator';
  scopeIds: string[] | null;
  offBps: number | null;
  price: number | null;
  counts: 'amount' | 'pieces' | null;
  tiers: ColumnType<unknown, string, string> | null;
  stock: number | null;
  teamSize: number | null;
  teamHours: number | null;
  shortFrom: number | null;
  perCustomer: number | null;
  startsAt: Date;
  endsAt: Date;
  createdBy: string | null;
  createdAt: Date;
}

export interface PromotionUseTable {
  promotionId: string;
  userId: string;
  ordinal: number;
  orderId: string;
}

export interface FlashPieceTable {
  promotionId: string;
  ordinal: number;
  orderId: string | null;
  soldAt: Date | null;
}

declare module '#platform/db.ts' {
  interface Tables {
    promotion: PromotionTable;
    promotionUse: PromotionUseTable;
    flashPiece: FlashPieceTable;
  }
}
