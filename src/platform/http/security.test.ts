import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Actor } from '../ctx.ts';
import { permission } from '../policy.ts';
import { openTestHouse } from '../testing/database.ts';
import { recallPages } from './mount-page.ts';
import { apiRoute, formRoute, listRoute, pageRoute, redirectTo, show } from './route.ts';
import { callerAddress, callerKey } from './security.ts';
import { listen } from './server.ts';
import { assetRoute } from './static.ts';

const anybody = permission('thing.any', { visitor: 'any' });
const staff = permission('thing.staff', { owner: 'any' });
const words = { zh: '事', en: 'thing' };
const item = z.object({ name: z.string() });

const routes = [
  apiRoute({
    method: 'POST',
    path: '/things',
    may: anybody,
    summary: words,
    body: item,
    answer: item,
    run: async (_ctx, { body }) => body,
  }),
  apiRoute({
    method: 'GET',
    path: '/secret',
    may: staff,
    summary: words,
    answer: item,
    run: async () => ({ name: 'x' }),
  }),
  apiRoute({
    method: 'GET',
    path: '/broken',
    may: anybody,
    summary: words,
    answer: item,
    run: async () => ({ name: 1 }) as never,
  }),
  listRoute({
    path: '/names',
    may: anybody,
    summary: words,
    item,
    columns: [{ title: { zh: '名字', en: 'Name' }, value: ({ name }) => name }],
    run: async (_ctx, { cursor }) => ({
      items: [{ name: cursor ? '=2' : '一' }],
      nextCursor: cursor ? null : 'next',
    }),
  }),
  pageRoute({
    path: '/page',
    may: anybody,
    isCached: true,
    run: async () => show({ title: 'page', body: 'x'.repeat(2_000), tags: ['page'] }),
  }),
  pageRoute({
    path: '/away',
    may: anybody,
    run: async () => redirectTo('/courses/听山?q=一%20二'),
  }),
  formRoute({
    path: '/form',
    may: anybody,
    body: z.object({ name: z.string().min(2) }),
    run: async () => redirectTo('/page'),
    again: async (_ctx, _input, problem) =>
      show({ title: 'again', body: `${problem.fields['name']}|${problem.values['name']}` }),
  }),
];

