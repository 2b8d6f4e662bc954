import { decimalMoney, money } from '#kernel/money.ts';
import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import {
  mayCreateWorks,
  mayEditWork,
  mayPriceWork,
  mayReadWorks,
  mayWithdrawWork,
} from '../policy.ts';
import {
  Created,
  NewWork,
  PriceEdit,
  WorkDetail,
  WorkEdit,
  WorkItem,
  WorkParams,
  WorkQuery,
} from '../schema.ts';
import {
  beginWork,
  deleteWork,
  getWorkDetail,
  listWorkItems,
  saveWorkDraft,
  setPrice,
  withdrawWork,
} from '../service.ts';
import { kindWords, workStateWords } from '../words.ts';

/** Works for those who make them. */
export const workRoutes: readonly Route[] = [
  listRoute({
    path: '/works',
    may: mayReadWorks,
    summary: {
      zh: '课程列表：讲师看自己的，审核员和站长看全部',
      en: 'Courses: a creator’s own, or all for reviewers and owners',
    },
    query: WorkQuery,
    item: WorkItem,
    columns: [
      { title: { zh: '作品', en: 'Work' }, value: ({ title }) => title },
      { title: { zh: '讲师', en: 'Instructor' }, value: ({ creatorName }) => creatorName },
      { title: { zh: '类型', en: 'Kind' }, value: ({ kind }) => kindWords[kind] },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => workStateWords[state] },
      { title: { zh: '审核中', en: 'In review' }, value: ({ isSubmitted }) => isSubmitted },
      {
        title: { zh: '价格（元）', en: 'Price (CNY)' },
        value: ({ price }) => (price === null ? null : decimalMoney(money(price))),
      },
      { title: { zh: '内容', en: 'Items' }, value: ({ lessonCount }) => lessonCount },
      { title: { zh: '学员', en: 'Learners' }, value: ({ learnerCount }) => learnerCount },
      { title: { zh: '发布时间', en: 'Published' }, value: ({ publishedAt }) => publishedAt },
      { title: { zh: '编号', en: 'Id' }, value: ({ id }) => id },
    ],
    run: (ctx, { query: { creator, ...filter }, cursor, limit }) =>
      listWorkItems(ctx, { ...filter, creatorId: creator }, cursor, limit),
  }),
  apiRoute({
    method: 'POST',
    path: '/works',
    may: mayCreateWorks,
    summary: { zh: '新建作品草稿，可选类型', en: 'Begin a work of some kind' },
    body: NewWork,
    answer: Created,
    status: 201,
    run: async (ctx, { body }) => ({ id: await beginWork(ctx, body) }),
  }),
  apiRoute({
    method: 'GET',
    path: '/works/:id',
    may: mayReadWorks,
    summary: { zh: '课程草稿与目录', en: 'A course’s draft with its outline' },
    params: WorkParams,
    answer: WorkDetail,
    run: (ctx, { params }) => getWorkDetail(ctx, params.id),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/works/:id',
    may: mayEditWork,
    summary: { zh: '修改课程草稿', en: 'Change a course’s draft' },
    params: WorkParams,
    body: WorkEdit,
    answer: WorkDetail,
    run: async (ctx, { params, body: { version, isAutosave, ...patch } }) => {
      const origin = isAutosave ? 'autosaved' : 'saved';
      await saveWorkDraft(ctx, params.id, patch, { origin, revision: version });
      return getWorkDetail(ctx, params.id);
    },
  }),
  apiRoute({
    method: 'DELETE',
    path: '/works/:id',
    may: mayEditWork,
    summary: { zh: '删除从未发布的课程', en: 'Delete a course that was never published' },
    params: WorkParams,
    run: (ctx, { params }) => deleteWork(ctx, params.id),
  }),
  apiRoute({
    method: 'PUT',
    path: '/works/:id/price',
    may: mayPriceWork,
    summary: {
      zh: '定价（分）、退款期与有效期',
      en: 'Set the price in minor units, and the days to ask for a refund and to learn',
    },
    params: WorkParams,
    body: PriceEdit,
    answer: Created,
    run: async (ctx, { params, body: { price, ...windows } }) => ({
      id: await setPrice(ctx, params.id, price, windows),
    }),
  }),
  apiRoute({
    method: 'PUT',
    path: '/works/:id/withdrawal',
    may: mayWithdrawWork,
    summary: {
      zh: '下架课程，已购学员不受影响',
      en: 'Take a course off the shelf; learners keep it',
    },
    params: WorkParams,
    run: (ctx, { params }) => withdrawWork(ctx, params.id),
  }),
];
