import { getDraft } from '#catalog/service.ts';
import { getUser } from '#identity/service.ts';
import { asSystem, type Ctx } from '#platform/ctx.ts';
import { within, type Tx } from '#platform/db.ts';
import { letterWords, type Tiding } from '../words.ts';

/** Writes a creator a letter about a work of theirs, in the transaction of what it tells. Why is read in the studio. */
export async function tellCreator(
  tx: Tx,
  ctx: Ctx,
  work: { readonly workId: string; readonly creatorId: string },
  tiding: Tiding,
): Promise<void> {
  const inside = asSystem(within(ctx, tx), 'review');
  const [{ email, locale }, { draft }] = await Promise.all([
    getUser(inside, work.creatorId),
    getDraft(inside, work.workId),
  ]);
  if (!email) return;
  const address = `${ctx.ports.settings.publicUrl}/studio/works/${work.workId}`;
  const say = (text: string) => text.replace('{title}', draft.title);
  const { subject, body } = letterWords[tiding];
  const letter = { subject: say(subject[locale]), body: `${say(body[locale])}\n\n${address}\n` };
  await ctx.ports.messenger.send(
    tx,
    { channel: 'email', address: email, locale, ...letter },
    ctx.now,
  );
}
