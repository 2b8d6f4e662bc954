import type { Ctx } from '#platform/ctx.ts';
import type { Db } from '#platform/db.ts';
import { selectEnd, selectGiven } from '../store/term.ts';
import type { Stretch } from '../types.ts';

/** When the last of somebody's own rights to a work ends or ended; null: never; undefined: they had none. */
export async function findEnd(
  ctx: Ctx,
  userId: string,
  work: { readonly id: string } | { readonly slug: string },
): Promise<Date | null | undefined> {
  return selectEnd(ctx.db, userId, work);
}

/** From when until when these lines of orders gave their works for days; whoever asks has checked who may know. */
export async function listGiven(
  db: Db,
  lines: readonly { readonly id: string; readonly workId: string }[],
): Promise<ReadonlyMap<string, Stretch>> {
  if (lines.length === 0) return new Map();
  return new Map((await selectGiven(db, lines)).map((one) => [one.lineId, one]));
}
