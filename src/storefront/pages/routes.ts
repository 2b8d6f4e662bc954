import type { Route } from '#platform/http/route.ts';
import { courseRoute } from './course.tsx';
import { creatorRoute } from './creator.tsx';
import { homePage } from './home.tsx';
import { iconRoutes, openSearchRoute, robotsRoute, sitemapRoute } from './machines.ts';
import { searchRoute } from './search.tsx';
import { catalogueRoute, categoryRoute, tagRoute } from './shelf.tsx';

/** Every page of the shop. */
export const storefrontPages: readonly Route[] = [
  homePage,
  catalogueRoute,
  categoryRoute,
  tagRoute,
  courseRoute,
  creatorRoute,
  searchRoute,
  robotsRoute,
  sitemapRoute,
  openSearchRoute,
  ...iconRoutes,
];
