import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { assertReach } from '#platform/policy.ts';
import { mayEditWork } from '../policy.ts';
import { defined, draftOf, folds, saysTheSame, sharesTheSame, unscheduled } from '../rules.ts';
import { fits, hasBeginning, itemKinds } from '../rules/kinds.ts';
import { isOfItem } from '../rules/tongues.ts';
import { refuse } from '../refusals.ts';
import type { LessonEdit } from '../schema.ts';
import { findAssetOf } from '../store/asset.ts';
import {
  findLessonPlace,
  findWorkIdOf,
  insertLesson,
  lastPosition,
  placeLesson,
  removeLessons,
  type LessonPlace,
} from '../store/outline.ts';
import {
  countSave,
  findLessonPoint,
  findStanding,
  foldIntoLesson,
  insertLessonVersion,
  keepPoint,
} from '../store/version.ts';
import { findWork, type Opened } from '../store/work.ts';
import type { LessonDraft, LessonSaved, Origin, Saving } from '../types.ts';
import { assertHolds, openChapter } from './edit-outline.ts';
import { kindWords } from '../words.ts';
import { auditStaff, openForEdit, openOutline, writtenNow } from './edit-work.ts';
import { assertNeeds } from './needs.ts';

const emptyLesson: LessonDraft = {
  title: '',
  kind: 'text',
  body: '',
  assetId: null,
  isTrial: false,
  trialFirst: null,
  durationSec: 0,
  needs: [],
  ...unscheduled,
};

/** Adds a lesson at the end of a chapter. @throws Refusal chapter.unknown, lesson.asset_unknown, needs_*, work.*, policy.* */
export async function addLesson(
  ctx: Ctx,
  chapterId: string,
  input: Omit<LessonEdit, 'chapterId'> & { title: string },
): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const { workId, opened } = await openChapter(tx, ctx, chapterId);
    const draft = await completed(
      tx,
      opened.creatorId,
      draftOf({ ...emptyLesson, ...defined(input) }),
    );
    const position = await lastPosition(tx, 'lesson', chapterId);
    const place = { workId, chapterId, position, source: null, origin: 'saved' } as const;
    const id = await writeLesson(tx, ctx, place, draft);
    if (draft.needs.length > 0) await assertNeeds(tx, workId);
    await assertHolds(tx, ctx, workId, opened.kind);
    return id;
  });
}

/** Where a new lesson stands, and how it came there. */
export interface NewPlace {
  readonly workId: string;
  readonly chapterId: string;
  readonly position: number;
  readonly source: string | null;
  readonly origin: Origin;
  /** Its id, where others have to know it before it is there. */
  readonly id?: string | undefined;
}

/** Writes a new lesson with its first draft. */
export async function writeLesson(
  tx: Tx,
  ctx: Ctx,
  { origin, id = newId(ctx.now), ...place }: NewPlace,
  draft: LessonDraft,
): Promise<string> {
  const version = writtenNow(ctx, origin);
  await insertLesson(tx, { ...place, id, draftId: version.id, createdAt: ctx.now });
  await insertLessonVersion(tx, { ...draft, ...version, lessonId: id });
  return id;
}

/**
 * Changes a lesson's draft; what is live stays as it is. With `saving.revision` only when nobody saved since: the refusal
 * then carries what stands now.
 *
 * @throws Refusal lesson.unknown, changed, asset_unknown, of_item, needs_unknown, needs_loop, shared, chapter.unknown, work.*, policy.*
 */
export async function editLesson(
  ctx: Ctx,
  id: string,
  input: LessonEdit,
  saving: Saving = { origin: 'saved' },
): Promise<LessonSaved> {
  return inTransaction(ctx, async (tx) => {
    const { opened, lesson } = await openLesson(tx, ctx, id);
    // This conditional write decides between those who read the same revision.
    const revision = await countSave(tx, id, saving.revision);
    if (revision === undefined) throw await refuseChanged(tx, ctx, id);
    const { chapterId, ...patch } = defined(input);
    if (chapterId && chapterId !== lesson.chapterId) await moveLesson(tx, lesson, chapterId);
    const draft = await completed(tx, opened.creatorId, draftOf({ ...lesson, ...patch }));
    if (lesson.sharesId !== null && !sharesTheSame(lesson, draft)) throw refuse('lesson.shared');
    const { versionId, isNew } = await saveLesson(tx, ctx, lesson, draft, saving.origin);
    if (input.needs) await assertNeeds(tx, lesson.workId);
    if (lesson.originalId !== null) assertTongue(ctx, opened, draft);
    else if (draft.kind !== lesson.kind) await assertHolds(tx, ctx, lesson.workId, opened.kind);
    const work = { id: lesson.workId, creatorId: opened.creatorId };
    if (isNew) await auditStaff(tx, ctx, work, 'work.edit');
    return { revision, versionId, savedAt: ctx.now };
  });
}

