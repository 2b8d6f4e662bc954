import { z } from 'zod';
import type { Words } from '#kernel/locale.ts';
import { decimalMoney, money } from '#kernel/money.ts';
import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import {
  askOwnPayout,
  askPayout,
  decidePayouts,
  listStatement,
  readEarnings,
  readOwnShares,
  readPayout,
  readStatement,
} from './policy.ts';
import {
  CreatorBalance,
  CreatorId,
  CreatorMonth,
  CreatorMonthItem,
  CreatorsFilter,
  MonthFilter,
  MonthItem,
  NewPayout,
  PayoutFilter,
  PayoutItem,
  Rejection,
  SaleItem,
  ShareBalance,
  ShareItem,
  StatementItem,
  StatementLine,
} from './schema.ts';
import {
  getBalance,
  getShareBalance,
  listOwnPayouts,
  listPayouts,
  listSales,
  listShares,
} from './service/read.ts';
import { approvePayout, rejectPayout, requestPayout } from './service/request.ts';
import {
  getStatement,
  listCreatorMonths,
  listMonths,
  listStatementLines,
} from './service/statement.ts';
import { lineWords, partWords, payeeWords, payoutStateWords, statementWords } from './words.ts';

const id = z.object({ id: z.uuid() });
const yuan = (amount: number) => decimalMoney(money(amount));

const inYuan = ({ zh, en }: Words): Words => ({ zh: `${zh}（元）`, en: `${en} (CNY)` });

const monthColumns = (
  ['opening', 'earned', 'takenBack', 'payouts', 'returned', 'closing'] as const
).map((name) => ({
  title: inYuan(statementWords[name]),
  value: (item: MonthItem) => yuan(item[name]),
}));

/** What a month of creators' money came to. */
const statementRoutes: readonly Route[] = [
  listRoute({
    path: '/statements',
    may: listStatement,
    summary: { zh: '某月全部讲师的对账单', en: 'A month of every creator.' },
    query: CreatorsFilter,
    item: CreatorMonthItem,
    columns: [
      { title: statementWords.month, value: ({ month }) => month },
      { title: statementWords.creator, value: ({ creatorName }) => creatorName },
      ...monthColumns,
    ],
    run: (ctx, { query, cursor, limit }) =>
      listCreatorMonths(ctx, { filter: query, cursor, limit }),
  }),
  listRoute({
    path: '/creators/:id/statements',
    may: readStatement,
    summary: { zh: '讲师各月对账单', en: 'A creator’s months.' },
    params: CreatorId,
    item: MonthItem,
    columns: [{ title: statementWords.month, value: ({ month }) => month }, ...monthColumns],
    run: (ctx, { params, cursor, limit }) => listMonths(ctx, params.id, { cursor, limit }),
  }),
  apiRoute({
    method: 'GET',
    path: '/creators/:id/statements/:month',
    may: readStatement,
    summary: { zh: '讲师某月对账单', en: 'A creator’s statement of a month.' },
    params: CreatorMonth,
    answer: StatementItem,
    run: (ctx, { params }) => getStatement(ctx, params.id, params.month),
  }),
  listRoute({
    path: '/creators/:id/statement-lines',
    may: readStatement,
    summary: { zh: '讲师收支流水', en: 'What was posted to a creator’s accounts.' },
    params: CreatorId,
    query: MonthFilter,
    item: StatementLine,
    columns: [
      { title: statementWords.at, value: ({ postedAt }) => postedAt },
      { title: statementWords.kind, value: ({ kind }) => lineWords[kind] },
      { title: statementWords.account, value: ({ account }) => partWords[account] },
      { title: statementWords.work, value: ({ workTitle }) => workTitle },
      { title: statementWords.number, value: ({ number }) => number },
      { title: inYuan(statementWords.change), value: ({ change }) => yuan(change) },
    ],
    run: (ctx, { params, query, cursor, limit }) =>
      listStatementLines(ctx, params.id, { filter: query, cursor, limit }),
  }),
];

/** What promoters earn. */
const shareRoutes: readonly Route[] = [
  apiRoute({
    method: 'GET',
    path: '/promoters/me/balance',
    may: readOwnShares,
    summary: { zh: '我的推广佣金', en: 'My balances as a promoter.' },
    answer: ShareBalance,
    run: (ctx) => getShareBalance(ctx),
  }),
  listRoute({
    path: '/promoters/me/shares',
    may: readOwnShares,
    summary: { zh: '我的推广订单', en: 'What I earned as a promoter.' },
    query: z.object({}),
    item: ShareItem,
    columns: [
      { title: { zh: '订单号', en: 'Order' }, value: ({ orderNumber }) => orderNumber },
      { title: { zh: '内容', en: 'Bought' }, value: ({ title }) => title },
      { title: { zh: '级别', en: 'Level' }, value: ({ level }) => level },
      { title: { zh: '实付（元）', en: 'Paid (CNY)' }, value: ({ gross }) => yuan(gross) },
      { title: { zh: '比例（%）', en: 'Rate (%)' }, value: ({ bps }) => bps / 100 },
      { title: { zh: '佣金（元）', en: 'Mine (CNY)' }, value: ({ amount }) => yuan(amount) },
      {
        title: { zh: '冲回（元）', en: 'Taken back (CNY)' },
        value: ({ reversed }) => yuan(reversed),
      },
      { title: { zh: '活动', en: 'Campaign' }, value: ({ campaign }) => campaign },
      { title: { zh: '成交时间', en: 'Sold' }, value: ({ earnedAt }) => earnedAt },
      { title: { zh: '可提现时间', en: 'Free from' }, value: ({ releaseAt }) => releaseAt },
    ],
    run: (ctx, { query, cursor, limit }) => listShares(ctx, { filter: query, cursor, limit }),
  }),
  listRoute({
    path: '/promoters/me/payouts',
    may: readOwnShares,
    summary: { zh: '我的佣金提现', en: 'My payouts as a promoter.' },
    query: PayoutFilter,
    item: PayoutItem,
    columns: [
      { title: { zh: '金额（元）', en: 'Amount (CNY)' }, value: ({ amount }) => yuan(amount) },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => payoutStateWords[state] },
      { title: { zh: '收款账户', en: 'Payee' }, value: ({ payee }) => payee },
      { title: { zh: '申请时间', en: 'Requested' }, value: ({ requestedAt }) => requestedAt },
      { title: { zh: '完成时间', en: 'Finished' }, value: ({ finishedAt }) => finishedAt },
    ],
    run: (ctx, { query, cursor, limit }) => listOwnPayouts(ctx, { filter: query, cursor, limit }),
  }),
  apiRoute({
    method: 'POST',
    path: '/promoters/me/payouts',
    may: askOwnPayout,
    summary: { zh: '申请佣金提现', en: 'Ask for a payout as a promoter.' },
    body: NewPayout,
    answer: id,
    status: 201,
    run: async (ctx, { body }) => ({ id: await requestPayout(ctx, body, 'promoter') }),
  }),
];

