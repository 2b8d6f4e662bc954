import { decimalMoney, money } from '#kernel/money.ts';
import { listRoute, type Route } from '#platform/http/route.ts';
import { readRefund } from '#payment/policy.ts';
import { CaseFilter, CaseItem } from './schema.ts';
import { listCases } from './service.ts';
import { caseStateWords } from './words.ts';

const yuan = (amount: number | null) => (amount === null ? null : decimalMoney(money(amount)));

/** Refunds that people decide, over HTTP. */
export const aftersaleApi: readonly Route[] = [
  listRoute({
    path: '/refund-cases',
    may: readRefund,
    summary: { zh: '退款申请列表', en: 'Requests for refunds.' },
    query: CaseFilter,
    item: CaseItem,
    columns: [
      { title: { zh: '订单号', en: 'Order' }, value: ({ orderNumber }) => orderNumber },
      { title: { zh: '商品', en: 'Item' }, value: ({ title }) => title },
      { title: { zh: '买家', en: 'Buyer' }, value: ({ buyerName }) => buyerName },
      { title: { zh: '已付（元）', en: 'Paid (CNY)' }, value: ({ total }) => yuan(total) },
      { title: { zh: '理由', en: 'Reason' }, value: ({ reason }) => reason },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => caseStateWords[state] },
      { title: { zh: '退款（元）', en: 'Amount (CNY)' }, value: ({ amount }) => yuan(amount) },
      { title: { zh: '提出人', en: 'Proposed by' }, value: ({ proposedName }) => proposedName },
      { title: { zh: '决定人', en: 'Decided by' }, value: ({ decidedName }) => decidedName },
      { title: { zh: '答复', en: 'Answer' }, value: ({ answer }) => answer },
      { title: { zh: '申请时间', en: 'Opened' }, value: ({ openedAt }) => openedAt },
      { title: { zh: '决定时间', en: 'Decided' }, value: ({ decidedAt }) => decidedAt },
    ],
    run: (ctx, { query, cursor, limit }) => listCases(ctx, { filter: query, cursor, limit }),
  }),
];
