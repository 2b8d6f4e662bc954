import type { Locale } from '#kernel/locale.ts';
import type { Ctx } from '#platform/ctx.ts';
import { getSiteSettings } from '#settings/service.ts';
import { assertReach, reachOf } from '#platform/policy.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { mayEditWork, mayPriceWork, mayReadWorks, mayWithdrawWork } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { stepIn } from '../rules.ts';
import type { WorkDetail, WorkItem } from '../schema.ts';
import {
  findCreatorOfLesson,
  findDraftText,
  findWorkIdOf,
  listTexts,
  listTongues,
  readOutline,
  selectLessonTitles,
} from '../store/outline.ts';
import { selectParts } from '../store/part.ts';
import {
  findDraft,
  findIdBySource,
  findWork,
  hasSlug,
  listWorks,
  type WorkFilter,
  type WorkRow,
  selectTitles,
} from '../store/work.ts';
import type {
  BundlePart,
  DraftLesson,
  Edition,
  LessonText,
  OutlineChapter,
  TongueDraft,
  Work,
  WorkCore,
  WorkDraft,
} from '../types.ts';

/** A work with what everybody sees of it, in any state but deleted. @throws Refusal work.unknown */
export async function getWork(ctx: Ctx, id: string): Promise<Work> {
  const work = await findWork(ctx.db, { id });
  if (!work) throw refuse('work.unknown');
  return work;
}

/** The id of the work that a creator's import with this source made. */
export function findWorkIdBySource(
  ctx: Ctx,
  creatorId: string,
  source: string,
): Promise<string | undefined> {
  return findIdBySource(ctx.db, creatorId, source);
}

/** The id of the work at an address, in any state but deleted. */
export async function findWorkIdBySlug(ctx: Ctx, slug: string): Promise<string | undefined> {
  return (await findWork(ctx.db, { slug }))?.id;
}

/** Whether a work of the house, in any state, has this address. */
export function isSlugTaken(ctx: Ctx, slug: string): Promise<boolean> {
  return hasSlug(ctx.db, slug);
}

/** A work with its draft, for its creator and reviewers. @throws Refusal work.unknown, policy.* */
export async function getDraft(ctx: Ctx, id: string): Promise<WorkDraft> {
  const work = await findDraft(ctx.db, id);
  if (!work) throw refuse('work.unknown');
  assertReach(ctx, mayReadWorks, work.creatorId);
  return work;
}

/** Chapters with their lessons. Whoever asks for the draft has shown that the reader may see it. */
export function getOutline(ctx: Ctx, workId: string, edition: Edition): Promise<OutlineChapter[]> {
  return readOutline(ctx.db, workId, edition, ctx.locale);
}

/** What the live lessons of a work say, for those who index it or keep it; paid text included. */
export function listLiveTexts(ctx: Ctx, workId: string): Promise<LessonText[]> {
  return listTexts(ctx.db, workId, 'live');
}

/** What the lessons of a draft say. Whoever asks has shown that the reader may see it. */
export function listDraftTexts(ctx: Ctx, workId: string): Promise<LessonText[]> {
  return listTexts(ctx.db, workId, 'draft');
}

/** What the lessons of a draft say in a second language. Whoever asks has shown that the reader may see it. */
export async function listDraftTongues(ctx: Ctx, workId: string): Promise<TongueDraft[]> {
  const tongues = await listTongues(ctx.db, workId);
  return tongues.flatMap(({ originalId, language, draftId, ...said }) =>
    originalId && language && draftId ? [{ ...said, originalId, language }] : [],
  );
}

/**
 * A lesson's draft, or the draft of what it says in a second language, for its creator and reviewers.
 *
 * @throws Refusal lesson.unknown, work.unknown, policy.*
 */
export async function getDraftLesson(ctx: Ctx, id: string): Promise<DraftLesson> {
  const workId = await findWorkIdOf(ctx.db, 'lesson', id);
  if (!workId) throw refuse('lesson.unknown');
  await getDraft(ctx, workId);
  const [outline, text] = await Promise.all([
    readOutline(ctx.db, workId, 'draft'),
    findDraftText(ctx.db, id),
  ]);
  const step = text && stepIn(outline, text.originalId ?? id);
  if (!step) throw refuse('lesson.unknown');
  return { ...step, ...text, workId };
}

