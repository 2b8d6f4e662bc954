import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono, type Context, type Next } from 'hono';
import { getCookie } from 'hono/cookie';
import { newId } from '#kernel/id.ts';
import { isLocale, localePath, locales, type Locale } from '#kernel/locale.ts';
import type { Actor, Ctx, Ports } from '../ctx.ts';
import { isAway, type Db } from '../db.ts';
import { reachOf, refusePolicy } from '../policy.ts';
import { giveCookie, withCookies } from './cookies.ts';
import { runApi, runList } from './mount-api.ts';
import { runForm, runPage, showProblem } from './mount-page.ts';
import { problemOf, withRetryAfter, type Problem } from './problem.ts';
import { sendJson } from './reply.ts';
import type { Framed, Http, Route, View } from './route.ts';
import { assertSameSite, callerAddress, refuseRequest, securityHeaders } from './security.ts';

/** What the server needs besides routes. */
export interface Server {
  readonly db: Db;
  readonly ports: Ports;
  readonly clock: () => Date;
  /** Who sent this request, by its cookie. */
  readonly authenticate: (ctx: Ctx, http: Http) => Promise<Actor>;
  /** The cookie whose absence makes a visitor. */
  readonly sessionCookie: string;
  /** The document around a view: what stands before and behind its body. */
  readonly frame: (ctx: Ctx, view: Framed, url: URL) => Promise<readonly [string, string]>;
  /** The body of a view as HTML. */
  readonly renderBody: (body: View['body']) => string;
  /** Where whoever asks for this address with GET is led first, if anywhere: an address of ours. */
  readonly detour?: (url: URL) => string | undefined;
  /** What a page says when it cannot be shown. */
  readonly problemView: (ctx: Ctx, problem: Problem) => View;
}

/** The app of all routes: pages at `/` and `/en`, the API at `/api/v1`. */
export function mountRoutes(server: Server, routes: readonly Route[]): Hono {
  const app = new Hono({ strict: true });
  app.use(securityHeaders(server.ports.settings), withCookies);
  const sayWhy = async (error: unknown, c: Context) => {
    const locale = localeOf(c);
    const problem = problemOf(error, locale, server.ports.log, `${c.req.method} ${c.req.path}`);
    if (wantsJson(c))
      return withRetryAfter(sendJson({ error: problem }, problem.status, undefined), problem);
    return withRetryAfter(await showOrSay(server, c, locale, problem), problem);
  };
  app.onError(sayWhy);
  // Answered, not thrown: what is thrown here would pass the security headers by.
  app.notFound((c) => leadOn(c) ?? sayWhy(refuseRequest('request.unknown_path'), c));

  const { detour } = server;
  if (detour) app.use((c, next) => lead(c, detour, next));
  for (const route of routes) mountRoute(app, server, route);
  return app;
}

async function lead(
  c: Context,
  detour: NonNullable<Server['detour']>,
  next: Next,
): Promise<Response | void> {
  const mayLead = c.req.method === 'GET' && c.req.url.includes('?');
  const to = mayLead ? detour(new URL(c.req.url)) : undefined;
  if (to === undefined) return await next();
  return new Response(null, {
    status: 302,
    headers: { location: to, 'cache-control': 'no-store' },
  });
}

/** Who asks for a page with a slash too many is led to the page. */
function leadOn(c: Context): Response | undefined {
  const { pathname, search } = new URL(c.req.url);
  if (!pathname.endsWith('/') || pathname.startsWith('/api/') || c.req.method !== 'GET') return;
  // One slash at the beginning, whatever was asked for: two would lead to another house.
  const path = `/${pathname.replaceAll(/^\/+|\/+$/g, '')}`;
  return path === '/' ? undefined : c.redirect(path + search, 308);
}

/** A problem in the frame of the site; without the database there is no frame either. */
async function showOrSay(
  server: Server,
  c: Context,
  locale: Locale,
  problem: Problem,
): Promise<Response> {
  try {
    return await showProblem(server, newCtx(server, c, locale), problem, c);
  } catch (error) {
    if (!isAway(error)) throw error;
    return sayPlainly(problem);
  }
}

