import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { draftOf, lessonSources, saysTheSame, scheduleOf, unscheduled } from '../rules.ts';
import { asTongue } from '../rules/tongues.ts';
import {
  insertChapter,
  listChapters,
  listLessons,
  listTongues,
  placeLesson,
  removeLessons,
  updateChapter,
  type ChapterRow,
  type LessonPlace,
} from '../store/outline.ts';
import { countSave } from '../store/version.ts';
import type { Gates, SourcedChapter, SourcedLesson } from '../types.ts';
import { completed, saveLesson, writeLesson } from './edit-lesson.ts';
import { assertHolds } from './edit-outline.ts';
import { openOutline } from './edit-work.ts';
import { assertNeeds } from './needs.ts';
import { writeTongue } from './tongues.ts';

/** What an import did to the lessons of a draft. */
export interface OutlineSaved {
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
}

/**
 * Makes the imported part of a draft's outline equal to `chapters`, by their sources: new ones come, changed ones change,
 * those that vanished go; importing the same again changes nothing. Lessons made by hand stay.
 *
 * @throws Refusal work.unknown, in_review, lesson.asset_unknown, needs_loop, policy.*
 */
export async function saveOutline(
  ctx: Ctx,
  workId: string,
  chapters: readonly SourcedChapter[],
): Promise<OutlineSaved> {
  return inTransaction(ctx, async (tx) => {
    const { creatorId, kind } = await openOutline(tx, ctx, workId);
    const known = await readKnown(tx, workId);
    const ids = idsOf(ctx, known, chapters);
    const tongues = new Map(
      (await listTongues(tx, workId)).map((tongue) => [tongue.originalId, tongue]),
    );
    const save: Save = { tx, ctx, workId, creatorId, ...known, ids, tongues };
    const saved: OutlineSaved = { added: 0, changed: 0, removed: 0, unchanged: 0 };

    for (const [position, chapter] of chapters.entries()) {
      const chapterId = await saveChapter(save, chapter, position);
      for (const [at, lesson] of chapter.lessons.entries()) {
        const how = await saveSourced(save, lesson, { chapterId, position: at });
        const isSaidAnew = await saveTongue(save, lesson);
        saved[isSaidAnew && how === 'unchanged' ? 'changed' : how] += 1;
      }
    }
    saved.removed = await removeVanished(save, chapters);
    await assertNeeds(tx, workId);
    await assertHolds(tx, ctx, workId, kind);
    return saved;
  });
}

export interface Known {
  readonly chapters: ReadonlyMap<string | null, ChapterRow>;
  readonly lessons: ReadonlyMap<string | null, LessonPlace>;
}

/** One saving of an outline, with what it found. */
interface Save extends Known {
  readonly tx: Tx;
  readonly ctx: Ctx;
  readonly workId: string;
  readonly creatorId: string;
  /** The lessons that there are or will be, by their sources. */
  readonly ids: ReadonlyMap<string, string>;
  /** What lessons say in a second language, by the lesson. */
  readonly tongues: ReadonlyMap<string | null, LessonPlace>;
}

function idsOf(
  ctx: Ctx,
  { lessons }: Known,
  chapters: readonly SourcedChapter[],
): Map<string, string> {
  const sources = [...lessonSources(chapters)];
  return new Map(sources.map((source) => [source, lessons.get(source)?.id ?? newId(ctx.now)]));
}

/** The chapters and lessons of a work by where they came from. */
export async function readKnown(tx: Tx, workId: string): Promise<Known> {
  const chapters = await listChapters(tx, workId);
  const lessons = await listLessons(tx, workId);
  return {
    chapters: new Map(chapters.map((chapter) => [chapter.source, chapter])),
    lessons: new Map(lessons.map((lesson) => [lesson.source, lesson])),
  };
}

async function saveChapter(
  { tx, ctx, workId, chapters }: Save,
  chapter: SourcedChapter,
  position: number,
): Promise<string> {
  const { source, title } = chapter;
  const known = chapters.get(source);
  if (!known) {
    const id = newId(ctx.now);
    await insertChapter(tx, { id, workId, title, position, source });
    return id;
  }
  const isSame = known.title === title && known.position === position && !known.isDropped;
  if (!isSame) await updateChapter(tx, known.id, { title, position, isDropped: false });
  return known.id;
}

