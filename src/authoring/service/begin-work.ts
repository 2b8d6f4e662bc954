import { addChapter, addLesson, copyWork, createWork, getDraft } from '#catalog/service.ts';
import type { WorkKind } from '#catalog/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, within } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { mayCopyWork } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { layOut } from '../rules/patterns.ts';
import type { TemplateItem } from '../schema.ts';
import { deleteTemplate, insertTemplate, listTemplates as listRows } from '../store/template.ts';
import { patternNames, type PatternName } from '../types.ts';
import { patternWords } from '../words.ts';

const copyMark = { zh: '（副本）', en: ' (copy)' } as const;
const longestTitle = 120;

/**
 * Begins a draft that says what another work's draft says, of the same creator. Answers its id.
 *
 * @throws Refusal work.unknown, policy.*
 */
export async function duplicateWork(ctx: Ctx, workId: string, title?: string): Promise<string> {
  const { creatorId, draft } = await getDraft(ctx, workId);
  assertReach(ctx, mayCopyWork, creatorId);
  const mark = copyMark[ctx.locale];
  const marked = `${draft.title.slice(0, longestTitle - mark.length)}${mark}`;
  return copyWork(ctx, workId, title ?? marked);
}

const kindOfPattern = {
  course: 'course',
  series: 'series',
  guide: 'course',
} as const satisfies Record<PatternName, WorkKind>;

/** Begins a draft from a pattern of the house, in the reader's language. Answers its id. @throws Refusal policy.* */
export async function beginFromPattern(
  ctx: Ctx,
  name: PatternName,
  title: string | undefined,
): Promise<string> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, mayCopyWork, userId);
  const { summary, chapters } = layOut(name, ctx.locale);
  return inTransaction(ctx, async (tx) => {
    const inside = within(ctx, tx);
    const work = { title: title ?? patternWords[name].title[ctx.locale], summary };
    const { id } = await createWork(inside, {
      ...work,
      kind: kindOfPattern[name],
      language: ctx.locale,
    });
    for (const chapter of chapters) {
      const chapterId = await addChapter(inside, id, chapter.title);
      for (const lesson of chapter.lessons) await addLesson(inside, chapterId, lesson);
    }
    return id;
  });
}

/** What a work can be begun from. */
export function listPatterns(ctx: Ctx) {
  return patternNames.map((pattern) => ({
    pattern,
    title: patternWords[pattern].title[ctx.locale],
    about: patternWords[pattern].about[ctx.locale],
  }));
}

/** A page of the acting user's templates, newest work first. @throws Refusal input.cursor, policy.* */
export async function listTemplates(
  ctx: Ctx,
  cursor: string | undefined,
  limit: number,
): Promise<Page<TemplateItem>> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, mayCopyWork, userId);
  const rows = await listRows(ctx.db, userId, readIdCursor(cursor), limit + 1);
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    ({ madeAt, ...row }) => ({ ...row, madeAt: madeAt.toISOString() }),
  );
}

/** Lets works be begun from this one; twice is once. @throws Refusal work.unknown, policy.* */
export async function makeTemplate(ctx: Ctx, workId: string): Promise<void> {
  const { creatorId } = await getDraft(ctx, workId);
  assertReach(ctx, mayCopyWork, creatorId);
  const row = { workId, ownerId: creatorId, madeAt: ctx.now };
  await inTransaction(ctx, (tx) => insertTemplate(tx, row));
}

/** Makes a work no template any more; it stays a work. @throws Refusal work.unknown, template.unknown, policy.* */
export async function dropTemplate(ctx: Ctx, workId: string): Promise<void> {
  const { creatorId } = await getDraft(ctx, workId);
  assertReach(ctx, mayCopyWork, creatorId);
  await inTransaction(ctx, async (tx) => {
    if (!(await deleteTemplate(tx, workId))) throw refuse('template.unknown');
  });
}