function sayPlainly({ status, message }: Problem): Response {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
  return new Response(`${message}\n`, { status, headers });
}

function mountRoute(app: Hono, server: Server, route: Route): void {
  const asked = (c: Context, locale = localeOf(c)): Asked => ({ server, c, route, locale });
  if (route.kind === 'api') {
    app.on(route.method, `/api/v1${route.path}`, async (c) => {
      const { ctx, http } = await enter(asked(c));
      return runApi(ctx, c, route, http);
    });
  } else if (route.kind === 'list') {
    app.get(`/api/v1${route.path}`, async (c) => runList((await enter(asked(c))).ctx, c, route));
  } else if (route.kind === 'raw') {
    app.on(route.method === 'ANY' ? anyMethod : [route.method], [route.path], async (c) =>
      route.run((await enter(asked(c))).ctx, c),
    );
  } else {
    for (const locale of locales) {
      const path = localePath(locale, route.path);
      if (route.kind === 'page') {
        app.get(path, (c) => runPage(server, c, route, () => enter(asked(c, locale))));
      } else {
        app.post(path, async (c) => runForm(server, c, route, await enter(asked(c, locale))));
      }
    }
  }
}

const anyMethod = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

interface Asked {
  readonly server: Server;
  readonly c: Context;
  readonly route: Route;
  readonly locale: Locale;
}

/** A request that was let in. */
export interface Entered {
  readonly ctx: Ctx;
  readonly http: Http;
}

/** Lets a request in: same site, known caller, permitted deed. */
async function enter({ server, c, route, locale }: Asked): Promise<Entered> {
  const isSigned = route.kind === 'raw' && route.isSigned;
  const isChange = !['GET', 'HEAD', 'OPTIONS'].includes(c.req.method);
  if (isChange && !isSigned) assertSameSite(c, server.ports.settings);

  const http = httpOf(server, c);
  const anonymous = newCtx(server, c, locale);
  const actor = isSigned ? anonymous.actor : await server.authenticate(anonymous, http);
  const ctx = { ...anonymous, actor };
  if (reachOf(ctx, route.may) === 'none') {
    throw refusePolicy(actor.kind === 'visitor' ? 'policy.signed_out' : 'policy.forbidden');
  }
  return { ctx, http };
}

/** The context of a request before anybody knows who sent it. */
function newCtx({ db, ports, clock }: Server, c: Context, locale: Locale): Ctx {
  const socket = c.env?.incoming ? (getConnInfo(c).remote.address ?? '') : '127.0.0.1';
  const userAgent = c.req.header('user-agent')?.slice(0, 300);
  return {
    db,
    ports,
    locale,
    now: clock(),
    actor: { kind: 'visitor' },
    requestId: newId(),
    ip: callerAddress(socket, c.req.header('x-forwarded-for'), ports.settings.trustedProxies),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
}

function httpOf(server: Server, c: Context): Http {
  const secure = server.ports.settings.publicUrl.startsWith('https:');
  const write = (name: string, value: string, maxAge: number) =>
    giveCookie(c, name, value, { secure, maxAge });
  return {
    request: c.req.raw,
    setCookie: write,
    clearCookie: (name) => write(name, '', 0),
    cookie: (name) => getCookie(c, name),
  };
}

/** Pages say it by their path, the API by `Accept-Language`, or by `lang` where a plain link asks (a CSV). */
function localeOf(c: Context): Locale {
  const { path } = c.req;
  if (path === '/en' || path.startsWith('/en/')) return 'en';
  if (!wantsJson(c)) return 'zh';
  const asked = c.req.query('lang');
  if (isLocale(asked)) return asked;
  return c.req.header('accept-language')?.toLowerCase().startsWith('en') ? 'en' : 'zh';
}

function wantsJson(c: Context): boolean {
  return (
    c.req.path.startsWith('/api/') || (c.req.header('accept') ?? '').startsWith('application/json')
  );
}
