import type { Route } from '#platform/http/route.ts';
import { chapterRoutes } from './chapter.tsx';
import { markRoutes } from './marks.tsx';
import { pdfPage } from './page.tsx';
import { searchRoute } from './search.tsx';

/** The pages on which e-books are read. */
export const readingPages: readonly Route[] = [
  ...chapterRoutes,
  pdfPage,
  searchRoute,
  ...markRoutes,
];
