import {
  draftOf,
  editLesson,
  getDraft,
  keepAside,
  nameLessons,
  saveWorkDraft,
  whoseLesson,
} from '#catalog/service.ts';
import type { LessonEdit } from '#catalog/schema.ts';
import type { LessonSaved } from '#catalog/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, within } from '#platform/db.ts';
import { assertReach, type Permission } from '#platform/policy.ts';
import { cutText } from '#search/service.ts';
import { mayKeepVersions, mayReadVersions } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { compareTexts } from '../rules/compare.ts';
import { changedFields } from '../rules/fields.ts';
import type {
  Compare,
  CompareFaces,
  Difference,
  LessonVersionDetail,
  VersionItem,
  WorkVersionDetail,
} from '../schema.ts';
import {
  findLessonVersion,
  findWorkVersion,
  listLessonVersions,
  listWorkVersions,
} from '../store/version.ts';
import type { LessonVersion, VersionRow, WorkVersion } from '../types.ts';

/** Where a page of a history begins, and how long it is. */
export interface HistoryQuery {
  readonly id: string;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** A page of a lesson's save points, newest first. @throws Refusal lesson.unknown, input.cursor, policy.* */
export async function listVersions(ctx: Ctx, query: HistoryQuery): Promise<Page<VersionItem>> {
  const { id, cursor, limit } = query;
  await assertLesson(ctx, mayReadVersions, id);
  const rows = await listLessonVersions(ctx.db, id, readIdCursor(cursor), limit + 1);
  return pageOf(rows, limit, (row) => [row.id], itemOf);
}

/** A page of the save points of what a work says of itself, newest first. @throws Refusal work.unknown, input.cursor, policy.* */
export async function listFaces(ctx: Ctx, query: HistoryQuery): Promise<Page<VersionItem>> {
  const { id, cursor, limit } = query;
  await assertWork(ctx, mayReadVersions, id);
  const rows = await listWorkVersions(ctx.db, id, readIdCursor(cursor), limit + 1);
  return pageOf(rows, limit, (row) => [row.id], itemOf);
}

/** One save point of a lesson with its text. @throws Refusal lesson.unknown, version.unknown, policy.* */
export async function getVersion(
  ctx: Ctx,
  lessonId: string,
  id: string,
): Promise<LessonVersionDetail> {
  await assertLesson(ctx, mayReadVersions, lessonId);
  const version = await getLessonVersion(ctx, lessonId, id);
  return { ...version, ...itemOf(version), needs: [...version.needs] };
}

/** One save point of what a work says of itself. @throws Refusal work.unknown, version.unknown, policy.* */
export async function getFace(ctx: Ctx, workId: string, id: string): Promise<WorkVersionDetail> {
  await assertWork(ctx, mayReadVersions, workId);
  const version = await getWorkVersion(ctx, workId, id);
  const { tags, partIds } = version;
  const lists = { tags: [...tags], partIds: [...partIds] };
  return { ...version, ...itemOf(version), ...lists, language: languageOf(version) };
}

/**
 * Makes a lesson's draft say what it said in an old version: a save point of its own.
 *
 * @throws Refusal lesson.unknown, changed, asset_unknown, needs_loop, version.unknown, work.in_review, policy.*
 */
export async function restoreVersion(
  ctx: Ctx,
  lessonId: string,
  id: string,
  revision?: number,
): Promise<LessonSaved> {
  return inTransaction(ctx, async (tx) => {
    const inside = within(ctx, tx);
    await assertLesson(inside, mayKeepVersions, lessonId);
    const version = await getLessonVersion(inside, lessonId, id);
    return editLesson(inside, lessonId, draftOf(version), { origin: 'restored', revision });
  });
}

/**
 * Makes a work's draft say of itself what it said in an old version. Answers the new revision of its face.
 *
 * @throws Refusal work.unknown, in_review, changed, version.unknown, category.unknown, lesson.asset_unknown, policy.*
 */
export async function restoreFace(
  ctx: Ctx,
  workId: string,
  id: string,
  revision?: number,
): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const inside = within(ctx, tx);
    await assertWork(inside, mayKeepVersions, workId);
    const version = await getWorkVersion(inside, workId, id);
    const { title, subtitle, summary, description, ...english } = version;
    const { titleEn, subtitleEn, summaryEn, descriptionEn } = english;
    const { coverId, categoryId, level, plannedCount, isInOrder } = version;
    const own = { title, subtitle, summary, description, coverId, categoryId };
    const says = { ...own, titleEn, subtitleEn, summaryEn, descriptionEn };
    const rest = {
      tags: [...version.tags],
      level,
      language: languageOf(version),
      plannedCount,
      partIds: [...version.partIds],
      isInOrder,
    };
    return saveWorkDraft(inside, workId, { ...says, ...rest }, { origin: 'restored', revision });
  });
}

