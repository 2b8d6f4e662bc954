import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { localePath, locales, type Locale } from '#kernel/locale.ts';
import { Name } from '#catalog/schema.ts';
import type { Ctx } from '#platform/ctx.ts';
import { check } from '#platform/http/problem.ts';
import { rawRoute, type Route } from '#platform/http/route.ts';
import { mayFetchFeeds } from './policy.ts';
import { sendEpisode, sendFreeSound, writePrivateFeed, writePublicFeed } from './service.ts';

const param = (c: Context, name: string) => c.req.param(name) ?? '';

/** A feed that answers 304 to whoever has it already. */
function answer(request: Request, text: string, headers: Record<string, string>): Response {
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  const common = { ...headers, etag };
  const known = request.headers.get('if-none-match')?.split(/\s*,\s*/) ?? [];
  if (known.some((one) => one.replace(/^W\//, '') === etag))
    return new Response(null, { status: 304, headers: common });
  return new Response(text, {
    headers: { ...common, 'content-type': 'application/rss+xml; charset=utf-8' },
  });
}

const forAll = { 'cache-control': 'public, max-age=600' };
const forOne = {
  'cache-control': 'private, no-cache',
  'x-robots-tag': 'noindex',
  'referrer-policy': 'no-referrer',
};

function publicFeeds(locale: Locale): Route[] {
  const within = (ctx: Ctx): Ctx => ({ ...ctx, locale });
  return [
    rawRoute({
      method: 'GET',
      path: locale === 'zh' ? '/feed.xml' : `${localePath(locale, '/')}/feed.xml`,
      may: mayFetchFeeds,
      run: async (ctx, c) => answer(c.req.raw, await writePublicFeed(within(ctx)), forAll),
    }),
    rawRoute({
      method: 'GET',
      path: localePath(locale, '/creators/:slug/feed.xml'),
      may: mayFetchFeeds,
      run: async (ctx, c) => {
        const slug = check(Name, param(c, 'slug'), locale);
        return answer(c.req.raw, await writePublicFeed(within(ctx), slug), forAll);
      },
    }),
  ];
}

/** What readers and podcast apps fetch. No cookie counts at private addresses: they are all that an app has. */
export const feedApi: readonly Route[] = [
  ...locales.flatMap(publicFeeds),
  rawRoute({
    method: 'GET',
    path: '/feeds/free/:lessonId/:file',
    may: mayFetchFeeds,
    // The feed names the language, whose sound may be another.
    run: (ctx, c) => {
      const locale = c.req.query('lang') === 'en' ? 'en' : 'zh';
      return sendFreeSound({ ...ctx, locale }, c.req.raw, param(c, 'lessonId'));
    },
  }),
  rawRoute({
    method: 'GET',
    path: '/feeds/private/:token/podcast.xml',
    may: mayFetchFeeds,
    isSigned: true,
    run: async (ctx, c) =>
      answer(c.req.raw, await writePrivateFeed(ctx, param(c, 'token')), forOne),
  }),
  rawRoute({
    method: 'GET',
    path: '/feeds/episodes/:feedId/:lessonId/:signature/:file',
    may: mayFetchFeeds,
    isSigned: true,
    run: (ctx, c) =>
      sendEpisode(ctx, c.req.raw, {
        feedId: param(c, 'feedId'),
        lessonId: param(c, 'lessonId'),
        signature: param(c, 'signature'),
      }),
  }),
];
