import type { Route } from '#platform/http/route.ts';
import { ownTeamsPage } from './own.tsx';
import { teamPage } from './team.tsx';

/** Every page of group buys. */
export const teamPages: readonly Route[] = [teamPage, ownTeamsPage];
