import { openPreviewLink } from '#authoring/service.ts';
import {
  findLiveEdition,
  getDraft,
  getDraftLesson,
  getLessonIn,
  getOutline,
  getSlugOfLesson,
  getWork,
} from '#catalog/service.ts';
import type {
  Gates,
  Lesson,
  LiveEdition,
  OutlineChapter,
  OutlineLesson,
  Work,
} from '#catalog/types.ts';
import { findShown } from '#content/service.ts';
import { listRights } from '#entitlement/service.ts';
import { formatInstant } from '#kernel/time.ts';
import { findAssets, getPlayback, type Asset, type Playback } from '#media/service.ts';
import { asSystem, type Ctx } from '#platform/ctx.ts';
import { pageOf, readTimeCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { publish } from '#platform/outbox.ts';
import { actingUser } from '#platform/policy.ts';
import { getSiteSettings } from '#settings/service.ts';
import './events.ts';
export { onlyPiece } from './rules.ts';
import { refuseLearning } from './refusals.ts';
import { isLearned, standingAmong, type Standing } from './rules.ts';
import type { ProgressItem, ProgressReport } from './schema.ts';
import {
  completeProgress,
  countCompleted,
  findLastLesson,
  findOpenLesson,
  insertEnrolments,
  selectEnrolled,
  selectProgress,
  writeProgress,
  type LessonDone,
} from './store.ts';
import { keepSeat, leaveSeat } from './store/seat.ts';
import type { Enrolled, Progress } from './types.ts';

/**
 * Writes where the acting user is in a lesson, in one round trip; nine tenths of a recording make it done.
 *
 * @throws Refusal learning.not_entitled, policy.signed_out
 */
export async function reportProgress(
  ctx: Ctx,
  lessonId: string,
  report: ProgressReport,
): Promise<ProgressItem> {
  const { userId } = actingUser(ctx);
  const { positionSec: at, playedSec, player } = report;
  const written = await writeProgress(ctx.db, {
    userId,
    lessonId,
    positionSec: at,
    playedSec,
    now: ctx.now,
  });
  if (!written) throw refuseLearning('learning.not_entitled');
  const isDone = written.completedAt !== null;
  const isNewlyDone = !isDone && isLearned(written.learnedSec, written.durationSec);
  if (isNewlyDone) await completeLesson(ctx, lessonId);
  const { positionSec, learnedSec } = written;
  const stoppedAbove = player ? await takeSeat(ctx, lessonId, player) : null;
  return { lessonId, positionSec, learnedSec, isCompleted: isDone || isNewlyDone, stoppedAbove };
}

/** Takes, keeps or leaves a player's seat. Answers how many there are when this one has none any more. */
async function takeSeat(
  ctx: Ctx,
  lessonId: string,
  { id, isPlaying }: NonNullable<ProgressReport['player']>,
): Promise<number | null> {
  const { userId } = actingUser(ctx);
  const { playersPerAccount: most } = await getSiteSettings(ctx);
  if (!isPlaying) await leaveSeat(ctx.db, userId, id);
  if (!isPlaying || most === 0) return null;
  const seat = { userId, playerId: id, lessonId, most, now: ctx.now };
  return (await keepSeat(ctx.db, seat)) ? null : most;
}

/** Says that the acting user has done a lesson; twice is once. @throws Refusal learning.not_entitled, policy.signed_out */
export async function completeLesson(ctx: Ctx, lessonId: string): Promise<void> {
  const { userId } = actingUser(ctx);
  await inTransaction(ctx, async (tx) => {
    const lesson = await findOpenLesson(tx, userId, lessonId, ctx.now);
    if (!lesson) throw refuseLearning('learning.not_entitled');
    await finishLesson(tx, { userId, lessonId, workId: lesson.workId, now: ctx.now });
  });
}

/** Writes that a lesson is done, and what follows from it; twice is once. Whoever calls it has found that it may be done. */
export async function finishLesson(tx: Tx, done: LessonDone): Promise<void> {
  if (!(await completeProgress(tx, done))) return;
  const { userId, workId, lessonId, now } = done;
  const isFinished = await countCompleted(tx, done);
  await publish(tx, 'lesson.completed', { userId, workId, lessonId, at: now.toISOString() });
  if (isFinished) await publish(tx, 'work.finished', { userId, workId });
}

/** Gives learners their places in courses; twice is once. */
export async function enrol(
  ctx: Ctx,
  places: readonly { readonly userId: string; readonly workId: string }[],
): Promise<void> {
  await inTransaction(ctx, (tx) => insertEnrolments(tx, places, ctx.now));
}

/** A page of the courses that the acting user learns, the latest first. @throws Refusal input.cursor, policy.signed_out */
export async function listEnrolled(
  ctx: Ctx,
  query: { readonly cursor: string | undefined; readonly limit: number },
): Promise<Page<Enrolled>> {
  const { userId } = actingUser(ctx);
  const place = readTimeCursor(query.cursor);
  const after = place && { lastAt: place.at, workId: place.id };
  const rows = await selectEnrolled(ctx.db, {
    userId,
    now: ctx.now,
    limit: query.limit + 1,
    after,
  });
  return pageOf(rows, query.limit, (row) => [row.lastAt, row.workId]);
}

/** What a course's home and its lessons have in common for the one who asks. */
export interface Classroom extends LiveEdition {
  readonly isEntitled: boolean;
  /** Since when each right of theirs holds. */
  readonly rights: readonly Date[];
  readonly progress: ReadonlyMap<string, Progress>;
}

/** A course as the one who asks learns it; undefined when there is nothing live at the address. */
export async function findClassroom(ctx: Ctx, slug: string): Promise<Classroom | undefined> {
  const edition = await findLiveEdition(ctx, slug);
  if (!edition) return undefined;
  const { id } = edition.work;
  const userId = ctx.actor.kind === 'user' ? ctx.actor.userId : undefined;
  const [rights, progress] = await Promise.all([
    userId ? listRights(ctx, userId, id) : [],
    userId ? selectProgress(ctx.db, userId, id) : [],
  ]);
  const isEntitled = rights.length > 0;
  const rows = progress.map((row) => [row.lessonId, row] as const);
  return { ...edition, isEntitled, rights, progress: new Map(rows) };
}

/** How a lesson stands now for the one who asks, who has the course. */
export function standingIn(
  ctx: Ctx,
  { rights, outline, progress }: Classroom,
  lesson: Gates & { readonly id: string },
): Standing {
  const isDone = (id: string) => Boolean(progress.get(id)?.completedAt);
  return standingAmong(lesson, { rights, outline, isDone }, ctx.now);
}

/** Where to go on: the last lesson while it is not done, else the first that is not; the first when all are. Of open lessons only. */
export async function findNextLesson(ctx: Ctx, classroom: Classroom): Promise<string | undefined> {
  const { work, outline, progress } = classroom;
  const ids = outline
    .flatMap(({ lessons }) => lessons)
    .filter((lesson) => lesson.isTrial || standingIn(ctx, classroom, lesson).is === 'open')
    .map(({ id }) => id);
  const last =
    ctx.actor.kind === 'user' ? await findLastLesson(ctx.db, ctx.actor.userId, work.id) : null;
  const isOpen = (id: string) => !progress.get(id)?.completedAt;
  if (last && ids.includes(last) && isOpen(last)) return last;
  return ids.find(isOpen) ?? ids[0];
}

/** A lesson with the file it shows. */
export interface OpenedLesson {
  readonly lesson: Lesson;
  readonly asset: Asset | undefined;
  readonly playback: Playback | undefined;
}

/**
 * A live lesson for the one who asks.
 *
 * @throws Refusal learning.taken_down, not_entitled, not_open_yet, needs_first, closed; lesson.unknown
 */
export async function openLesson(
  ctx: Ctx,
  classroom: Classroom,
  lessonId: string,
): Promise<OpenedLesson> {
  if (classroom.work.state === 'taken_down') throw refuseLearning('learning.taken_down');
  const lesson = await getLessonIn(ctx, classroom, lessonId);
  // A trial invites to buy: with the course off the shelf there is nothing to invite to.
  const isTrial = lesson.isTrial && classroom.work.state === 'published';
  if (!isTrial) assertOpen(ctx, classroom, lesson);
  return withMedia(ctx, lesson);
}

function assertOpen(ctx: Ctx, classroom: Classroom, lesson: Lesson): void {
  if (!classroom.isEntitled) throw refuseLearning('learning.not_entitled');
  const standing = standingIn(ctx, classroom, lesson);
  if (standing.is === 'waiting')
    throw refuseLearning('learning.not_open_yet', { at: formatInstant(standing.opensAt) });
  if (standing.is === 'closed')
    throw refuseLearning('learning.closed', { at: formatInstant(standing.closedAt) });
  if (standing.is === 'needs') throw refuseNeeds(ctx, standing.lessons);
}

function refuseNeeds({ locale }: Ctx, lessons: readonly OutlineLesson[]): Error {
  const first = lessons.map(({ id, title }) => ({ id, title }));
  const titles = first.map(({ title }) => (locale === 'zh' ? `《${title}》` : `“${title}”`));
  const said = titles.join(locale === 'zh' ? '、' : ', ');
  return refuseLearning('learning.needs_first', { lessons: said }, { lessons: first });
}

/** A lesson's draft for its creator and reviewers. @throws Refusal lesson.unknown, policy.* */
export async function openDraft(
  ctx: Ctx,
  lessonId: string,
): Promise<OpenedLesson & { work: Work; outline: readonly OutlineChapter[] }> {
  const lesson = await getDraftLesson(ctx, lessonId);
  const [work, outline, opened] = await Promise.all([
    getWork(ctx, lesson.workId),
    getOutline(ctx, lesson.workId, 'draft'),
    withMedia(ctx, lesson),
  ]);
  return { ...opened, work, outline };
}

/** What a preview link shows. */
export interface Shared {
  readonly title: string;
  readonly expiresAt: Date;
  /** Nothing where the draft has no lesson yet. */
  readonly opened: OpenedLesson | undefined;
  /** The draft's outline; nothing when the link shows one lesson. */
  readonly outline: readonly OutlineChapter[] | undefined;
}

/**
 * What the holder of a preview link sees: the lesson asked for, or the first. What it plays is signed for them.
 *
 * @throws Refusal preview_link.unknown, learning.unknown_lesson
 */
export async function openShared(ctx: Ctx, token: string, lessonId?: string): Promise<Shared> {
  const link = await openPreviewLink(ctx, token);
  const { expiresAt } = link;
  // The link is the right to look; its holder may be anybody.
  const house = asSystem(ctx, 'preview link');
  const { draft } = await getDraft(house, link.workId);
  const whole = await getOutline(house, link.workId, 'draft');
  const known = whole.flatMap(({ lessons }) => lessons.map(({ id }) => id));
  const wanted = lessonId ?? link.lessonId ?? known[0];
  if (wanted === undefined)
    return { title: draft.title, expiresAt, opened: undefined, outline: whole };
  if (!known.includes(wanted) || (link.lessonId !== null && link.lessonId !== wanted))
    throw refuseLearning('learning.unknown_lesson');
  const opened = await withMedia(ctx, await getDraftLesson(house, wanted));
  const outline = link.lessonId === null ? whole : undefined;
  return { title: draft.title, expiresAt, opened, outline };
}

async function withMedia(ctx: Ctx, lesson: Lesson): Promise<OpenedLesson> {
  const asset = lesson.assetId
    ? (await findAssets(ctx.db, [lesson.assetId])).get(lesson.assetId)
    : undefined;
  const isPlayed = asset?.state === 'ready' && (asset.kind === 'video' || asset.kind === 'audio');
  return { lesson, asset, playback: isPlayed ? await getPlayback(ctx, asset) : undefined };
}

/** The lesson at an id with its course, for the one who asks. @throws Refusal learning.*, lesson.unknown */
export async function openById(
  ctx: Ctx,
  lessonId: string,
): Promise<OpenedLesson & { readonly classroom: Classroom }> {
  const { slug } = await addressOf(ctx, lessonId);
  const classroom = await findClassroom(ctx, slug);
  if (!classroom) throw refuseLearning('learning.unknown_lesson');
  return { ...(await openLesson(ctx, classroom, lessonId)), classroom };
}

/** The address of a lesson by its id alone. @throws Refusal lesson.unknown */
export async function addressOf(ctx: Ctx, lessonId: string): Promise<{ readonly slug: string }> {
  return { slug: await getSlugOfLesson(ctx, lessonId) };
}

/**
 * Fresh addresses to play a lesson by, or one of the recordings that its text shows.
 *
 * @throws Refusal learning.not_entitled, lesson.unknown, media.*
 */
export async function renewPlayback(
  ctx: Ctx,
  lessonId: string,
  shownId?: string,
): Promise<Playback> {
  const { lesson, asset: own } = await openById(ctx, lessonId);
  const asset = shownId === undefined ? own : await findShown(ctx, lesson, shownId);
  if (!asset) throw refuseLearning('learning.unknown_lesson');
  return getPlayback(ctx, asset);
}
