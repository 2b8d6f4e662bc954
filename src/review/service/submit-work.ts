import { recordAudit } from '#audit/service.ts';
import { closeDraft, getDraft, getWork, reopenDraft } from '#catalog/service.ts';
import { castDraft } from '#content/service.ts';
import { newId } from '#kernel/id.ts';
import { assertPublishable, checkWork as checkDraft } from '#moderation/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, within } from '#platform/db.ts';
import { publish } from '#platform/outbox.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { maySubmit } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { checklist, isComplete, isPlannable } from '../rules/checklist.ts';
import type { Checklist, NewSubmission } from '../schema.ts';
import { insertSubmission, readFacts, settleWay, withdrawOpen } from '../store/submission.ts';
import { checkWords } from '../words.ts';
import { planWay } from './keep-rules.ts';

/** Everything that a work must have before it can be handed in, with what it has. @throws Refusal work.unknown, policy.* */
export async function checkWork(ctx: Ctx, workId: string): Promise<Checklist> {
  await getDraft(ctx, workId);
  const facts = await readFacts(ctx.db, workId);
  const results = facts ? checklist(facts) : [];
  return {
    isComplete: isComplete(results),
    checks: results.map((result) => ({ ...result, words: checkWords[result.check][ctx.locale] })),
  };
}

/**
 * Hands a work in: its draft is closed to edits until a reviewer decides or the creator takes it back.
 *
 * @throws Refusal work.unknown, submission.incomplete (naming all that is missing), submission.already_open, taken_down,
 *   check.blocked (naming the passage), check.stale, text.lesson_too_heavy, text.busy, plan.past, policy.*
 */
export async function submitWork(
  ctx: Ctx,
  workId: string,
  { note = '', publishAt = null }: Partial<NewSubmission> = {},
): Promise<string> {
  const { userId } = actingUser(ctx);
  const { creatorId, submittedAt, state } = await getWork(ctx, workId);
  assertReach(ctx, maySubmit, creatorId);
  if (state === 'taken_down') throw refuse('submission.taken_down');
  if (submittedAt) throw refuse('submission.already_open');
  if (publishAt && !isPlannable(publishAt, ctx.now)) throw refuse('plan.past');
  await castDraft(ctx, workId);
  await checkDraft(ctx, workId);

  return inTransaction(ctx, async (tx) => {
    const work = await getWork(within(ctx, tx), workId);
    assertReach(ctx, maySubmit, work.creatorId);

    // The open submission is unique for a work; only who wrote it closes the draft, and then looks at what is in it.
    const id = newId(ctx.now);
    const isFirst = await insertSubmission(tx, {
      id,
      workId,
      submittedBy: userId,
      submittedAt: ctx.now,
      note,
      publishAt,
    });
    if (!isFirst) throw refuse('submission.already_open');
    await closeDraft(tx, ctx, workId);
    // What a closed draft goes through cannot change any more.
    await settleWay(tx, id, await planWay(within(ctx, tx), { ...work, price: work.price ?? 0 }));
    await assertPublishable(tx, ctx, workId);

    const { isComplete: isReady, checks } = await checkWork(within(ctx, tx), workId);
    const missing = checks.filter(({ isMet }) => !isMet).map(({ words }) => words);
    if (!isReady)
      throw refuse('submission.incomplete', {
        missing: missing.join(ctx.locale === 'zh' ? '；' : '; '),
      });

    if (userId !== work.creatorId) await recordAudit(tx, ctx, 'submission.open', id, { workId });
    await publish(tx, 'submission.opened', { submissionId: id, workId });
    return id;
  });
}

/** Takes a work back from review. @throws Refusal work.unknown, submission.none_open, policy.* */
export async function withdrawSubmission(ctx: Ctx, workId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const work = await getWork(within(ctx, tx), workId);
    assertReach(ctx, maySubmit, work.creatorId);
    if (!(await withdrawOpen(tx, workId))) throw refuse('submission.none_open');
    await reopenDraft(tx, workId);
  });
}
