import type { Route } from '#platform/http/route.ts';
import { mallPages } from './mall.tsx';
import { ownPages } from './own.tsx';
import { redemptionPages } from './redemptions.tsx';

/** The pages of points. */
export const pointPages: readonly Route[] = [...ownPages, ...mallPages, ...redemptionPages];
