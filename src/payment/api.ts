import { decimalMoney, money } from '#kernel/money.ts';
import { listRoute, type Route } from '#platform/http/route.ts';
import { readPayment, readReconciliation, readRefund } from './policy.ts';
import {
  CaptureFilter,
  CaptureItem,
  DifferenceFilter,
  DifferenceItem,
  ReconciliationFilter,
  ReconciliationItem,
  RefundFilter,
  RefundItem,
  TransferFilter,
  TransferItem,
} from './schema.ts';
import { listCaptures, listRefunds, listTransfers } from './service/read.ts';
import { listDifferences, listReconciliations } from './service/reconciliation.ts';
import {
  causeWords,
  differenceWords,
  outcomeWords,
  reconciliationWords,
  refundStateWords,
} from './words.ts';

const yuan = (amount: number) => decimalMoney(money(amount));

/** Money that came in and went back, over HTTP. */
export const paymentApi: readonly Route[] = [
  listRoute({
    path: '/refunds',
    may: readRefund,
    summary: { zh: '退款列表', en: 'Refunds.' },
    query: RefundFilter,
    item: RefundItem,
    columns: [
      { title: { zh: '订单号', en: 'Order' }, value: ({ orderNumber }) => orderNumber },
      { title: { zh: '商品', en: 'Item' }, value: ({ title }) => title },
      { title: { zh: '买家', en: 'Buyer' }, value: ({ buyerName }) => buyerName },
      {
        title: { zh: '金额（元）', en: 'Amount (CNY)' },
        value: ({ amount }) => yuan(amount),
      },
      { title: { zh: '原因', en: 'Cause' }, value: ({ cause }) => causeWords[cause] },
      { title: { zh: '说明', en: 'Reason' }, value: ({ reason }) => reason },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => refundStateWords[state] },
      { title: { zh: '申请时间', en: 'Requested' }, value: ({ requestedAt }) => requestedAt },
      { title: { zh: '完成时间', en: 'Finished' }, value: ({ finishedAt }) => finishedAt },
    ],
    run: (ctx, { query, cursor, limit }) => listRefunds(ctx, { filter: query, cursor, limit }),
  }),
  listRoute({
    path: '/transfers',
    may: readPayment,
    summary: { zh: '待确认的转账', en: 'Transfers that are waited for.' },
    query: TransferFilter,
    item: TransferItem,
    columns: [
      { title: { zh: '订单号', en: 'Order' }, value: ({ orderNumber }) => orderNumber },
      { title: { zh: '买家', en: 'Buyer' }, value: ({ buyerName }) => buyerName },
      { title: { zh: '商品', en: 'Item' }, value: ({ title }) => title },
      { title: { zh: '金额（元）', en: 'Amount (CNY)' }, value: ({ amount }) => yuan(amount) },
      { title: { zh: '下单时间', en: 'Opened' }, value: ({ openedAt }) => openedAt },
    ],
    run: (ctx, { query, cursor, limit }) => listTransfers(ctx, { filter: query, cursor, limit }),
  }),
  listRoute({
    path: '/captures',
    may: readPayment,
    summary: { zh: '到账列表', en: 'Money that came in.' },
    query: CaptureFilter,
    item: CaptureItem,
    columns: [
      { title: { zh: '订单号', en: 'Order' }, value: ({ orderNumber }) => orderNumber },
      { title: { zh: '渠道', en: 'Gateway' }, value: ({ gateway }) => gateway },
      { title: { zh: '商户单号', en: 'Our number' }, value: ({ outTradeNo }) => outTradeNo },
      {
        title: { zh: '渠道流水号', en: 'Transaction' },
        value: ({ transactionId }) => transactionId,
      },
      {
        title: { zh: '金额（元）', en: 'Amount (CNY)' },
        value: ({ amount }) => yuan(amount),
      },
      {
        title: { zh: '手续费（元）', en: 'Fee (CNY)' },
        value: ({ fee }) => yuan(fee),
      },
      { title: { zh: '去向', en: 'Outcome' }, value: ({ outcome }) => outcomeWords[outcome] },
      {
        title: { zh: '退回', en: 'On its way back' },
        value: ({ returnState }) => returnState && refundStateWords[returnState],
      },
      { title: { zh: '支付时间', en: 'Paid' }, value: ({ paidAt }) => paidAt },
    ],
    run: (ctx, { query, cursor, limit }) => listCaptures(ctx, { filter: query, cursor, limit }),
  }),
  listRoute({
    path: '/reconciliations',
    may: readReconciliation,
    summary: { zh: '每日对账', en: 'Bills of gateways beside our books, by day.' },
    query: ReconciliationFilter,
    item: ReconciliationItem,
    columns: [
      { title: { zh: '日期', en: 'Day' }, value: ({ day }) => day },
      { title: { zh: '渠道', en: 'Gateway' }, value: ({ gateway }) => gateway },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => reconciliationWords[state] },
      {
        title: { zh: '账单收款笔数', en: 'Billed payments' },
        value: (item) => item.billedPayments,
      },
      {
        title: { zh: '账单收款（元）', en: 'Billed (CNY)' },
        value: (item) => yuan(item.billedPaid),
      },
      { title: { zh: '系统收款笔数', en: 'Our payments' }, value: (item) => item.ourPayments },
      { title: { zh: '系统收款（元）', en: 'Ours (CNY)' }, value: (item) => yuan(item.ourPaid) },
      { title: { zh: '账单退款笔数', en: 'Billed refunds' }, value: (item) => item.billedRefunds },
      {
        title: { zh: '账单退款（元）', en: 'Billed refunds (CNY)' },
        value: (item) => yuan(item.billedRefunded),
      },
      { title: { zh: '系统退款笔数', en: 'Our refunds' }, value: (item) => item.ourRefunds },
      {
        title: { zh: '系统退款（元）', en: 'Our refunds (CNY)' },
        value: (item) => yuan(item.ourRefunded),
      },
      { title: { zh: '账单补记', en: 'Told by the bill' }, value: ({ found }) => found },
      { title: { zh: '未解决差异', en: 'Open differences' }, value: ({ open }) => open },
      { title: { zh: '核对时间', en: 'Checked' }, value: ({ checkedAt }) => checkedAt },
    ],
    run: (ctx, { query, cursor, limit }) =>
      listReconciliations(ctx, { filter: query, cursor, limit }),
  }),
  listRoute({
    path: '/reconciliation-differences',
    may: readReconciliation,
    summary: { zh: '对账差异', en: 'What bills and books did not both say.' },
    query: DifferenceFilter,
    item: DifferenceItem,
    columns: [
      { title: { zh: '日期', en: 'Day' }, value: ({ day }) => day },
      { title: { zh: '渠道', en: 'Gateway' }, value: ({ gateway }) => gateway },
      { title: { zh: '差异', en: 'Difference' }, value: ({ kind }) => differenceWords[kind] },
      { title: { zh: '流水号 / 退款单号', en: 'Number' }, value: ({ number }) => number },
      { title: { zh: '订单号', en: 'Order' }, value: ({ orderNumber }) => orderNumber },
      {
        title: { zh: '账单（元）', en: 'Billed (CNY)' },
        value: ({ billed }) => (billed === null ? null : yuan(billed)),
      },
      {
        title: { zh: '系统（元）', en: 'Ours (CNY)' },
        value: ({ ours }) => (ours === null ? null : yuan(ours)),
      },
      { title: { zh: '发现时间', en: 'Noted' }, value: ({ notedAt }) => notedAt },
      { title: { zh: '解决时间', en: 'Settled' }, value: ({ settledAt }) => settledAt },
    ],
    run: (ctx, { query, cursor, limit }) => listDifferences(ctx, { filter: query, cursor, limit }),
  }),
];
