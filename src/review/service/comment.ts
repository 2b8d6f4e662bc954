import { recordAudit } from '#audit/service.ts';
import { getDraft } from '#catalog/service.ts';
import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, within } from '#platform/db.ts';
import { actingUser, assertReach, reachOf } from '#platform/policy.ts';
import { mayDecide, mayReadSubmissions, maySettle } from '../policy.ts';
import { refuse } from '../refusals.ts';
import type { CommentItem, NewComment } from '../schema.ts';
import {
  deleteComment,
  findComment,
  insertComment,
  listComments,
  settleComment,
  type CommentFilter,
} from '../store/comment.ts';
import { hasLesson } from '../store/submission.ts';
import type { ReviewComment } from '../types.ts';
import { getOpen } from './decide.ts';

/**
 * Says something of a passage of a lesson that waits for a review. Its creator reads it when the stage is decided.
 *
 * @throws Refusal submission.unknown, own, four_eyes, not_expert, assigned, decided; comment.lesson_unknown; policy.*
 */
export async function addComment(
  ctx: Ctx,
  submissionId: string,
  input: NewComment,
): Promise<string> {
  assertReach(ctx, mayDecide, null);
  const { userId: authorId } = actingUser(ctx);
  return inTransaction(ctx, async (tx) => {
    const { workId, stage } = await getOpen(within(ctx, tx), submissionId);
    if (!(await hasLesson(tx, workId, input.lessonId))) throw refuse('comment.lesson_unknown');
    const id = newId(ctx.now);
    const row = { id, submissionId, workId, authorId, stage, madeAt: ctx.now, ...input };
    if (!(await insertComment(tx, row))) throw refuse('submission.decided');
    return id;
  });
}

/** Takes a comment of one's own back before its stage is decided. @throws Refusal comment.unknown, not_yours, told, policy.* */
export async function removeComment(ctx: Ctx, id: string): Promise<void> {
  assertReach(ctx, mayDecide, null);
  const { userId } = actingUser(ctx);
  await inTransaction(ctx, async (tx) => {
    const comment = await findComment(tx, id);
    if (!comment) throw refuse('comment.unknown');
    if (comment.authorId !== userId) throw refuse('comment.not_yours');
    if (!(await deleteComment(tx, id))) throw refuse('comment.told');
  });
}

/** Says that what a comment asks for is seen to, or is not. @throws Refusal comment.unknown, policy.* */
export async function setSettled(ctx: Ctx, id: string, isSettled: boolean): Promise<void> {
  const { userId } = actingUser(ctx);
  await inTransaction(ctx, async (tx) => {
    const comment = await findComment(tx, id);
    if (!comment) throw refuse('comment.unknown');
    assertReach(ctx, maySettle, comment.creatorId);
    if (reachOf(ctx, maySettle) !== 'any' && !comment.isDecided) throw refuse('comment.unknown');
    await settleComment(tx, id, isSettled ? { settledAt: ctx.now, settledBy: userId } : undefined);
    if (userId !== comment.creatorId)
      await recordAudit(tx, ctx, 'submission.settle', comment.submissionId, { isSettled });
  });
}

/** A page of a work's comments, newest first; creators read those of stages that are decided. @throws Refusal work.unknown, input.cursor, policy.* */
export async function listCommentItems(
  ctx: Ctx,
  filter: Omit<CommentFilter, 'isDecided'>,
  cursor: string | undefined,
  limit: number,
): Promise<Page<CommentItem>> {
  await getDraft(ctx, filter.workId);
  const isStaff = reachOf(ctx, mayReadSubmissions) === 'any';
  const rows = await listComments(
    ctx.db,
    { ...filter, isDecided: !isStaff },
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

function itemOf(ctx: Ctx, { authorId, madeAt, settledAt, ...shown }: ReviewComment): CommentItem {
  const isStaff = reachOf(ctx, mayReadSubmissions) === 'any';
  return {
    ...shown,
    authorName: isStaff ? shown.authorName : null,
    madeAt: madeAt.toISOString(),
    settledAt: settledAt?.toISOString() ?? null,
    isMine: ctx.actor.kind === 'user' && ctx.actor.userId === authorId,
  };
}