/** Keeps a text that lost a conflict among a lesson's versions. @throws Refusal lesson.unknown, asset_unknown, policy.* */
export async function keepText(ctx: Ctx, lessonId: string, text: LessonEdit): Promise<string> {
  await assertLesson(ctx, mayKeepVersions, lessonId);
  return keepAside(ctx, lessonId, text);
}

/** What differs between two versions of a lesson, or texts of it, by word. @throws Refusal lesson.unknown, version.unknown, policy.* */
export async function compareLesson(
  ctx: Ctx,
  lessonId: string,
  { from, to }: Compare,
): Promise<Difference> {
  await assertLesson(ctx, mayReadVersions, lessonId);
  const [before, after] = await Promise.all([
    sideOf(ctx, lessonId, from),
    sideOf(ctx, lessonId, to),
  ]);
  return {
    title: compareTexts(
      before.title ?? after.title ?? '',
      after.title ?? before.title ?? '',
      cutText,
    ),
    body: compareTexts(before.body, after.body, cutText),
    fields: changedFields(...(await nameNeeds(ctx, before, after)), [
      'kind',
      'assetId',
      'isTrial',
      'trialFirst',
      'opensOn',
      'opensAfterDays',
      'closesAfterDays',
      'needs',
    ]),
  };
}

/** Two sides whose lessons that come first are called by their titles. */
async function nameNeeds(ctx: Ctx, ...sides: [Side, Side]): Promise<[Side, Side]> {
  const titles = await nameLessons(
    ctx,
    sides.flatMap(({ needs }) => needs ?? []),
  );
  const named = (side: Side): Side =>
    side.needs ? { ...side, needs: side.needs.flatMap((id) => titles.get(id) ?? []) } : side;
  return [named(sides[0]), named(sides[1])];
}

type Side = Partial<LessonVersion> & { readonly body: string };

async function sideOf(ctx: Ctx, lessonId: string, side: Compare['from']): Promise<Side> {
  return 'version' in side
    ? getLessonVersion(ctx, lessonId, side.version)
    : { body: side.body, ...(side.title === undefined ? {} : { title: side.title }) };
}

/** What differs between two versions of what a work says of itself, by word. @throws Refusal work.unknown, version.unknown, policy.* */
export async function compareFaces(
  ctx: Ctx,
  workId: string,
  { from, to }: CompareFaces,
): Promise<Difference> {
  await assertWork(ctx, mayReadVersions, workId);
  const [before, after] = await Promise.all([
    getWorkVersion(ctx, workId, from.version),
    getWorkVersion(ctx, workId, to.version),
  ]);
  const names = ['subtitle', 'summary', 'titleEn', 'subtitleEn', 'summaryEn', 'tags'] as const;
  return {
    title: compareTexts(before.title, after.title, cutText),
    body: compareTexts(before.description, after.description, cutText),
    fields: changedFields(before, after, [
      ...names,
      'descriptionEn',
      'coverId',
      'categoryId',
      'level',
      'language',
      'plannedCount',
      'isInOrder',
    ]),
  };
}

async function assertLesson(ctx: Ctx, may: Permission, lessonId: string): Promise<void> {
  assertReach(ctx, may, await whoseLesson(ctx, lessonId));
}

async function assertWork(ctx: Ctx, may: Permission, workId: string): Promise<void> {
  const { creatorId } = await getDraft(ctx, workId);
  assertReach(ctx, may, creatorId);
}

async function getLessonVersion(ctx: Ctx, lessonId: string, id: string): Promise<LessonVersion> {
  const version = await findLessonVersion(ctx.db, lessonId, id);
  if (!version) throw refuse('version.unknown');
  return version;
}

async function getWorkVersion(ctx: Ctx, workId: string, id: string): Promise<WorkVersion> {
  const version = await findWorkVersion(ctx.db, workId, id);
  if (!version) throw refuse('version.unknown');
  return version;
}

function languageOf({ language }: WorkVersion): 'zh' | 'en' {
  return language === 'en' ? 'en' : 'zh';
}

function itemOf(row: VersionRow): VersionItem {
  const { id, title, authorName, origin, length, isDraft, isLive } = row;
  return {
    id,
    title,
    authorName,
    origin,
    length,
    isDraft,
    isLive,
    createdAt: row.createdAt.toISOString(),
    savedAt: row.savedAt.toISOString(),
    submittedAt: row.submittedAt?.toISOString() ?? null,
    publishedAt: row.publishedAt?.toISOString() ?? null,
  };
}
