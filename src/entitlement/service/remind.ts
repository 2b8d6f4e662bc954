import { fill } from '#kernel/locale.ts';
import { formatMoney } from '#kernel/money.ts';
import { after, businessDay, day, formatInstant } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { writeLetter } from '#platform/mail.ts';
import { leastRemindedHours, remindBeforeDays } from '../rules.ts';
import { markReminded, type Due } from '../store/remind.ts';
import { againWords, reminderLetter } from '../words.ts';

const atOnce = 200;

/**
 * Tells buyers whose days of a work end within three days and are not continued, once each: the mark and the letter are one
 * transaction, so a sweep that is killed or comes twice tells nobody twice.
 */
export async function remindBuyers(ctx: Ctx): Promise<void> {
  const wanted = {
    now: ctx.now,
    before: after(ctx.now, remindBeforeDays * day),
    leastHours: leastRemindedHours,
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
  const { userName: name, title, endsAt, slug } = due;
  const known = { name, title, at: formatInstant(endsAt), day: businessDay(endsAt) };
  const letter = { words: reminderLetter, known: { ...known, again: sayAgain(due) } };
  await writeLetter(tx, ctx, due, { ...letter, path: `/courses/${slug}` });
}

/** What it costs to have it longer, as it is sold now. */
function sayAgain({ price, accessDays, locale }: Due): string {
  if (price === null) return againWords.gone[locale];
  const word = accessDays === null ? 'ever' : 'days';
  const known = { price: formatMoney(price), n: String(accessDays) };
  return fill(againWords[word][locale], known);
}
