import { recordAudit } from '#audit/service.ts';
import { newId, newToken } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { actingUser } from '#platform/policy.ts';
import { refuse } from '../refusals.ts';
import { endOpen, findOwn, replaceOpen } from '../store.ts';
import type { OwnFeed } from '../types.ts';
import { hashOf } from './address.ts';

/** The acting user's open podcast address, without what is secret of it. @throws Refusal policy.signed_out */
export function getOwnFeed(ctx: Ctx): Promise<OwnFeed | undefined> {
  return findOwn(ctx.db, actingUser(ctx).userId);
}

/**
 * Makes a podcast address for the acting user in place of the one they had, and writes it down. Answers the address, which is
 * told this once.
 *
 * @throws Refusal policy.signed_out
 */
export async function makeFeed(ctx: Ctx): Promise<string> {
  const { userId } = actingUser(ctx);
  const [id, token] = [newId(ctx.now), newToken()];
  await inTransaction(ctx, async (tx) => {
    await replaceOpen(tx, { id, userId, tokenHash: hashOf(token), madeAt: ctx.now });
    await recordAudit(tx, ctx, 'feed.make', userId);
  });
  return `${ctx.ports.settings.publicUrl}/feeds/private/${token}/podcast.xml`;
}

/** Ends the acting user's podcast address, and writes it down. @throws Refusal feed.unknown, policy.signed_out */
export async function endFeed(ctx: Ctx): Promise<void> {
  const { userId } = actingUser(ctx);
  await inTransaction(ctx, async (tx) => {
    if (!(await endOpen(tx, userId, ctx.now))) throw refuse('feed.unknown');
    await recordAudit(tx, ctx, 'feed.end', userId);
  });
}
