import { Refusal } from '#kernel/refusal.ts';
import { getWork } from '#catalog/service.ts';
import { getWorkCheck } from '#moderation/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { assertReach } from '#platform/policy.ts';
import { mayDecide } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { isSimple } from '../rules/stages.ts';
import type { BulkAnswer, BulkDecision } from '../schema.ts';
import { findSubmission } from '../store/submission.ts';
import { takeSubmission } from './assign.ts';
import { decideStage } from './decide.ts';

/**
 * Does the same with several submissions, each by itself: what one refuses keeps none of the others, and is told. Passed are
 * only simple ones, changes of what is live in which the machine found nothing; their reviewer says so of every point.
 *
 * @throws Refusal policy.*
 */
export async function decideInBulk(
  ctx: Ctx,
  { ids, deed, failed, reasons }: BulkDecision,
): Promise<BulkAnswer> {
  assertReach(ctx, mayDecide, null);
  const finding = { failed, reasons, marks: [], publishAt: null };
  const act = async (id: string) => {
    if (deed === 'take') return takeSubmission(ctx, id);
    if (deed === 'pass') await assertSimple(ctx, id);
    const verdict = deed === 'pass' ? 'passed' : 'returned';
    return decideStage(ctx, id, 'first', { ...finding, verdict });
  };
  const items: BulkAnswer['items'] = [];
  for (const id of new Set(ids)) items.push({ id, problem: await problemOf(ctx, () => act(id)) });
  return { items };
}

async function problemOf(ctx: Ctx, act: () => Promise<void>): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (error) {
    // A refusal of one is its answer; anything else is a fault and ends all.
    if (error instanceof Refusal) return error.say(ctx.locale);
    throw error;
  }
}

async function assertSimple(ctx: Ctx, id: string): Promise<void> {
  const submission = await findSubmission(ctx.db, id, ctx.locale);
  if (!submission) throw refuse('submission.unknown');
  const { workId, stage, publishAt } = submission;
  const [{ live }, check] = await Promise.all([getWork(ctx, workId), getWorkCheck(ctx, workId)]);
  const machine = check.isStale ? 'unknown' : check.verdict === null ? 'clean' : 'found';
  if (!isSimple({ stage, isUpdate: live !== null, hasTime: publishAt !== null, machine }))
    throw refuse('submission.not_simple');
}
