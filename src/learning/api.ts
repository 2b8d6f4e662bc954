import { localePath, locales } from '#kernel/locale.ts';
import { apiRoute, listRoute, rawRoute, type Route } from '#platform/http/route.ts';
import { mayLearn, mayOpenLesson } from './policy.ts';
import { refuseLearning } from './refusals.ts';
import {
  EnrolledItem,
  LessonFilePath,
  LessonIdPath,
  LessonPath,
  PlaybackItem,
  PlaybackQuery,
  ProgressItem,
  ProgressReport,
} from './schema.ts';
import { completeLesson, listEnrolled, renewPlayback, reportProgress } from './service.ts';
import { deliverDocument } from './service/document.ts';

/** Documents of lessons; the path says in which language a refusal is told. */
const documentRoutes: readonly Route[] = locales.map((locale) =>
  rawRoute({
    method: 'GET',
    path: localePath(locale, '/lessons/:id/files/:asset'),
    may: mayOpenLesson,
    run: (ctx, c) => {
      const path = LessonFilePath.safeParse(c.req.param());
      if (!path.success) throw refuseLearning('learning.unknown_lesson');
      return deliverDocument({ ...ctx, locale }, c.req.raw, path.data.id, path.data.asset);
    },
  }),
);

/** Progress of the one who asks. */
export const learningApi: readonly Route[] = [
  ...documentRoutes,
  apiRoute({
    method: 'PUT',
    path: '/progress/:lessonId',
    may: mayLearn,
    summary: { zh: '报告学习进度', en: 'Report progress in a lesson' },
    params: LessonPath,
    body: ProgressReport,
    answer: ProgressItem,
    run: (ctx, { params, body }) => reportProgress(ctx, params.lessonId, body),
  }),
  apiRoute({
    method: 'POST',
    path: '/progress/:lessonId/done',
    may: mayLearn,
    summary: { zh: '标记一课已学完', en: 'Mark a lesson as done' },
    params: LessonPath,
    run: (ctx, { params }) => completeLesson(ctx, params.lessonId),
  }),
  apiRoute({
    method: 'GET',
    path: '/lessons/:id/playback',
    may: mayOpenLesson,
    summary: { zh: '新的播放地址', en: 'Fresh addresses to play a lesson' },
    params: LessonIdPath,
    query: PlaybackQuery,
    answer: PlaybackItem,
    run: async (ctx, { params, query }) => {
      const { src, type } = await renewPlayback(ctx, params.id, query.asset);
      return { src, type };
    },
  }),
  listRoute({
    path: '/progress',
    may: mayLearn,
    summary: { zh: '我在学的课程', en: 'Courses that I learn' },
    item: EnrolledItem,
    columns: [
      { title: { zh: '课程', en: 'Course' }, value: (item) => item.title },
      { title: { zh: '已学完', en: 'Done' }, value: (item) => item.completedCount },
      { title: { zh: '课时', en: 'Lessons' }, value: (item) => item.lessonCount },
      { title: { zh: '上次学习', en: 'Last time' }, value: (item) => item.lastAt },
    ],
    run: async (ctx, { cursor, limit }) => {
      const page = await listEnrolled(ctx, { cursor, limit });
      const items = page.items.map(
        ({ workId, slug, title, lessonCount, completedCount, lastLessonId, lastAt }) => ({
          workId,
          slug,
          title,
          lessonCount,
          lastLessonId,
          completedCount: Math.min(completedCount, lessonCount),
          lastAt: lastAt.toISOString(),
        }),
      );
      return { ...page, items };
    },
  }),
];
