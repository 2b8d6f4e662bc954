import { attachment } from '#platform/http/attachment.ts';
import { apiRoute, listRoute, rawRoute, type Route } from '#platform/http/route.ts';
import { check } from '#platform/http/problem.ts';
import { mayKeepBanks } from './policy.ts';
import { BankDetail, BankItem, BankPath, NewBank, QuestionItem, QuestionQuery } from './schema.ts';
import {
  addBank,
  exportBank,
  getBank,
  listBanks,
  listQuestions,
  removeBank,
  writeTemplate,
} from './service.ts';
import { bankFormWords, questionKindWords } from './words.ts';

/** Question banks in `/api/v1`. */
export const assessmentApi: readonly Route[] = [
  listRoute({
    path: '/question-banks',
    may: mayKeepBanks,
    summary: { zh: '我的题库', en: 'My question banks' },
    item: BankItem,
    columns: [
      { title: { zh: '名称', en: 'Title' }, value: ({ title }) => title },
      { title: { zh: '格式', en: 'Form' }, value: ({ form }) => bankFormWords[form] },
      { title: { zh: '题数', en: 'Questions' }, value: ({ questionCount }) => questionCount },
      { title: { zh: '没有读到', en: 'Not read' }, value: ({ problemCount }) => problemCount },
      { title: { zh: '导入时间', en: 'Imported' }, value: ({ createdAt }) => createdAt },
    ],
    run: (ctx, { cursor, limit }) => listBanks(ctx, cursor, limit),
  }),
  apiRoute({
    method: 'POST',
    path: '/question-banks',
    may: mayKeepBanks,
    summary: {
      zh: '把上传的 GIFT、Aiken 或 Excel 文件存为题库',
      en: 'Keep an uploaded GIFT, Aiken or Excel file as a question bank',
    },
    body: NewBank,
    answer: BankDetail,
    status: 201,
    run: (ctx, { body }) => addBank(ctx, body.uploadId),
  }),
  apiRoute({
    method: 'GET',
    path: '/question-banks/:id',
    may: mayKeepBanks,
    summary: { zh: '一个题库，和没有读到的行', en: 'A question bank, and what was not read' },
    params: BankPath,
    answer: BankDetail,
    run: (ctx, { params }) => getBank(ctx, params.id),
  }),
  listRoute({
    path: '/question-banks/:id/questions',
    may: mayKeepBanks,
    summary: { zh: '题库里的题目', en: 'Questions of a bank' },
    params: BankPath,
    query: QuestionQuery,
    item: QuestionItem,
    columns: [
      { title: { zh: '序号', en: 'No.' }, value: ({ position }) => position },
      { title: { zh: '题型', en: 'Kind' }, value: ({ kind }) => questionKindWords[kind] },
      { title: { zh: '名称', en: 'Title' }, value: ({ title }) => title },
      { title: { zh: '分类', en: 'Category' }, value: ({ category }) => category },
      { title: { zh: '题目', en: 'Question' }, value: ({ stem }) => stem },
      {
        title: { zh: '选项', en: 'Options' },
        value: ({ choices }) => choices.map(({ text }) => text).join(' | '),
      },
      { title: { zh: '答案', en: 'Answer' }, value: ({ answer }) => answer },
      { title: { zh: '解析', en: 'Feedback' }, value: ({ feedback }) => feedback },
    ],
    run: (ctx, { params, query: { kind }, cursor, limit }) =>
      listQuestions(ctx, params.id, { kind, cursor, limit }),
  }),
  rawRoute({
    method: 'GET',
    path: '/api/v1/question-banks/:id/gift',
    may: mayKeepBanks,
    run: async (ctx, c) => {
      const { id } = check(BankPath, c.req.param(), ctx.locale);
      const { fileName, text } = await exportBank(ctx, id);
      return download(text, fileName, 'text/plain; charset=utf-8');
    },
  }),
  rawRoute({
    method: 'GET',
    path: '/api/v1/question-bank-template',
    may: mayKeepBanks,
    run: async () => download(new Uint8Array(await writeTemplate()), '题库模板.xlsx', xlsx),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/question-banks/:id',
    may: mayKeepBanks,
    summary: { zh: '删除题库', en: 'Delete a question bank' },
    params: BankPath,
    run: (ctx, { params }) => removeBank(ctx, params.id),
  }),
];

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

function download(body: string | Uint8Array<ArrayBuffer>, name: string, type: string): Response {
  return new Response(body, {
    headers: {
      'content-type': type,
      'content-disposition': attachment(name),
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
