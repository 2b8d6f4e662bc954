import { money } from '#kernel/money.ts';
import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, within, type Tx } from '#platform/db.ts';
import { assertReach } from '#platform/policy.ts';
import { mayCreateWorks } from '../policy.ts';
import { draftOf } from '../rules.ts';
import {
  copyEmbedded,
  insertChapter,
  listChapters,
  listLessons,
  listTongues,
  type LessonPlace,
} from '../store/outline.ts';
import { writeLesson } from './edit-lesson.ts';
import { createWork, setPrice } from './edit-work.ts';
import { getDraft } from './read-work.ts';
import { writeTongue } from './tongues.ts';

/**
 * Begins a draft of the same creator that says what a work's draft says: face, outline, texts, files and price; nobody has
 * bought, reviewed or seen it. Answers its id.
 *
 * @throws Refusal work.unknown, policy.*
 */
export async function copyWork(ctx: Ctx, workId: string, title: string): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const inside = within(ctx, tx);
    const { draft, kind, creatorId, price, refundDays, accessDays } = await getDraft(
      inside,
      workId,
    );
    assertReach(ctx, mayCreateWorks, creatorId);
    const face = {
      ...draft,
      tags: [...draft.tags],
      partIds: [...draft.partIds],
      language: languageOf(draft.language),
    };
    const { id } = await createWork(inside, { ...face, kind, title, creatorId });
    await copyOutline(tx, ctx, workId, id);
    await copyEmbedded(tx, workId, id);
    if (price !== null) await setPrice(inside, id, money(price), { refundDays, accessDays });
    return id;
  });
}

function languageOf(language: string): 'zh' | 'en' {
  return language === 'en' ? 'en' : 'zh';
}

async function copyOutline(tx: Tx, ctx: Ctx, from: string, to: string): Promise<void> {
  const chapters = (await listChapters(tx, from)).filter(({ isDropped }) => !isDropped);
  const lessons = (await listLessons(tx, from)).filter(({ draftId }) => draftId !== null);
  const ids = new Map(lessons.map((lesson) => [lesson.id, newId(ctx.now)]));
  for (const { id: oldId, title, position } of chapters) {
    const id = newId(ctx.now);
    await insertChapter(tx, { id, workId: to, title, position, source: null });
    const mine = lessons.filter(({ chapterId }) => chapterId === oldId);
    for (const lesson of mine)
      await copyLesson(tx, ctx, lesson, { workId: to, chapterId: id, ids });
  }
  await copyTongues(tx, ctx, from, { workId: to, ids });
}

/** What the lessons of a work say in a second language is copied to those of its copy. */
async function copyTongues(
  tx: Tx,
  ctx: Ctx,
  from: string,
  { workId, ids }: { readonly workId: string; readonly ids: ReadonlyMap<string, string> },
): Promise<void> {
  for (const tongue of await listTongues(tx, from)) {
    const id = ids.get(tongue.originalId ?? '');
    const { language, draftId } = tongue;
    if (id && language && draftId)
      await writeTongue(tx, ctx, { lesson: { id, workId }, language, origin: 'copied' }, tongue);
  }
}

async function copyLesson(
  tx: Tx,
  ctx: Ctx,
  lesson: LessonPlace,
  {
    ids,
    ...to
  }: {
    readonly workId: string;
    readonly chapterId: string;
    /** What the lessons of the copy are known by. */
    readonly ids: ReadonlyMap<string, string>;
  },
): Promise<void> {
  const { id, position } = lesson;
  const place = { ...to, id: ids.get(id), position, source: null, origin: 'copied' } as const;
  const needs = lesson.needs.flatMap((need) => ids.get(need) ?? []);
  await writeLesson(tx, ctx, place, draftOf({ ...lesson, needs }));
}
