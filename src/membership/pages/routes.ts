import type { Route } from '#platform/http/route.ts';
import { tiersPage } from './tiers.tsx';
import { ownPage } from './own.tsx';

/** Every page of memberships. */
export const membershipPages: readonly Route[] = [tiersPage, ownPage];