/** What is said in a second language has no gates of its own, and is of a kind that its work holds. */
function assertTongue({ locale }: Ctx, { kind }: Opened, draft: LessonDraft): void {
  if (isOfItem(draft)) throw refuse('lesson.of_item');
  if (!itemKinds(kind).includes(draft.kind))
    throw refuse('work.wrong_items', { kind: kindWords[kind][locale] });
}

const houseName = { zh: '系统', en: 'The system' };

async function refuseChanged(tx: Tx, ctx: Ctx, id: string): Promise<Error> {
  const standing = await findStanding(tx, id);
  if (!standing) return refuse('lesson.unknown');
  const who = standing.authorName ?? houseName[ctx.locale];
  const savedAt = standing.savedAt.toISOString();
  return refuse('lesson.changed', { who }, { ...standing, savedAt });
}

async function moveLesson(tx: Tx, lesson: LessonPlace, chapterId: string): Promise<void> {
  if (lesson.originalId !== null) throw refuse('lesson.of_item');
  if ((await findWorkIdOf(tx, 'chapter', chapterId)) !== lesson.workId)
    throw refuse('chapter.unknown');
  await placeLesson(tx, lesson.id, {
    chapterId,
    position: await lastPosition(tx, 'lesson', chapterId),
  });
}

/** Opens the draft that a lesson stands in, for one change. @throws Refusal lesson.unknown, work.*, policy.* */
export async function openLesson(
  tx: Tx,
  ctx: Ctx,
  id: string,
): Promise<{ opened: Opened; lesson: LessonPlace }> {
  const workId = await findWorkIdOf(tx, 'lesson', id);
  if (!workId) throw refuse('lesson.unknown');
  const opened = await openForEdit(tx, ctx, workId);
  const lesson = await findLessonPlace(tx, id);
  if (!lesson?.draftId) throw refuse('lesson.unknown');
  return { opened, lesson };
}

/** Saves what a lesson's draft says: into the save point before it, or as one of its own. What says the same makes none. */
// oxlint-disable-next-line max-params -- the transaction, who, which lesson, what, how
export async function saveLesson(
  tx: Tx,
  ctx: Ctx,
  lesson: LessonPlace,
  draft: LessonDraft,
  origin: Origin,
): Promise<{ versionId: string; isNew: boolean }> {
  const { id: lessonId, draftId } = lesson;
  const point = draftId === null ? undefined : await findLessonPoint(tx, draftId);
  if (point && saysTheSame(lesson, draft)) {
    if (origin === 'saved') await keepPoint(tx, point.id);
    return { versionId: point.id, isNew: false };
  }
  const written = writtenNow(ctx, origin);
  const next = { ...written, at: ctx.now, body: draft.body };
  if (point && folds(point, next) && (await foldIntoLesson(tx, point.id, draft, ctx.now)))
    return { versionId: point.id, isNew: false };
  await insertLessonVersion(tx, { ...draft, ...written, lessonId });
  await placeLesson(tx, lessonId, { draftId: written.id });
  return { versionId: written.id, isNew: true };
}

/**
 * Keeps a text that lost a conflict among a lesson's versions, beside the draft; also while the draft is in review.
 *
 * @throws Refusal lesson.unknown, work.unknown, lesson.asset_unknown, policy.*
 */
export async function keepAside(ctx: Ctx, id: string, input: LessonEdit): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const lesson = await findLessonPlace(tx, id);
    if (!lesson) throw refuse('lesson.unknown');
    const work = await findWork(tx, { id: lesson.workId });
    if (!work) throw refuse('work.unknown');
    assertReach(ctx, mayEditWork, work.creatorId);
    const { chapterId: _chapterId, ...patch } = defined(input);
    const draft = await completed(tx, work.creatorId, draftOf({ ...lesson, ...patch }));
    const written = writtenNow(ctx, 'aside');
    await insertLessonVersion(tx, { ...draft, ...written, lessonId: id });
    return written.id;
  });
}

/** Takes a lesson out of the draft. @throws Refusal lesson.unknown, work.in_review, policy.* */
export async function removeLesson(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const workId = await findWorkIdOf(tx, 'lesson', id);
    if (!workId) throw refuse('lesson.unknown');
    await openOutline(tx, ctx, workId);
    if (!(await findLessonPlace(tx, id))?.draftId) throw refuse('lesson.unknown');
    await removeLessons(tx, [id]);
  });
}

/** A draft whose file is the creator's own and of the lesson's kind, as long as the file is. @throws Refusal lesson.asset_unknown, no_beginning */
export async function completed(
  tx: Tx,
  creatorId: string,
  draft: LessonDraft,
): Promise<LessonDraft> {
  const asset = draft.assetId ? await findAssetOf(tx, creatorId, draft.assetId) : undefined;
  if (!fits(draft.kind, asset?.kind) || (draft.assetId && !asset))
    throw refuse('lesson.asset_unknown');
  if (draft.trialFirst !== null && !hasBeginning(draft.kind)) throw refuse('lesson.no_beginning');
  return { ...draft, durationSec: asset?.durationSec ?? draft.durationSec };
}
