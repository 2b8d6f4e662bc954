import { decimalMoney, money } from '#kernel/money.ts';
import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { readAnalytics } from './policy.ts';
import { LearningItem, SalesItem, SpanQuery, Summary, WorkFiguresItem } from './schema.ts';
import { getSummary, listLearning, listSales, listTopWorks } from './service.ts';

type Learned = Pick<LearningItem, 'learners' | 'learnedSec' | 'completions'>;

const yuan = (amount: number) => decimalMoney(money(amount));

const salesColumns = [
  { title: { zh: '成交订单', en: 'Orders' }, value: ({ orders }: SalesItem) => orders },
  {
    title: { zh: '成交额（元）', en: 'Gross (CNY)' },
    value: ({ gross }: SalesItem) => yuan(gross),
  },
  {
    title: { zh: '退款（元）', en: 'Refunded (CNY)' },
    value: ({ refunded }: SalesItem) => yuan(refunded),
  },
  {
    title: { zh: '讲师收入（元）', en: 'Creators’ part (CNY)' },
    value: ({ earned }: SalesItem) => yuan(earned),
  },
];

const learningColumns = [
  { title: { zh: '学习人次', en: 'Learner-days' }, value: ({ learners }: Learned) => learners },
  {
    title: { zh: '学习分钟', en: 'Minutes learned' },
    value: ({ learnedSec }: Learned) => Math.round(learnedSec / 60),
  },
  {
    title: { zh: '学完课时', en: 'Lessons completed' },
    value: ({ completions }: Learned) => completions,
  },
];

/** Figures over HTTP. */
export const analyticsApi: readonly Route[] = [
  apiRoute({
    method: 'GET',
    path: '/analytics/summary',
    may: readAnalytics,
    summary: {
      zh: '一段时间的总数，并与上一段比较',
      en: 'The sums of a span beside the span before it.',
    },
    query: SpanQuery,
    answer: Summary,
    run: (ctx, { query }) => getSummary(ctx, query),
  }),
  listRoute({
    path: '/analytics/sales',
    may: readAnalytics,
    summary: { zh: '每日销售', en: 'Sales by day.' },
    query: SpanQuery,
    item: SalesItem,
    columns: [{ title: { zh: '日期', en: 'Day' }, value: ({ day }) => day }, ...salesColumns],
    run: (ctx, { query }) => listSales(ctx, query),
  }),
  listRoute({
    path: '/analytics/learning',
    may: readAnalytics,
    summary: { zh: '每日学习', en: 'Learning by day.' },
    query: SpanQuery,
    item: LearningItem,
    columns: [{ title: { zh: '日期', en: 'Day' }, value: ({ day }) => day }, ...learningColumns],
    run: (ctx, { query }) => listLearning(ctx, query),
  }),
  listRoute({
    path: '/analytics/works',
    may: readAnalytics,
    summary: { zh: '课程排行', en: 'Works that sold and taught most.' },
    query: SpanQuery,
    item: WorkFiguresItem,
    columns: [
      { title: { zh: '课程', en: 'Course' }, value: ({ title }) => title },
      { title: { zh: '讲师', en: 'Instructor' }, value: ({ creatorName }) => creatorName },
      { title: { zh: '成交订单', en: 'Orders' }, value: ({ orders }) => orders },
      { title: { zh: '成交额（元）', en: 'Gross (CNY)' }, value: ({ gross }) => yuan(gross) },
      {
        title: { zh: '退款（元）', en: 'Refunded (CNY)' },
        value: ({ refunded }) => yuan(refunded),
      },
      {
        title: { zh: '讲师收入（元）', en: 'Creators’ part (CNY)' },
        value: ({ earned }) => yuan(earned),
      },
      ...learningColumns,
      { title: { zh: '现有学员', en: 'Learners now' }, value: ({ enrolled }) => enrolled },
      { title: { zh: '完课学员', en: 'Finished' }, value: ({ finished }) => finished },
    ],
    run: (ctx, { query, limit }) => listTopWorks(ctx, query, limit),
  }),
];
