import { recordAudit } from '#audit/service.ts';
import { getUser } from '#identity/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, within } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { mayAssign, mayDecide } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { assignOpen, giveBackTaken, takeFree } from '../store/assignment.ts';
import { findSubmission } from '../store/submission.ts';
import { getOpen } from './decide.ts';
import { seatFor } from './keep-rules.ts';

/** Takes a submission, so that nobody else decides it meanwhile. @throws Refusal submission.unknown, own, four_eyes, not_expert, assigned, decided, policy.* */
export async function takeSubmission(ctx: Ctx, id: string): Promise<void> {
  assertReach(ctx, mayDecide, null);
  const { userId } = actingUser(ctx);
  await inTransaction(ctx, async (tx) => {
    const { workId } = await getOpen(within(ctx, tx), id);
    // Of many who take it at once one does.
    if (!(await takeFree(tx, id, userId, ctx.now))) throw refuse('submission.assigned');
    await recordAudit(tx, ctx, 'submission.take', id, { workId });
  });
}

/** Gives back what one has taken. @throws Refusal submission.unknown, not_yours, policy.* */
export async function giveSubmissionBack(ctx: Ctx, id: string): Promise<void> {
  assertReach(ctx, mayDecide, null);
  const { userId } = actingUser(ctx);
  await inTransaction(ctx, async (tx) => {
    const submission = await findSubmission(tx, id, ctx.locale);
    if (!submission) throw refuse('submission.unknown');
    if (!(await giveBackTaken(tx, id, userId))) throw refuse('submission.not_yours');
    await recordAudit(tx, ctx, 'submission.give_back', id, { workId: submission.workId });
  });
}

/**
 * Gives a submission to a reviewer who may judge it, or to nobody, whoever has it.
 *
 * @throws Refusal submission.unknown, decided, own, four_eyes, not_expert; expert.not_reviewer, identity.unknown_user, policy.*
 */
export async function assignSubmission(ctx: Ctx, id: string, to: string | null): Promise<void> {
  assertReach(ctx, mayAssign, null);
  await inTransaction(ctx, async (tx) => {
    const inside = within(ctx, tx);
    const submission = await findSubmission(tx, id, ctx.locale);
    if (!submission) throw refuse('submission.unknown');
    if (to !== null) {
      const { roles, state } = await getUser(inside, to);
      const isOwner = roles.includes('owner');
      if (state !== 'active' || (!isOwner && !roles.includes('reviewer')))
        throw refuse('expert.not_reviewer');
      const free = { ...submission, assignedTo: null };
      const barrier = await seatFor(inside, free, { userId: to, isOwner });
      if (barrier) throw refuse(barrier);
    }
    const held = await assignOpen(tx, id, to, ctx.now);
    if (!held) throw refuse('submission.decided');
    const detail = { workId: submission.workId, from: held.before, to };
    await recordAudit(tx, ctx, 'submission.assign', id, detail);
  });
}
