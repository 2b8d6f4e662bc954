import type { Route } from '#platform/http/route.ts';
import { claimFormRoutes } from './claim-form.tsx';
import { ownClaimRoutes } from './own-claim.tsx';

/** Every page of claims. */
export const claimPages: readonly Route[] = [...claimFormRoutes, ...ownClaimRoutes];
