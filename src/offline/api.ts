import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { mayKeep } from './policy.ts';
import {
  Contact,
  ContactAnswer,
  KeepItem,
  KeepPath,
  KeepWish,
  KeptLesson,
  LessonPath,
  Offer,
} from './schema.ts';
import { getOffer, keepLesson, leaveLesson, listKept, meetDevice } from './service.ts';

/** Lessons that devices keep for study without network. */
export const offlineApi: readonly Route[] = [
  apiRoute({
    method: 'GET',
    path: '/lessons/:id/offline',
    may: mayKeep,
    summary: { zh: '离线保存一课要占多少空间', en: 'What keeping a lesson offline would take' },
    params: LessonPath,
    answer: Offer,
    run: (ctx, { params }) => getOffer(ctx, params.id),
  }),
  apiRoute({
    method: 'POST',
    path: '/lessons/:id/offline',
    may: mayKeep,
    summary: { zh: '把一课保存到这台设备', en: 'Keep a lesson on this device' },
    params: LessonPath,
    body: KeepWish,
    answer: KeptLesson,
    status: 201,
    run: (ctx, { params, body }) => keepLesson(ctx, params.id, body.height),
  }),
  apiRoute({
    method: 'POST',
    path: '/offline-contacts',
    may: mayKeep,
    summary: {
      zh: '设备联网：同步离线学习进度，问还能留哪些课时',
      en: 'A device has network: bring what was learned, hear what may stay',
    },
    body: Contact,
    answer: ContactAnswer,
    run: (ctx, { body }) => meetDevice(ctx, body),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/offline-keeps/:id',
    may: mayKeep,
    summary: { zh: '不再离线保存一课', en: 'Keep a lesson no more' },
    params: KeepPath,
    run: (ctx, { params }) => leaveLesson(ctx, params.id),
  }),
  listRoute({
    path: '/offline-keeps',
    may: mayKeep,
    summary: { zh: '我的设备离线保存的课时', en: 'Lessons that my devices keep' },
    item: KeepItem,
    columns: [
      { title: { zh: '课时', en: 'Lesson' }, value: (item) => item.title },
      { title: { zh: '保存时间', en: 'Kept at' }, value: (item) => item.keptAt },
      { title: { zh: '可用到', en: 'Until' }, value: (item) => item.endsAt },
    ],
    run: (ctx, { cursor, limit }) => listKept(ctx, { cursor, limit }),
  }),
];
