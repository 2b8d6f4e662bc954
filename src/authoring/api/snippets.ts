import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { mayKeepSnippets } from '../policy.ts';
import { Kept, SnippetInput, SnippetItem, SnippetPath } from '../schema.ts';
import { addSnippet, editSnippet, listSnippets, removeSnippet } from '../service.ts';

/** Pieces of text that somebody writes often. */
export const snippetRoutes: readonly Route[] = [
  listRoute({
    path: '/snippets',
    may: mayKeepSnippets,
    summary: { zh: '我的常用片段', en: 'My snippets' },
    item: SnippetItem,
    columns: [
      { title: { zh: '名称', en: 'Title' }, value: ({ title }) => title },
      { title: { zh: '正文', en: 'Text' }, value: ({ body }) => body },
      { title: { zh: '修改时间', en: 'Changed' }, value: ({ updatedAt }) => updatedAt },
    ],
    run: (ctx, { cursor, limit }) => listSnippets(ctx, cursor, limit),
  }),
  apiRoute({
    method: 'POST',
    path: '/snippets',
    may: mayKeepSnippets,
    summary: { zh: '新增片段', en: 'Keep a snippet' },
    body: SnippetInput,
    answer: Kept,
    status: 201,
    run: async (ctx, { body }) => ({ id: await addSnippet(ctx, body) }),
  }),
  apiRoute({
    method: 'PUT',
    path: '/snippets/:id',
    may: mayKeepSnippets,
    summary: { zh: '修改片段', en: 'Change a snippet' },
    params: SnippetPath,
    body: SnippetInput,
    run: (ctx, { params, body }) => editSnippet(ctx, params.id, body),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/snippets/:id',
    may: mayKeepSnippets,
    summary: { zh: '删除片段', en: 'Delete a snippet' },
    params: SnippetPath,
    run: (ctx, { params }) => removeSnippet(ctx, params.id),
  }),
];
