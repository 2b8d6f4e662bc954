import { findAddressee } from '#identity/service.ts';
import { after, businessDay, day } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { writeLetter } from '#platform/mail.ts';
import { lockExpired, lockReminders, setRemindAt } from '../store/account.ts';
import { findEnding } from '../store/lot.ts';
import { expiryLetter } from '../words.ts';
import { expire } from './book.ts';
import { termsNow } from './terms.ts';

const atOnce = 200;

/** Writes what ended of everybody's points, in small transactions: killed anywhere, it goes on where it was, and nothing ends twice. */
export async function expirePoints(ctx: Ctx): Promise<void> {
  for (;;) {
    const done = await inTransaction(ctx, async (tx) => {
      const due = await lockExpired(tx, ctx.now, atOnce);
      return due.length > 0 ? expire(tx, ctx, due) : 0;
    });
    if (done === 0) return;
  }
}

// Who signs in every day has points that end every day: a letter a week tells of all that end in the days before the next.
const everyDays = 7;

/** Tells people by letter that points of theirs end soon: at most once a week, and the system of small transactions as above. */
export async function remindOfExpiry(ctx: Ctx): Promise<void> {
  const { noticeDays } = await termsNow(ctx);
  if (noticeDays === 0) return;
  for (;;) {
    const done = await inTransaction(ctx, async (tx) => {
      const due = await lockReminders(tx, ctx.now, atOnce);
      for (const userId of due) await remind(tx, ctx, userId, noticeDays);
      return due.length;
    });
    if (done === 0) return;
  }
}

async function remind(tx: Tx, ctx: Ctx, userId: string, noticeDays: number): Promise<void> {
  const until = after(ctx.now, noticeDays * day);
  const { amount, first, next } = await findEnding(tx, userId, { now: ctx.now, until });
  if (amount === 0) {
    await setRemindAt(tx, userId, next && after(next, -noticeDays * day));
    return;
  }
  const to = await findAddressee(tx, userId);
  // The last day on which they are good, not the instant after it.
  const lastDay = first ? businessDay(after(first, -1)) : '';
  const known = {
    name: to?.name ?? '',
    amount: String(amount),
    day: lastDay,
    within: String(noticeDays),
  };
  if (to) await writeLetter(tx, ctx, to, { words: expiryLetter, known, path: '/points' });
  await setRemindAt(tx, userId, after(ctx.now, everyDays * day));
}
