import { WorkParams } from '#catalog/schema.ts';
import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { mayCheckWork, mayEditWords, mayReadWords } from './policy.ts';
import {
  NewWord,
  TextVerdict,
  Trial,
  WordEdit,
  WordFile,
  WordId,
  WordItem,
  WordParams,
  WordQuery,
  WordsImported,
  WorkCheckItem,
} from './schema.ts';
import {
  addWord,
  checkText,
  editWord,
  getWorkCheck,
  importWords,
  listWordItems,
  recheckWork,
  removeWord,
} from './service.ts';

/** The lists of words, and what the machine finds in works. */
export const moderationApi: readonly Route[] = [
  listRoute({
    path: '/sensitive-words',
    may: mayReadWords,
    summary: { zh: '敏感词', en: 'Sensitive words' },
    query: WordQuery,
    item: WordItem,
    // Named so that the file can be imported again.
    columns: [
      { title: { zh: '词库', en: 'list' }, value: ({ list }) => list },
      { title: { zh: '词', en: 'word' }, value: ({ word }) => word },
      { title: { zh: '处理', en: 'action' }, value: ({ action }) => action },
      { title: { zh: '替换为', en: 'replacement' }, value: ({ replacement }) => replacement },
      { title: { zh: '备注', en: 'note' }, value: ({ note }) => note },
    ],
    run: (ctx, { query, cursor, limit }) => listWordItems(ctx, query, cursor, limit),
  }),
  apiRoute({
    method: 'POST',
    path: '/sensitive-words',
    may: mayEditWords,
    summary: { zh: '添加敏感词', en: 'Add a sensitive word' },
    body: NewWord,
    answer: WordId,
    status: 201,
    run: async (ctx, { body }) => ({ id: await addWord(ctx, body) }),
  }),
  apiRoute({
    method: 'POST',
    path: '/sensitive-words/import',
    may: mayEditWords,
    summary: { zh: '从 CSV 导入敏感词', en: 'Import sensitive words from CSV' },
    body: WordFile,
    answer: WordsImported,
    run: (ctx, { body }) => importWords(ctx, body.csv),
  }),
  apiRoute({
    method: 'POST',
    path: '/sensitive-words/trial',
    may: mayReadWords,
    summary: { zh: '试一段文字', en: 'Try a text' },
    body: Trial,
    answer: TextVerdict,
    run: (ctx, { body }) => checkText(ctx, body.scene, body.text),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/sensitive-words/:id',
    may: mayEditWords,
    summary: { zh: '修改敏感词', en: 'Change a sensitive word' },
    params: WordParams,
    body: WordEdit,
    run: (ctx, { params, body }) => editWord(ctx, params.id, body),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/sensitive-words/:id',
    may: mayEditWords,
    summary: { zh: '删除敏感词', en: 'Remove a sensitive word' },
    params: WordParams,
    run: (ctx, { params }) => removeWord(ctx, params.id),
  }),
  apiRoute({
    method: 'GET',
    path: '/works/:id/check',
    may: mayCheckWork,
    summary: { zh: '机器检查的结果', en: 'What the machine found in a draft' },
    params: WorkParams,
    answer: WorkCheckItem,
    run: (ctx, { params }) => getWorkCheck(ctx, params.id),
  }),
  apiRoute({
    method: 'POST',
    path: '/works/:id/check',
    may: mayCheckWork,
    summary: { zh: '检查一遍草稿', en: 'Check a draft' },
    params: WorkParams,
    answer: WorkCheckItem,
    run: (ctx, { params }) => recheckWork(ctx, params.id),
  }),
];
