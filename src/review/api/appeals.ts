import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { mayAppeal, mayDecide, mayReadSubmissions, mayTakeDown } from '../policy.ts';
import {
  AppealDecision,
  AppealId,
  AppealItem,
  AppealParams,
  AppealQuery,
  NewAppeal,
  NewTakedown,
  TakedownId,
  TakedownItem,
  TakedownParams,
  TakedownQuery,
} from '../schema.ts';
import {
  appealReturn,
  appealTakedown,
  decideAppeal,
  liftTakedown,
  listAppealItems,
  listTakedownItems,
  takeDown,
} from '../service.ts';
import { appealStateWords } from '../words.ts';

const takedowns: readonly Route[] = [
  apiRoute({
    method: 'POST',
    path: '/works/:id/takedown',
    may: mayTakeDown,
    summary: { zh: '强制下架一门课程', en: 'Take a course from everybody' },
    params: TakedownParams,
    body: NewTakedown,
    answer: TakedownId,
    status: 201,
    run: async (ctx, { params, body }) => ({ id: await takeDown(ctx, params.id, body.reasons) }),
  }),
  listRoute({
    path: '/takedowns',
    may: mayReadSubmissions,
    summary: { zh: '强制下架的课程', en: 'Courses that were taken down' },
    query: TakedownQuery,
    item: TakedownItem,
    columns: [
      { title: { zh: '课程', en: 'Course' }, value: ({ workTitle }) => workTitle },
      { title: { zh: '理由', en: 'Reasons' }, value: ({ reasons }) => reasons },
      { title: { zh: '下架时间', en: 'Taken down' }, value: ({ takenAt }) => takenAt },
      { title: { zh: '恢复时间', en: 'Restored' }, value: ({ liftedAt }) => liftedAt },
    ],
    run: (ctx, { query: { work, holding }, cursor, limit }) =>
      listTakedownItems(ctx, { workId: work, isHolding: holding }, cursor, limit),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/takedowns/:id',
    may: mayTakeDown,
    summary: { zh: '恢复被下架的课程', en: 'Give a course back that was taken down' },
    params: TakedownParams,
    run: (ctx, { params }) => liftTakedown(ctx, params.id),
  }),
];

/** Takedowns, and what creators say against them and against returns. */
export const appealRoutes: readonly Route[] = [
  ...takedowns,
  apiRoute({
    method: 'POST',
    path: '/takedowns/:id/appeal',
    may: mayAppeal,
    summary: { zh: '对下架提出申诉', en: 'Appeal against a takedown' },
    params: AppealParams,
    body: NewAppeal,
    answer: AppealId,
    status: 201,
    run: async (ctx, { params, body }) => ({
      id: await appealTakedown(ctx, params.id, body.words),
    }),
  }),
  apiRoute({
    method: 'POST',
    path: '/submissions/:id/appeal',
    may: mayAppeal,
    summary: { zh: '对退回提出申诉', en: 'Appeal against a return' },
    params: AppealParams,
    body: NewAppeal,
    answer: AppealId,
    status: 201,
    run: async (ctx, { params, body }) => ({ id: await appealReturn(ctx, params.id, body.words) }),
  }),
  listRoute({
    path: '/appeals',
    may: mayReadSubmissions,
    summary: { zh: '申诉列表', en: 'Appeals' },
    query: AppealQuery,
    item: AppealItem,
    columns: [
      { title: { zh: '课程', en: 'Course' }, value: ({ workTitle }) => workTitle },
      { title: { zh: '讲师', en: 'Creator' }, value: ({ creatorName }) => creatorName },
      { title: { zh: '原决定的理由', en: 'Against' }, value: ({ against }) => against },
      { title: { zh: '申诉', en: 'Appeal' }, value: ({ words }) => words },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => appealStateWords[state] },
      { title: { zh: '答复', en: 'Answer' }, value: ({ answer }) => answer },
      { title: { zh: '申诉时间', en: 'Made' }, value: ({ madeAt }) => madeAt },
    ],
    run: (ctx, { query: { state, work }, cursor, limit }) =>
      listAppealItems(ctx, { state, workId: work }, cursor, limit),
  }),
  apiRoute({
    method: 'PUT',
    path: '/appeals/:id/decision',
    may: mayDecide,
    summary: { zh: '处理申诉', en: 'Decide an appeal' },
    params: AppealParams,
    body: AppealDecision,
    run: (ctx, { params, body }) => decideAppeal(ctx, params.id, body),
  }),
];
