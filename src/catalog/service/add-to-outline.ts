import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { draftOf, isTheirs, saysTheSame, scheduleOf, unscheduled } from '../rules.ts';
import { insertChapter, lastPosition, updateChapter, type LessonPlace } from '../store/outline.ts';
import { countSave } from '../store/version.ts';
import type { SourcedChapter, SourcedLesson } from '../types.ts';
import { completed, saveLesson, writeLesson } from './edit-lesson.ts';
import { assertHolds } from './edit-outline.ts';
import { openOutline } from './edit-work.ts';
import { readKnown, type Known, type OutlineSaved } from './save-outline.ts';

/** What came again did; `kept` are lessons that are their creator's by now. */
export interface OutlineGrown extends OutlineSaved {
  kept: number;
}

interface Growth extends Known {
  readonly tx: Tx;
  readonly ctx: Ctx;
  readonly workId: string;
  readonly creatorId: string;
}

/**
 * Adds to a draft's outline what a running publication brought: new chapters and lessons go to the end, known ones say what
 * it says now. Nothing is moved or taken away, and what its creator wrote on or took out stays so.
 *
 * @throws Refusal work.unknown, in_review, lesson.asset_unknown, policy.*
 */
export async function addToOutline(
  ctx: Ctx,
  workId: string,
  chapters: readonly SourcedChapter[],
): Promise<OutlineGrown> {
  return inTransaction(ctx, async (tx) => {
    const { creatorId, kind } = await openOutline(tx, ctx, workId);
    const growth: Growth = { tx, ctx, workId, creatorId, ...(await readKnown(tx, workId)) };
    const grown: OutlineGrown = { added: 0, changed: 0, removed: 0, unchanged: 0, kept: 0 };
    for (const chapter of chapters) {
      const fresh: SourcedLesson[] = [];
      for (const lesson of chapter.lessons) {
        const known = growth.lessons.get(lesson.source);
        if (known) grown[await renew(growth, known, lesson)] += 1;
        else fresh.push(lesson);
      }
      if (fresh.length > 0) await append(growth, { ...chapter, lessons: fresh });
      grown.added += fresh.length;
    }
    await assertHolds(tx, ctx, workId, kind);
    return grown;
  });
}

async function renew(
  { tx, ctx, creatorId }: Growth,
  known: LessonPlace,
  lesson: SourcedLesson,
): Promise<'changed' | 'unchanged' | 'kept'> {
  const { kind, assetId, durationSec } = known;
  // What could not be fetched this time is here from an earlier one.
  const says = lesson.assetId === null ? { ...lesson, kind, assetId, durationSec } : lesson;
  const wanted = draftOf({
    ...says,
    ...(lesson.schedule ?? scheduleOf(known)),
    needs: known.needs,
    trialFirst: known.trialFirst,
  });
  if (saysTheSame(known, wanted)) return 'unchanged';
  if (isTheirs(known)) return 'kept';
  const draft = await completed(tx, creatorId, wanted);
  if (saysTheSame(known, draft)) return 'unchanged';
  await saveLesson(tx, ctx, known, draft, 'imported');
  await countSave(tx, known.id, undefined);
  return 'changed';
}

async function append(growth: Growth, chapter: SourcedChapter): Promise<void> {
  const { tx, ctx, workId, creatorId } = growth;
  const chapterId = await chapterOf(growth, chapter);
  const first = await lastPosition(tx, 'lesson', chapterId);
  for (const [at, { source, ...lesson }] of chapter.lessons.entries()) {
    const draft = draftOf({
      ...lesson,
      ...(lesson.schedule ?? unscheduled),
      needs: [],
      trialFirst: null,
    });
    const place = { workId, chapterId, position: first + at, source, origin: 'imported' } as const;
    await writeLesson(tx, ctx, place, await completed(tx, creatorId, draft));
  }
}

/** The chapter for what is new, called as it is called by now; one that was dropped comes back for it. */
async function chapterOf(
  { tx, ctx, workId, chapters }: Growth,
  { source, title }: SourcedChapter,
): Promise<string> {
  const known = chapters.get(source);
  if (!known) {
    const id = newId(ctx.now);
    const position = await lastPosition(tx, 'chapter', workId);
    await insertChapter(tx, { id, workId, title, position, source });
    return id;
  }
  if (known.isDropped)
    await updateChapter(tx, known.id, { title, position: known.position, isDropped: false });
  return known.id;
}
