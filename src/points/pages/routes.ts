import type { Route } from '#platform/http/route.ts';
import { ownPages } from './own.tsx';

/** The pages of points. */
export const pointPages: readonly Route[] = [...ownPages];
