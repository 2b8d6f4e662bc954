import { apiRoute, type Route } from '#platform/http/route.ts';
import { mayEditCategories, mayEditCreator, mayReadCatalogue } from '../policy.ts';
import {
  CategoryEdit,
  CategoryList,
  Created,
  CreatorEdit,
  CreatorItem,
  NewCategory,
  NewFace,
  WorkParams,
} from '../schema.ts';
import {
  addCategory,
  editCategory,
  editCreator,
  getCreator,
  listCategories,
  openOwnFace,
  removeCategory,
} from '../service.ts';
import { defined } from '../rules.ts';

/** Categories, and the faces of creators. */
export const shelfRoutes: readonly Route[] = [
  apiRoute({
    method: 'GET',
    path: '/categories',
    may: mayReadCatalogue,
    summary: { zh: '全部分类', en: 'All categories' },
    answer: CategoryList,
    run: async (ctx) => ({ items: await listCategories(ctx) }),
  }),
  apiRoute({
    method: 'POST',
    path: '/categories',
    may: mayEditCategories,
    summary: { zh: '新增分类', en: 'Add a category' },
    body: NewCategory,
    answer: Created,
    status: 201,
    run: async (ctx, { body }) => ({ id: await addCategory(ctx, body) }),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/categories/:id',
    may: mayEditCategories,
    summary: { zh: '修改分类', en: 'Change a category' },
    params: WorkParams,
    body: CategoryEdit,
    run: (ctx, { params, body }) => editCategory(ctx, params.id, defined(body)),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/categories/:id',
    may: mayEditCategories,
    summary: { zh: '删除空分类', en: 'Delete an empty category' },
    params: WorkParams,
    run: (ctx, { params }) => removeCategory(ctx, params.id),
  }),
  apiRoute({
    method: 'GET',
    path: '/creators/:id',
    may: mayReadCatalogue,
    summary: { zh: '讲师资料', en: 'A creator’s face' },
    params: WorkParams,
    answer: CreatorItem,
    run: (ctx, { params }) => getCreator(ctx, { id: params.id }),
  }),
  apiRoute({
    method: 'POST',
    path: '/creators',
    may: mayEditCreator,
    summary: { zh: '开通我的讲师主页', en: 'Open one’s own public page' },
    body: NewFace,
    answer: Created,
    status: 201,
    run: async (ctx, { body }) => ({ id: await openOwnFace(ctx, body.name) }),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/creators/:id',
    may: mayEditCreator,
    summary: { zh: '修改讲师资料', en: 'Change what a creator tells about themselves' },
    params: WorkParams,
    body: CreatorEdit,
    answer: CreatorItem,
    run: async (ctx, { params, body }) => {
      await editCreator(ctx, params.id, defined(body));
      return getCreator(ctx, { id: params.id });
    },
  }),
];
