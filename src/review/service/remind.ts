import { listUsers } from '#identity/service.ts';
import type { UserItem } from '#identity/schema.ts';
import { day } from '#kernel/time.ts';
import { asSystem, type Ctx } from '#platform/ctx.ts';
import { inTransaction, within, type Db } from '#platform/db.ts';
import type { LetterWords } from '#platform/mail.ts';
import { takeFromWindow } from '#platform/rate-limit.ts';
import { lateFor } from '../rules/reminder.ts';
import { countLate } from '../store/submission.ts';
import { reminderWords } from '../words.ts';

/** What is overdue, and how those who decide are told of it. */
export interface Reminder {
  /** Its day is taken under this key. */
  readonly key: string;
  /** With `{n}` for how many. */
  readonly words: LetterWords;
  /** Where they are found in the studio. */
  readonly path: string;
  /** How many are overdue for one of those who decide; undefined when nothing is overdue at all. */
  find(db: Db): Promise<((judge: UserItem) => number) | undefined>;
}

/**
 * Writes to everybody who decides about works how much is overdue for them: once a day at most, so that a letter stays worth
 * reading, however often it is asked and by however many processes. The day is taken in the transaction of the letters: all
 * of them leave, or none.
 */
export async function remindJudges(ctx: Ctx, { key, words, path, find }: Reminder): Promise<void> {
  if (!(await find(ctx.db))) return;
  await inTransaction(ctx, async (tx) => {
    if (!(await takeFromWindow(tx, { key, limit: 1, windowMs: day }, ctx.now))) return;
    const lateOf = await find(tx);
    if (!lateOf) return;
    const address = `${ctx.ports.settings.publicUrl}${path}`;
    for (const judge of await listJudges(asSystem(within(ctx, tx), 'reminder'))) {
      const { email, locale } = judge;
      const count = lateOf(judge);
      if (!email || count === 0) continue;
      const say = (text: string) => text.replace('{n}', String(count));
      const subject = say(words.subject[locale]);
      const body = `${say(words.body[locale])}\n\n${address}\n`;
      const letter = { channel: 'email', address: email, locale, subject, body } as const;
      await ctx.ports.messenger.send(tx, letter, ctx.now);
    }
  });
}

async function listJudges(ctx: Ctx): Promise<Iterable<UserItem>> {
  const judges = new Map<string, UserItem>();
  for (const role of ['reviewer', 'owner'] as const) {
    let cursor: string | undefined;
    do {
      const filter = { role, state: 'active' } as const;
      const { items, nextCursor } = await listUsers(ctx, { filter, cursor, limit: 200 });
      for (const person of items) judges.set(person.id, person);
      cursor = nextCursor ?? undefined;
    } while (cursor !== undefined);
  }
  return judges.values();
}

/** Reminds of submissions that are overdue: reviewers of what they took and of what nobody took, the owner of all. */
export function remindOfLate(ctx: Ctx): Promise<void> {
  return remindJudges(ctx, {
    key: 'review:reminder',
    words: reminderWords,
    path: '/studio/reviews?state=open&late=yes',
    find: async (db) => {
      const shares = await countLate(db, ctx.now);
      if (shares.length === 0) return undefined;
      return ({ id, roles }) => lateFor({ id, isOwner: roles.includes('owner') }, shares);
    },
  });
}
