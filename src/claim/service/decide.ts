import { recordAudit } from '#audit/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { keepTakedown, takeDownWithin } from '#review/service.ts';
import { mayDecideClaims } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { nextState } from '../rules.ts';
import type { ClaimDecision } from '../schema.ts';
import { findClaim, isHeld, moveClaim } from '../store.ts';
import { tellClaimant, tellCreator } from './tell.ts';

/**
 * Dismisses a claim, or takes the work down for it; claimant and creator are told why.
 *
 * @throws Refusal claim.unknown, claim.own, claim.passed; work.not_published; policy.*. Nothing is then written.
 */
export async function decideClaim(
  ctx: Ctx,
  id: string,
  { deed, answer }: ClaimDecision,
): Promise<void> {
  assertReach(ctx, mayDecideClaims, null);
  const { userId: decidedBy } = actingUser(ctx);
  await inTransaction(ctx, async (tx) => {
    const claim = await findClaim(tx, id, ctx.locale);
    if (!claim) throw refuse('claim.unknown');
    if (claim.creatorId === decidedBy) throw refuse('claim.own');
    const state = nextState(claim, deed, ctx.now);
    if (!state) throw refuse('claim.passed');
    const said = { state, decidedBy, decidedAt: ctx.now, answer };
    const more =
      deed === 'dismiss'
        ? { closedAt: ctx.now }
        : { takedownId: await takeDownFor(tx, ctx, claim.workId, answer) };
    // This conditional write decides the race between two who decide; whoever comes second undoes what they did here.
    if (!(await moveClaim(tx, claim, { ...said, ...more }))) throw refuse('claim.passed');
    await recordAudit(tx, ctx, `claim.${deed}`, id, { workId: claim.workId, answer });
    const told = { ...claim, answer };
    await tellClaimant(tx, ctx, told, deed === 'dismiss' ? 'dismissed' : 'taken_down');
    if (deed === 'take_down') await tellCreator(tx, ctx, told, 'taken_down');
  });
}

/** The takedown of a work that is down for another claim is this one's, too; where staff closed the work otherwise, it is not. */
// oxlint-disable-next-line max-params -- the transaction, who decides, about what, why
async function takeDownFor(tx: Tx, ctx: Ctx, workId: string, reasons: string): Promise<string> {
  const known = await keepTakedown(tx, workId);
  if (known !== undefined && (await isHeld(tx, known))) return known;
  return (await takeDownWithin(tx, ctx, workId, reasons)).id;
}
