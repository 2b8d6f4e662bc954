import { recordAudit } from '#audit/service.ts';
import { closeDraft, publishWork, reopenDraft } from '#catalog/service.ts';
import { castDraft } from '#content/service.ts';
import { newId } from '#kernel/id.ts';
import { assertPublishable, checkWork } from '#moderation/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, within, type Tx } from '#platform/db.ts';
import { publish } from '#platform/outbox.ts';
import { actingUser, assertReach, reachOf } from '#platform/policy.ts';
import { mayAppeal, mayDecide, mayReadSubmissions } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { mayJudgeAppeal } from '../rules/stages.ts';
import type { AppealDecision, AppealItem } from '../schema.ts';
import {
  findAppeal,
  insertAppeal,
  listAppeals,
  overturnReturn,
  settleAppeal,
  type AppealFilter,
} from '../store/appeal.ts';
import { findSubmission, isLatest } from '../store/submission.ts';
import { findTakedown } from '../store/takedown.ts';
import type { Appeal } from '../types.ts';
import { deepDue } from './keep-rules.ts';
import { lift } from './take-down.ts';
import { tellCreator } from './tell.ts';

/**
 * Appeals against the return of a work of one's own, once. What is judged is the draft as it is now, which is closed until then.
 *
 * @throws Refusal submission.unknown, appeal.nothing, appeal.made, work.in_review, check.*, text.*, policy.*
 */
export async function appealReturn(ctx: Ctx, submissionId: string, words: string): Promise<string> {
  const { userId: madeBy } = actingUser(ctx);
  const known = await findSubmission(ctx.db, submissionId, ctx.locale);
  if (!known) throw refuse('submission.unknown');
  assertReach(ctx, mayAppeal, known.creatorId);
  if (known.state !== 'returned') throw refuse('appeal.nothing');
  const { workId } = known;
  await castDraft(ctx, workId);
  await checkWork(ctx, workId);
  return inTransaction(ctx, async (tx) => {
    const id = newId(ctx.now);
    const about = { submissionId, takedownId: null, workId };
    if (!(await insertAppeal(tx, { id, ...about, madeBy, madeAt: ctx.now, words })))
      throw refuse('appeal.made');
    // Who handed the work in anew has let the return be.
    await closeDraft(tx, ctx, workId);
    if (!(await isLatest(tx, workId, submissionId))) throw refuse('appeal.nothing');
    await assertPublishable(tx, ctx, workId);
    return id;
  });
}

/** Appeals against the takedown of a work of one's own, once. @throws Refusal takedown.unknown, appeal.nothing, appeal.made, policy.* */
export async function appealTakedown(ctx: Ctx, takedownId: string, words: string): Promise<string> {
  const { userId: madeBy } = actingUser(ctx);
  return inTransaction(ctx, async (tx) => {
    const known = await findTakedown(tx, takedownId, ctx.locale);
    if (!known) throw refuse('takedown.unknown');
    assertReach(ctx, mayAppeal, known.creatorId);
    if (known.liftedAt) throw refuse('appeal.nothing');
    const id = newId(ctx.now);
    const about = { submissionId: null, takedownId, workId: known.workId };
    if (!(await insertAppeal(tx, { id, ...about, madeBy, madeAt: ctx.now, words })))
      throw refuse('appeal.made');
    return id;
  });
}

/**
 * Decides an appeal: a return that is overturned goes on as if its stage had passed, a takedown is lifted.
 *
 * @throws Refusal appeal.unknown, appeal.judge, appeal.decided; takedown.lifted; work.*; policy.*. Nothing is then written.
 */
export async function decideAppeal(ctx: Ctx, id: string, decision: AppealDecision): Promise<void> {
  assertReach(ctx, mayDecide, null);
  const { userId: decidedBy } = actingUser(ctx);
  const { isUpheld, answer } = decision;
  await inTransaction(ctx, async (tx) => {
    const appeal = await findAppeal(tx, id, ctx.locale);
    if (!appeal) throw refuse('appeal.unknown');
    if (!mayJudgeAppeal(decidedBy, appeal)) throw refuse('appeal.judge');
    const state = isUpheld ? 'upheld' : 'rejected';
    // This conditional write decides the race between two who judge.
    if (!(await settleAppeal(tx, id, { state, decidedBy, decidedAt: ctx.now, answer })))
      throw refuse('appeal.decided');
    if (isUpheld) await uphold(tx, ctx, appeal);
    else if (appeal.submissionId) await reopenDraft(tx, appeal.workId);
    const { workId, creatorId } = appeal;
    await recordAudit(tx, ctx, `appeal.${state}`, workId, { answer });
    await publish(tx, 'appeal.decided', { appealId: id, workId, creatorId });
    await tellCreator(tx, ctx, appeal, state);
  });
}

async function uphold(tx: Tx, ctx: Ctx, { submissionId, takedownId }: Appeal): Promise<void> {
  if (submissionId) return overturn(tx, ctx, submissionId);
  const takedown = takedownId && (await findTakedown(tx, takedownId, ctx.locale));
  if (!takedown) throw refuse('takedown.unknown');
  await lift(tx, ctx, takedown);
}

async function overturn(tx: Tx, ctx: Ctx, id: string): Promise<void> {
  const { userId: decidedBy } = actingUser(ctx);
  const inside = within(ctx, tx);
  const submission = await findSubmission(tx, id, ctx.locale);
  if (!submission) throw refuse('submission.unknown');
  const { workId, creatorId, stage, needsDeep } = submission;
  const goesOn = stage === 'first' && needsDeep;
  const to = goesOn
    ? ({ state: 'open', stageAt: ctx.now, dueAt: await deepDue(inside) } as const)
    : ({ state: 'approved', decidedBy, decidedAt: ctx.now } as const);
  if (!(await overturnReturn(tx, id, to))) throw refuse('appeal.nothing');
  if (goesOn) return;
  await publishWork(inside, workId);
  await publish(tx, 'submission.approved', { submissionId: id, workId, creatorId });
}

/** A page of appeals, newest first: a creator's own, or all for reviewers. @throws Refusal input.cursor, policy.* */
export async function listAppealItems(
  ctx: Ctx,
  filter: Pick<AppealFilter, 'state' | 'workId'>,
  cursor: string | undefined,
  limit: number,
): Promise<Page<AppealItem>> {
  const isStaff = reachOf(ctx, mayReadSubmissions) === 'any';
  const own = isStaff ? {} : { creatorId: actingUser(ctx).userId };
  const rows = await listAppeals(
    ctx.db,
    { ...filter, ...own, locale: ctx.locale },
    readIdCursor(cursor),
    limit + 1,
  );
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    (row) => itemOf(ctx, row),
  );
}

function itemOf(ctx: Ctx, { judges, madeAt, decidedAt, ...shown }: Appeal): AppealItem {
  const { userId } = actingUser(ctx);
  const isStaff = reachOf(ctx, mayDecide) === 'any';
  return {
    ...shown,
    madeAt: madeAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
    may: {
      decide: isStaff && shown.state === 'open' && mayJudgeAppeal(userId, { ...shown, judges }),
    },
  };
}
