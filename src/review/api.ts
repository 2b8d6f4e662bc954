import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { appealRoutes } from './api/appeals.ts';
import { commentRoutes } from './api/comments.ts';
import { planRoutes } from './api/plans.ts';
import { ruleRoutes } from './api/rules.ts';
import { mayAssign, mayDecide, mayReadSubmissions, maySubmit } from './policy.ts';
import {
  Assignment,
  BulkAnswer,
  BulkDecision,
  Checklist,
  DeepReview,
  FirstReview,
  NewSubmission,
  SubmissionDetail,
  SubmissionId,
  SubmissionItem,
  SubmissionParams,
  SubmissionQuery,
} from './schema.ts';
import {
  assignSubmission,
  checkWork,
  decideInBulk,
  decideStage,
  getSubmissionDetail,
  giveSubmissionBack,
  listSubmissionItems,
  submitWork,
  takeSubmission,
  withdrawSubmission,
} from './service.ts';
import { stageWords, submissionWords } from './words.ts';

/** Reviews of `/api/v1`. */
export const reviewApi: readonly Route[] = [
  apiRoute({
    method: 'GET',
    path: '/works/:id/checklist',
    may: maySubmit,
    summary: { zh: '送审前的检查清单', en: 'What is needed before a review' },
    params: SubmissionParams,
    answer: Checklist,
    run: (ctx, { params }) => checkWork(ctx, params.id),
  }),
  apiRoute({
    method: 'POST',
    path: '/works/:id/submission',
    may: maySubmit,
    summary: { zh: '送审', en: 'Hand a course in for review' },
    params: SubmissionParams,
    body: NewSubmission,
    answer: SubmissionId,
    status: 201,
    run: async (ctx, { params, body }) => ({ id: await submitWork(ctx, params.id, body) }),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/works/:id/submission',
    may: maySubmit,
    summary: { zh: '撤回送审', en: 'Take a course back from review' },
    params: SubmissionParams,
    run: (ctx, { params }) => withdrawSubmission(ctx, params.id),
  }),
  listRoute({
    path: '/submissions',
    may: mayReadSubmissions,
    summary: { zh: '送审列表', en: 'Submissions' },
    query: SubmissionQuery,
    item: SubmissionItem,
    columns: [
      { title: { zh: '课程', en: 'Course' }, value: ({ workTitle }) => workTitle },
      { title: { zh: '讲师', en: 'Instructor' }, value: ({ creatorName }) => creatorName },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => submissionWords[state] },
      { title: { zh: '阶段', en: 'Stage' }, value: ({ stage }) => stageWords[stage] },
      { title: { zh: '审核员', en: 'Taken by' }, value: ({ assigneeName }) => assigneeName },
      { title: { zh: '应在何时前审完', en: 'Due' }, value: ({ dueAt }) => dueAt },
      { title: { zh: '送审时间', en: 'Submitted' }, value: ({ submittedAt }) => submittedAt },
      { title: { zh: '审核时间', en: 'Decided' }, value: ({ decidedAt }) => decidedAt },
      { title: { zh: '意见', en: 'Reasons' }, value: ({ reasons }) => reasons },
    ],
    run: (ctx, { query: { state, work, stage, whose, late }, cursor, limit }) =>
      listSubmissionItems(ctx, { state, workId: work, stage, whose, isLate: late }, cursor, limit),
  }),
  apiRoute({
    method: 'GET',
    path: '/submissions/:id',
    may: mayReadSubmissions,
    summary: { zh: '送审内容与改动', en: 'What was handed in, and what it changes' },
    params: SubmissionParams,
    answer: SubmissionDetail,
    run: (ctx, { params }) => getSubmissionDetail(ctx, params.id),
  }),
  apiRoute({
    method: 'PUT',
    path: '/submissions/:id/first-review',
    may: mayDecide,
    summary: {
      zh: '初审：逐项核对，通过或退回',
      en: 'First review: the checklist, passed or returned',
    },
    params: SubmissionParams,
    body: FirstReview,
    run: (ctx, { params, body }) => decideStage(ctx, params.id, 'first', { ...body, marks: [] }),
  }),
  apiRoute({
    method: 'PUT',
    path: '/submissions/:id/deep-review',
    may: mayDecide,
    summary: {
      zh: '复审：逐项打分，通过或退回',
      en: 'Deep review: marks with notes, passed or returned',
    },
    params: SubmissionParams,
    body: DeepReview,
    run: (ctx, { params, body }) => decideStage(ctx, params.id, 'deep', { ...body, failed: [] }),
  }),
  apiRoute({
    method: 'PUT',
    path: '/submissions/:id/taker',
    may: mayDecide,
    summary: { zh: '领取送审', en: 'Take a submission' },
    params: SubmissionParams,
    run: (ctx, { params }) => takeSubmission(ctx, params.id),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/submissions/:id/taker',
    may: mayDecide,
    summary: { zh: '放回送审', en: 'Give a submission back' },
    params: SubmissionParams,
    run: (ctx, { params }) => giveSubmissionBack(ctx, params.id),
  }),
  apiRoute({
    method: 'PUT',
    path: '/submissions/:id/assignment',
    may: mayAssign,
    summary: { zh: '指派审核员', en: 'Give a submission to a reviewer, or to nobody' },
    params: SubmissionParams,
    body: Assignment,
    run: (ctx, { params, body }) => assignSubmission(ctx, params.id, body.userId),
  }),
  apiRoute({
    method: 'POST',
    path: '/submissions/decisions',
    may: mayDecide,
    summary: {
      zh: '批量领取、通过或退回初审',
      en: 'Take, pass or return several first reviews',
    },
    body: BulkDecision,
    answer: BulkAnswer,
    run: (ctx, { body }) => decideInBulk(ctx, body),
  }),
  ...appealRoutes,
  ...commentRoutes,
  ...ruleRoutes,
  ...planRoutes,
];
