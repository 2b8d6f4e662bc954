import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Hono } from 'hono';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';
import { changeSettings } from '#settings/service.ts';
import type { Assets } from '#ui/assets.ts';
import { installRoutes } from './installable.tsx';

const built = (styles: string): Assets => ({
  css: [`/assets/${styles}.css`],
  script: (name) => `/assets/${name}-1.js`,
  island: (name) => ({
    src: `/assets/${name}-1.js`,
    preloads: [],
    css: [],
    later: [`/assets/${name}-later-1.js`],
  }),
});

let house: TestHouse;
let app: Hono;

before(async () => {
  house = await openTestHouse();
  app = house.app(installRoutes(() => built('styles-1')));
});
after(() => house.close());

interface Manifest {
  readonly id: string;
  readonly name: string;
  readonly lang: string;
  readonly start_url: string;
  readonly scope: string;
  readonly display: string;
  readonly icons: readonly { src: string; sizes: string; type: string; purpose: string }[];
}

async function manifestAt(path: string): Promise<Manifest> {
  const answer = await app.request(path);
  assert.equal(answer.headers.get('content-type'), 'application/manifest+json; charset=utf-8');
  return (await answer.json()) as Manifest;
}

/** Width and height as a PNG file says them. */
function sizeOf(png: Buffer): string {
  assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
}

test('the site is one app that opens in the language it was installed in', async () => {
  const [zh, en] = [
    await manifestAt('/manifest.webmanifest'),
    await manifestAt('/en/manifest.webmanifest'),
  ];
  assert.deepEqual([zh.id, zh.scope, zh.display], [en.id, en.scope, en.display]);
  assert.deepEqual([zh.name, zh.lang, zh.start_url], ['书院', 'zh-CN', '/']);
  assert.deepEqual([en.name, en.lang, en.start_url], ['Shuyuan', 'en', '/en']);
});

test('every icon is there, as large as the manifest says, and one may be cut to any shape', async () => {
  const { icons } = await manifestAt('/manifest.webmanifest');
  for (const { src, sizes, type } of icons) {
    const answer = await app.request(src);
    assert.equal(answer.headers.get('content-type'), type);
    assert.equal(sizeOf(Buffer.from(await answer.arrayBuffer())), sizes, src);
  }
  assert.ok(icons.some(({ purpose }) => purpose === 'maskable'));
  for (const size of ['192x192', '512x512'])
    assert.ok(icons.some(({ sizes, purpose }) => sizes === size && purpose === 'any'));
});

const workerOf = async (from: Hono) => {
  const answer = await from.request('/sw.js');
  assert.match(answer.headers.get('content-type') ?? '', /^text\/javascript/);
  assert.equal(answer.headers.get('cache-control'), 'no-cache');
  return await answer.text();
};

test('the worker keeps only what is the same for everybody', async () => {
  const [, list = ''] = /^self\.keeps=(.*);$/m.exec(await workerOf(app)) ?? [];
  const { pages, files, study } = JSON.parse(list) as {
    pages: object;
    files: string[];
    study: { list: object; lesson: object; files: string[] };
  };
  assert.deepEqual(pages, { zh: '/offline', en: '/en/offline' });
  assert.deepEqual(
    files.filter((file) => !file.startsWith('/assets/')),
    ['/favicon.svg'],
  );
  assert.deepEqual(study.list, { zh: '/offline/lessons', en: '/en/offline/lessons' });
  assert.deepEqual(study.lesson, { zh: '/offline/lesson', en: '/en/offline/lesson' });
  // A film plays without network, so what the player loads later is there, too.
  assert.ok(study.files.includes('/assets/player-later-1.js'));
  assert.deepEqual(
    study.files.filter((file) => !file.startsWith('/assets/')),
    [],
  );
});

test('the worker is another once the site is built or named anew, and the same otherwise', async () => {
  const first = await workerOf(app);
  assert.equal(await workerOf(app), first);
  const rebuilt = await workerOf(house.app(installRoutes(() => built('styles-2'))));
  assert.notEqual(rebuilt, first);
  await changeSettings(house.ctx({ actor: { kind: 'system', name: 'test' } }), {
    siteName: { zh: '山房', en: 'Hill House' },
  });
  assert.notEqual(await workerOf(app), first);
});
