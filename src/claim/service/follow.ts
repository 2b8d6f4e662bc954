import { recordAudit } from '#audit/service.ts';
import { asSystem, type Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { keepTakedown, liftAfterClaim } from '#review/service.ts';
import { mayCounter } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { holdsDown, isSignedBy, nextState, restoreOf } from '../rules.ts';
import type { ClaimLink, CounterNotice } from '../schema.ts';
import { findClaim, insertCounter, isHeld, listOver, moveClaim, type Step } from '../store.ts';
import type { Claim, ClaimDeed } from '../types.ts';
import { readByLink } from './read-claim.ts';
import { tellClaimant, tellCreator } from './tell.ts';

/** Moves a claim on by `deed`, once however many try. @throws Refusal claim.passed */
// oxlint-disable-next-line max-params -- where, who, what, how, and what is written besides
async function move(
  tx: Tx,
  ctx: Ctx,
  claim: Claim,
  deed: ClaimDeed,
  more: Omit<Step, 'state'>,
): Promise<void> {
  const state = nextState(claim, deed, ctx.now);
  if (!state || !(await moveClaim(tx, claim, { ...more, state }))) throw refuse('claim.passed');
  await recordAudit(tx, ctx, `claim.${deed}`, claim.id, { workId: claim.workId });
}

/**
 * Answers to a claim for which a work of one's own was taken down. The answer is passed on to whoever claims, and the work
 * comes back after the waiting time unless they report a lawsuit.
 *
 * @throws Refusal claim.unknown, claim.signature, claim.passed, policy.*
 */
export async function counterClaim(ctx: Ctx, id: string, input: CounterNotice): Promise<void> {
  const { userId: madeBy } = actingUser(ctx);
  const { words, name, signature } = input;
  await inTransaction(ctx, async (tx) => {
    const claim = await findClaim(tx, id, ctx.locale);
    if (!claim) throw refuse('claim.unknown');
    assertReach(ctx, mayCounter, claim.creatorId);
    if (!isSignedBy(name, signature)) throw refuse('claim.signature');
    const restoreAt = restoreOf(ctx.now);
    await move(tx, ctx, claim, 'counter', { restoreAt });
    await insertCounter(tx, { claimId: id, madeBy, madeAt: ctx.now, name, words });
    const told = { ...claim, restoreAt, counterName: name, counterWords: words };
    await tellClaimant(tx, ctx, told, 'countered');
  });
}

/** The claimant says that they went to court: the work stays down. @throws Refusal claim.unknown, claim.passed */
export async function reportLawsuit(ctx: Ctx, link: ClaimLink, lawsuit: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const claim = await readByLink(tx, ctx, link);
    await move(tx, asSystem(ctx, 'claim'), claim, 'sue', { lawsuit });
    await tellCreator(tx, ctx, { ...claim, lawsuit }, 'sued');
  });
}

/** The claimant takes the claim back: a work that was down for it comes back at once. @throws Refusal claim.unknown, claim.passed */
export async function withdrawClaim(ctx: Ctx, link: ClaimLink): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const claim = await readByLink(tx, ctx, link);
    await move(tx, asSystem(ctx, 'claim'), claim, 'withdraw', { closedAt: ctx.now });
    if (!holdsDown(claim.state)) return;
    const isBack = await letGo(tx, ctx, claim);
    await tellCreator(tx, ctx, claim, isBack ? 'withdrawn' : 'held');
  });
}

/** A claim that ended lets its work go: it comes back unless another claim holds it. Answers whether none does. */
async function letGo(tx: Tx, ctx: Ctx, { workId, takedownId }: Claim): Promise<boolean> {
  const standing = await keepTakedown(tx, workId);
  if (takedownId === null || standing !== takedownId) return standing === undefined;
  if (await isHeld(tx, takedownId)) return false;
  await liftAfterClaim(tx, ctx, takedownId);
  return true;
}

const batch = 100;

/** Restores the works whose waiting time is over, each once, however many processes do so at once. */
export async function restoreOver(ctx: Ctx): Promise<void> {
  const faults: unknown[] = [];
  for (const id of await listOver(ctx.db, ctx.now, batch)) {
    try {
      await restore(asSystem(ctx, 'claim'), id);
    } catch (error) {
      // One that cannot be restored keeps none of the others.
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
}

async function restore(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const claim = await findClaim(tx, id, ctx.locale);
    const state = claim && nextState(claim, 'restore', ctx.now);
    if (!state) return;
    // Another process has done it, or the claim was taken back.
    if (!(await moveClaim(tx, claim, { state, closedAt: ctx.now }))) return;
    await recordAudit(tx, ctx, 'claim.restore', id, { workId: claim.workId });
    const isBack = await letGo(tx, ctx, claim);
    await tellClaimant(tx, ctx, claim, isBack ? 'restored' : 'over');
    await tellCreator(tx, ctx, claim, isBack ? 'restored' : 'held');
  });
}
