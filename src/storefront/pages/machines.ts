import { Readable } from 'node:stream';
import { listCategories, listCreators, listSlugs } from '#catalog/service.ts';
import { escapeHtml } from '#kernel/text.ts';
import { localePath, locales, languageTag } from '#kernel/locale.ts';
import type { Ctx } from '#platform/ctx.ts';
import { rawRoute, type Route } from '#platform/http/route.ts';
import { sealOf } from '#settings/schema.ts';
import { getSiteSettings } from '#settings/service.ts';
import { mayVisit } from '../policy.ts';
import { coursePath } from '../rules/address.ts';

const step = 500;
// sitemaps.org: a file holds at most 50,000 addresses; each work has one in each language.
const mostWorks = 24_000;
const mostCreators = 500;

/** What crawlers may read, and where everything is listed. */
export const robotsRoute: Route = rawRoute({
  method: 'GET',
  path: '/robots.txt',
  may: mayVisit,
  run: async (ctx) => {
    const closed = [
      '/api/',
      '/studio',
      '/account',
      '/orders',
      '/learning',
      '/buy',
      '/cart',
      '/search',
      '/dev/',
      '/media/',
      '/feeds/',
    ];
    const lines = closed.flatMap((path) => [
      `Disallow: ${path}`,
      `Disallow: ${localePath('en', path)}`,
    ]);
    const text = [
      'User-agent: *',
      ...lines,
      `Sitemap: ${ctx.ports.settings.publicUrl}/sitemap.xml`,
      '',
    ].join('\n');
    return answer(text, 'text/plain; charset=utf-8');
  },
});

/** Every public page in both languages. */
export const sitemapRoute: Route = rawRoute({
  method: 'GET',
  path: '/sitemap.xml',
  may: mayVisit,
  run: async (ctx) =>
    answer(
      Readable.toWeb(Readable.from(encoded(sitemap(ctx)))) as ReadableStream,
      'application/xml; charset=utf-8',
    ),
});

async function* sitemap(ctx: Ctx): AsyncIterable<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n';
  yield entries(ctx, '/') + entries(ctx, '/courses');
  for (const { slug } of await listCategories(ctx))
    yield entries(ctx, `/categories/${encodeURIComponent(slug)}`);
  for (const { slug } of await listCreators(ctx, mostCreators))
    yield entries(ctx, `/creators/${encodeURIComponent(slug)}`);
  let after: string | undefined;
  for (let count = 0; count < mostWorks; count += step) {
    const works = await listSlugs(ctx, after, step);
    yield works.map(({ slug, updatedAt }) => entries(ctx, coursePath(slug), updatedAt)).join('');
    after = works.at(-1)?.id;
    if (works.length < step) break;
  }
  yield '</urlset>\n';
}

async function* encoded(texts: AsyncIterable<string>): AsyncIterable<Uint8Array> {
  for await (const text of texts) yield Buffer.from(text);
}

function entries(ctx: Ctx, path: string, changedAt?: Date): string {
  const { publicUrl } = ctx.ports.settings;
  const urls = locales.map(
    (locale) => [languageTag[locale], escapeHtml(publicUrl + localePath(locale, path))] as const,
  );
  const links = urls
    .map(([tag, url]) => `<xhtml:link rel="alternate" hreflang="${tag}" href="${url}"/>`)
    .join('');
  const changed = changedAt ? `<lastmod>${changedAt.toISOString()}</lastmod>` : '';
  return urls.map(([, url]) => `<url><loc>${url}</loc>${changed}${links}</url>\n`).join('');
}

/** Lets browsers search here from their address bar (OpenSearch 1.1). */
export const openSearchRoute: Route = rawRoute({
  method: 'GET',
  path: '/opensearch.xml',
  may: mayVisit,
  run: async (ctx) => {
    const { siteName } = await getSiteSettings(ctx);
    const url = escapeHtml(ctx.ports.settings.publicUrl);
    const name = escapeHtml(siteName.zh);
    const text = `<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>${name}</ShortName><Description>${name}</Description><InputEncoding>UTF-8</InputEncoding>
<Url type="text/html" template="${url}/search?q={searchTerms}"/>
</OpenSearchDescription>
`;
    return answer(text, 'application/opensearchdescription+xml; charset=utf-8');
  },
});

/** The seal of the site as its icon; browsers ask for the second address whatever a page says. */
export const iconRoutes: readonly Route[] = ['/favicon.svg', '/favicon.ico'].map((path) =>
  rawRoute({
    method: 'GET',
    path,
    may: mayVisit,
    run: async (ctx) => {
      const seal = escapeHtml(sealOf(await getSiteSettings(ctx)));
      return answer(
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#b03521"/><text x="16" y="23" font-size="20" text-anchor="middle" fill="#fff">${seal}</text></svg>`,
        'image/svg+xml',
      );
    },
  }),
);

function answer(body: BodyInit, type: string): Response {
  return new Response(body, {
    headers: { 'content-type': type, 'cache-control': 'public, max-age=600' },
  });
}