test('requests are let in, checked and answered as the policy says', async (t) => {
  const house = await openTestHouse();
  t.after(() => house.close());
  const app = house.app(routes);
  const post = (headers: Record<string, string>, body = '{"name":"a"}') =>
    app.request('/api/v1/things', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });

  await t.test('a change that another site asks for is stopped', async () => {
    assert.equal((await post({ 'sec-fetch-site': 'same-origin' })).status, 200);
    assert.equal((await post({ 'sec-fetch-site': 'cross-site' })).status, 403);
    assert.equal((await post({ 'sec-fetch-site': 'same-site' })).status, 403);
    assert.equal((await post({ origin: 'https://evil.example' })).status, 403);
    assert.equal((await post({ origin: 'null' })).status, 403);
    assert.equal((await post({ origin: house.ports.settings.publicUrl })).status, 200);
  });

  await t.test('only JSON is JSON', async () => {
    assert.equal((await post({ 'content-type': 'text/plain' })).status, 400);
    assert.equal((await post({}, '{')).status, 400);
    const wrong = await post({}, '{"name":5}');
    assert.equal(wrong.status, 400);
    assert.equal(
      ((await wrong.json()) as { error: { issues: { path: string }[] } }).error.issues[0]?.path,
      'name',
    );
    assert.equal((await post({}, JSON.stringify({ name: 'x'.repeat(2_000_000) }))).status, 413);
  });

  await t.test('who is not signed in is told so; what is not there is not there', async () => {
    assert.equal((await app.request('/api/v1/secret')).status, 401);
    assert.equal((await app.request('/api/v1/nothing')).status, 404);
    assert.equal((await app.request('/api/v1/things/')).status, 404);
  });

  await t.test(
    'a slash too many at the end of a page leads to the page, and nowhere else',
    async () => {
      for (const [path, to] of [
        ['/en/', '/en'],
        ['/nothing//?a=1', '/nothing?a=1'],
        ['//evil.example/', '/evil.example'],
        ['/\\\\evil.example/', '/evil.example'],
      ] as const) {
        const answer = await app.request(path);
        assert.deepEqual([answer.status, answer.headers.get('location')], [308, to]);
        assert.ok(answer.headers.get('content-security-policy'));
      }
      assert.equal((await app.request('/nothing/', { method: 'POST' })).status, 404);
    },
  );

  await t.test('a fault of ours has an incident number and tells nothing else', async () => {
    const answer = await app.request('/api/v1/broken');
    assert.equal(answer.status, 500);
    const { error } = (await answer.json()) as { error: { incident: string; message: string } };
    assert.match(error.incident, /^[0-9a-f]{12}$/);
    assert.doesNotMatch(error.message, /zod|stack|expected/i);
  });

  await t.test('one is led on to an address in Chinese, too', async () => {
    const answer = await app.request('/away');
    assert.equal(answer.status, 303);
    const to = answer.headers.get('location') ?? '';
    assert.match(to, /^[\x21-\x7e]+$/);
    assert.equal(decodeURIComponent(to), '/courses/听山?q=一 二');
  });

  await t.test('a list is exported whole, and no cell is a formula', async () => {
    const answer = await app.request('/api/v1/names?format=csv', {
      headers: { 'accept-language': 'en' },
    });
    assert.equal(await answer.text(), "Name\r\n一\r\n'=2\r\n");
  });

  await t.test(
    'a cached page is compressed, has a tag, and says when it has not changed',
    async () => {
      const first = await app.request('/page', { headers: { 'accept-encoding': 'gzip, zstd' } });
      assert.equal(first.headers.get('content-encoding'), 'zstd');
      const etag = first.headers.get('etag')!;
      assert.equal(
        (await app.request('/page', { headers: { 'if-none-match': etag } })).status,
        304,
      );
      const member = await app.request('/page', { headers: { cookie: 'sid=x' } });
      assert.equal(member.headers.get('cache-control'), 'private, no-store');
    },
  );

  await t.test('a form with a mistake is shown again with what was typed', async () => {
    const send = (name: string) =>
      app.request('/form', {
        method: 'POST',
        body: `name=${name}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    assert.equal((await send('ab')).status, 303);
    const again = await send('a');
    assert.equal(again.status, 400);
    assert.match(await again.text(), /\|a$/);
  });
});

test('whatever is asked for, the answer carries the headers that keep a browser safe', async (t) => {
  const house = await openTestHouse();
  t.after(() => house.close());
  const app = house.app(routes);
  for (const path of [
    '/page',
    '/nothing',
    '/en/nothing',
    '/api/v1/nothing',
    '/api/v1/secret',
    '/api/v1/broken',
  ]) {
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      const { headers } = await app.request(path, { method });
      assert.match(
        headers.get('content-security-policy') ?? '',
        /default-src 'none'/,
        `${method} ${path}`,
      );
      assert.equal(headers.get('x-content-type-options'), 'nosniff', `${method} ${path}`);
    }
  }
});

test('a field that the shape of an answer does not name stays inside, in production too', async (t) => {
  const house = await openTestHouse({ settings: { mode: 'production' } });
  t.after(() => house.close());
  const row = { name: 'a', passwordHash: 'secret' };
  const app = house.app([
    apiRoute({
      method: 'GET',
      path: '/one',
      may: anybody,
      summary: words,
      answer: item,
      run: async () => row,
    }),
    listRoute({
      path: '/many',
      may: anybody,
      summary: words,
      item,
      columns: [],
      run: async () => ({ items: [row], nextCursor: null }),
    }),
  ]);
  for (const path of ['/api/v1/one', '/api/v1/many'])
    assert.doesNotMatch(await (await app.request(path)).text(), /secret/);
});

test('what a page does not ask for neither fills the cache nor comes back in the page', async (t) => {
  const house = await openTestHouse();
  t.after(() => house.close());
  let made = 0;
  const query = z.object({ sort: z.enum(['new', 'old']).catch('new') });
  const run = async () => show({ title: 'page', body: String((made += 1)), tags: ['page'] });
  const app = house.app([pageRoute({ path: '/list', may: anybody, isCached: true, query, run })]);
  for (const path of [
    '/list',
    '/list?junk=1',
    `/list?${'y'.repeat(3_000)}`,
    '/list?utm_source=x',
  ]) {
    assert.match(await (await app.request(path)).text(), />1$/);
  }
  assert.match(await (await app.request('/list?sort=old&junk=1')).text(), />2$/);
  assert.match(await (await app.request('/list?junk=2&sort=old')).text(), />2$/);
});

test('a cached page is made once for all who see the same version, as nobody in particular', async (t) => {
  const house = await openTestHouse();
  t.after(() => house.close());
  const made: string[] = [];
  const person = (request: Request): Actor => {
    const userId = /sid=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1];
    return userId
      ? { kind: 'user', userId, name: userId, roles: [], sessionId: 's' }
      : { kind: 'visitor' };
  };
  const app = house.app(
    [
      pageRoute({
        path: '/work',
        may: anybody,
        isCached: true,
        version: async ({ actor }) => (actor.userId.startsWith('owner') ? 'owner' : ''),
        run: async ({ actor }, _input, version) => {
          made.push(`${actor.kind} ${version}`);
          return show({ title: 'work', body: `version ${version}.`, tags: ['work'] });
        },
      }),
    ],
    person,
  );
  const ask = async (userId?: string) => {
    const answer = await app.request(
      '/work',
      userId ? { headers: { cookie: `sid=${userId}` } } : {},
    );
    return `${/version \w*/.exec(await answer.text())?.[0]}; ${answer.headers.get('cache-control')}`;
  };
  assert.equal(await ask(), 'version ; public, no-cache');
  assert.equal(await ask('reader'), 'version ; private, no-store');
  assert.equal(await ask('owner1'), 'version owner; private, no-store');
  assert.equal(await ask('owner2'), 'version owner; private, no-store');
  assert.equal(await ask(), 'version ; public, no-cache');
  assert.deepEqual(made, ['visitor ', 'visitor owner']);

  house.ports.pages.purge(['work']);
  await ask('owner1');
  await ask();
  assert.equal(made.length, 4, 'a change is seen by every version');
});

test('a visitor’s page that is known is answered before a request is made, with every header', async (t) => {
  const house = await openTestHouse();
  t.after(() => house.close());
  const app = house.app(routes);
  const recall = recallPages(house.ports, 'sid');
  const asked = (headers: Record<string, string> = {}, method = 'GET') =>
    recall({ method, url: '/page', headers } as IncomingMessage);
  assert.equal(asked(), undefined, 'nobody has asked for it yet');

  const whole = await app.request('/page');
  const known = asked()!;
  assert.equal(known.body?.toString(), await whole.text());
  assert.deepEqual(known.headers, Object.fromEntries(whole.headers));
  assert.equal(asked({ 'if-none-match': known.headers['etag']! })?.status, 304);
  assert.equal(asked({ 'accept-encoding': 'zstd' })?.headers['content-encoding'], 'zstd');
  assert.equal(asked({ cookie: 'a=b; sid=c' }), undefined);
  assert.equal(asked({}, 'POST'), undefined);
  house.ports.pages.purge(['page']);
  assert.equal(asked(), undefined);
});

test('a file that was asked for in vain is not remembered', async (t) => {
  const house = await openTestHouse();
  const folder = await mkdtemp(join(tmpdir(), 'shuyuan-assets-'));
  t.after(() => Promise.all([house.close(), rm(folder, { recursive: true })]));
  const app = house.app([assetRoute(folder)]);
  assert.equal((await app.request('/assets/a-1.js')).status, 404);
  await writeFile(join(folder, 'a-1.js'), 'x');
  assert.equal((await app.request('/assets/a-1.js')).status, 200);
});

test('a caller is believed only as far as trusted proxies go', () => {
  assert.equal(callerAddress('10.0.0.1', '1.1.1.1, 2.2.2.2', 0), '10.0.0.1');
  assert.equal(callerAddress('10.0.0.1', '1.1.1.1, 2.2.2.2', 1), '2.2.2.2');
  assert.equal(callerAddress('10.0.0.1', '6.6.6.6, 1.1.1.1, 2.2.2.2', 2), '1.1.1.1');
  assert.equal(callerAddress('::ffff:10.0.0.1', undefined, 1), '10.0.0.1');
});

test('an IPv6 customer is one caller however the address is written', () => {
  const written = ['2001:db8::1', '2001:0db8:0:0::2', '2001:DB8:0:0:ffff::'];
  assert.deepEqual(new Set(written.map(callerKey)), new Set(['2001:db8:0:0::/64']));
  assert.notEqual(callerKey('2001:db8:0:1::1'), callerKey('2001:db8::1'));
});

test('requests that a proxy might read differently are refused', async (t) => {
  const app = new Hono().get('/', (c) => c.text('fine'));
  const { port, close } = await listen(app, '127.0.0.1', 0);
  t.after(() => close(100));
  const ask = (raw: string) =>
    new Promise<number>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.end(raw));
      let answer = '';
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
      socket.on('close', () => resolve(Number(answer.slice(9, 12))));
      socket.on('error', reject);
    });
  const head = (line: string, ...headers: string[]) =>
    `${[line, ...headers, 'Connection: close'].join('\r\n')}\r\n\r\n`;

  assert.equal(await ask(head('GET / HTTP/1.1', 'Host: a')), 200);
  assert.equal(await ask(head('GET / HTTP/1.1', 'Host: a', 'Host: b')), 400);
  assert.equal(await ask(head('GET http://evil/ HTTP/1.1', 'Host: a')), 400);
  assert.equal(await ask(head('TRACE / HTTP/1.1', 'Host: a')), 405);
  assert.equal(
    await ask(`${head('POST / HTTP/1.0', 'Host: a', 'Transfer-Encoding: chunked')}0\r\n\r\n`),
    400,
  );
  assert.equal(
    await ask(head('GET / HTTP/1.1', 'Host: a', 'Content-Length: 1', 'Transfer-Encoding: chunked')),
    400,
  );
});
