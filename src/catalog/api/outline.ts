import { apiRoute, type Route } from '#platform/http/route.ts';
import { mayEditWork, mayReadWorks } from '../policy.ts';
import {
  ChapterEdit,
  Created,
  LessonDetail,
  LessonSave,
  LessonSaved,
  LessonShare,
  NewLesson,
  Order,
  SharedItem,
  WorkParams,
} from '../schema.ts';
import {
  addChapter,
  addLesson,
  addTongue,
  dropChapter,
  editLesson,
  getDraftLesson,
  getShare,
  removeLesson,
  renameChapter,
  shareItem,
  sortChapters,
  sortLessons,
  stopSharing,
} from '../service.ts';

/** Chapters and lessons of a draft. */
export const outlineRoutes: readonly Route[] = [
  apiRoute({
    method: 'POST',
    path: '/works/:id/chapters',
    may: mayEditWork,
    summary: { zh: '新增章节', en: 'Add a chapter' },
    params: WorkParams,
    body: ChapterEdit,
    answer: Created,
    status: 201,
    run: async (ctx, { params, body }) => ({ id: await addChapter(ctx, params.id, body.title) }),
  }),
  apiRoute({
    method: 'PUT',
    path: '/works/:id/chapters/order',
    may: mayEditWork,
    summary: { zh: '章节排序', en: 'Sort the chapters' },
    params: WorkParams,
    body: Order,
    run: (ctx, { params, body }) => sortChapters(ctx, params.id, body.ids),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/chapters/:id',
    may: mayEditWork,
    summary: { zh: '修改章节', en: 'Rename a chapter' },
    params: WorkParams,
    body: ChapterEdit,
    run: (ctx, { params, body }) => renameChapter(ctx, params.id, body.title),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/chapters/:id',
    may: mayEditWork,
    summary: { zh: '删除章节与其中的课时', en: 'Remove a chapter with its lessons' },
    params: WorkParams,
    run: (ctx, { params }) => dropChapter(ctx, params.id),
  }),
  apiRoute({
    method: 'PUT',
    path: '/chapters/:id/lessons/order',
    may: mayEditWork,
    summary: {
      zh: '课时排序，也可把别章的课时移进来',
      en: 'Sort the lessons of a chapter; others may move in',
    },
    params: WorkParams,
    body: Order,
    run: (ctx, { params, body }) => sortLessons(ctx, params.id, body.ids),
  }),
  apiRoute({
    method: 'POST',
    path: '/chapters/:id/lessons',
    may: mayEditWork,
    summary: { zh: '新增课时', en: 'Add a lesson' },
    params: WorkParams,
    body: NewLesson,
    answer: Created,
    status: 201,
    run: async (ctx, { params, body }) => ({ id: await addLesson(ctx, params.id, body) }),
  }),
  apiRoute({
    method: 'GET',
    path: '/lessons/:id/draft',
    may: mayReadWorks,
    summary: { zh: '课时草稿', en: 'A lesson’s draft' },
    params: WorkParams,
    answer: LessonDetail,
    run: async (ctx, { params }) => {
      const {
        chapterTitle: _chapterTitle,
        previous: _previous,
        next: _next,
        saidBy: _saidBy,
        ...lesson
      } = await getDraftLesson(ctx, params.id);
      return { ...lesson, savedAt: lesson.savedAt.toISOString() };
    },
  }),
  apiRoute({
    method: 'PATCH',
    path: '/lessons/:id',
    may: mayEditWork,
    summary: { zh: '修改课时草稿', en: 'Change a lesson’s draft' },
    params: WorkParams,
    body: LessonSave,
    answer: LessonSaved,
    run: async (ctx, { params, body: { revision, isAutosave, ...edit } }) => {
      const origin = isAutosave ? 'autosaved' : 'saved';
      const saved = await editLesson(ctx, params.id, edit, { origin, revision });
      return { ...saved, savedAt: saved.savedAt.toISOString() };
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/lessons/:id/tongue',
    may: mayEditWork,
    summary: {
      zh: '新增这一课的另一种语言版本，先照抄原文',
      en: 'Begin what a lesson says in the other language, as a copy',
    },
    params: WorkParams,
    answer: Created,
    status: 201,
    run: async (ctx, { params }) => ({ id: await addTongue(ctx, params.id) }),
  }),
  apiRoute({
    method: 'POST',
    path: '/chapters/:id/shared-lessons',
    may: mayEditWork,
    summary: {
      zh: '共用自己另一部作品里的一节',
      en: 'Share an item of another work of the same creator',
    },
    params: WorkParams,
    body: SharedItem,
    answer: Created,
    status: 201,
    run: async (ctx, { params, body }) => ({ id: await shareItem(ctx, params.id, body.lessonId) }),
  }),
  apiRoute({
    method: 'GET',
    path: '/lessons/:id/share',
    may: mayEditWork,
    summary: {
      zh: '这一节的正文从哪里来，还用在哪里',
      en: 'Where an item’s text comes from, and where else it stands',
    },
    params: WorkParams,
    answer: LessonShare,
    run: (ctx, { params }) => getShare(ctx, params.id),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/lessons/:id/share',
    may: mayEditWork,
    summary: { zh: '不再共用，改成自己的一份', en: 'Give a shared item its own text' },
    params: WorkParams,
    run: (ctx, { params }) => stopSharing(ctx, params.id),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/lessons/:id',
    may: mayEditWork,
    summary: { zh: '从草稿中移除课时', en: 'Remove a lesson from the draft' },
    params: WorkParams,
    run: (ctx, { params }) => removeLesson(ctx, params.id),
  }),
];
