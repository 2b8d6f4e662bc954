import { listUsers } from '#identity/service.ts';
import type { UserItem } from '#identity/schema.ts';
import { day } from '#kernel/time.ts';
import { asSystem, type Ctx } from '#platform/ctx.ts';
import { inTransaction, within, type Tx } from '#platform/db.ts';
import { takeFromWindow } from '#platform/rate-limit.ts';
import { lateFor } from '../rules/reminder.ts';
import { countLate } from '../store/submission.ts';
import { reminderWords } from '../words.ts';

/** Once a day at most, so that a letter stays worth reading. */
const once = { key: 'review:reminder', limit: 1, windowMs: day };

/**
 * Writes to everybody who decides how many submissions are overdue for them: once a day at most, however often it is
 * asked and by however many processes. The day is taken in the transaction of the letters: all of them leave, or none.
 */
export async function remindOfLate(ctx: Ctx): Promise<void> {
  if ((await countLate(ctx.db, ctx.now)).length === 0) return;
  await inTransaction(ctx, async (tx) => {
    if (!(await takeFromWindow(tx, once, ctx.now))) return;
    const shares = await countLate(tx, ctx.now);
    for (const person of await listJudges(asSystem(within(ctx, tx), 'review'))) {
      const isOwner = person.roles.includes('owner');
      await remind(tx, ctx, person, lateFor({ id: person.id, isOwner }, shares));
    }
  });
}

/** Everybody who decides about works, for whoever has to tell them. */
export async function listJudges(ctx: Ctx): Promise<Iterable<UserItem>> {
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

async function remind(tx: Tx, ctx: Ctx, { email, locale }: UserItem, count: number): Promise<void> {
  if (!email || count === 0) return;
  const say = (text: string) => text.replace('{n}', String(count));
  const subject = say(reminderWords.subject[locale]);
  const address = `${ctx.ports.settings.publicUrl}/studio/reviews?state=open&late=yes`;
  const body = `${say(reminderWords.body[locale])}\n\n${address}\n`;
  await ctx.ports.messenger.send(
    tx,
    { channel: 'email', address: email, locale, subject, body },
    ctx.now,
  );
}
