import { z } from 'zod';
import { decimalMoney, money } from '#kernel/money.ts';
import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import {
  decidePromoters,
  editPromotion,
  editWorkPromotion,
  promote,
  readPromoters,
  readWorkPromotion,
} from './policy.ts';
import {
  ApplicationFilter,
  ApplicationItem,
  Appointed,
  CustomerItem,
  Joined,
  LineageItem,
  NewApplication,
  OwnPromotion,
  OwnRate,
  PromoterFilter,
  PromoterItem,
  PromotionTerms,
  Refused,
  UserId,
  WorkPromotionInput,
  WorkPromotionItem,
} from './schema.ts';
import {
  appointPromoter,
  approveApplication,
  askToPromote,
  changeTerms,
  decideWorkPromotion,
  dismissPromoter,
  getOwnPromotion,
  getTerms,
  getWorkPromotion,
  listApplications,
  listCustomers,
  listLineages,
  listPromoters,
  refuseApplication,
  setOwnRate,
} from './service.ts';
import { applicationStateWords, lineageWords, promoterStateWords } from './words.ts';

const yuan = (amount: number) => decimalMoney(money(amount));

const ownRoutes: readonly Route[] = [
  apiRoute({
    method: 'GET',
    path: '/promoters/me',
    may: promote,
    summary: { zh: '我的推广', en: 'My promotion.' },
    answer: OwnPromotion,
    run: (ctx) => getOwnPromotion(ctx),
  }),
  apiRoute({
    method: 'POST',
    path: '/promoters/applications',
    may: promote,
    summary: { zh: '申请成为推广员', en: 'Ask to promote.' },
    body: NewApplication,
    answer: Joined,
    status: 201,
    run: (ctx, { body }) => askToPromote(ctx, body),
  }),
  listRoute({
    path: '/promoters/me/customers',
    may: promote,
    summary: { zh: '我的客户', en: 'My customers.' },
    query: z.object({}),
    item: CustomerItem,
    columns: [
      { title: { zh: '客户', en: 'Customer' }, value: ({ name }) => name },
      { title: { zh: '绑定时间', en: 'Since' }, value: ({ boundAt }) => boundAt },
      { title: { zh: '有效期至', en: 'Until' }, value: ({ expiresAt }) => expiresAt },
      { title: { zh: '结束时间', en: 'Ended' }, value: ({ endedAt }) => endedAt },
    ],
    run: (ctx, { query, cursor, limit }) => listCustomers(ctx, { filter: query, cursor, limit }),
  }),
];

const workRoutes: readonly Route[] = [
  apiRoute({
    method: 'GET',
    path: '/works/:id/promotion',
    may: readWorkPromotion,
    summary: { zh: '作品的推广设置', en: 'How a work is promoted.' },
    params: UserId,
    answer: WorkPromotionItem,
    run: (ctx, { params }) => getWorkPromotion(ctx, params.id),
  }),
  apiRoute({
    method: 'PUT',
    path: '/works/:id/promotion',
    may: editWorkPromotion,
    summary: { zh: '设置作品的推广', en: 'Decide how a work is promoted.' },
    params: UserId,
    body: WorkPromotionInput,
    run: (ctx, { params, body }) => decideWorkPromotion(ctx, params.id, body),
  }),
];

const applicationRoutes: readonly Route[] = [
  listRoute({
    path: '/promoters/applications',
    may: readPromoters,
    summary: { zh: '推广员申请', en: 'Applications to promote.' },
    query: ApplicationFilter,
    item: ApplicationItem,
    columns: [
      { title: { zh: '申请人', en: 'Person' }, value: ({ name }) => name },
      { title: { zh: '说明', en: 'Note' }, value: ({ note }) => note },
      { title: { zh: '申请时间', en: 'Asked' }, value: ({ askedAt }) => askedAt },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => applicationStateWords[state] },
      { title: { zh: '审核人', en: 'Decided by' }, value: (item) => item.decidedByName },
      { title: { zh: '原因', en: 'Reason' }, value: ({ reason }) => reason },
    ],
    run: (ctx, { query, cursor, limit }) => listApplications(ctx, { filter: query, cursor, limit }),
  }),
  apiRoute({
    method: 'PUT',
    path: '/promoters/applications/:id/approval',
    may: decidePromoters,
    summary: { zh: '通过推广员申请', en: 'Let an applicant promote.' },
    params: UserId,
    run: (ctx, { params }) => approveApplication(ctx, params.id),
  }),
  apiRoute({
    method: 'PUT',
    path: '/promoters/applications/:id/refusal',
    may: decidePromoters,
    summary: { zh: '拒绝推广员申请', en: 'Turn an application down.' },
    params: UserId,
    body: Refused,
    run: (ctx, { params, body }) => refuseApplication(ctx, params.id, body.reason),
  }),
];

