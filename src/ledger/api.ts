import { z } from 'zod';
import { decimalMoney, money } from '#kernel/money.ts';
import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { readLedger } from './policy.ts';
import {
  AccountFilter,
  AccountItem,
  ProofItem,
  BookItem,
  BookQuery,
  BookSummary,
  SpanQuery,
  TransactionFilter,
  TransactionItem,
} from './schema.ts';
import { getBook, listAccounts, listBook, listTransactions, proveLedger } from './service.ts';
import { transactionWords } from './words.ts';

const movementText = (item: TransactionItem) =>
  item.movements
    .map(
      ({ source, destination, amount }) =>
        `${source} → ${destination} ${decimalMoney(money(amount))}`,
    )
    .join('; ');

const bookFigures = [
  ['gross', { zh: '成交额（元）', en: 'Gross (CNY)' }],
  ['refunded', { zh: '退款（元）', en: 'Refunds (CNY)' }],
  ['fees', { zh: '渠道手续费（元）', en: 'Gateway fees (CNY)' }],
  ['creators', { zh: '讲师与推广员分成（元）', en: 'Creators’ and promoters’ part (CNY)' }],
  ['platform', { zh: '平台收入（元）', en: 'Platform income (CNY)' }],
  ['payouts', { zh: '已打款提现（元）', en: 'Payouts (CNY)' }],
  ['unneeded', { zh: '多收款净额（元）', en: 'Unneeded payments, net (CNY)' }],
  ['waiting', { zh: '待成团款净变动（元）', en: 'Held for teams, net (CNY)' }],
  ['cash', { zh: '资金净变动（元）', en: 'Change of cash (CNY)' }],
] as const;

const bookColumns = bookFigures.map(([name, title]) => ({
  title,
  value: (item: BookItem) => decimalMoney(money(item[name])),
}));

/** The book over HTTP: read only. */
export const ledgerApi: readonly Route[] = [
  listRoute({
    path: '/ledger/accounts',
    may: readLedger,
    summary: { zh: '账户与余额', en: 'Accounts with their balances.' },
    query: AccountFilter,
    item: AccountItem,
    columns: [
      { title: { zh: '账户', en: 'Account' }, value: ({ code }) => code },
      { title: { zh: '户主', en: 'Owner' }, value: ({ ownerName }) => ownerName },
      {
        title: { zh: '余额（元）', en: 'Balance (CNY)' },
        value: ({ balance }) => decimalMoney(money(balance)),
      },
    ],
    run: (ctx, { query, cursor, limit }) => listAccounts(ctx, { filter: query, cursor, limit }),
  }),
  listRoute({
    path: '/ledger/transactions',
    may: readLedger,
    summary: { zh: '收支明细（凭证与分录）', en: 'Transactions with their postings.' },
    query: TransactionFilter,
    item: TransactionItem,
    columns: [
      { title: { zh: '时间', en: 'At' }, value: ({ postedAt }) => postedAt },
      { title: { zh: '类型', en: 'Kind' }, value: ({ kind }) => transactionWords[kind] },
      { title: { zh: '凭证号', en: 'Key' }, value: ({ key }) => key },
      { title: { zh: '对象', en: 'Subject' }, value: ({ subjectId }) => subjectId },
      { title: { zh: '分录（元）', en: 'Postings (CNY)' }, value: movementText },
    ],
    run: (ctx, { query, cursor, limit }) => listTransactions(ctx, { filter: query, cursor, limit }),
  }),
  apiRoute({
    method: 'GET',
    path: '/ledger/proof',
    may: readLedger,
    summary: { zh: '重算全部余额并核对', en: 'Recompute every balance from its postings.' },
    query: z.object({}),
    answer: ProofItem,
    run: async (ctx) => {
      const { differing, ...proof } = await proveLedger(ctx);
      return { ...proof, differing: [...differing] };
    },
  }),
  listRoute({
    path: '/ledger/book',
    may: readLedger,
    summary: { zh: '收支簿：按日、月或季', en: 'Income and expense by day, month or quarter.' },
    query: BookQuery,
    item: BookItem,
    columns: [{ title: { zh: '起始日', en: 'From' }, value: ({ since }) => since }, ...bookColumns],
    run: (ctx, { query }) => listBook(ctx, query),
  }),
  apiRoute({
    method: 'GET',
    path: '/ledger/book/summary',
    may: readLedger,
    summary: {
      zh: '一段时间的收支，与上一段比较，以及期末资金',
      en: 'A span of the book beside the one before, and where the money is at its end.',
    },
    query: SpanQuery,
    answer: BookSummary,
    run: (ctx, { query }) => getBook(ctx, query),
  }),
];
