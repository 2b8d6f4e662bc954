import { day } from '#kernel/time.ts';
import { asSystem, type Ctx } from '#platform/ctx.ts';
import { inTransaction, within } from '#platform/db.ts';
import { takeFromWindow } from '#platform/rate-limit.ts';
import { listJudges } from '#review/service.ts';
import { countLate } from '../store.ts';
import { reminder } from '../words.ts';

/** Once a day at most, so that a letter stays worth reading. */
const once = { key: 'claim:reminder', limit: 1, windowMs: day };

/**
 * Writes to everybody who decides how many claims are overdue: once a day at most, however many processes ask. The day is
 * taken in the transaction of the letters: all of them leave, or none.
 */
export async function remindOfLateClaims(ctx: Ctx): Promise<void> {
  if ((await countLate(ctx.db, ctx.now)) === 0) return;
  await inTransaction(ctx, async (tx) => {
    if (!(await takeFromWindow(tx, once, ctx.now))) return;
    const count = String(await countLate(tx, ctx.now));
    const link = `${ctx.ports.settings.publicUrl}/studio/claims?late=yes`;
    for (const { email, locale } of await listJudges(asSystem(within(ctx, tx), 'claim'))) {
      if (!email) continue;
      const subject = reminder.subject[locale].replace('{n}', count);
      const body = `${reminder.body[locale].replace('{n}', count)}\n\n${link}\n`;
      const letter = { channel: 'email', address: email, locale, subject, body } as const;
      await ctx.ports.messenger.send(tx, letter, ctx.now);
    }
  });
}
