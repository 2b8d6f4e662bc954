import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Hono } from 'hono';
import { newId } from '#kernel/id.ts';
import { day, hour, minute } from '#kernel/time.ts';
import type { Route } from '#platform/http/route.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';
import { identityApi } from './api.ts';
import { anAccount, aPerson, browser, codeSentTo, goodPassword, realApp } from './fixtures/join.ts';
import { grantRole } from './service.ts';

let house: TestHouse;
let app: Hono;
const routes: readonly Route[] = identityApi(() => routes.map(({ may }) => may));
before(async () => {
  house = await openTestHouse({ settings: { authRateLimit: 300 } });
  app = realApp(house, routes);
});
after(() => house.close());
beforeEach(() => house.advance(2 * day));

async function signedIn(email: string, ...roles: Parameters<typeof grantRole>[2][]) {
  const userId = await anAccount(house, email, ...roles);
  const who = browser(app);
  assert.equal(
    (await who.api('POST', '/sessions', { address: email, password: goodPassword })).status,
    201,
  );
  return { ...who, userId };
}

const codeOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string } }).error.code;

test('input that is not one is 400 with its fields', async () => {
  const who = browser(app);
  for (const [path, body] of [
    ['/sessions', {}],
    ['/sessions', { address: 1, password: [] }],
    ['/sessions', { ticket: 'x', code: '1' }],
    ['/sessions', { address: 'a@b.cn', password: 'x', roles: ['owner'] }],
    ['/login-codes', { purpose: 'bind', address: 'a@b.cn' }],
    ['/users', { ticket: newId() }],
  ] as const) {
    const response = await who.api('POST', path, body);
    assert.equal(response.status, 400, `${path} ${JSON.stringify(body)}`);
    assert.equal(await codeOf(response), 'input.invalid');
  }
});

test('every route of accounts and staff turns away visitors, and staff routes turn away learners', async () => {
  const learner = await signedIn('learner@api.example');
  const id = newId();
  const own = [
    ['GET', '/sessions'],
    ['DELETE', '/sessions'],
    ['DELETE', `/sessions/${id}`],
    ['PATCH', '/account'],
    ['PUT', '/account/password'],
    ['POST', '/account/address-codes'],
    ['PUT', '/account/address'],
  ] as const;
  const staff = [
    ['GET', '/users'],
    ['PUT', `/users/${id}/roles/owner`],
    ['DELETE', `/users/${id}/roles/owner`],
    ['PUT', `/users/${id}/ban`],
    ['DELETE', `/users/${id}/ban`],
  ] as const;
  for (const [method, path] of [...own, ...staff, ['GET', `/users/${id}`] as const]) {
    assert.equal(
      (await browser(app).api(method, path, method === 'GET' ? undefined : {})).status,
      401,
      `${method} ${path}`,
    );
  }
  for (const [method, path] of staff) {
    assert.equal(
      (await learner.api(method, path, method === 'GET' ? undefined : {})).status,
      403,
      `${method} ${path}`,
    );
  }
  assert.equal((await learner.api('GET', `/users/${id}`)).status, 404);
  assert.equal((await learner.api('GET', '/users/not-an-id')).status, 404);
});

test('another site cannot make a browser sign in, out, or change anything', async () => {
  const evil = browser(app, { 'sec-fetch-site': 'cross-site' });
  const old = browser(app, { 'sec-fetch-site': '', origin: 'https://evil.example' });
  for (const who of [evil, old]) {
    for (const { method, path } of routes
      .filter((route) => route.kind === 'api')
      .filter(({ method }) => method !== 'GET')) {
      const response = await who.api(method, path.replaceAll(/:\w+/g, newId()), {});
      assert.equal(await codeOf(response), 'request.cross_site', `${method} ${path}`);
    }
  }
  const plain = await app.request('/api/v1/sessions', {
    method: 'POST',
    headers: { 'content-type': 'text/plain', 'sec-fetch-site': 'same-origin' },
    body: '{}',
  });
  assert.equal(plain.status, 400);
});

