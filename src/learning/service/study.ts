import type { Ctx } from '#platform/ctx.ts';
import type { Tx } from '#platform/db.ts';
import { isLearned } from '../rules.ts';
import { finishLesson, type OpenedLesson } from '../service.ts';
import { selectOpenStays, writeStudy, type Brought, type OpenStay } from '../store/study.ts';

/** Whether a lesson can be kept for study without network: texts and what is played; documents are downloaded. */
export function isKeepable({ lesson, asset, playback }: OpenedLesson): boolean {
  return playback !== undefined || (!asset && lesson.body.trim() !== '');
}

/** Which of these lessons are open to somebody by a right of theirs, and until when; trials alone do not count. */
export async function findOpenStays(
  ctx: Ctx,
  userId: string,
  lessonIds: readonly string[],
): Promise<ReadonlyMap<string, OpenStay>> {
  if (lessonIds.length === 0) return new Map();
  const stays = await selectOpenStays(ctx.db, userId, lessonIds, ctx.now);
  return new Map(stays.map((stay) => [stay.lessonId, stay]));
}

/**
 * Adds what somebody learned without network to their progress; nine tenths of a recording, or their own word, make it done. Whoever
 * calls it has found that they had the right when they learned.
 */
export async function bringStudy(
  tx: Tx,
  ctx: Ctx,
  brought: Brought & { readonly isDone: boolean },
): Promise<void> {
  const written = await writeStudy(tx, brought);
  if (!written || written.completedAt !== null) return;
  const { workId, learnedSec, durationSec } = written;
  const { userId, lessonId, isDone } = brought;
  if (isDone || isLearned(learnedSec, durationSec))
    await finishLesson(tx, { userId, lessonId, workId, now: ctx.now });
}
