import { Created } from '#catalog/schema.ts';
import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { mayCopyWork } from '../policy.ts';
import { CopyInput, PatternInput, PatternList, TemplateItem, WorkPath } from '../schema.ts';
import {
  beginFromPattern,
  dropTemplate,
  duplicateWork,
  listPatterns,
  listTemplates,
  makeTemplate,
} from '../service.ts';

/** What works can be begun from. */
export const beginRoutes: readonly Route[] = [
  apiRoute({
    method: 'POST',
    path: '/works/:id/copies',
    may: mayCopyWork,
    summary: { zh: '复制一门课程，成为新的草稿', en: 'Begin a draft as a copy of a course' },
    params: WorkPath,
    body: CopyInput,
    answer: Created,
    status: 201,
    run: async (ctx, { params, body }) => ({ id: await duplicateWork(ctx, params.id, body.title) }),
  }),
  apiRoute({
    method: 'GET',
    path: '/patterns',
    may: mayCopyWork,
    summary: { zh: '本站的课程范本', en: 'Patterns of the house' },
    answer: PatternList,
    run: async (ctx) => ({ items: listPatterns(ctx) }),
  }),
  apiRoute({
    method: 'POST',
    path: '/works/from-pattern',
    may: mayCopyWork,
    summary: { zh: '从范本新建课程', en: 'Begin a course from a pattern' },
    body: PatternInput,
    answer: Created,
    status: 201,
    run: async (ctx, { body }) => ({ id: await beginFromPattern(ctx, body.pattern, body.title) }),
  }),
  listRoute({
    path: '/templates',
    may: mayCopyWork,
    summary: { zh: '我的课程模板', en: 'My templates' },
    item: TemplateItem,
    columns: [
      { title: { zh: '课程', en: 'Course' }, value: ({ title }) => title },
      { title: { zh: '课时', en: 'Lessons' }, value: ({ lessonCount }) => lessonCount },
      { title: { zh: '设为模板', en: 'Made a template' }, value: ({ madeAt }) => madeAt },
    ],
    run: (ctx, { cursor, limit }) => listTemplates(ctx, cursor, limit),
  }),
  apiRoute({
    method: 'PUT',
    path: '/works/:id/template',
    may: mayCopyWork,
    summary: { zh: '设为模板', en: 'Make a template of a course' },
    params: WorkPath,
    run: (ctx, { params }) => makeTemplate(ctx, params.id),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/works/:id/template',
    may: mayCopyWork,
    summary: { zh: '不再作模板', en: 'Make a course no template any more' },
    params: WorkPath,
    run: (ctx, { params }) => dropTemplate(ctx, params.id),
  }),
];
