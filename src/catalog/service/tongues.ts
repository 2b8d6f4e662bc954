import { newId } from '#kernel/id.ts';
import type { Locale } from '#kernel/locale.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { refuse } from '../refusals.ts';
import { asTongue, otherLanguage } from '../rules/tongues.ts';
import {
  findTongue,
  insertLesson,
  listTongues,
  placeLesson,
  type LessonPlace,
} from '../store/outline.ts';
import { countSave, insertLessonVersion } from '../store/version.ts';
import { findDraft } from '../store/work.ts';
import type { LessonDraft, Origin } from '../types.ts';
import { openLesson } from './edit-lesson.ts';
import { writtenNow } from './edit-work.ts';

/**
 * Begins what a lesson says in the house's other language, as a copy to be translated. Answers the id that it is written under; where
 * it is there already, that one.
 *
 * @throws Refusal lesson.unknown, lesson.is_tongue, work.in_review, policy.*
 */
export async function addTongue(ctx: Ctx, lessonId: string): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const { lesson } = await openLesson(tx, ctx, lessonId);
    if (lesson.originalId !== null) throw refuse('lesson.is_tongue');
    const known = await findTongue(tx, lessonId);
    if (known?.draftId) return known.id;
    const work = await findDraft(tx, lesson.workId);
    const language = otherLanguage(work?.draft.language);
    return writeTongue(tx, ctx, { lesson, known, language, origin: 'saved' }, lesson);
  });
}

interface NewTongue {
  /** The item that it says again. */
  readonly lesson: Pick<LessonPlace, 'id' | 'workId'>;
  /** What was there before and is written on. */
  readonly known?: LessonPlace | undefined;
  readonly language: Locale;
  readonly origin: Origin;
  readonly source?: string | null;
}

/** Writes what a lesson says in a second language; one that left the draft comes back, with its history. */
export async function writeTongue(
  tx: Tx,
  ctx: Ctx,
  { lesson, known, language, origin, source = null }: NewTongue,
  says: LessonDraft,
): Promise<string> {
  const version = writtenNow(ctx, origin);
  const id = known?.id ?? newId(ctx.now);
  const place = { workId: lesson.workId, chapterId: null, position: 0, source };
  if (known) await placeLesson(tx, id, { draftId: version.id });
  else
    await insertLesson(tx, {
      ...place,
      id,
      originalId: lesson.id,
      language,
      draftId: version.id,
      createdAt: ctx.now,
    });
  await insertLessonVersion(tx, { ...asTongue(says), ...version, lessonId: id });
  if (known) await countSave(tx, id, undefined);
  return id;
}

/** A work does not change into a language that lessons of it are said again in. @throws Refusal work.language_taken */
export async function assertLanguage(tx: Tx, workId: string, language: string): Promise<void> {
  const isTaken = (await listTongues(tx, workId)).some(
    (tongue) => tongue.draftId !== null && tongue.language === language,
  );
  if (isTaken) throw refuse('work.language_taken');
}
