import { getDraft, getOutline, getWork, listParts } from '#catalog/service.ts';
import type { WorkFace } from '#catalog/types.ts';
import { hour } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, readTimeCursor, type Page } from '#platform/cursor.ts';
import { actingUser, assertReach, reachOf } from '#platform/policy.ts';
import { mayAssign, mayDecide, mayReadSubmissions } from '../policy.ts';
import { refuse } from '../refusals.ts';
import type { SubmissionDetail, SubmissionItem } from '../schema.ts';
import {
  findFaces,
  findSubmission,
  listChanges,
  listSubmissions,
  selectSubmissionTitles,
  type SubmissionFilter,
} from '../store/submission.ts';
import { listVerdicts } from '../store/verdict.ts';
import type { Submission, VerdictRow } from '../types.ts';
import { seatFor } from './keep-rules.ts';

/** What a list of submissions is narrowed to. */
export interface QueueFilter extends Pick<SubmissionFilter, 'state' | 'workId' | 'stage'> {
  /** Those that whoever asks has taken, or that nobody has. */
  readonly whose?: 'mine' | 'free' | undefined;
  readonly isLate?: boolean | undefined;
}

/**
 * A page of submissions, a creator's own or all for reviewers: open ones from the most urgent on, others newest first.
 *
 * @throws Refusal input.cursor, policy.*
 */
export async function listSubmissionItems(
  ctx: Ctx,
  { whose, isLate, ...filter }: QueueFilter,
  cursor: string | undefined,
  limit: number,
): Promise<Page<SubmissionItem>> {
  const isStaff = reachOf(ctx, mayReadSubmissions) === 'any';
  const { userId } = actingUser(ctx);
  const isByDue = filter.state === 'open';
  const id = isByDue ? undefined : readIdCursor(cursor);
  const rows = await listSubmissions(
    ctx.db,
    {
      ...filter,
      ...(isStaff ? {} : { creatorId: userId }),
      takenBy: whose && (whose === 'mine' ? userId : null),
      lateAt: isLate ? ctx.now : undefined,
      locale: ctx.locale,
    },
    isByDue ? readTimeCursor(cursor) : id === undefined ? undefined : { id },
    limit + 1,
  );
  return pageOf(
    rows,
    limit,
    (row) => (isByDue ? [row.dueAt, row.id] : [row.id]),
    (row) => itemOf(ctx, row),
  );
}

/** A submission with the draft as the reviewer sees it, and what it would change. @throws Refusal submission.unknown, policy.* */
export async function getSubmissionDetail(ctx: Ctx, id: string): Promise<SubmissionDetail> {
  const submission = await findSubmission(ctx.db, id, ctx.locale);
  if (!submission) throw refuse('submission.unknown');
  assertReach(ctx, mayReadSubmissions, submission.creatorId);

  const { workId } = submission;
  const [{ draft, price }, { live }, chapters, lessons, face, verdicts] = await Promise.all([
    getDraft(ctx, workId),
    getWork(ctx, workId),
    getOutline(ctx, workId, 'draft'),
    listChanges(ctx.db, workId),
    findFaces(ctx.db, workId),
    listVerdicts(ctx.db, id),
  ]);
  return {
    ...itemOf(ctx, submission),
    isFirst: live === null,
    changedFields: live ? differences(draft, live) : [],
    lessons,
    face,
    draft: { ...draft, tags: [...draft.tags], partIds: [...draft.partIds] },
    price,
    parts: (await listParts(ctx, draft.partIds)).map((part) => ({
      id: part.id,
      kind: part.kind,
      title: part.title,
      price: part.price,
    })),
    chapters: chapters.map((chapter) => ({ ...chapter, lessons: [...chapter.lessons] })),
    verdicts: verdicts.map((row) => verdictOf(ctx, row)),
    may: await deedsOf(ctx, submission),
  };
}

/** What whoever asks may do with a submission; where they may not judge, why. */
async function deedsOf(ctx: Ctx, submission: Submission): Promise<SubmissionDetail['may']> {
  const { state, assignedTo } = submission;
  if (state !== 'open' || reachOf(ctx, mayDecide) !== 'any')
    return { decide: false, take: false, giveBack: false, assign: false, why: null };
  const barrier = await seatFor(ctx, submission);
  const { userId } = actingUser(ctx);
  return {
    decide: barrier === undefined,
    take: barrier === undefined && assignedTo === null,
    giveBack: assignedTo === userId,
    assign: reachOf(ctx, mayAssign) === 'any',
    why: barrier ? refuse(barrier).say(ctx.locale) : null,
  };
}

function verdictOf(ctx: Ctx, row: VerdictRow): SubmissionDetail['verdicts'][number] {
  const { reviewerId: _reviewerId, reviewerName, decidedAt, failed, marks, ...shown } = row;
  const isStaff = reachOf(ctx, mayReadSubmissions) === 'any';
  return {
    ...shown,
    failed: [...failed],
    marks: [...marks],
    // Who reviewed is between the staff.
    reviewerName: isStaff ? reviewerName : null,
    decidedAt: decidedAt.toISOString(),
  };
}

function differences(draft: WorkFace, live: WorkFace): string[] {
  return Object.keys(draft).filter(
    (field) =>
      JSON.stringify(draft[field as keyof WorkFace]) !==
      JSON.stringify(live[field as keyof WorkFace]),
  );
}

function itemOf(ctx: Ctx, row: Submission): SubmissionItem {
  const { id, workId, workTitle, creatorId, creatorName, note, state, reasons } = row;
  const { stage, needsDeep, assignedTo, assigneeName, dueAt, isUpdate } = row;
  const isStaff = reachOf(ctx, mayReadSubmissions) === 'any';
  const isMine = ctx.actor.kind === 'user' && ctx.actor.userId === assignedTo;
  return {
    id,
    workId,
    workTitle,
    creatorId,
    creatorName,
    note,
    state,
    stage,
    needsDeep,
    reasons,
    stageAt: row.stageAt.toISOString(),
    dueAt: dueAt.toISOString(),
    isLate: state === 'open' && dueAt < ctx.now,
    hoursLeft: hoursBetween(ctx.now, dueAt),
    hoursWaiting: hoursBetween(row.stageAt, ctx.now),
    isUpdate,
    isTaken: assignedTo !== null,
    isMine,
    assigneeName: isStaff ? assigneeName : null,
    publishAt: row.publishAt?.toISOString() ?? null,
    submittedAt: row.submittedAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
  };
}

function hoursBetween(from: Date, to: Date): number {
  return Math.floor(Math.abs(to.getTime() - from.getTime()) / hour);
}

/** What submissions are about, by id; whoever asks has checked who may know. */
export async function nameSubmissions(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await selectSubmissionTitles(ctx.db, ids, ctx.locale);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
