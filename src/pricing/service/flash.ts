import type { Ctx } from '#platform/ctx.ts';
import { touchPage, type Tx } from '#platform/db.ts';
import { Memory } from '#platform/memory.ts';
import type { Write } from '#platform/together.ts';
import { leftOf } from '../rules.ts';
import {
  claimPiece,
  selectFlashSales,
  selectSoldOut,
  soldPiece,
  unclaimPiece,
  type FlashRow,
} from '../store/flash.ts';

/** The tag of what depends on how much is left of any flash sale. */
const stockTag = 'stock';

/** The tag of pages that show what is left of one flash sale, or its price. */
export const saleTag = (promotionId: string): string => `${stockTag}:${promotionId}`;

const soldOut = new Memory(stockTag, async (ctx) => new Set(await selectSoldOut(ctx.db, ctx.now)));

/**
 * Whether nothing is left of a flash sale, as far as this process has heard: those who come too late are told so without a
 * transaction. Only the claim itself decides who is in time.
 */
export async function isSoldOut(ctx: Ctx, promotionId: string): Promise<boolean> {
  return (await soldOut.get(ctx)).has(promotionId);
}

/** A flash sale as buyers see it: what is left is counted, never invented. */
export interface FlashSale extends FlashRow {
  readonly left: number;
  /** It has not begun. */
  readonly isAhead: boolean;
}

/** The flash sales of a work that run or will, in the order in which they begin. */
export async function listFlashSales(ctx: Ctx, workId: string): Promise<FlashSale[]> {
  const rows = await selectFlashSales(ctx.db, workId, ctx.now);
  return rows.map((row) => ({
    ...row,
    left: leftOf(row) ?? 0,
    isAhead: row.startsAt > ctx.now,
  }));
}

/** Holds a piece of a flash sale for an order. False when none is left. */
export async function takePiece(tx: Tx, promotionId: string, orderId: string): Promise<boolean> {
  const isTaken = await claimPiece(tx, promotionId, orderId);
  if (isTaken) touchPage(tx, stockTag, saleTag(promotionId));
  return isTaken;
}

/** The write that sells the piece that an order holds, if it holds one. */
export function sellingPiece(orderId: string, at: Date): Write {
  return soldPiece(orderId, at);
}

/** An order that closes, or gets all its money back, gives its piece back. */
export async function freePiece(tx: Tx, orderId: string): Promise<void> {
  const promotionId = await unclaimPiece(tx, orderId);
  if (promotionId) touchPage(tx, stockTag, saleTag(promotionId));
}
