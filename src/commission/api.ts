import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { listCommission, readCommission, setCommission } from './policy.ts';
import { CreatorRates, NewRule, RateItem, RuleFilter, RuleId, RuleItem } from './schema.ts';
import { beginRule, endRule, getCreatorRates, getWorkRate, listRules } from './service.ts';
import { ruleScopeWords, ruleStateWords } from './words.ts';

/** What the platform keeps of sales, over HTTP. */
export const commissionApi: readonly Route[] = [
  listRoute({
    path: '/commission-rules',
    may: listCommission,
    summary: { zh: '平台佣金规则', en: 'Rules of the platform’s part of sales.' },
    query: RuleFilter,
    item: RuleItem,
    columns: [
      { title: { zh: '适用于', en: 'About' }, value: ({ scope }) => ruleScopeWords[scope] },
      { title: { zh: '名称', en: 'Name' }, value: ({ subjectName }) => subjectName },
      { title: { zh: '佣金（%）', en: 'Commission (%)' }, value: ({ bps }) => bps / 100 },
      { title: { zh: '开始', en: 'From' }, value: ({ startsAt }) => startsAt },
      { title: { zh: '结束', en: 'Until' }, value: ({ endsAt }) => endsAt },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => ruleStateWords[state] },
      { title: { zh: '说明', en: 'Note' }, value: ({ note }) => note },
      { title: { zh: '设置人', en: 'Set by' }, value: ({ decidedBy }) => decidedBy },
      { title: { zh: '设置时间', en: 'Set at' }, value: ({ decidedAt }) => decidedAt },
    ],
    run: (ctx, { query, cursor, limit }) => listRules(ctx, { filter: query, cursor, limit }),
  }),
  apiRoute({
    method: 'POST',
    path: '/commission-rules',
    may: setCommission,
    summary: {
      zh: '新的佣金规则，从开始时间之后的订单起生效',
      en: 'Begin a rule; it holds for orders placed from then on.',
    },
    body: NewRule,
    answer: RuleId,
    status: 201,
    run: async (ctx, { body }) => ({ id: await beginRule(ctx, body) }),
  }),
  apiRoute({
    method: 'PUT',
    path: '/commission-rules/:id/ending',
    may: setCommission,
    summary: { zh: '结束一条佣金规则', en: 'End a rule now.' },
    params: RuleId,
    run: (ctx, { params }) => endRule(ctx, params.id),
  }),
  apiRoute({
    method: 'GET',
    path: '/works/:id/commission',
    may: readCommission,
    summary: { zh: '课程的平台佣金', en: 'What the platform keeps of a work’s sales.' },
    params: RuleId,
    answer: RateItem,
    run: (ctx, { params }) => getWorkRate(ctx, params.id),
  }),
  apiRoute({
    method: 'GET',
    path: '/creators/:id/commission',
    may: readCommission,
    summary: { zh: '讲师的平台佣金', en: 'What the platform keeps of a creator’s sales.' },
    params: RuleId,
    answer: CreatorRates,
    run: (ctx, { params }) => getCreatorRates(ctx, params.id),
  }),
];
