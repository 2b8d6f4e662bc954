import type { Ctx } from '#platform/ctx.ts';
import { selectGroupBuys, type GroupRow } from '../store/group.ts';

/** A group buy of a work as buyers see it. */
export interface GroupBuy extends GroupRow {
  /** It has not begun. */
  readonly isAhead: boolean;
}

/** The group buys of a work that run or will, in the order in which they begin. */
export async function listGroupBuys(ctx: Ctx, workId: string): Promise<GroupBuy[]> {
  const rows = await selectGroupBuys(ctx.db, workId, ctx.now);
  return rows.map((row) => ({ ...row, isAhead: row.startsAt > ctx.now }));
}
