import { z } from 'zod';
import { apiRoute, type Route } from '#platform/http/route.ts';
import { mayUseAccount } from '../policy.ts';
import {
  AddressRequest,
  CodeAnswer,
  CodeTicket,
  Entered,
  PasswordChange,
  ProfileChange,
  SessionItem,
} from '../schema.ts';
import {
  changeAddress,
  changePassword,
  changeProfile,
  requestAddress,
} from '../service/account.ts';
import { endOtherSessions, endSession, listSessions } from '../service/session.ts';
import { entered } from './enter.ts';

/** One's own account and devices. */
export const accountApi: readonly Route[] = [
  apiRoute({
    method: 'GET',
    path: '/sessions',
    may: mayUseAccount,
    summary: { zh: '我的登录设备', en: 'My signed-in devices' },
    answer: z.object({ items: z.array(SessionItem) }),
    run: async (ctx) => ({ items: await listSessions(ctx) }),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/sessions',
    may: mayUseAccount,
    summary: { zh: '退出其他所有设备', en: 'Sign out all other devices' },
    answer: z.object({ ended: z.int() }),
    run: async (ctx) => ({ ended: await endOtherSessions(ctx) }),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/sessions/:id',
    may: mayUseAccount,
    summary: { zh: '退出一台设备', en: 'Sign out one device' },
    params: z.object({ id: z.uuid() }),
    run: (ctx, { params }) => endSession(ctx, params.id),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/account',
    may: mayUseAccount,
    summary: { zh: '修改称呼或语言', en: 'Change name or language' },
    body: ProfileChange,
    run: (ctx, { body }) => changeProfile(ctx, body),
  }),
  apiRoute({
    method: 'PUT',
    path: '/account/password',
    may: mayUseAccount,
    summary: { zh: '修改密码', en: 'Change the password' },
    body: PasswordChange,
    answer: Entered,
    run: async (ctx, { body, http }) => entered(ctx, http, await changePassword(ctx, body)),
  }),
  apiRoute({
    method: 'POST',
    path: '/account/address-codes',
    may: mayUseAccount,
    summary: { zh: '向新的邮箱或手机号发送验证码', en: 'Send a code to a new e-mail or phone' },
    body: AddressRequest,
    answer: CodeTicket,
    status: 202,
    run: (ctx, { body }) => requestAddress(ctx, body),
  }),
  apiRoute({
    method: 'PUT',
    path: '/account/address',
    may: mayUseAccount,
    summary: { zh: '用验证码更换邮箱或手机号', en: 'Change e-mail or phone by code' },
    body: CodeAnswer,
    answer: Entered,
    run: async (ctx, { body, http }) => entered(ctx, http, await changeAddress(ctx, body)),
  }),
];
