import type { Route } from '#platform/http/route.ts';
import { courseHome } from './course.tsx';
import { lessonRoutes } from './lesson.tsx';
import { previewRoutes } from './preview.tsx';
import { shelfRoute } from './shelf.tsx';

/** The pages on which people learn. */
export const learningPages: readonly Route[] = [
  shelfRoute,
  courseHome,
  ...lessonRoutes,
  ...previewRoutes,
];