/** Promotion over HTTP. */
export const affiliateApi: readonly Route[] = [
  apiRoute({
    method: 'GET',
    path: '/promotion/terms',
    may: editPromotion,
    summary: { zh: '推广规则', en: 'How people promote.' },
    answer: PromotionTerms,
    run: (ctx) => getTerms(ctx),
  }),
  apiRoute({
    method: 'PUT',
    path: '/promotion/terms',
    may: editPromotion,
    summary: { zh: '修改推广规则', en: 'Change how people promote.' },
    body: PromotionTerms,
    run: (ctx, { body }) => changeTerms(ctx, body),
  }),
  ...ownRoutes,
  ...workRoutes,
  ...applicationRoutes,
  listRoute({
    path: '/promoters',
    may: readPromoters,
    summary: { zh: '推广员', en: 'Promoters.' },
    query: PromoterFilter,
    item: PromoterItem,
    columns: [
      { title: lineageWords.name, value: ({ name }) => name },
      { title: lineageWords.code, value: ({ code }) => code },
      { title: lineageWords.upline, value: ({ uplineName }) => uplineName },
      {
        title: { zh: '个人比例（%）', en: 'Own rate (%)' },
        value: ({ level1Bps }) => (level1Bps === null ? null : level1Bps / 100),
      },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => promoterStateWords[state] },
      { title: { zh: '开始', en: 'Began' }, value: ({ beganAt }) => beganAt },
      { title: { zh: '访问', en: 'Visits' }, value: ({ visits }) => visits },
      { title: { zh: '客户', en: 'Customers' }, value: ({ customers }) => customers },
    ],
    run: (ctx, { query, cursor, limit }) => listPromoters(ctx, { filter: query, cursor, limit }),
  }),
  apiRoute({
    method: 'POST',
    path: '/promoters',
    may: decidePromoters,
    summary: { zh: '指定推广员', en: 'Name a promoter.' },
    body: Appointed,
    run: (ctx, { body }) => appointPromoter(ctx, body.userId),
  }),
  apiRoute({
    method: 'PUT',
    path: '/promoters/:id/ending',
    may: decidePromoters,
    summary: { zh: '结束推广资格', en: 'End a promoter.' },
    params: UserId,
    body: Refused,
    run: (ctx, { params, body }) => dismissPromoter(ctx, params.id, body.reason),
  }),
  apiRoute({
    method: 'PUT',
    path: '/promoters/:id/rate',
    may: decidePromoters,
    summary: { zh: '设置个人推广比例', en: 'Give a promoter a rate of their own.' },
    params: UserId,
    body: OwnRate,
    run: (ctx, { params, body }) => setOwnRate(ctx, params.id, body.level1Bps),
  }),
  listRoute({
    path: '/promoters/lineage',
    may: readPromoters,
    summary: { zh: '推广关系报告', en: 'Who brought whom.' },
    query: z.object({}),
    item: LineageItem,
    columns: [
      { title: lineageWords.name, value: ({ name }) => name },
      { title: lineageWords.code, value: ({ code }) => code },
      { title: lineageWords.upline, value: ({ uplineName }) => uplineName },
      { title: lineageWords.juniors, value: ({ juniors }) => juniors },
      { title: lineageWords.orders, value: ({ orders }) => orders },
      { title: lineageWords.level1, value: ({ level1 }) => yuan(level1) },
      { title: lineageWords.level2, value: ({ level2 }) => yuan(level2) },
    ],
    run: (ctx, { query, cursor, limit }) => listLineages(ctx, { filter: query, cursor, limit }),
  }),
];
