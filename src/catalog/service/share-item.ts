import type { Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { publish } from '#platform/outbox.ts';
import { assertReach } from '#platform/policy.ts';
import { mayEditWork } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { draftOf, unscheduled } from '../rules.ts';
import { lastPosition } from '../store/outline.ts';
import { holdWork, listShelves } from '../store/publication.ts';
import {
  findNameTwice,
  findShare,
  findShareable,
  listSharers,
  nameShared,
  recountLength,
  setShare,
} from '../store/shared.ts';
import type { LessonShare } from '../types.ts';
import { findVersionText } from '../store/version.ts';
import { catchUp } from './catch-up.ts';
import { openLesson, writeLesson } from './edit-lesson.ts';
import { assertHolds, openChapter } from './edit-outline.ts';
import { touchWork } from './publish-work.ts';
import { whoseLesson } from './read-work.ts';

/**
 * Puts an item of another work of the same creator at the end of a chapter: its text and file stay one, written in the work where it
 * stood first; title, trial, schedule and what comes before it are its own here. Answers the id of the new item.
 *
 * @throws Refusal chapter.unknown, lesson.unknown, shares_itself, shared_name, work.in_review, wrong_items, policy.*
 */
export async function shareItem(ctx: Ctx, chapterId: string, lessonId: string): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const { workId, opened } = await openChapter(tx, ctx, chapterId);
    const origin = await findShareable(tx, lessonId);
    if (origin?.creatorId !== opened.creatorId) throw refuse('lesson.unknown');
    if (origin.workId === workId) throw refuse('lesson.shares_itself');
    const path = await findNameTwice(tx, workId, origin);
    if (path !== undefined) throw refuse('lesson.shared_name', { path });

    const says = await findVersionText(tx, origin.versionId);
    const own = { ...unscheduled, isTrial: false, trialFirst: null, needs: [] };
    const position = await lastPosition(tx, 'lesson', chapterId);
    const place = { workId, chapterId, position, source: null, origin: 'shared' } as const;
    const id = await writeLesson(tx, ctx, place, { ...draftOf(says), ...own });
    await setShare(tx, id, origin.id);
    await nameShared(tx, workId);
    await assertHolds(tx, ctx, workId, opened.kind);
    return id;
  });
}

/** Gives an item a text and a file of its own: those that it shared until now. @throws Refusal lesson.unknown, work.in_review, policy.* */
export async function stopSharing(ctx: Ctx, lessonId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await openLesson(tx, ctx, lessonId);
    await setShare(tx, lessonId, null);
  });
}

/** Where an item's text comes from, and in which other works it stands. @throws Refusal lesson.unknown, policy.* */
export async function getShare(ctx: Ctx, lessonId: string): Promise<LessonShare> {
  assertReach(ctx, mayEditWork, await whoseLesson(ctx, lessonId));
  return findShare(ctx.db, lessonId);
}

/**
 * After a work was published: the works that share its items say the same, each in a transaction of its own. Twice is once. What was
 * reviewed where it stands first is not reviewed again.
 */
export async function followShared(ctx: Ctx, workId: string): Promise<void> {
  for (const sharerId of await listSharers(ctx.db, workId)) await followIn(ctx, sharerId);
}

async function followIn(ctx: Ctx, workId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const held = await holdWork(tx, workId);
    if (!held || !(await catchUp(tx, ctx, workId, 'draft and live'))) return;
    await recountLength(tx, workId, ctx.now);
    await touchWork(tx, workId, await listShelves(tx, workId));
    if (held.state === 'published')
      await publish(tx, 'work.published', { workId, creatorId: held.creatorId });
  });
}
