import { recordAudit } from '#audit/service.ts';
import { getWork, restoreWork, takeDownWork } from '#catalog/service.ts';
import { newId } from '#kernel/id.ts';
import { asSystem, type Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, within, type Tx } from '#platform/db.ts';
import { publish } from '#platform/outbox.ts';
import { actingUser, assertReach, reachOf } from '#platform/policy.ts';
import { mayReadSubmissions, mayTakeDown } from '../policy.ts';
import { refuse } from '../refusals.ts';
import type { TakedownItem } from '../schema.ts';
import {
  findTakedown,
  holdTakedownOf,
  insertTakedown,
  liftHolding,
  listTakedowns,
  type TakedownFilter,
} from '../store/takedown.ts';
import type { Takedown } from '../types.ts';
import { tellCreator } from './tell.ts';

/**
 * Takes a work from everybody, its buyers included, and tells its creator why.
 *
 * @throws Refusal work.unknown, not_published; submission.own; policy.*
 */
export async function takeDown(ctx: Ctx, workId: string, reasons: string): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const { id, creatorId } = await takeDownWithin(tx, ctx, workId, reasons);
    await tellCreator(tx, ctx, { workId, creatorId }, 'taken_down');
    return id;
  });
}

/** The same, in the transaction of who decides it and tells the creator. @throws as `takeDown` */
export async function takeDownWithin(
  tx: Tx,
  ctx: Ctx,
  workId: string,
  reasons: string,
): Promise<{ readonly id: string; readonly creatorId: string }> {
  assertReach(ctx, mayTakeDown, null);
  const { userId: takenBy } = actingUser(ctx);
  const { creatorId } = await getWork(within(ctx, tx), workId);
  if (creatorId === takenBy) throw refuse('submission.own');
  // The work's own state decides the race: of many who take it down at once one does.
  const stood = await takeDownWork(tx, ctx, { id: workId, creatorId });
  const id = newId(ctx.now);
  await insertTakedown(tx, { id, workId, takenBy, takenAt: ctx.now, reasons, stood });
  await recordAudit(tx, ctx, 'takedown.make', workId, { reasons });
  await publish(tx, 'work.taken_down', { takedownId: id, workId, creatorId });
  return { id, creatorId };
}

/** Keeps the takedown of a work as it is until the transaction ends, for those who decide by it; nothing when there is none. */
export function keepTakedown(tx: Tx, workId: string): Promise<string | undefined> {
  return holdTakedownOf(tx, workId);
}

/** Gives a work that was taken down back, as it stood. @throws Refusal takedown.unknown, takedown.lifted, submission.own, policy.* */
export async function liftTakedown(ctx: Ctx, id: string): Promise<void> {
  assertReach(ctx, mayTakeDown, null);
  await inTransaction(ctx, async (tx) => {
    const takedown = await findTakedown(tx, id, ctx.locale);
    if (!takedown) throw refuse('takedown.unknown');
    await lift(tx, ctx, takedown);
    await tellCreator(tx, ctx, takedown, 'restored');
  });
}

/** Lifts a takedown whose claim of copyright came to its end; nothing is to be done when it holds no more. */
export async function liftAfterClaim(tx: Tx, ctx: Ctx, id: string): Promise<void> {
  const takedown = await findTakedown(tx, id, ctx.locale);
  if (takedown && !takedown.liftedAt) await lift(tx, asSystem(ctx, 'claim'), takedown);
}

/** The same, in the transaction of who decides it. @throws Refusal takedown.lifted, submission.own */
export async function lift(tx: Tx, ctx: Ctx, takedown: Takedown): Promise<void> {
  const { id, workId, creatorId, stood } = takedown;
  const liftedBy = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
  if (creatorId === liftedBy) throw refuse('submission.own');
  if (!(await liftHolding(tx, id, { liftedBy, liftedAt: ctx.now })))
    throw refuse('takedown.lifted');
  await restoreWork(tx, ctx, { id: workId, creatorId, to: stood });
  await recordAudit(tx, ctx, 'takedown.lift', workId, {});
  await publish(tx, 'work.restored', { takedownId: id, workId, creatorId });
}

/** A page of takedowns, newest first: a creator's own, or all for reviewers. @throws Refusal input.cursor, policy.* */
export async function listTakedownItems(
  ctx: Ctx,
  filter: Pick<TakedownFilter, 'workId' | 'isHolding'>,
  cursor: string | undefined,
  limit: number,
): Promise<Page<TakedownItem>> {
  const isStaff = reachOf(ctx, mayReadSubmissions) === 'any';
  const own = isStaff ? {} : { creatorId: actingUser(ctx).userId };
  const rows = await listTakedowns(
    ctx.db,
    { ...filter, ...own, locale: ctx.locale },
    readIdCursor(cursor),
    limit + 1,
  );
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    ({ takenBy: _takenBy, takerName, stood: _stood, takenAt, liftedAt, ...shown }) => ({
      ...shown,
      // Who decided is between the staff.
      takerName: isStaff ? takerName : null,
      takenAt: takenAt.toISOString(),
      liftedAt: liftedAt?.toISOString() ?? null,
    }),
  );
}
