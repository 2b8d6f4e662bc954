import { beginningOf, getLessonIn } from '#catalog/service.ts';
import type { Lesson } from '#catalog/types.ts';
import { findAssets, type Playback } from '#media/service.ts';
import { canBegin, getSample } from '#media/service/sample.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Classroom } from '../service.ts';

/** The beginning of a lesson, as everybody may try it. */
export interface Beginning {
  readonly lesson: Lesson;
  /** The characters of its text that are shown; undefined where it is a video, of which no text is. */
  readonly first: number | undefined;
  readonly playback: Playback | undefined;
}

/**
 * The beginning of a live lesson that may be tried, for who does not have the course; undefined where there is none. It opens
 * nothing else: no document, no recording of its text, no progress.
 *
 * @throws Refusal lesson.unknown
 */
export async function findBeginning(
  ctx: Ctx,
  classroom: Classroom,
  lessonId: string,
): Promise<Beginning | undefined> {
  // It invites to buy, as a trial does.
  if (classroom.isEntitled || classroom.work.state !== 'published') return undefined;
  const lesson = await getLessonIn(ctx, classroom, lessonId);
  const first = beginningOf(lesson);
  if (first === undefined) return undefined;
  if (lesson.kind === 'text') return { lesson, first, playback: undefined };
  const asset = (await findAssets(ctx.db, [lesson.assetId!])).get(lesson.assetId!);
  return asset && canBegin(asset)
    ? { lesson, first: undefined, playback: getSample(ctx, asset, first) }
    : undefined;
}
