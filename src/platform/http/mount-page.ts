import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { z } from 'zod';
import { localePath } from '#kernel/locale.ts';
import { Refusal } from '#kernel/refusal.ts';
import type { Ctx, Ports, User } from '../ctx.ts';
import type { KeptView } from '../page-cache.ts';
import { readFields, readParams, readQuery, readText } from './mount-api.ts';
import type { Entered, Server } from './mount.ts';
import { check, InputWrong, problemOf, withRetryAfter, type Problem } from './problem.ts';
import { bakePage, replyWith, sendPage, type Reply } from './reply.ts';
import { safeHeaders } from './security.ts';
import {
  redirectTo,
  type FormProblem,
  type FormRoute,
  type PageRoute,
  type Redirect,
  type View,
} from './route.ts';

const formLimit = 256 * 1024;

type Enter = () => Promise<Entered>;

/** A page: what it shows from the cache, as far as it may be, in the frame of who asks. */
export async function runPage(
  server: Server,
  c: Context,
  route: PageRoute,
  enter: Enter,
): Promise<Response> {
  if (route.isCached) return runCached(server, c, route, enter);
  const { ctx, http } = await enter();
  const view = await route.run(ctx, inputOf(ctx, c, route, http), '');
  return finish(server, ctx, c, view);
}

async function runCached(
  server: Server,
  c: Context,
  route: PageRoute,
  enter: Enter,
): Promise<Response> {
  const { pages } = server.ports;
  const url = addressOf(c, route);
  const address = c.req.path + url.search;
  const isStranger = getCookie(c, server.sessionCookie) === undefined;
  const whole = isStranger ? pages.find(address)?.whole : undefined;
  if (whole) return sendPage(whole, publicOptions(headersOf(c)));

  const begun = pages.begin();
  const { ctx, http } = await enter();
  const input = inputOf(ctx, c, route, http);
  const version =
    ctx.actor.kind === 'user' ? await route.version?.(ctx as Ctx<User>, input) : undefined;
  // A path begins with a slash, so no version of one page is the address of another.
  const key = version ? `${version} ${address}` : address;
  const kept = pages.find(key) ?? (await makeView({ server, route, ctx, input, key, begun }));
  if ('kind' in kept) return finish(server, ctx, c, kept);
  return sendKept({ server, ctx, c, url, isStranger }, kept);
}

function inputOf(ctx: Ctx, c: Context, route: PageRoute, http: Entered['http']): never {
  return {
    params: readParams(ctx, c, route.params),
    query: route.query ? check(route.query, readQuery(c), ctx.locale) : {},
    body: undefined,
    http,
  } as never;
}

interface Making {
  readonly server: Server;
  readonly route: PageRoute;
  readonly ctx: Ctx;
  readonly input: never;
  readonly key: string;
  readonly begun: number;
}

/** Makes what a cached page shows, as nobody in particular: nothing of who asks can stand in it. */
async function makeView({
  server,
  route,
  ctx,
  input,
  key,
  begun,
}: Making): Promise<KeptView | Redirect> {
  const version = key.startsWith('/') ? '' : key.slice(0, key.indexOf(' '));
  const view = await route.run({ ...ctx, actor: { kind: 'visitor' } }, input, version);
  if (view.kind === 'redirect') return view;
  const { body, ...rest } = view;
  const kept = { view: rest, body: Buffer.from(server.renderBody(body)), whole: undefined };
  if ((view.status ?? 200) === 200) server.ports.pages.keep(key, kept, begun);
  return kept;
}

interface Sending {
  readonly server: Server;
  readonly ctx: Ctx;
  readonly c: Context;
  readonly url: URL;
  /** Without a session cookie: whatever stands between us may keep the answer. */
  readonly isStranger: boolean;
}

async function sendKept(
  { server, ctx, c, url, isStranger }: Sending,
  kept: KeptView,
): Promise<Response> {
  const { view, body } = kept;
  const status = view.status ?? 200;
  const make = async (isKept: boolean) => {
    const [before, behind] = await server.frame(ctx, view, url);
    return bakePage(
      Buffer.concat([Buffer.from(before), body, Buffer.from(behind)]),
      status,
      isKept,
    );
  };
  const isVisitor = ctx.actor.kind === 'visitor';
  const page = isVisitor ? (kept.whole ??= await make(true)) : await make(false);
  const options = isStranger ? publicOptions(headersOf(c)) : privateOptions(headersOf(c));
  return sendPage(page, options);
}

/** The address as far as the page depends on it: anything else could fill the cache with copies, and stand in them. */
function addressOf(c: Context, { isCached, query }: PageRoute): URL {
  const url = new URL(c.req.url);
  if (!isCached) return url;
  const names = query instanceof z.ZodObject ? Object.keys(query.shape) : [];
  const known = names.flatMap((name) =>
    c.req.query(name) === undefined ? [] : [[name, c.req.query(name)!]],
  );
  url.search = new URLSearchParams(known).toString();
  return url;
}

