import { after, hour, minute } from '#kernel/time.ts';
import type { TeamState } from './types.ts';

/** How long after its deadline a team stays open: clocks and messages are late by less. */
export const graceMs = 5 * minute;

/** Until when others can join a team whose leader paid at `openedAt`, and when it ends if it is not full. */
export function termOf(openedAt: Date, hours: number): { deadline: Date; closeAt: Date } {
  const deadline = after(openedAt, hours * hour);
  return { deadline, closeAt: after(deadline, graceMs) };
}

/** How a team ends when its time is over. Whoever is needed for less than all must be there for it. */
export function endOf(team: {
  readonly taken: number;
  readonly size: number;
  readonly shortFrom: number | null;
}): Exclude<TeamState, 'open'> {
  if (team.taken === team.size) return 'full';
  return team.shortFrom !== null && team.taken >= team.shortFrom ? 'short' : 'failed';
}

/** How many are still needed. */
export function missingOf(team: { readonly taken: number; readonly size: number }): number {
  return team.size - team.taken;
}

type JoinProblem = 'team.full' | 'team.over';

/** Why a team cannot be joined at `now`; undefined when it can. */
export function joinProblem(
  team: {
    readonly state: TeamState;
    readonly taken: number;
    readonly size: number;
    readonly deadline: Date;
  },
  now: Date,
): JoinProblem | undefined {
  if (team.state === 'full' || team.taken >= team.size) return 'team.full';
  return team.state !== 'open' || now >= team.deadline ? 'team.over' : undefined;
}
