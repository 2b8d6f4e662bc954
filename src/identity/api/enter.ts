import type { Ctx } from '#platform/ctx.ts';
import { apiRoute, type Http, type Route } from '#platform/http/route.ts';
import { reachOf, type Permission } from '#platform/policy.ts';
import { mayAskWho, mayEnter } from '../policy.ts';
import {
  CodeRequest,
  CodeTicket,
  Entered,
  LogIn,
  PasswordReset,
  PuzzleItem,
  Registration,
  WhoAmI,
} from '../schema.ts';
import { getUser } from '../service.ts';
import { requestCode } from '../service/code.ts';
import { issuePuzzle } from '../service/guard.ts';
import { logInByCode, logInByPassword } from '../service/log-in.ts';
import { register, resetPassword } from '../service/register.ts';
import { carrySession, deviceOf, logOut } from '../service/session.ts';
import type { OpenedSession } from '../types.ts';

/** Puts a new session into the cookie and says whose it is. */
export function entered(ctx: Ctx, http: Http, opened: OpenedSession): Entered {
  carrySession(ctx, http, opened);
  return { userId: opened.userId, expiresAt: opened.expiresAt.toISOString() };
}

/** Getting in and out; `permissions` is the policy table of the house, of which callers are told their part. */
export function enterApi(permissions: () => readonly Permission[]): readonly Route[] {
  return [...comeIn, ...whoIsThere(permissions)];
}

const comeIn: readonly Route[] = [
  apiRoute({
    method: 'POST',
    path: '/challenges',
    may: mayEnter,
    summary: { zh: '领取一道防刷题目', en: 'Get a puzzle that tells people from floods' },
    answer: PuzzleItem,
    run: async (ctx) => issuePuzzle(ctx),
  }),
  apiRoute({
    method: 'POST',
    path: '/login-codes',
    may: mayEnter,
    summary: { zh: '发送验证码', en: 'Send a code' },
    body: CodeRequest,
    answer: CodeTicket,
    status: 202,
    run: (ctx, { body, http }) => requestCode(ctx, body, deviceOf(ctx, http)),
  }),
  apiRoute({
    method: 'POST',
    path: '/sessions',
    may: mayEnter,
    summary: { zh: '登录', en: 'Log in, by password or by code' },
    body: LogIn,
    answer: Entered,
    status: 201,
    run: async (ctx, { body, http }) => {
      const opened =
        'ticket' in body
          ? await logInByCode(ctx, body)
          : await logInByPassword(ctx, body, deviceOf(ctx, http));
      return entered(ctx, http, opened);
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/users',
    may: mayEnter,
    summary: { zh: '注册', en: 'Register' },
    body: Registration,
    answer: Entered,
    status: 201,
    run: async (ctx, { body, http }) => entered(ctx, http, await register(ctx, body)),
  }),
  apiRoute({
    method: 'POST',
    path: '/password-resets',
    may: mayEnter,
    summary: { zh: '用验证码重设密码', en: 'Reset a password by code' },
    body: PasswordReset,
    answer: Entered,
    status: 201,
    run: async (ctx, { body, http }) => entered(ctx, http, await resetPassword(ctx, body)),
  }),
];

function whoIsThere(permissions: () => readonly Permission[]): readonly Route[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/session',
      may: mayAskWho,
      summary: { zh: '我是谁，能做什么', en: 'Who I am, and what I may do' },
      answer: WhoAmI,
      run: async (ctx) => ({
        user: ctx.actor.kind === 'user' ? await getUser(ctx, ctx.actor.userId) : null,
        abilities: abilitiesOf(ctx, permissions()),
      }),
    }),
    apiRoute({
      method: 'DELETE',
      path: '/session',
      may: mayAskWho,
      summary: { zh: '退出登录', en: 'Log out' },
      run: (ctx, { http }) => logOut(ctx, http),
    }),
  ];
}

function abilitiesOf(ctx: Ctx, permissions: readonly Permission[]): WhoAmI['abilities'] {
  const abilities: WhoAmI['abilities'] = {};
  for (const permission of permissions) {
    const reach = reachOf(ctx, permission);
    if (reach !== 'none') abilities[permission.name] = reach;
  }
  return abilities;
}