/** When a lesson opens and what comes first: as it says, else as it was. */
function gatesOf(
  { schedule, needs }: SourcedLesson,
  known: LessonPlace | undefined,
  ids: ReadonlyMap<string, string>,
): Gates {
  const before = known ?? { ...unscheduled, needs: [] };
  return {
    ...(schedule ?? scheduleOf(before)),
    needs: needs?.flatMap((source) => ids.get(source) ?? []) ?? before.needs,
  };
}

async function saveSourced(
  { tx, ctx, workId, creatorId, lessons, ids }: Save,
  lesson: SourcedLesson,
  place: { chapterId: string; position: number },
): Promise<'added' | 'changed' | 'unchanged'> {
  const known = lessons.get(lesson.source);
  const gates = gatesOf(lesson, known, ids);
  const draft = await completed(
    tx,
    creatorId,
    draftOf({ ...lesson, ...gates, trialFirst: lesson.trialFirst ?? null }),
  );
  if (!known) {
    await writeLesson(
      tx,
      ctx,
      {
        ...place,
        id: ids.get(lesson.source),
        workId,
        source: lesson.source,
        origin: 'imported',
      },
      draft,
    );
    return 'added';
  }
  const isMoved = known.chapterId !== place.chapterId || known.position !== place.position;
  if (isMoved) await placeLesson(tx, known.id, place);
  if (known.draftId !== null && saysTheSame(known, draft)) return isMoved ? 'changed' : 'unchanged';
  await saveLesson(tx, ctx, known, draft, 'imported');
  await countSave(tx, known.id, undefined);
  return 'changed';
}

/**
 * Saves what a lesson says in a second language, and takes away what an import said before and says no more; what was written in the
 * studio stays. Answers whether anything changed.
 */
async function saveTongue(save: Save, { source, tongue }: SourcedLesson): Promise<boolean> {
  const { tx, ctx, workId, creatorId, ids, tongues } = save;
  const id = ids.get(source)!;
  const known = tongues.get(id);
  if (!tongue) return dropTongue(tx, known);
  const { language, trialFirst = null, ...says } = tongue;
  const draft = await completed(tx, creatorId, asTongue({ ...blank, ...says, trialFirst }));
  if (!known?.draftId) {
    const from = { source: `tongue:${source}`, origin: 'imported' } as const;
    await writeTongue(tx, ctx, { lesson: { id, workId }, known, language, ...from }, draft);
    return true;
  }
  if (saysTheSame(known, draft)) return false;
  await saveLesson(tx, ctx, known, draft, 'imported');
  await countSave(tx, known.id, undefined);
  return true;
}

async function dropTongue(tx: Tx, known: LessonPlace | undefined): Promise<boolean> {
  if (!known?.draftId || known.source === null) return false;
  await removeLessons(tx, [known.id]);
  return true;
}

const blank = { ...unscheduled, needs: [], isTrial: false };

async function removeVanished(
  { tx, workId, lessons }: Save,
  chapters: readonly SourcedChapter[],
): Promise<number> {
  const kept = lessonSources(chapters);
  const isGone = ({ source, draftId }: LessonPlace) =>
    source !== null && draftId !== null && !kept.has(source);
  const gone = [...lessons.values()].filter(isGone).map(({ id }) => id);
  await removeLessons(tx, gone);

  const used = new Set(
    (await listLessons(tx, workId))
      .filter(({ draftId }) => draftId)
      .map(({ chapterId }) => chapterId),
  );
  const named = new Set(chapters.map(({ source }) => source));
  for (const chapter of await listChapters(tx, workId)) {
    const isLeft = chapter.source !== null && !named.has(chapter.source) && !used.has(chapter.id);
    if (isLeft && !chapter.isDropped) await updateChapter(tx, chapter.id, { isDropped: true });
  }
  return gone.length;
}
