import type { Route } from '#platform/http/route.ts';
import { lessonShell } from './lesson.tsx';
import { listShell } from './list.tsx';

/** Where the pages of study without network stand: the worker keeps them, and puts the lessons into the second. */
export const keptPaths = { list: '/offline/lessons', lesson: '/offline/lesson' } as const;

/** The islands of those pages. */
export const keptIslands = ['kept', 'player', 'study'] as const;

/** The pages of study without network; they hold nothing of anybody. */
export const offlinePages: readonly Route[] = [listShell, lessonShell];
