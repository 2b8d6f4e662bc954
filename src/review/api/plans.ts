import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { mayPlan, mayReadPlans } from '../policy.ts';
import { PlanItem, PlanParams, PlanQuery, PlanTime, SubmissionId } from '../schema.ts';
import { callOff, listPlanItems, movePlanned, planWithdrawal } from '../service.ts';
import { planStateWords, planWords } from '../words.ts';

/** What is planned for works. */
export const planRoutes: readonly Route[] = [
  listRoute({
    path: '/plans',
    may: mayReadPlans,
    summary: { zh: '定时发布与下架', en: 'What is planned for works' },
    query: PlanQuery,
    item: PlanItem,
    columns: [
      { title: { zh: '课程', en: 'Course' }, value: ({ workTitle }) => workTitle },
      { title: { zh: '讲师', en: 'Instructor' }, value: ({ creatorName }) => creatorName },
      { title: { zh: '安排', en: 'What' }, value: ({ deed }) => planWords[deed] },
      { title: { zh: '时间', en: 'When' }, value: ({ dueAt }) => dueAt },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => planStateWords[state] },
      { title: { zh: '完成时间', en: 'Settled' }, value: ({ settledAt }) => settledAt },
    ],
    run: (ctx, { query: { state, work }, cursor, limit }) =>
      listPlanItems(ctx, { state, workId: work }, cursor, limit),
  }),
  apiRoute({
    method: 'POST',
    path: '/works/:id/withdrawal-plan',
    may: mayPlan,
    summary: { zh: '定时下架', en: 'Plan when a course leaves the shelf' },
    params: PlanParams,
    body: PlanTime,
    answer: SubmissionId,
    status: 201,
    run: async (ctx, { params, body }) => ({ id: await planWithdrawal(ctx, params.id, body.at) }),
  }),
  apiRoute({
    method: 'PUT',
    path: '/plans/:id/time',
    may: mayPlan,
    summary: { zh: '改定时', en: 'Move a plan to another time' },
    params: PlanParams,
    body: PlanTime,
    run: (ctx, { params, body }) => movePlanned(ctx, params.id, body.at),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/plans/:id',
    may: mayPlan,
    summary: { zh: '取消定时', en: 'Call a plan off' },
    params: PlanParams,
    run: (ctx, { params }) => callOff(ctx, params.id),
  }),
];
