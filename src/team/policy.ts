import { permission } from '#platform/policy.ts';

/** A link to a team is for everybody who has it. */
export const visitTeam = permission('team.visit', { visitor: 'any', learner: 'any' });

/** Members see the teams that they are in. */
export const readOwnTeams = permission('team.read_own', { learner: 'own' });

/** Creators see the teams of their own works; finance and the owner all. */
export const readTeams = permission('team.read', { creator: 'own', finance: 'any', owner: 'any' });
