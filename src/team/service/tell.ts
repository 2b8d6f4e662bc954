import { formatInstant } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { writeLetter } from '#platform/mail.ts';
import { markTold, type Told } from '../store/letter.ts';
import { letters } from '../words.ts';

/**
 * Tells who is in a team how it stands, each once: the mark and the letter are one transaction, so a reaction that runs again tells
 * nobody twice.
 */
export async function tellMembers(
  ctx: Ctx,
  about: { teamId: string; orderId?: string; what: 'joined' | 'ended' },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    for (const told of await markTold(tx, about)) await send(tx, ctx, told, about.what);
  });
}

function letterOf(told: Told, what: 'joined' | 'ended'): (typeof letters)[keyof typeof letters] {
  if (what === 'ended') return letters[told.state === 'failed' ? 'failed' : 'completed'];
  if (told.isOverflow) return letters.overflow;
  return told.userId === told.leaderId ? letters.opened : letters.joined;
}

async function send(tx: Tx, ctx: Ctx, told: Told, what: 'joined' | 'ended'): Promise<void> {
  const { email, locale, missing, deadline, userName: name } = told;
  if (!email) return;
  const title = locale === 'en' ? told.titleEn : told.titleZh;
  const known = { name, title, n: String(missing), until: formatInstant(deadline) };
  const path = what === 'joined' ? `/teams/${told.teamId}` : `/orders/${told.orderId}`;
  await writeLetter(tx, ctx, { email, locale }, { words: letterOf(told, what), known, path });
}