/** Runs what a form asks for; wrong input and refusals show the form again with what was typed. */
export async function runForm(
  server: Server,
  c: Context,
  route: FormRoute,
  { ctx, http }: Entered,
): Promise<Response> {
  const params = readParams(ctx, c, route.params);
  const query = route.query ? check(route.query, readQuery(c), ctx.locale) : {};
  const typed = readFields(Object.fromEntries(new URLSearchParams(await readText(c, formLimit))));
  try {
    const body = route.body ? check(route.body, typed, ctx.locale) : typed;
    return finish(server, ctx, c, await route.run(ctx, { params, query, body, http } as never));
  } catch (error) {
    const isTheirs = error instanceof Refusal || error instanceof InputWrong;
    if (!isTheirs || !route.again) throw error;
    const problem = problemOf(error, ctx.locale, server.ports.log, c.req.path);
    const view = await route.again(
      ctx,
      { params, query, body: typed, http } as never,
      formProblem(problem, typed),
    );
    const response = await finish(server, ctx, c, {
      ...view,
      status: problem.status as FormProblem['status'],
    });
    return withRetryAfter(response, problem);
  }
}

const secrets = new Set(['password', 'code', 'newPassword', 'currentPassword']);

function formProblem(problem: Problem, typed: Readonly<Record<string, string>>): FormProblem {
  const fields = Object.fromEntries(
    (problem.issues ?? []).map(({ path, message }) => [path, message]),
  );
  const values = Object.fromEntries(Object.entries(typed).filter(([name]) => !secrets.has(name)));
  return {
    code: problem.code,
    status: problem.status as FormProblem['status'],
    message: problem.message,
    fields,
    values,
  };
}

/** A problem as a page, in the layout of the site; who is signed out is shown the way in. */
export async function showProblem(
  server: Server,
  ctx: Ctx,
  problem: Problem,
  c: Context,
): Promise<Response> {
  if (problem.code === 'policy.signed_out') {
    const back = encodeURIComponent(whereFrom(c));
    return finish(server, ctx, c, redirectTo(localePath(ctx.locale, `/login?next=${back}`)));
  }
  return finish(server, ctx, c, {
    ...server.problemView(ctx, problem),
    status: problem.status as FormProblem['status'],
  });
}

async function finish(
  server: Server,
  ctx: Ctx,
  c: Context,
  view: View | Redirect,
): Promise<Response> {
  if (view.kind === 'redirect') {
    // A header holds ASCII; slugs may be Chinese. What is encoded already stays as it is.
    const location = view.to.replaceAll(/[^\x21-\x7e]+/gu, encodeURIComponent);
    const headers = { location, 'cache-control': 'no-store' };
    return new Response(null, { status: 303, headers });
  }
  const [before, behind] = await server.frame(ctx, view, new URL(c.req.url));
  const html = Buffer.from(before + server.renderBody(view.body) + behind);
  const page = bakePage(html, view.status ?? 200, false);
  return sendPage(page, privateOptions(headersOf(c)));
}

interface Wanted {
  readonly accepted: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

function headersOf(c: Context): Wanted {
  return {
    accepted: c.req.header('accept-encoding'),
    ifNoneMatch: c.req.header('if-none-match'),
  };
}

// A browser asks again each time and mostly hears 304: a purge is seen at once.
const publicOptions = (wanted: Wanted) => ({ ...wanted, cacheControl: 'public, no-cache' });
const privateOptions = (wanted: Wanted) => ({ ...wanted, cacheControl: 'private, no-store' });

/**
 * Visitors' pages straight from memory, before anything is made of a request: for those that have to go the whole way,
 * undefined. Addresses are looked up as they were written.
 */
export function recallPages({ pages, settings }: Ports, sessionCookie: string) {
  const always = safeHeaders(settings);
  return ({ method, url = '', headers }: IncomingMessage): Reply | undefined => {
    if (method !== 'GET' || headers.cookie?.includes(sessionCookie)) return undefined;
    const whole = pages.find(url)?.whole;
    if (!whole) return undefined;
    const accepted = headers['accept-encoding'];
    const wanted = { accepted, ifNoneMatch: headers['if-none-match'] };
    const reply = replyWith(whole, publicOptions(wanted));
    return { ...reply, headers: { ...always, ...reply.headers } };
  };
}

/** Where a person goes on after signing in: the page they asked for, or the one whose form they sent. */
function whereFrom(c: Context): string {
  const asked = new URL(c.req.url);
  const from = c.req.method === 'GET' ? asked : URL.parse(c.req.header('referer') ?? '');
  return from?.host === asked.host ? from.pathname + from.search : '/';
}
