import { z } from 'zod';
import type { Locale, Words } from '#kernel/locale.ts';
import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { mayBan, mayGrantRole, mayListUsers, mayReadUser } from '../policy.ts';
import { BanReason, RoleName, UserFilter, UserItem } from '../schema.ts';
import { banUser, getUser, grantRole, listUsers, revokeRole, unbanUser } from '../service.ts';
import { roleWords, userStateWords } from '../words/states.ts';

const one = z.object({ id: z.uuid() });
const oneRole = z.object({ id: z.uuid(), role: RoleName });

/** The names of roles, one after the other. */
function roleNames(roles: UserItem['roles']): Words {
  const names = (locale: Locale, between: string) =>
    roles.map((role) => roleWords[role][locale]).join(between);
  return { zh: names('zh', '、'), en: names('en', ', ') };
}

/** People, as staff see them. */
export const usersApi: readonly Route[] = [
  listRoute({
    path: '/users',
    may: mayListUsers,
    summary: { zh: '用户列表', en: 'Users' },
    query: UserFilter,
    item: UserItem,
    columns: [
      { title: { zh: '编号', en: 'Id' }, value: ({ id }) => id },
      { title: { zh: '称呼', en: 'Name' }, value: ({ name }) => name },
      { title: { zh: '邮箱', en: 'E-mail' }, value: ({ email }) => email },
      { title: { zh: '手机', en: 'Phone' }, value: ({ phone }) => phone },
      { title: { zh: '角色', en: 'Roles' }, value: ({ roles }) => roleNames(roles) },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => userStateWords[state] },
      { title: { zh: '加入时间', en: 'Joined' }, value: ({ createdAt }) => createdAt },
    ],
    run: (ctx, { query, cursor, limit }) => listUsers(ctx, { filter: query, cursor, limit }),
  }),
  apiRoute({
    method: 'GET',
    path: '/users/:id',
    may: mayReadUser,
    summary: { zh: '一位用户', en: 'One user' },
    params: one,
    answer: UserItem,
    run: (ctx, { params }) => getUser(ctx, params.id),
  }),
  apiRoute({
    method: 'PUT',
    path: '/users/:id/roles/:role',
    may: mayGrantRole,
    summary: { zh: '授予角色', en: 'Give a role' },
    params: oneRole,
    run: (ctx, { params }) => grantRole(ctx, params.id, params.role),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/users/:id/roles/:role',
    may: mayGrantRole,
    summary: { zh: '收回角色', en: 'Take a role' },
    params: oneRole,
    run: (ctx, { params }) => revokeRole(ctx, params.id, params.role),
  }),
  apiRoute({
    method: 'PUT',
    path: '/users/:id/ban',
    may: mayBan,
    summary: { zh: '封禁用户', en: 'Ban a user' },
    params: one,
    body: BanReason,
    run: (ctx, { params, body }) => banUser(ctx, params.id, body.reason),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/users/:id/ban',
    may: mayBan,
    summary: { zh: '解除封禁', en: 'Lift a ban' },
    params: one,
    run: (ctx, { params }) => unbanUser(ctx, params.id),
  }),
];
