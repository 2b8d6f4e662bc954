import type { Context } from 'hono';
import type { Ctx } from '#platform/ctx.ts';
import { giveCookie } from '#platform/http/cookies.ts';
import type { Http, Route } from '#platform/http/route.ts';
import { rawRoute } from '#platform/http/route.ts';
import type { Server } from '#platform/http/mount.ts';
import { followLink } from '../policy.ts';
import { readShortLink } from '../rules/links.ts';
import { bindAtLogin, followed } from '../service.ts';

const cookieName = 'via';

/** Remembers who was followed, and leads on to the page. */
async function follow(ctx: Ctx, c: Context): Promise<Response> {
  const { to, ...campaign } = readShortLink(new URL(c.req.url));
  const cookie = await followed(ctx, c.req.param('code') ?? '', campaign);
  const secure = ctx.ports.settings.publicUrl.startsWith('https:');
  if (cookie) giveCookie(c, cookieName, cookie.value, { secure, maxAge: cookie.maxAgeSec });
  return new Response(null, {
    status: 302,
    headers: { location: to, 'cache-control': 'no-store' },
  });
}

/** Short links: of a promoter to the first page or to any other, and of a campaign. */
export const linkRoutes: readonly Route[] = [
  rawRoute({ method: 'GET', path: '/s/:code', may: followLink, run: follow }),
  rawRoute({ method: 'GET', path: '/s/:code/*', may: followLink, run: follow }),
];

/**
 * Who signed in, and binds them to whose link they followed before: at the first thing that they ask for once they are known. A cookie is
 * used once.
 */
export function binding(authenticate: Server['authenticate']): Server['authenticate'] {
  return async (ctx, http) => {
    const actor = await authenticate(ctx, http);
    if (actor.kind === 'user') await bindWith({ ...ctx, actor }, actor.userId, http);
    return actor;
  };
}

async function bindWith(ctx: Ctx, userId: string, http: Http): Promise<void> {
  const cookie = http.cookie(cookieName);
  if (!cookie) return;
  await bindAtLogin(ctx, userId, cookie);
  http.clearCookie(cookieName);
}
