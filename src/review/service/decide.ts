import { recordAudit } from '#audit/service.ts';
import { publishWork, reopenDraft } from '#catalog/service.ts';
import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, within, type Tx } from '#platform/db.ts';
import { publish } from '#platform/outbox.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { mayDecide } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { faultOf } from '../rules/finding.ts';
import { decide, findSubmission, passOn } from '../store/submission.ts';
import { insertVerdict } from '../store/verdict.ts';
import type { Finding, Stage, Submission } from '../types.ts';
import { deepDue, seatFor } from './keep-rules.ts';
import { planPublication } from './plan.ts';
import { tellCreator } from './tell.ts';

/** What a reviewer says of a stage; without a verdict of the other stage's kind. */
export interface Decision extends Finding {
  /** When to publish what passes for the last time; null: at once. */
  readonly publishAt: Date | null;
}

/**
 * Decides a stage of a submission. What passes goes on to the deep review where it needs one, else it is published, at once
 * or at a time; until then its draft stays closed, so that it is what was approved. What is returned opens again.
 *
 * @throws Refusal submission.unknown, own, four_eyes, not_expert, assigned, other_stage, decided; finding.*; plan.past;
 *   work.empty, work.unpriced; policy.*. Nothing is then written.
 */
export async function decideStage(
  ctx: Ctx,
  id: string,
  stage: Stage,
  { publishAt, ...finding }: Decision,
): Promise<void> {
  assertReach(ctx, mayDecide, null);
  const fault = faultOf(stage, finding);
  if (fault) throw refuse(fault);
  await inTransaction(ctx, async (tx) => {
    const submission = await getOpen(within(ctx, tx), id, stage);
    const isLast = stage === 'deep' || !submission.needsDeep;
    if (finding.verdict === 'returned') await giveBack(tx, ctx, submission, finding.reasons);
    else if (isLast) await letOut(tx, ctx, submission, publishAt);
    else await handOn(tx, ctx, submission);

    const { userId: reviewerId } = actingUser(ctx);
    const row = { id: newId(ctx.now), submissionId: id, stage, reviewerId, decidedAt: ctx.now };
    await insertVerdict(tx, { ...row, ...finding });
  });
}

/** A submission that waits in `stage` for whoever acts. */
export async function getOpen(ctx: Ctx, id: string, stage?: Stage): Promise<Submission> {
  const submission = await findSubmission(ctx.db, id, ctx.locale);
  if (!submission) throw refuse('submission.unknown');
  const barrier = await seatFor(ctx, submission);
  if (barrier === 'submission.own') throw refuse(barrier);
  if (submission.state !== 'open') throw refuse('submission.decided');
  if (stage && submission.stage !== stage) throw refuse('submission.other_stage');
  if (barrier) throw refuse(barrier);
  return submission;
}

async function giveBack(tx: Tx, ctx: Ctx, submission: Submission, reasons: string): Promise<void> {
  const { id, workId, creatorId } = submission;
  await decideFinally(tx, ctx, submission, { state: 'returned', reasons });
  await reopenDraft(tx, workId);
  await publish(tx, 'submission.returned', { submissionId: id, workId, creatorId });
  await tellCreator(tx, ctx, submission, 'returned');
}

async function letOut(
  tx: Tx,
  ctx: Ctx,
  submission: Submission,
  publishAt: Date | null,
): Promise<void> {
  const { id, workId, creatorId } = submission;
  await decideFinally(tx, ctx, submission, { state: 'approved', reasons: '' });
  if (publishAt) await planPublication(tx, ctx, { workId, submissionId: id, at: publishAt });
  else await publishWork(within(ctx, tx), workId);
  await publish(tx, 'submission.approved', { submissionId: id, workId, creatorId });
  await tellCreator(tx, ctx, submission, 'approved');
}

async function decideFinally(
  tx: Tx,
  ctx: Ctx,
  { id, stage, workId }: Submission,
  verdict: { readonly state: 'approved' | 'returned'; readonly reasons: string },
): Promise<void> {
  const { userId } = actingUser(ctx);
  // This conditional write decides the race between two reviewers, or with the creator who takes the work back.
  const decision = { ...verdict, decidedBy: userId, decidedAt: ctx.now };
  if (!(await decide(tx, id, stage, decision))) throw refuse('submission.decided');
  await recordAudit(tx, ctx, `submission.${verdict.state}`, id, { workId, stage });
}

async function handOn(tx: Tx, ctx: Ctx, { id, workId }: Submission): Promise<void> {
  const { userId } = actingUser(ctx);
  const next = { stageAt: ctx.now, dueAt: await deepDue(within(ctx, tx)) };
  if (!(await passOn(tx, id, userId, next))) throw refuse('submission.decided');
  await recordAudit(tx, ctx, 'submission.passed_on', id, { workId });
}
