// The door of this room: what other rooms may ask of it. Each verb lives in service/.
export { leaveTeam, takeSeat, teamsTag, wishSeat } from './service/seat.ts';
export {
  deferEnd,
  endTeam,
  listDueTeams,
  listSeats,
  listUnsettledTeams,
  listWishes,
  settleSeats,
} from './service/end.ts';
export {
  findTeamOf,
  getTeam,
  listMembers,
  listOpenTeams,
  listOwnTeams,
  listTeamMembers,
  listTeams,
} from './service/read.ts';
export { missingOf } from './rules.ts';
export type { SeatedTeam } from './store/seat.ts';
export type { OwnTeam } from './store/team.ts';
export { tellMembers } from './service/tell.ts';
