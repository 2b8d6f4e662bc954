import type { Ctx } from '#platform/ctx.ts';
import { remindJudges } from '#review/service.ts';
import { countLate } from '../store.ts';
import { reminder } from '../words.ts';

/** Reminds everybody who decides of claims that are overdue: of all of them, for nobody takes a claim to themselves. */
export function remindOfLateClaims(ctx: Ctx): Promise<void> {
  return remindJudges(ctx, {
    key: 'claim:reminder',
    words: reminder,
    path: '/studio/claims?late=yes',
    find: async (db) => {
      const count = await countLate(db, ctx.now);
      return count === 0 ? undefined : () => count;
    },
  });
}