/** The creator of the work that a lesson stands in, be it in the draft or in what is live. @throws Refusal lesson.unknown */
export async function whoseLesson(ctx: Ctx, id: string): Promise<string> {
  const creatorId = await findCreatorOfLesson(ctx.db, id);
  if (!creatorId) throw refuse('lesson.unknown');
  return creatorId;
}

/** What lessons are called, by id; whoever asks has checked who may know. */
export async function nameLessons(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = ids.length === 0 ? [] : await selectLessonTitles(ctx.db, ids);
  return new Map(rows.map(({ id, title }) => [id, title]));
}

/** A page of works, newest first: a creator's own, or all for those who check the shop. @throws Refusal policy.* */
export async function listWorkItems(
  ctx: Ctx,
  filter: WorkFilter,
  cursor: string | undefined,
  limit: number,
): Promise<Page<WorkItem>> {
  const own =
    reachOf(ctx, mayReadWorks) === 'any' || ctx.actor.kind !== 'user'
      ? {}
      : { creatorId: ctx.actor.userId };
  const rows = await listWorks(ctx.db, { ...filter, ...own }, readIdCursor(cursor), limit + 1);
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    (row) => itemOf(inLanguage(row, ctx.locale)),
  );
}

/** A work as a reader of `locale` finds it in a list. */
function inLanguage(row: WorkRow, locale: Locale): WorkRow {
  if (locale === 'zh') return row;
  const { title, titleEn, creatorName, creatorNameEn } = row;
  return { ...row, title: titleEn || title, creatorName: creatorNameEn || creatorName };
}

/** A work's draft with its outline and what the reader may do with it. @throws Refusal work.unknown, policy.* */
export async function getWorkDetail(ctx: Ctx, id: string): Promise<WorkDetail> {
  const [work, chapters, site] = await Promise.all([
    getDraft(ctx, id),
    readOutline(ctx.db, id, 'draft'),
    getSiteSettings(ctx),
  ]);
  const parts = await selectParts(ctx.db, work.draft.partIds);
  const { draft, revision, faceRevision, ...core } = work;
  const isOpen = work.submittedAt === null;
  return {
    ...itemOf({ ...core, revision, faceRevision, coverId: draft.coverId }),
    ...draft,
    tags: [...draft.tags],
    partIds: [...draft.partIds],
    parts,
    version: faceRevision,
    revision,
    chapters: chapters.map((chapter) => ({ ...chapter, lessons: [...chapter.lessons] })),
    refundDays: work.refundDays,
    accessDays: work.accessDays,
    siteRefundDays: site.refundDays,
    leastRefundDays: site.leastRefundDays,
    may: {
      edit: isOpen && can(ctx, mayEditWork, work.creatorId),
      price: can(ctx, mayPriceWork, work.creatorId),
      withdraw: work.state === 'published' && can(ctx, mayWithdrawWork, work.creatorId),
      remove: isOpen && work.state === 'draft' && can(ctx, mayEditWork, work.creatorId),
    },
  };
}

function can(ctx: Ctx, wanted: typeof mayEditWork, ownerId: string): boolean {
  const reach = reachOf(ctx, wanted);
  return (
    reach === 'any' ||
    (reach === 'own' && ctx.actor.kind === 'user' && ctx.actor.userId === ownerId)
  );
}

function itemOf(row: WorkCore & { coverId: string | null }): WorkItem {
  const {
    id,
    kind,
    slug,
    title,
    state,
    creatorId,
    creatorName,
    coverId,
    price,
    lessonCount,
    learnerCount,
  } = row;
  return {
    id,
    kind,
    slug,
    title,
    state,
    creatorId,
    creatorName,
    coverId,
    price,
    lessonCount,
    learnerCount,
    isSubmitted: row.submittedAt !== null,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The works that a bundle is made of, in order; deleted ones are left out. */
export function listParts(ctx: Ctx, ids: readonly string[]): Promise<BundlePart[]> {
  return selectParts(ctx.db, ids);
}

/** What works are called, by id; whoever asks has checked who may know. */
export async function nameWorks(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  return new Map((await selectTitles(ctx.db, ids, ctx.locale)).map(({ id, name }) => [id, name]));
}
