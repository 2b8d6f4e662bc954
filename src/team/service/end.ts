import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, touchPage, type Db, type Tx } from '#platform/db.ts';
import { publish } from '#platform/outbox.ts';
import '../events.ts';
import { selectMembers, selectWishes } from '../store/seat.ts';
import {
  endOverdue,
  markSettled,
  putOffEnd,
  selectDueTeams,
  selectUnsettled,
} from '../store/team.ts';
import { teamsTag } from './seat.ts';

/** Up to `limit` open teams whose time and its grace are over. */
export function listDueTeams(ctx: Ctx, limit: number): Promise<string[]> {
  return selectDueTeams(ctx.db, ctx.now, limit);
}

/** Up to `limit` teams that ended and whose members still wait for what follows. */
export function listUnsettledTeams(ctx: Ctx, limit: number): Promise<string[]> {
  return selectUnsettled(ctx.db, limit);
}

/** The orders that mean a team and have no place yet: their money may be on its way. */
export function listWishes(ctx: Ctx, teamId: string): Promise<string[]> {
  return selectWishes(ctx.db, teamId);
}

/** Looks at a team again at `closeAt`: somebody could not be asked. */
export async function deferEnd(ctx: Ctx, teamId: string, closeAt: Date): Promise<void> {
  await inTransaction(ctx, (tx) => putOffEnd(tx, teamId, closeAt));
}

/** Ends a team whose time is over: as complete where its group buy is content with so many, else as failed. */
export async function endTeam(ctx: Ctx, teamId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const ended = await endOverdue(tx, teamId, ctx.now);
    if (!ended) return;
    touchPage(tx, teamsTag(ended.workId));
    const event = ended.state === 'failed' ? 'team.failed' : 'team.completed';
    await publish(tx, event, { teamId });
  });
}

/** The orders that are in a team, in the order of their ids. */
export async function listSeats(db: Db, teamId: string): Promise<string[]> {
  const members = await selectMembers(db, teamId);
  return members
    .filter(({ leftAt }) => leftAt === null)
    .map(({ orderId }) => orderId)
    .toSorted();
}

/** Every member of an ended team was served. */
export function settleSeats(tx: Tx, teamId: string, now: Date): Promise<void> {
  return markSettled(tx, teamId, now);
}
