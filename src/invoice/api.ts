import { Readable } from 'node:stream';
import type { Context } from 'hono';
import { decimalMoney, money } from '#kernel/money.ts';
import type { Ctx } from '#platform/ctx.ts';
import { attachment } from '#platform/http/attachment.ts';
import { readBytes } from '#platform/http/mount-api.ts';
import { check } from '#platform/http/problem.ts';
import { apiRoute, listRoute, rawRoute, type Route } from '#platform/http/route.ts';
import { keepFapiao, readFapiao, readInvoices } from './policy.ts';
import {
  FapiaoFile,
  FapiaoImported,
  FapiaoItem,
  FapiaoQuery,
  FapiaoRefusal,
  InvoiceId,
  IssuedFapiao,
  IssuedLetter,
} from './schema.ts';
import { mostBytes, putFile, readFile } from './service/file.ts';
import { importFapiao } from './service/import-fapiao.ts';
import { issueFapiao, issueRedLetter, refuseFapiao } from './service/keep-fapiao.ts';
import { listFapiao } from './service/list-fapiao.ts';
import { readPdf } from './service/read-invoice.ts';
import { columnWords } from './words/columns.ts';
import { fapiaoStateWords, titleKindWords } from './words/states.ts';

const idOf = (ctx: Ctx, c: Context) => check(InvoiceId, { id: c.req.param('id') }, ctx.locale).id;

function download(body: BodyInit, name: string): Response {
  const isPdf = name.endsWith('.pdf');
  return new Response(body, {
    headers: {
      'content-type': isPdf ? 'application/pdf' : 'application/ofd',
      'content-disposition': attachment(name),
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}

const pdfRoutes: readonly Route[] = (['zh', 'en'] as const).map((locale) =>
  rawRoute({
    method: 'GET',
    path: locale === 'zh' ? '/invoices/:id/file' : '/en/invoices/:id/file',
    may: readInvoices,
    run: async (ctx, c) => {
      const { content, name } = await readPdf(ctx, idOf(ctx, c), locale);
      return download(content, name);
    },
  }),
);

/** Invoices to take home, and the work of finance on fapiao. */
export const invoiceApi: readonly Route[] = [
  ...pdfRoutes,
  listRoute({
    path: '/fapiao',
    may: keepFapiao,
    summary: { zh: '发票', en: 'Fapiao.' },
    query: FapiaoQuery,
    item: FapiaoItem,
    // The first six, filled in, can be brought back.
    columns: [
      { title: columnWords.order, value: ({ orderNumber }) => orderNumber },
      { title: columnWords.title, value: ({ title }) => title },
      { title: columnWords.taxNumber, value: ({ taxNumber }) => taxNumber },
      { title: columnWords.amount, value: ({ amount }) => decimalMoney(money(amount)) },
      { title: columnWords.number, value: ({ number }) => number },
      { title: columnWords.issuedOn, value: ({ issuedOn }) => issuedOn },
      { title: columnWords.kind, value: ({ kind }) => titleKindWords[kind] },
      { title: columnWords.sold, value: ({ sold }) => sold },
      { title: columnWords.email, value: ({ email }) => email },
      { title: columnWords.state, value: ({ state }) => fapiaoStateWords[state] },
      { title: columnWords.requestedAt, value: ({ requestedAt }) => requestedAt },
      { title: columnWords.dueAt, value: ({ dueAt }) => dueAt },
      {
        title: columnWords.red,
        value: ({ letters }) => {
          const owed = letters.filter(({ number }) => number === null);
          return decimalMoney(money(owed.reduce((sum, { amount }) => sum + amount, 0)));
        },
      },
      { title: columnWords.reason, value: ({ reason }) => reason },
    ],
    run: (ctx, { query, cursor, limit }) => listFapiao(ctx, query, cursor, limit),
  }),
  apiRoute({
    method: 'PUT',
    path: '/fapiao/:id/issue',
    may: keepFapiao,
    summary: { zh: '登记已开的发票', en: 'Write down that a fapiao was issued.' },
    params: InvoiceId,
    body: IssuedFapiao,
    run: (ctx, { params, body }) => issueFapiao(ctx, params.id, body),
  }),
  apiRoute({
    method: 'PUT',
    path: '/fapiao/:id/refusal',
    may: keepFapiao,
    summary: { zh: '驳回开票申请', en: 'Refuse a request for a fapiao.' },
    params: InvoiceId,
    body: FapiaoRefusal,
    run: (ctx, { params, body }) => refuseFapiao(ctx, params.id, body.reason),
  }),
  apiRoute({
    method: 'PUT',
    path: '/red-letters/:id/issue',
    may: keepFapiao,
    summary: { zh: '登记已开的红字发票', en: 'Write down that a red letter was issued.' },
    params: InvoiceId,
    body: IssuedLetter,
    run: (ctx, { params, body }) => issueRedLetter(ctx, params.id, body),
  }),
  apiRoute({
    method: 'POST',
    path: '/fapiao/import',
    may: keepFapiao,
    summary: { zh: '从 CSV 登记已开的发票', en: 'Write down from CSV what was issued.' },
    body: FapiaoFile,
    answer: FapiaoImported,
    run: (ctx, { body }) => importFapiao(ctx, body.csv),
  }),
  rawRoute({
    method: 'PUT',
    path: '/api/v1/fapiao/:id/file',
    may: keepFapiao,
    run: async (ctx, c) => {
      const content = await readBytes(c, mostBytes);
      await putFile(ctx, idOf(ctx, c), { name: c.req.query('name') ?? '', content });
      return new Response(null, { status: 204 });
    },
  }),
  rawRoute({
    method: 'GET',
    path: '/fapiao/:id/file',
    may: readFapiao,
    run: async (ctx, c) => {
      const { content, name } = await readFile(ctx, idOf(ctx, c));
      return download(Readable.toWeb(content) as ReadableStream, name);
    },
  }),
];
