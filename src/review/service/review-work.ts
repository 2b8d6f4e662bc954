import { recordAudit } from '#audit/service.ts';
import {
  closeDraft,
  getDraft,
  getOutline,
  getWork,
  publishWork,
  reopenDraft,
} from '#catalog/service.ts';
import type { WorkFace } from '#catalog/types.ts';
import { castDraft } from '#content/service.ts';
import { newId } from '#kernel/id.ts';
import { assertPublishable, checkWork as checkDraft } from '#moderation/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, within, type Tx } from '#platform/db.ts';
import { publish } from '#platform/outbox.ts';
import { actingUser, assertReach, reachOf } from '#platform/policy.ts';
import { mayDecide, mayReadSubmissions, maySubmit } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { checklist, isComplete, isPlannable } from '../rules.ts';
import type { Checklist, NewSubmission, SubmissionDetail, SubmissionItem } from '../schema.ts';
import {
  decide,
  findSubmission,
  insertSubmission,
  listChanges,
  listSubmissions,
  readFacts,
  withdrawOpen,
  type SubmissionFilter,
  selectSubmissionTitles,
} from '../store/submission.ts';
import type { Submission } from '../types.ts';
import { checkWords } from '../words.ts';
import { planPublication } from './plan.ts';

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
 * @throws Refusal work.unknown, submission.incomplete (naming all that is missing), submission.already_open,
 *   check.blocked (naming the passage), check.stale, text.lesson_too_heavy, text.busy, plan.past, policy.*
 */
export async function submitWork(
  ctx: Ctx,
  workId: string,
  { note = '', publishAt = null }: Partial<NewSubmission> = {},
): Promise<string> {
  const { userId } = actingUser(ctx);
  const { creatorId, submittedAt } = await getWork(ctx, workId);
  assertReach(ctx, maySubmit, creatorId);
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

/**
 * Publishes what was handed in, at once or at a time; until then its draft stays closed, so that it is what was approved.
 *
 * @throws Refusal submission.unknown, own, decided; plan.past; work.empty, work.unpriced; policy.*. Nothing is then written.
 */
export async function approveSubmission(
  ctx: Ctx,
  id: string,
  publishAt: Date | null = null,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { workId, creatorId } = await decideOpen(tx, ctx, id, { state: 'approved', reasons: '' });
    if (publishAt) await planPublication(tx, ctx, { workId, submissionId: id, at: publishAt });
    else await publishWork(within(ctx, tx), workId);
    await publish(tx, 'submission.approved', { submissionId: id, workId, creatorId });
  });
}

/** Sends a work back to its creator with reasons. @throws Refusal submission.unknown, own, decided, policy.* */
export async function returnSubmission(ctx: Ctx, id: string, reasons: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { workId, creatorId } = await decideOpen(tx, ctx, id, { state: 'returned', reasons });
    await reopenDraft(tx, workId);
    await publish(tx, 'submission.returned', { submissionId: id, workId, creatorId });
  });
}

async function decideOpen(
  tx: Tx,
  ctx: Ctx,
  id: string,
  verdict: { readonly state: 'approved' | 'returned'; readonly reasons: string },
): Promise<Submission> {
  assertReach(ctx, mayDecide, null);
  const { userId } = actingUser(ctx);
  const submission = await findSubmission(tx, id, ctx.locale);
  if (!submission) throw refuse('submission.unknown');
  if (submission.creatorId === userId || submission.submittedBy === userId)
    throw refuse('submission.own');

  // This conditional write decides the race between two reviewers, or with the creator who takes the work back.
  const isDecided = await decide(tx, id, { ...verdict, decidedBy: userId, decidedAt: ctx.now });
  if (!isDecided) throw refuse('submission.decided');
  await recordAudit(tx, ctx, `submission.${verdict.state}`, id, { workId: submission.workId });
  return submission;
}

/** A page of submissions, newest first: a creator's own, or all for reviewers. @throws Refusal input.cursor, policy.* */
export async function listSubmissionItems(
  ctx: Ctx,
  filter: Omit<SubmissionFilter, 'locale'>,
  cursor: string | undefined,
  limit: number,
): Promise<Page<SubmissionItem>> {
  const isStaff = reachOf(ctx, mayReadSubmissions) === 'any';
  const own = isStaff ? {} : { creatorId: actingUser(ctx).userId };
  const rows = await listSubmissions(
    ctx.db,
    { ...filter, ...own, locale: ctx.locale },
    readIdCursor(cursor),
    limit + 1,
  );
  return pageOf(rows, limit, ({ id }) => [id], itemOf);
}

/** A submission with the draft as the reviewer sees it, and what it would change. @throws Refusal submission.unknown, policy.* */
export async function getSubmissionDetail(ctx: Ctx, id: string): Promise<SubmissionDetail> {
  const submission = await findSubmission(ctx.db, id, ctx.locale);
  if (!submission) throw refuse('submission.unknown');
  assertReach(ctx, mayReadSubmissions, submission.creatorId);

  const { workId, creatorId, submittedBy } = submission;
  const [{ draft, price }, { live }, chapters, lessons] = await Promise.all([
    getDraft(ctx, workId),
    getWork(ctx, workId),
    getOutline(ctx, workId, 'draft'),
    listChanges(ctx.db, workId),
  ]);
  const me = ctx.actor.kind === 'user' ? ctx.actor.userId : '';
  const canDecide = reachOf(ctx, mayDecide) === 'any' && me !== creatorId && me !== submittedBy;
  return {
    ...itemOf(submission),
    isFirst: live === null,
    changedFields: live ? differences(draft, live) : [],
    lessons,
    draft: { ...draft, tags: [...draft.tags] },
    price,
    chapters: chapters.map((chapter) => ({ ...chapter, lessons: [...chapter.lessons] })),
    may: { decide: canDecide && submission.state === 'open' },
  };
}

function differences(draft: WorkFace, live: WorkFace): string[] {
  return Object.keys(draft).filter(
    (field) =>
      JSON.stringify(draft[field as keyof WorkFace]) !==
      JSON.stringify(live[field as keyof WorkFace]),
  );
}

function itemOf(row: Submission): SubmissionItem {
  const {
    submittedBy: _submittedBy,
    decidedBy: _decidedBy,
    submittedAt,
    decidedAt,
    publishAt,
    ...shown
  } = row;
  return {
    ...shown,
    publishAt: publishAt?.toISOString() ?? null,
    submittedAt: submittedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  };
}

/** What submissions are about, by id; whoever asks has checked who may know. */
export async function nameSubmissions(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await selectSubmissionTitles(ctx.db, ids, ctx.locale);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