/** Creators' and promoters' money over HTTP. */
export const payoutApi: readonly Route[] = [
  ...statementRoutes,
  ...shareRoutes,
  apiRoute({
    method: 'GET',
    path: '/creators/me/balance',
    may: readEarnings,
    summary: { zh: '我的余额与即将到账', en: 'My balances and upcoming releases.' },
    answer: CreatorBalance,
    run: (ctx) => getBalance(ctx),
  }),
  listRoute({
    path: '/sales',
    may: readEarnings,
    summary: { zh: '我的销售明细', en: 'My sales.' },
    query: z.object({}),
    item: SaleItem,
    columns: [
      { title: { zh: '订单号', en: 'Order' }, value: ({ orderNumber }) => orderNumber },
      { title: { zh: '课程', en: 'Course' }, value: ({ workTitle }) => workTitle },
      { title: { zh: '实付（元）', en: 'Paid (CNY)' }, value: ({ gross }) => yuan(gross) },
      { title: { zh: '渠道手续费（元）', en: 'Gateway fee (CNY)' }, value: ({ fee }) => yuan(fee) },
      {
        title: { zh: '推广佣金（元）', en: 'Promoters (CNY)' },
        value: ({ promotion }) => yuan(promotion),
      },
      {
        title: { zh: '平台佣金（元）', en: 'Commission (CNY)' },
        value: ({ commission }) => yuan(commission),
      },
      { title: { zh: '我的收入（元）', en: 'Mine (CNY)' }, value: ({ amount }) => yuan(amount) },
      {
        title: { zh: '已退给买家（元）', en: 'Refunded (CNY)' },
        value: ({ refunded }) => yuan(refunded),
      },
      {
        title: { zh: '收入冲回（元）', en: 'Taken back (CNY)' },
        value: ({ reversed }) => yuan(reversed),
      },
      { title: { zh: '成交时间', en: 'Sold' }, value: ({ earnedAt }) => earnedAt },
      { title: { zh: '可提现时间', en: 'Free from' }, value: ({ releaseAt }) => releaseAt },
    ],
    run: (ctx, { query, cursor, limit }) => listSales(ctx, { filter: query, cursor, limit }),
  }),
  listRoute({
    path: '/payouts',
    may: readPayout,
    summary: { zh: '提现列表', en: 'Payouts.' },
    query: PayoutFilter,
    item: PayoutItem,
    columns: [
      { title: { zh: '收款人', en: 'For' }, value: ({ ownerName }) => ownerName },
      {
        title: { zh: '身份', en: 'As' },
        value: ({ promoterId }) => payeeWords[promoterId === null ? 'creator' : 'promoter'],
      },
      { title: { zh: '金额（元）', en: 'Amount (CNY)' }, value: ({ amount }) => yuan(amount) },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => payoutStateWords[state] },
      { title: { zh: '收款账户', en: 'Payee' }, value: ({ payee }) => payee },
      { title: { zh: '单号', en: 'Number' }, value: ({ outBillNo }) => outBillNo },
      { title: { zh: '申请时间', en: 'Requested' }, value: ({ requestedAt }) => requestedAt },
      { title: { zh: '完成时间', en: 'Finished' }, value: ({ finishedAt }) => finishedAt },
      { title: { zh: '说明', en: 'Note' }, value: ({ reason, failure }) => reason || failure },
    ],
    run: (ctx, { query, cursor, limit }) => listPayouts(ctx, { filter: query, cursor, limit }),
  }),
  apiRoute({
    method: 'POST',
    path: '/payouts',
    may: askPayout,
    summary: { zh: '申请提现', en: 'Ask for a payout.' },
    body: NewPayout,
    answer: id,
    status: 201,
    run: async (ctx, { body }) => ({ id: await requestPayout(ctx, body) }),
  }),
  apiRoute({
    method: 'PUT',
    path: '/payouts/:id/approval',
    may: decidePayouts,
    summary: { zh: '批准提现', en: 'Let a payout go out.' },
    params: id,
    run: (ctx, { params }) => approvePayout(ctx, params.id),
  }),
  apiRoute({
    method: 'PUT',
    path: '/payouts/:id/rejection',
    may: decidePayouts,
    summary: { zh: '驳回提现', en: 'Turn a payout down.' },
    params: id,
    body: Rejection,
    run: (ctx, { params, body }) => rejectPayout(ctx, params.id, body.reason),
  }),
];
