import type { Route } from '#platform/http/route.ts';
import { libraryRoutes } from './api/library.ts';
import { outlineRoutes } from './api/outline.ts';
import { shelfRoutes } from './api/shelves.ts';
import { workRoutes } from './api/works.ts';

/** Everything of `/api/v1` that this room answers. */
export const catalogApi: readonly Route[] = [
  ...workRoutes,
  ...outlineRoutes,
  ...shelfRoutes,
  ...libraryRoutes,
];