test('a session lives in a cookie that scripts and other sites cannot use, and the database keeps its hash only', async () => {
  await anAccount(house, 'cookie@api.example');
  const response = await browser(app).api('POST', '/sessions', {
    address: 'cookie@api.example',
    password: goodPassword,
  });
  const [cookie = ''] = response.headers.getSetCookie();
  assert.match(cookie, /^sid=[A-Za-z0-9_-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
  const token = /sid=([^;]+)/.exec(cookie)![1]!;
  assert(!(await response.text()).includes(token));
  const rows = await house.db.selectFrom('session').selectAll().execute();
  assert(
    !rows.some(
      (row) => row.tokenHash.toString() === token || row.tokenHash.toString('base64url') === token,
    ),
  );
});

test('over https the cookie is bound to the host', async () => {
  const secure = await openTestHouse({ settings: { publicUrl: 'https://shuyuan.example' } });
  try {
    await anAccount(secure, 'tls@api.example');
    const who = browser(realApp(secure, routes));
    const response = await who.api('POST', '/sessions', {
      address: 'tls@api.example',
      password: goodPassword,
    });
    assert.match(
      response.headers.getSetCookie()[0]!,
      /^__Host-sid=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    assert.equal((await who.api('GET', '/sessions')).status, 200);
  } finally {
    await secure.close();
  }
});

test('who I am: nobody, then a person with abilities, then nobody again', async () => {
  const visitor = browser(app);
  const nobody = (await (await visitor.api('GET', '/session')).json()) as {
    user: unknown;
    abilities: object;
  };
  assert.equal(nobody.user, null);
  assert.deepEqual(Object.keys(nobody.abilities).toSorted(), ['identity.enter', 'identity.who']);

  const owner = await signedIn('owner@api.example', 'owner');
  const me = (await (await owner.api('GET', '/session')).json()) as {
    user: { email: string };
    abilities: Record<string, string>;
  };
  assert.equal(me.user.email, 'owner@api.example');
  assert.equal(me.abilities['identity.ban'], 'any');
  assert.equal((await owner.api('DELETE', '/session')).status, 204);
  assert.equal((await owner.api('GET', '/sessions')).status, 401);
});

test('a token made up, cut, lengthened or of an ended session is nobody', async () => {
  const who = await signedIn('tokens@api.example');
  const token = who.jar.get('sid')!;
  for (const bad of [
    '',
    'x',
    token.slice(1),
    `${token}A`,
    token.toUpperCase(),
    `${token.slice(0, 42)}%`,
    `Bearer ${token}`,
    "' or 1=1 --",
    'null',
    'a'.repeat(43),
  ]) {
    who.jar.set('sid', bad);
    assert.equal((await who.api('GET', '/sessions')).status, 401, bad);
  }
  who.jar.set('sid', token);
  assert.equal((await who.api('GET', '/sessions')).status, 200);
  house.advance(30 * day);
  assert.equal((await who.api('GET', '/sessions')).status, 401);
});

test('a session that is used goes on, renewed once an hour at most, but not beyond half a year', async () => {
  const who = await signedIn('renew@api.example');
  const isRenewed = async () =>
    (await who.api('GET', '/session')).headers.getSetCookie().length > 0;
  house.advance(hour - minute);
  assert.equal(await isRenewed(), false);
  house.advance(minute);
  const parallel = await Promise.all([isRenewed(), isRenewed(), isRenewed()]);
  assert.equal(parallel.filter(Boolean).length, 1);
  for (let weeks = 0; weeks < 25; weeks += 1) {
    house.advance(7 * day);
    assert.equal((await who.api('GET', '/sessions')).status, 200, `week ${weeks}`);
  }
  house.advance(7 * day);
  assert.equal((await who.api('GET', '/sessions')).status, 401);
});

test('a device is listed and ended by its owner; a stranger’s is not there', async () => {
  const one = await signedIn('list@api.example');
  const two = browser(app, { 'user-agent': 'Mozilla/5.0 (iPhone) MicroMessenger/8.0' });
  await two.api('POST', '/sessions', { address: 'list@api.example', password: goodPassword });
  const { items } = (await (await two.api('GET', '/sessions')).json()) as {
    items: { id: string; device: string; isCurrent: boolean }[];
  };
  assert.deepEqual(
    items.filter(({ isCurrent }) => isCurrent).map(({ device }) => device),
    ['微信 · iOS'],
  );
  const other = items.find(({ isCurrent }) => !isCurrent)!;

  const stranger = await signedIn('stranger@api.example');
  const refused = await stranger.api('DELETE', `/sessions/${other.id}`);
  assert.equal(refused.status, 404);
  assert.equal((await two.api('DELETE', `/sessions/${other.id}`)).status, 204);
  assert.equal((await one.api('GET', '/sessions')).status, 401);
  assert.equal((await two.api('DELETE', `/sessions/${other.id}`)).status, 404);
});

test('asking for codes answers the same for an address with and without an account', async () => {
  await anAccount(house, 'here@api.example');
  for (const purpose of ['login', 'register', 'reset'] as const) {
    house.advance(day);
    const answers = await Promise.all(
      ['here@api.example', `${purpose}-nobody@api.example`].map(async (address) => {
        const response = await browser(app).api('POST', '/login-codes', { purpose, address });
        const body = (await response.json()) as object;
        return [response.status, Object.keys(body), [...response.headers.keys()]];
      }),
    );
    assert.equal(answers[0]![0], 202);
    assert.deepEqual(answers[0], answers[1]);
  }
});

test('a stranger registers by code over the API, and is signed in', async () => {
  const who = browser(app);
  const asked = await who.api('POST', '/login-codes', {
    purpose: 'register',
    address: 'new@api.example',
  });
  const { ticket } = (await asked.json()) as { ticket: string };
  const registration = {
    ticket,
    code: await codeSentTo(house, 'new@api.example'),
    name: '新同学',
    password: goodPassword,
  };
  const weak = await who.api('POST', '/users', { ...registration, password: 'password1' });
  assert.equal(await codeOf(weak), 'identity.password_too_common');
  const extra = { ...registration, role: 'owner', roles: ['owner'], state: 'active', id: newId() };
  assert.equal((await who.api('POST', '/users', extra)).status, 201);
  const me = (await (await who.api('GET', '/session')).json()) as {
    user: { name: string; roles: string[] };
  };
  assert.deepEqual([me.user.name, me.user.roles], ['新同学', []]);
});

test('a ban and a new password are felt by the very next request', async () => {
  const owner = await signedIn('boss@api.example', 'owner');
  const banned = await signedIn('banned@api.example');
  assert.equal((await owner.api('PUT', `/users/${banned.userId}/ban`, {})).status, 204);
  assert.equal((await banned.api('GET', '/sessions')).status, 401);

  const victim = await signedIn('two@api.example');
  const desk = browser(app);
  await desk.api('POST', '/sessions', { address: 'two@api.example', password: goodPassword });
  const change = { currentPassword: goodPassword, newPassword: 'quite another one' };
  const before = desk.jar.get('sid');
  assert.equal((await desk.api('PUT', '/account/password', change)).status, 200);
  assert.notEqual(desk.jar.get('sid'), before);
  assert.equal((await desk.api('GET', '/sessions')).status, 200);
  assert.equal((await victim.api('GET', '/sessions')).status, 401);
});

test('a role that is taken is gone with the very next request', async () => {
  const owner = await signedIn('giver@api.example', 'owner');
  const other = await signedIn('taker@api.example', 'owner');
  assert.equal((await other.api('GET', '/users')).status, 200);
  assert.equal((await owner.api('DELETE', `/users/${other.userId}/roles/owner`)).status, 204);
  assert.equal((await other.api('GET', '/users')).status, 403);
  assert.equal((await owner.api('PUT', `/users/${other.userId}/roles/emperor`)).status, 404);
});

test('private values never reach a lower role, in JSON or in CSV', async () => {
  const finance = await signedIn('finance@api.example', 'finance');
  const owner = await signedIn('top@api.example', 'owner');
  const id = await aPerson(house, 'canary-7f3a@api.example');
  for (const path of ['/users', '/users?format=csv', `/users/${id}`, '/users?text=canary-7f3a']) {
    const text = await (await finance.api('GET', path)).text();
    assert(!text.includes('canary-7f3a@'), path);
    assert(!text.includes('argon2'), path);
  }
  assert.match(await (await owner.api('GET', '/users?format=csv')).text(), /canary-7f3a@/);
});

test('too many tries are 429 with the time to come again', async () => {
  const small = await openTestHouse({ settings: { authRateLimit: 3 } });
  try {
    const who = browser(realApp(small, routes));
    const ask = (challenge?: string) =>
      who.api('POST', '/sessions', {
        address: 'x@example.com',
        password: 'guess',
        ...(challenge ? { challenge } : {}),
      });
    assert.equal((await ask()).status, 401);
    assert.equal(await codeOf(await ask()), 'identity.challenge_needed');
    assert.equal((await ask()).status, 403);
    const refused = await ask();
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('retry-after'), '60');
    assert.equal(
      (
        await browser(realApp(small, routes), { 'x-forwarded-for': '1.2.3.4' }).api(
          'POST',
          '/sessions',
          { address: 'x@example.com', password: 'guess' },
        )
      ).status,
      429,
    );
    const puzzle = (await (await who.api('POST', '/challenges')).json()) as { kind: string };
    assert.equal(puzzle.kind, 'proof-of-work');
  } finally {
    await small.close();
  }
});
