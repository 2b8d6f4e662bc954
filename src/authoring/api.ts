import type { Route } from '#platform/http/route.ts';
import { beginRoutes } from './api/begin.ts';
import { linkRoutes } from './api/links.ts';
import { snippetRoutes } from './api/snippets.ts';
import { versionRoutes } from './api/versions.ts';

/** Writing of `/api/v1`. */
export const authoringApi: readonly Route[] = [
  ...versionRoutes,
  ...linkRoutes,
  ...snippetRoutes,
  ...beginRoutes,
];
