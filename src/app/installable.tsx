import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { languageTag, localePath, locales, type Locale } from '#kernel/locale.ts';
import { pageRoute, rawRoute, show, type Route } from '#platform/http/route.ts';
import { permission } from '#platform/policy.ts';
import { keptIslands, keptPaths } from '#offline/pages/routes.ts';
import { words as keptWords } from '#offline/words.ts';
import { getSiteSettings } from '#settings/service.ts';
import type { Assets } from '#ui/assets.ts';
import { LinkButton } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { siteWords } from './words.ts';

/** What makes an app of the site is the same for everybody, and holds nothing of anybody. */
const mayInstall = permission('site.install', { visitor: 'any' });

const folder = join(import.meta.dirname, 'icons');
const icons = ['icon-192.png', 'icon-512.png', 'maskable-512.png', 'touch-180.png'] as const;
const offlinePath = '/offline';

/** What lets a browser install the site, and tell kindly that there is no network (docs/decisions/0043). */
export function installRoutes(assets: () => Assets): readonly Route[] {
  return [offlinePage, workerRoute(assets), ...locales.map(manifestRoute), ...icons.map(iconRoute)];
}

/** What a page shows in place of one that the network did not bring. */
const offlinePage = pageRoute({
  path: offlinePath,
  may: mayInstall,
  run: async ({ locale }) =>
    show({
      title: siteWords.offline[locale],
      isHidden: true,
      layout: 'bare',
      body: (
        <div className="wrap">
          <EmptyState
            level={1}
            art="lost"
            title={siteWords.offline[locale]}
            text={siteWords.offlineText[locale]}
            actions={
              <>
                {/* The address of the page that was asked for: it is asked for again. */}
                <LinkButton href="" variant="primary">
                  {siteWords.tryAgain[locale]}
                </LinkButton>
                <LinkButton href={localePath(locale, keptPaths.list)}>
                  {keptWords.title[locale]}
                </LinkButton>
              </>
            }
          />
        </div>
      ),
    }),
});

const byLanguage = (path: string) =>
  Object.fromEntries(locales.map((locale) => [locale, localePath(locale, path)]));

/** What the pages of study without network need besides what every page does. */
function studyFiles(built: Assets): string[] {
  const islands = keptIslands.flatMap((name) => built.island(name) ?? []);
  const files = islands.flatMap(({ src, preloads, css, later }) => [
    ...css,
    ...preloads,
    src,
    ...later,
  ]);
  return [...new Set(files)];
}

/** The worker's own words are few: what it keeps, and under which name; its behaviour is `src/app/worker.client.ts`. */
function workerRoute(assets: () => Assets): Route {
  return rawRoute({
    method: 'GET',
    path: '/sw.js',
    may: mayInstall,
    run: async (ctx) => {
      const built = assets();
      const script = built.script('worker');
      const files = [...built.css, built.script('theme'), built.script('site'), '/favicon.svg'];
      const keeps = {
        pages: byLanguage(offlinePath),
        files: files.filter((file) => file !== undefined),
        study: {
          list: byLanguage(keptPaths.list),
          lesson: byLanguage(keptPaths.lesson),
          files: studyFiles(built),
        },
      };
      // Who names the site anew, or builds it anew, has everybody fetch what is kept once more.
      const { siteName } = await getSiteSettings(ctx);
      const said = JSON.stringify([
        keeps,
        script,
        siteName,
        siteWords.offline,
        siteWords.offlineText,
        keptWords,
      ]);
      const version = createHash('sha256').update(said).digest('hex').slice(0, 16);
      const text = script
        ? `self.keeps=${JSON.stringify({ version, ...keeps })};\nimportScripts(${JSON.stringify(script)});\n`
        : '';
      return new Response(text, {
        headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' },
      });
    },
  });
}

/** How the site calls itself and looks where it is installed, in one language. */
function manifestRoute(locale: Locale): Route {
  return rawRoute({
    method: 'GET',
    path: localePath(locale, '/manifest.webmanifest'),
    may: mayInstall,
    run: async (ctx) => {
      const { siteName, slogan } = await getSiteSettings(ctx);
      const shortcut = (name: string, path: string) => ({ name, url: localePath(locale, path) });
      const manifest = {
        // One app, in whichever language it was installed.
        id: '/',
        lang: languageTag[locale],
        dir: 'ltr',
        name: siteName[locale],
        short_name: siteName[locale],
        description: slogan[locale],
        start_url: localePath(locale, '/'),
        scope: '/',
        display: 'standalone',
        background_color: '#faf9f6',
        theme_color: '#faf9f6',
        categories: ['education'],
        icons: [
          { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
          { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
          {
            src: '/icons/maskable-512.png',
            sizes: '512x512',
            type: 'image/png',
            purpose: 'maskable',
          },
        ],
        shortcuts: [
          shortcut(siteWords.learning[locale], '/learning'),
          shortcut(siteWords.courses[locale], '/courses'),
        ],
      };
      return new Response(JSON.stringify(manifest), {
        headers: {
          'content-type': 'application/manifest+json; charset=utf-8',
          'cache-control': 'public, max-age=600',
        },
      });
    },
  });
}

/** An open book on the red of the seal (`icons/mark.svg`): a path, not a letter, so that it looks the same everywhere. */
function iconRoute(name: (typeof icons)[number]): Route {
  return rawRoute({
    method: 'GET',
    path: `/icons/${name}`,
    may: mayInstall,
    run: async () =>
      new Response(new Uint8Array(await readFile(join(folder, name))), {
        headers: { 'content-type': 'image/png', 'cache-control': 'public, max-age=86400' },
      }),
  });
}
