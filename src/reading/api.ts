import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { mayRead } from './policy.ts';
import {
  BookPath,
  MarkItem,
  MarkPath,
  NewMark,
  NoteChange,
  PlaceItem,
  PlaceReport,
} from './schema.ts';
import { addMark, changeNote, getPlace, listMarks, moveTo, removeMark, toItem } from './service.ts';

/** The place and the marks of the one who asks in the books of lessons. */
export const readingApi: readonly Route[] = [
  apiRoute({
    method: 'GET',
    path: '/readings/:lessonId/place',
    may: mayRead,
    summary: { zh: '我在电子书里读到哪里', en: 'Where I am in the e-book of a lesson' },
    params: BookPath,
    answer: PlaceItem,
    run: (ctx, { params }) => getPlace(ctx, params.lessonId),
  }),
  apiRoute({
    method: 'PUT',
    path: '/readings/:lessonId/place',
    may: mayRead,
    summary: { zh: '报告读到哪里', en: 'Report where I went in the e-book of a lesson' },
    params: BookPath,
    body: PlaceReport,
    answer: PlaceItem,
    run: (ctx, { params, body }) => moveTo(ctx, params.lessonId, body),
  }),
  listRoute({
    path: '/readings/:lessonId/marks',
    may: mayRead,
    summary: { zh: '我在电子书里的标记', en: 'My marks in the e-book of a lesson' },
    params: BookPath,
    item: MarkItem,
    columns: [
      { title: { zh: '章节', en: 'Chapter' }, value: (item) => item.chapter },
      { title: { zh: '原文', en: 'Passage' }, value: (item) => item.quote },
      { title: { zh: '笔记', en: 'Note' }, value: (item) => item.note },
      { title: { zh: '时间', en: 'At' }, value: (item) => item.createdAt },
    ],
    run: async (ctx, { params, cursor, limit }) => {
      const { marks } = await listMarks(ctx, params.lessonId, { cursor, limit });
      return { ...marks, items: marks.items.map(toItem) };
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/readings/:lessonId/marks',
    may: mayRead,
    summary: { zh: '标记一段文字', en: 'Mark a passage' },
    params: BookPath,
    body: NewMark,
    answer: MarkItem,
    status: 201,
    run: (ctx, { params, body }) => addMark(ctx, params.lessonId, body),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/book-marks/:id',
    may: mayRead,
    summary: { zh: '改笔记', en: 'Change the note of a mark' },
    params: MarkPath,
    body: NoteChange,
    run: (ctx, { params, body }) => changeNote(ctx, params.id, body.note),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/book-marks/:id',
    may: mayRead,
    summary: { zh: '删除标记', en: 'Remove a mark' },
    params: MarkPath,
    run: (ctx, { params }) => removeMark(ctx, params.id),
  }),
];
