import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { refuse } from '../refusals.ts';
import { holds } from '../rules/kinds.ts';
import {
  dropChapter as dropChapterRow,
  findWorkIdOf,
  insertChapter,
  lastPosition,
  listChapters,
  listLessons,
  orderRows,
  placeLesson,
  updateChapter,
} from '../store/outline.ts';
import type { Opened } from '../store/work.ts';
import type { WorkKind } from '../types.ts';
import { kindWords } from '../words.ts';
import { openOutline } from './edit-work.ts';

/** Adds an empty chapter at the end. @throws Refusal work.unknown, in_review, policy.* */
export async function addChapter(ctx: Ctx, workId: string, title: string): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    await openOutline(tx, ctx, workId);
    const id = newId(ctx.now);
    await insertChapter(tx, {
      id,
      workId,
      title,
      position: await lastPosition(tx, 'chapter', workId),
      source: null,
    });
    return id;
  });
}

/** @throws Refusal chapter.unknown, work.in_review, policy.* */
export async function renameChapter(ctx: Ctx, id: string, title: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await openChapter(tx, ctx, id);
    await updateChapter(tx, id, { title });
  });
}

/** Takes a chapter with its lessons out of the draft. @throws Refusal chapter.unknown, work.in_review, policy.* */
export async function dropChapter(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await openChapter(tx, ctx, id);
    await dropChapterRow(tx, id);
  });
}

/** Opens the draft that a chapter stands in. @throws Refusal chapter.unknown, work.in_review, policy.* */
export async function openChapter(
  tx: Tx,
  ctx: Ctx,
  id: string,
): Promise<{ workId: string; opened: Opened }> {
  const workId = await findWorkIdOf(tx, 'chapter', id);
  if (!workId) throw refuse('chapter.unknown');
  return { workId, opened: await openOutline(tx, ctx, workId) };
}

/** Puts the chapters of a draft in the order of `ids`, which names all of them. @throws Refusal outline.incomplete, work.*, policy.* */
export async function sortChapters(
  ctx: Ctx,
  workId: string,
  ids: readonly string[],
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await openOutline(tx, ctx, workId);
    const chapters = (await listChapters(tx, workId)).filter(({ isDropped }) => !isDropped);
    assertSame(
      ids,
      chapters.map(({ id }) => id),
    );
    await orderRows(tx, 'chapter', ids);
  });
}

/**
 * Puts the lessons of a chapter in the order of `ids`: all that stand in it, and any that move in from other chapters.
 *
 * @throws Refusal chapter.unknown, outline.incomplete, work.in_review, policy.*
 */
export async function sortLessons(
  ctx: Ctx,
  chapterId: string,
  ids: readonly string[],
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { workId } = await openChapter(tx, ctx, chapterId);
    const lessons = (await listLessons(tx, workId)).filter(({ draftId }) => draftId !== null);
    const known = new Map(lessons.map((lesson) => [lesson.id, lesson]));
    const inside = lessons.filter(
      (lesson) => lesson.chapterId === chapterId || ids.includes(lesson.id),
    );
    assertSame(
      ids,
      inside.map(({ id }) => id),
    );
    for (const id of ids) {
      if (known.get(id)?.chapterId !== chapterId) await placeLesson(tx, id, { chapterId });
    }
    await orderRows(tx, 'lesson', ids);
  });
}

/** What a kind of work can hold is asked where its items changed, while its row is held. @throws Refusal work.wrong_items */
export async function assertHolds(tx: Tx, ctx: Ctx, workId: string, kind: WorkKind): Promise<void> {
  const items = (await listLessons(tx, workId)).filter(({ draftId }) => draftId !== null);
  const isHeld = holds(
    kind,
    items.map((item) => item.kind),
  );
  if (!isHeld) throw refuse('work.wrong_items', { kind: kindWords[kind][ctx.locale] });
}

function assertSame(given: readonly string[], known: readonly string[]): void {
  const isSame =
    given.length === known.length &&
    new Set(given).size === given.length &&
    given.every((id) => known.includes(id));
  if (!isSame) throw refuse('outline.incomplete');
}
