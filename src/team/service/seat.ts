import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { touchPage, type Tx } from '#platform/db.ts';
import { publish } from '#platform/outbox.ts';
import '../events.ts';
import { refuse } from '../refusals.ts';
import { joinProblem, termOf } from '../rules.ts';
import {
  findWish,
  freePlace,
  insertTeam,
  insertWish,
  lockTeamOf,
  seatOrder,
  takePlace,
  type WishedTerms,
} from '../store/seat.ts';
import { findTeam } from '../store/team.ts';
import type { Team } from '../types.ts';

/** The tag of pages that show the teams of a work. */
export const teamsTag = (workId: string): string => `teams:${workId}`;

/**
 * Notes that an order is at the price of a group buy: of the team that it means to join, or one of its own. The place is taken
 * when it is paid, so a team that looks open now may be full by then.
 *
 * @throws Refusal team.unknown, team.full, team.over
 */
export async function wishSeat(
  tx: Tx,
  ctx: Ctx,
  wish: { orderId: string; promotionId: string; userId: string; teamId?: string | undefined },
): Promise<void> {
  const { teamId, ...rest } = wish;
  if (teamId !== undefined) {
    const team = await findTeam(tx, teamId, ctx.locale);
    if (!team || team.promotionId !== wish.promotionId) throw refuse('team.unknown');
    const problem = joinProblem(team, ctx.now);
    if (problem) throw refuse(problem);
  }
  await insertWish(tx, { ...rest, wantedId: teamId ?? null });
}

/**
 * Gives an order whose money came in its place: in the team that it means, or, where that is full or over and the group buy still
 * runs, in a new one of its own. False when there is no place for it. The caller holds the order's row.
 */
export async function takeSeat(tx: Tx, ctx: Ctx, orderId: string, paidAt: Date): Promise<boolean> {
  const wish = await findWish(tx, orderId);
  if (!wish) return false;
  const joined = await joinWanted(tx, wish, { paidAt, now: ctx.now });
  // Who was to lead was promised so; who comes too late for another's team opens one only while the group buy runs.
  if (!joined && wish.wantedId && wish.endsAt <= ctx.now) return false;
  const teamId = joined?.id ?? (await openTeam(tx, wish, { now: ctx.now, paidAt }));
  await seatOrder(tx, orderId, teamId, ctx.now);
  touchPage(tx, teamsTag(wish.workId));
  await publish(tx, 'team.joined', { teamId, orderId });
  if (joined?.state === 'full') await publish(tx, 'team.completed', { teamId });
  return true;
}

async function joinWanted(
  tx: Tx,
  { wantedId }: WishedTerms,
  at: { readonly paidAt: Date; readonly now: Date },
): Promise<Team | undefined> {
  return wantedId === null ? undefined : takePlace(tx, wantedId, at);
}

async function openTeam(
  tx: Tx,
  wish: WishedTerms,
  { now, paidAt }: { now: Date; paidAt: Date },
): Promise<string> {
  const id = newId(now);
  const { promotionId, workId, userId: leaderId, size, shortFrom, hours } = wish;
  const terms = { promotionId, workId, leaderId, size, shortFrom };
  await insertTeam(tx, { id, ...terms, openedAt: paidAt, ...termOf(paidAt, hours) });
  return id;
}

/**
 * The buyer of an order wants their money back before the team is complete: the place is free again, who came next leads, and the
 * deadline stays. The caller holds the order's row.
 *
 * @throws Refusal team.filling when the team is complete: what follows is on its way
 */
export async function leaveTeam(tx: Tx, ctx: Ctx, orderId: string): Promise<void> {
  const team = await lockTeamOf(tx, orderId);
  if (team?.state !== 'open') throw refuse('team.filling');
  await freePlace(tx, orderId, team.id, ctx.now);
  touchPage(tx, teamsTag(team.workId));
}
