import { after, businessDay, day, formatInstant } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { writeLetter } from '#platform/mail.ts';
import { leastRemindedDays, remindBeforeDays } from '../rules.ts';
import { markReminded, type Due } from '../store/remind.ts';
import { reminderLetter } from '../words.ts';

const atOnce = 200;

/**
 * Tells members whose membership ends within five days and is not continued, once each: the mark and the letter are one
 * transaction, so a sweep that is killed or comes twice tells nobody twice.
 */
export async function remindMembers(ctx: Ctx): Promise<void> {
  const wanted = {
    now: ctx.now,
    before: after(ctx.now, remindBeforeDays * day),
    leastDays: leastRemindedDays,
    limit: atOnce,
  };
  for (;;) {
    const told = await inTransaction(ctx, async (tx) => {
      const due = await markReminded(tx, wanted);
      for (const one of due) await sendReminder(tx, ctx, one);
      return due.length;
    });
    if (told < atOnce) return;
  }
}

async function sendReminder(tx: Tx, ctx: Ctx, due: Due): Promise<void> {
  const { locale, endsAt, userName: name } = due;
  const tier = locale === 'en' ? due.tierEn : due.tierZh;
  const known = { name, tier, at: formatInstant(endsAt), day: businessDay(endsAt) };
  await writeLetter(tx, ctx, due, { words: reminderLetter, known, path: '/account/membership' });
}
