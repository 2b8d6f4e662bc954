import { getUser } from '#identity/service.ts';
import { fill, localePath, type Locale, type Words } from '#kernel/locale.ts';
import { formatInstant } from '#kernel/time.ts';
import { asSystem, type Ctx } from '#platform/ctx.ts';
import { within, type Tx } from '#platform/db.ts';
import type { LetterWords } from '#platform/mail.ts';
import type { Claim } from '../types.ts';
import { claimantLetters, creatorLetters } from '../words.ts';
import { keyOf } from './read-claim.ts';

interface Sending {
  readonly address: string;
  readonly locale: Locale;
  readonly link: string;
}

/** Tells whoever claims what happened, with the link to their claim, in the transaction of what it tells. */
export async function tellClaimant(
  tx: Tx,
  ctx: Ctx,
  claim: Claim,
  tiding: keyof typeof claimantLetters,
): Promise<void> {
  const { email: address, locale } = claim;
  const link = localePath(locale, `/claims/${claim.id}/${keyOf(ctx, claim.id)}`);
  await send(tx, ctx, claim, claimantLetters[tiding], { address, locale, link });
}

/** Tells the creator of the work: who claims what, never how they are reached. */
export async function tellCreator(
  tx: Tx,
  ctx: Ctx,
  claim: Claim,
  tiding: keyof typeof creatorLetters,
): Promise<void> {
  const inside = asSystem(within(ctx, tx), 'claim');
  const { email: address, locale } = await getUser(inside, claim.creatorId);
  if (!address) return;
  await send(tx, ctx, claim, creatorLetters[tiding], { address, locale, link: '/studio/claims' });
}

// oxlint-disable-next-line max-params -- where, who asks, and the three parts of a letter
async function send(
  tx: Tx,
  ctx: Ctx,
  claim: Claim,
  letter: LetterWords,
  { address, locale, link }: Sending,
): Promise<void> {
  const known: Readonly<Record<string, string>> = {
    title: claim.workTitle,
    name: claim.name,
    original: claim.original,
    reasons: claim.reasons,
    answer: claim.answer,
    lawsuit: claim.lawsuit,
    counterName: claim.counterName ?? '',
    counter: claim.counterWords ?? '',
    day: claim.restoreAt ? formatInstant(claim.restoreAt) : '',
  };
  const say = (text: Words) => fill(text[locale], known);
  const body = `${say(letter.body)}\n\n${ctx.ports.settings.publicUrl}${link}\n`;
  const sent = { channel: 'email', address, locale, subject: say(letter.subject), body } as const;
  await ctx.ports.messenger.send(tx, sent, ctx.now);
}
