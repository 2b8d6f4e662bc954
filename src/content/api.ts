import { mayEditWork } from '#catalog/policy.ts';
import { check } from '#platform/http/problem.ts';
import { apiRoute, listRoute, rawRoute, type Route } from '#platform/http/route.ts';
import { mayExport, mayImport, mayPreview } from './policy.ts';
import {
  ExportItem,
  ExportPath,
  ImportItem,
  ImportPath,
  NewImport,
  NamedFile,
  FileInput,
  Preview,
  PreviewInput,
  WorkPath,
} from './schema.ts';
import {
  askExport,
  askImport,
  getExport,
  getImport,
  listImports,
  nameFile,
  previewMarkdown,
  sendExport,
} from './service.ts';

/** Imports and exports through the studio, previews of texts, and names for their files. */
export const contentApi: readonly Route[] = [
  apiRoute({
    method: 'POST',
    path: '/imports',
    may: mayImport,
    summary: {
      zh: '把上传的文件或一个订阅源导入为草稿',
      en: 'Import an uploaded file, or a feed, as a draft',
    },
    body: NewImport,
    answer: ImportItem,
    status: 202,
    run: (ctx, { body }) => askImport(ctx, body),
  }),
  apiRoute({
    method: 'GET',
    path: '/imports/:id',
    may: mayImport,
    summary: { zh: '导入的进度和结果', en: 'How far an import is, and what it did' },
    params: ImportPath,
    answer: ImportItem,
    run: (ctx, { params }) => getImport(ctx, params.id),
  }),
  listRoute({
    path: '/imports',
    may: mayImport,
    summary: { zh: '我的导入', en: 'My imports' },
    item: ImportItem,
    columns: [
      { title: { zh: '文件', en: 'File' }, value: (item) => item.fileName },
      { title: { zh: '状态', en: 'State' }, value: (item) => item.state },
      { title: { zh: '时间', en: 'Time' }, value: (item) => item.createdAt },
    ],
    run: (ctx, { cursor, limit }) => listImports(ctx, { cursor, limit }),
  }),
  apiRoute({
    method: 'POST',
    path: '/works/:id/exports',
    may: mayExport,
    summary: { zh: '把作品导出为 zip', en: 'Export a work as a zip' },
    params: WorkPath,
    answer: ExportItem,
    status: 202,
    run: (ctx, { params }) => askExport(ctx, params.id),
  }),
  apiRoute({
    method: 'GET',
    path: '/exports/:id',
    may: mayExport,
    summary: { zh: '导出的进度', en: 'How far an export is' },
    params: ExportPath,
    answer: ExportItem,
    run: (ctx, { params }) => getExport(ctx, params.id),
  }),
  rawRoute({
    method: 'GET',
    path: '/api/v1/exports/:id/file',
    may: mayExport,
    run: (ctx, c) => sendExport(ctx, c.req.raw, check(ExportPath, c.req.param(), ctx.locale).id),
  }),
  apiRoute({
    method: 'POST',
    path: '/works/:id/preview',
    may: mayPreview,
    summary: { zh: '预览正文', en: 'Preview a text' },
    params: WorkPath,
    body: PreviewInput,
    answer: Preview,
    run: (ctx, { params, body }) => previewMarkdown(ctx, params.id, body.body),
  }),
  apiRoute({
    method: 'POST',
    path: '/works/:id/files',
    may: mayEditWork,
    summary: {
      zh: '让正文可以引用一张图片、一段音视频或一个文件',
      en: 'Let texts of a work show a picture, a recording or a file',
    },
    params: WorkPath,
    body: FileInput,
    answer: NamedFile,
    status: 201,
    run: (ctx, { params, body }) => nameFile(ctx, params.id, body),
  }),
];
