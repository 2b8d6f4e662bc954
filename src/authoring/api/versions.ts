import { mayPreview } from '#content/policy.ts';
import { LessonSaved } from '#catalog/schema.ts';
import { apiRoute, listRoute, type Column, type Route } from '#platform/http/route.ts';
import { mayKeepVersions, mayReadVersions } from '../policy.ts';
import {
  Aside,
  Compare,
  CompareFaces,
  Difference,
  FaceRestored,
  Kept,
  LessonPath,
  LessonVersionDetail,
  PreviewInput,
  Previews,
  Restoration,
  VersionItem,
  VersionPath,
  WorkPath,
  WorkVersionDetail,
} from '../schema.ts';
import {
  compareFaces,
  compareLesson,
  getFace,
  getVersion,
  keepText,
  listFaces,
  listVersions,
  previewTexts,
  restoreFace,
  restoreVersion,
} from '../service.ts';
import { originWords } from '../words.ts';

const columns: readonly Column<VersionItem>[] = [
  { title: { zh: '标题', en: 'Title' }, value: ({ title }) => title },
  { title: { zh: '作者', en: 'Author' }, value: ({ authorName }) => authorName },
  { title: { zh: '来历', en: 'How' }, value: ({ origin }) => originWords[origin] },
  { title: { zh: '保存时间', en: 'Saved' }, value: ({ savedAt }) => savedAt },
  { title: { zh: '字符数', en: 'Characters' }, value: ({ length }) => length },
  { title: { zh: '送审时间', en: 'Handed in' }, value: ({ submittedAt }) => submittedAt },
  { title: { zh: '发布时间', en: 'Published' }, value: ({ publishedAt }) => publishedAt },
  { title: { zh: '编号', en: 'Id' }, value: ({ id }) => id },
];

const ofLessons: readonly Route[] = [
  listRoute({
    path: '/lessons/:id/versions',
    may: mayReadVersions,
    summary: { zh: '一课的历史版本', en: 'What a lesson said, save by save' },
    params: LessonPath,
    item: VersionItem,
    columns,
    run: (ctx, { params, cursor, limit }) => listVersions(ctx, { id: params.id, cursor, limit }),
  }),
  apiRoute({
    method: 'GET',
    path: '/lessons/:id/versions/:version',
    may: mayReadVersions,
    summary: { zh: '一课的一个历史版本', en: 'One version of a lesson' },
    params: VersionPath,
    answer: LessonVersionDetail,
    run: (ctx, { params }) => getVersion(ctx, params.id, params.version),
  }),
  apiRoute({
    method: 'POST',
    path: '/lessons/:id/versions/:version/restoration',
    may: mayKeepVersions,
    summary: { zh: '把草稿恢复成这个版本', en: 'Make the draft say what it said' },
    params: VersionPath,
    body: Restoration,
    answer: LessonSaved,
    run: async (ctx, { params, body }) => {
      const saved = await restoreVersion(ctx, params.id, params.version, body.revision);
      return { ...saved, savedAt: saved.savedAt.toISOString() };
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/lessons/:id/versions',
    may: mayKeepVersions,
    summary: {
      zh: '把没有采用的文字另存为一个版本',
      en: 'Keep a text that lost a conflict as a version',
    },
    params: LessonPath,
    body: Aside,
    answer: Kept,
    status: 201,
    run: async (ctx, { params, body }) => ({ id: await keepText(ctx, params.id, body) }),
  }),
  apiRoute({
    method: 'POST',
    path: '/lessons/:id/difference',
    may: mayReadVersions,
    summary: { zh: '比较两份文字，按词', en: 'Compare two texts by word' },
    params: LessonPath,
    body: Compare,
    answer: Difference,
    run: (ctx, { params, body }) => compareLesson(ctx, params.id, body),
  }),
];

const ofWorks: readonly Route[] = [
  listRoute({
    path: '/works/:id/versions',
    may: mayReadVersions,
    summary: { zh: '课程介绍的历史版本', en: 'What a work said of itself, save by save' },
    params: WorkPath,
    item: VersionItem,
    columns,
    run: (ctx, { params, cursor, limit }) => listFaces(ctx, { id: params.id, cursor, limit }),
  }),
  apiRoute({
    method: 'GET',
    path: '/works/:id/versions/:version',
    may: mayReadVersions,
    summary: { zh: '课程介绍的一个历史版本', en: 'One version of what a work says of itself' },
    params: VersionPath,
    answer: WorkVersionDetail,
    run: (ctx, { params }) => getFace(ctx, params.id, params.version),
  }),
  apiRoute({
    method: 'POST',
    path: '/works/:id/versions/:version/restoration',
    may: mayKeepVersions,
    summary: { zh: '把课程介绍恢复成这个版本', en: 'Make the draft say of itself what it said' },
    params: VersionPath,
    body: Restoration,
    answer: FaceRestored,
    run: async (ctx, { params, body }) => ({
      version: await restoreFace(ctx, params.id, params.version, body.revision),
    }),
  }),
  apiRoute({
    method: 'POST',
    path: '/works/:id/difference',
    may: mayReadVersions,
    summary: { zh: '比较课程介绍的两个版本，按词', en: 'Compare two versions of a work by word' },
    params: WorkPath,
    body: CompareFaces,
    answer: Difference,
    run: (ctx, { params, body }) => compareFaces(ctx, params.id, body),
  }),
  apiRoute({
    method: 'POST',
    path: '/works/:id/previews',
    may: mayPreview,
    summary: { zh: '预览多段正文', en: 'Preview several texts' },
    params: WorkPath,
    body: PreviewInput,
    answer: Previews,
    run: async (ctx, { params, body }) => ({
      html: await previewTexts(ctx, params.id, body.texts),
    }),
  }),
];

/** What drafts said, and what differs. */
export const versionRoutes: readonly Route[] = [...ofLessons, ...ofWorks];
