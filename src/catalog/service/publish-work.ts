import type { RawBuilder } from 'kysely';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, touchPage, type Tx } from '#platform/db.ts';
import { publish } from '#platform/outbox.ts';
import { assertReach } from '#platform/policy.ts';
import type { Write } from '#platform/together.ts';
import { mayWithdrawWork } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { pageTagOf } from '../rules.ts';
import { settledNeeds } from '../rules/needs.ts';
import { readOutline } from '../store/outline.ts';
import {
  countWork,
  foldLearnerChanges,
  holdWork,
  learnerChange,
  listShelves,
  makeLive,
  makeRestored,
  makeTakenDown,
  makeWithdrawn,
  shelveWork,
  type Held,
} from '../store/publication.ts';
import { sealDraft } from '../store/version.ts';
import { findWork, lockDraft, unlockDraft } from '../store/work.ts';
import { auditStaff } from './edit-work.ts';
import { assertNoLoop } from './needs.ts';
import { catchUp } from './catch-up.ts';

/**
 * Makes the draft of a work, with all its lessons, what everybody sees, and puts the work on its shelves. Who decides
 * that it may be published calls this in the transaction of the decision.
 *
 * @throws Refusal work.unknown, taken_down, empty, shut_parts, unpriced, lesson.needs_loop; nothing is then written.
 */
export async function publishWork(ctx: Ctx, workId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const held = await holdWork(tx, workId);
    if (!held) throw refuse('work.unknown');
    if (held.state === 'taken_down') throw refuse('work.taken_down');
    if (held.lessons === 0) throw refuse('work.empty');
    if (held.shutParts > 0) throw refuse('work.shut_parts');
    if (!held.isPriced) throw refuse('work.unpriced');

    const left = await listShelves(tx, workId);
    await catchUp(tx, ctx, workId, 'draft');
    await sealDraft(tx, workId, 'published', ctx.now);
    await makeLive(tx, workId, await settleNeeds(tx, workId, held), ctx.now);
    await shelveWork(tx, workId);
    if (held.state !== 'published') await countWork(tx, held.creatorId, 1);
    await touchWork(tx, workId, [...left, ...(await listShelves(tx, workId))]);
    await publish(tx, 'work.published', { workId, creatorId: held.creatorId });
  });
}

/** What each lesson needs of those that go live with it. @throws Refusal lesson.needs_loop */
async function settleNeeds(tx: Tx, workId: string, { isInOrder }: Held) {
  const lessons = (await readOutline(tx, workId, 'draft')).flatMap((chapter) => chapter.lessons);
  if (!isInOrder) assertNoLoop(lessons);
  return settledNeeds(lessons, isInOrder);
}

/** Takes a work off the shelf: nobody can buy it any more, owners keep it. @throws Refusal work.unknown, not_published, policy.* */
export async function withdrawWork(ctx: Ctx, workId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const work = await findWork(tx, { id: workId });
    if (!work) throw refuse('work.unknown');
    assertReach(ctx, mayWithdrawWork, work.creatorId);

    const left = await listShelves(tx, workId);
    if (!(await makeWithdrawn(tx, workId, ctx.now))) throw refuse('work.not_published');
    await shelveWork(tx, workId);
    await countWork(tx, work.creatorId, -1);
    await touchWork(tx, workId, left);
    await auditStaff(tx, ctx, work, 'work.withdraw');
    await publish(tx, 'work.withdrawn', { workId, creatorId: work.creatorId });
  });
}

/**
 * Takes a work that is live from everybody, its buyers included. Who decides that calls this in the transaction of the
 * decision; answers how the work stood.
 *
 * @throws Refusal work.not_published
 */
export async function takeDownWork(
  tx: Tx,
  ctx: Ctx,
  work: { readonly id: string; readonly creatorId: string },
): Promise<'published' | 'withdrawn'> {
  const { id: workId, creatorId } = work;
  const left = await listShelves(tx, workId);
  const before = await makeTakenDown(tx, workId, ctx.now);
  if (!before) throw refuse('work.not_published');
  await shelveWork(tx, workId);
  if (before === 'published') await countWork(tx, creatorId, -1);
  await touchWork(tx, workId, left);
  await publish(tx, 'work.withdrawn', { workId, creatorId });
  return before;
}

/** Gives a work that was taken down back, as it stood. @throws Refusal work.not_published when it is not taken down */
export async function restoreWork(
  tx: Tx,
  ctx: Ctx,
  work: { readonly id: string; readonly creatorId: string; readonly to: 'published' | 'withdrawn' },
): Promise<void> {
  const { id: workId, creatorId, to } = work;
  if (!(await makeRestored(tx, workId, to, ctx.now))) throw refuse('work.not_published');
  await shelveWork(tx, workId);
  if (to === 'published') await countWork(tx, creatorId, 1);
  await touchWork(tx, workId, await listShelves(tx, workId));
  if (to === 'published') await publish(tx, 'work.published', { workId, creatorId });
}

/** Makes the pages of a work and of these shelves anew. */
export async function touchWork(tx: Tx, workId: string, shelves: readonly string[]): Promise<void> {
  touchPage(tx, `work:${workId}`, ...shelves.map(pageTagOf));
}

/** Closes a draft to edits for a review. @throws Refusal work.in_review */
export async function closeDraft(tx: Tx, ctx: Ctx, workId: string): Promise<void> {
  if (!(await lockDraft(tx, workId, ctx.now))) throw refuse('work.in_review');
  await sealDraft(tx, workId, 'submitted', ctx.now);
}

/** Opens a draft to edits again after a review. */
export async function reopenDraft(tx: Tx, workId: string): Promise<void> {
  await unlockDraft(tx, workId);
}

/** Says that a learner came (1) or went (−1); counters follow within a minute (`foldLearners`). */
export async function countLearner(tx: Tx, workId: string, change: 1 | -1): Promise<void> {
  await countingLearner(workId, change).statement.execute(tx);
}

/** The same as a write that is sent with others; `after` names the write without which nobody came, `unless` what makes it none. */
export function countingLearner(
  workId: string,
  change: 1 | -1,
  after?: string,
  unless?: RawBuilder<boolean>,
): Write {
  return learnerChange(workId, change, after, unless);
}

const batch = 5_000;

/** Folds the learners who came and went into the counters that lists are sorted by. */
export async function foldLearners(ctx: Ctx): Promise<void> {
  for (;;) {
    const changed = await inTransaction(ctx, async (tx) => {
      const works = await foldLearnerChanges(tx, batch);
      const shelves = await listShelves(tx, ...works);
      touchPage(tx, ...works.map((id) => `work:${id}`), ...shelves.map(pageTagOf));
      return works.length;
    });
    if (changed === 0) return;
  }
}

/** A new day: pages that say what comes when are made anew. */
export async function turnDay(ctx: Ctx): Promise<void> {
  await inTransaction(ctx, async (tx) => touchPage(tx, 'calendar'));
}
