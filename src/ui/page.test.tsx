import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Assets } from './assets.ts';
import { Page, renderPage, type PageMeta } from './page.tsx';

const assets: Assets = {
  css: ['/assets/styles-1.css'],
  script: (name) => `/assets/${name}-1.js`,
  island: (name) =>
    name === 'player'
      ? {
          src: '/assets/player-1.js',
          preloads: ['/assets/shared-1.js'],
          css: ['/assets/player-1.css'],
          later: [],
        }
      : undefined,
};

function render(meta: Partial<PageMeta> = {}, islands: readonly string[] = []): string {
  const all = { title: '课程', siteName: '书院', ...meta };
  return renderPage(
    <Page locale="zh" assets={assets} meta={all} islands={islands}>
      <p>正文</p>
    </Page>,
  );
}

test('structured data cannot end its script element', () => {
  const html = render({ jsonLd: { name: '</script><script>alert(1)</script>' } });
  assert(!html.includes('alert(1)</script>'));
  assert(html.includes(String.raw`\u003c/script>`));
});

test('a page says where its icon and its search are', () => {
  const html = render();
  assert(html.includes('<link rel="icon" href="/favicon.svg"'));
  assert(html.includes('href="/opensearch.xml"'));
  assert(html.includes('<link rel="manifest" href="/manifest.webmanifest"'));
  assert(html.includes('<link rel="apple-touch-icon" href="/icons/touch-180.png"'));
});

test('the theme is set before the first style sheet, and nothing is inline', () => {
  const html = render();
  assert(html.indexOf('theme-1.js') < html.indexOf('styles-1.css'));
  assert(!/<script(?![^>]* src=)/.test(html));
  assert(!/ style=/.test(html));
});

test('a page loads the islands it names, with their styles, and no others', () => {
  const html = render({}, ['player', 'unknown']);
  assert(html.includes('<script type="module" src="/assets/player-1.js">'));
  assert(html.includes('<link rel="modulepreload" href="/assets/shared-1.js"/>'));
  assert(html.includes('/assets/player-1.css'));
  assert(!html.includes('unknown'));
  assert(!render().includes('player-1'));
});
