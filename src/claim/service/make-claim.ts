import { recordAudit } from '#audit/service.ts';
import { guardEntry } from '#identity/service.ts';
import { newId } from '#kernel/id.ts';
import { day, hour } from '#kernel/time.ts';
import { asSystem, type Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { assertWithin, blind, callerOf } from '#platform/rate-limit.ts';
import { refuse } from '../refusals.ts';
import { dueOf, isSignedBy } from '../rules.ts';
import type { NewClaim } from '../schema.ts';
import { findClaim, findClaimed, insertClaim, type Claimed } from '../store.ts';
import { tellClaimant } from './tell.ts';

/** The work at an address that somebody wants to claim against. @throws Refusal claim.work_unknown */
export async function getClaimed(ctx: Ctx, slug: string): Promise<Claimed> {
  const work = await findClaimed(ctx.db, slug, ctx.locale);
  if (!work) throw refuse('claim.work_unknown');
  return work;
}

/**
 * Takes in a claim against the work at `slug`, and sends the claimant the link by which they follow it.
 *
 * @throws Refusal rate.limited, identity.challenge_needed, claim.work_unknown, claim.signature
 */
export async function makeClaim(ctx: Ctx, slug: string, input: NewClaim): Promise<string> {
  const { name, email, original, reasons, signature } = input;
  if (!isSignedBy(name, signature)) throw refuse('claim.signature');
  const { id: workId } = await getClaimed(ctx, slug);
  await guardEntry(ctx, input.challenge);
  const limit = Math.ceil(ctx.ports.settings.authRateLimit / 3);
  await assertWithin(
    ctx,
    { key: `claim:${callerOf(ctx)}`, limit, windowMs: hour },
    // Nobody proved that the address is theirs: whoever it belongs to is not flooded with letters.
    { key: `claim:to:${blind(email.toLowerCase())}`, limit, windowMs: day },
  );
  return inTransaction(ctx, async (tx) => {
    const id = newId(ctx.now);
    const dueAt = dueOf(ctx.now);
    const said = { name, email, locale: ctx.locale, original, reasons };
    await insertClaim(tx, { id, workId, ...said, madeAt: ctx.now, dueAt });
    await recordAudit(tx, asSystem(ctx, 'claim'), 'claim.make', id, { workId });
    const claim = await findClaim(tx, id, ctx.locale);
    if (claim) await tellClaimant(tx, ctx, claim, 'made');
    return id;
  });
}
