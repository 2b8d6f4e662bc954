import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { actingUser, assertReach, reachOf } from '#platform/policy.ts';
import { readOwnTeams, readTeams } from '../policy.ts';
import { refuse } from '../refusals.ts';
import type { TeamFilter, TeamItem } from '../schema.ts';
import { findSeatedTeam, selectMembers, type SeatedTeam } from '../store/seat.ts';
import {
  findTeam,
  selectOpenTeams,
  selectOwnTeams,
  selectTeams,
  type OwnTeam,
} from '../store/team.ts';
import type { Member, TeamRow } from '../types.ts';

const mostShown = 3;

/** A few of the open teams of a group buy, those that end first. */
export function listOpenTeams(ctx: Ctx, workId: string, promotionId: string): Promise<TeamRow[]> {
  const { now, locale } = ctx;
  return selectOpenTeams(ctx.db, { workId, promotionId, now, locale }, mostShown);
}

/** One team, for whoever has its address. @throws Refusal team.unknown */
export async function getTeam(ctx: Ctx, id: string): Promise<TeamRow> {
  const team = await findTeam(ctx.db, id, ctx.locale);
  if (!team) throw refuse('team.unknown');
  return team;
}

/** The team that an order has a place in; whoever asks may see the order. */
export function findTeamOf(ctx: Ctx, orderId: string): Promise<SeatedTeam | undefined> {
  return findSeatedTeam(ctx.db, orderId);
}

/** Who is in a team; whoever asks sees no more than they may. */
export function listMembers(ctx: Ctx, teamId: string): Promise<Member[]> {
  return selectMembers(ctx.db, teamId);
}

/** The same for staff. @throws Refusal team.unknown, policy.* */
export async function listTeamMembers(ctx: Ctx, teamId: string): Promise<Member[]> {
  const team = await getTeam(ctx, teamId);
  assertReach(ctx, readTeams, team.creatorId);
  return selectMembers(ctx.db, teamId);
}

interface Query {
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** The teams that the acting user is in or was, the latest first. @throws Refusal policy.*, input.cursor */
export async function listOwnTeams(ctx: Ctx, { cursor, limit }: Query): Promise<Page<OwnTeam>> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, readOwnTeams, userId);
  const wanted = { userId, locale: ctx.locale };
  const rows = await selectOwnTeams(ctx.db, wanted, readIdCursor(cursor), limit + 1);
  return pageOf(rows, limit, ({ orderId }) => [orderId]);
}

/** Teams, the newest first: of a creator's own works, or all. @throws Refusal policy.*, input.cursor */
export async function listTeams(
  ctx: Ctx,
  { filter, cursor, limit }: Query & { readonly filter: TeamFilter },
): Promise<Page<TeamItem>> {
  const { userId } = actingUser(ctx);
  const creatorId = reachOf(ctx, readTeams) === 'any' ? undefined : userId;
  const wanted = { ...filter, creatorId, locale: ctx.locale };
  const rows = await selectTeams(ctx.db, wanted, readIdCursor(cursor), limit + 1);
  return pageOf(rows, limit, ({ id }) => [id], itemOf);
}

function itemOf(row: TeamRow): TeamItem {
  return {
    ...row,
    openedAt: row.openedAt.toISOString(),
    deadline: row.deadline.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
