import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Hono } from 'hono';
import { day, minute } from '#kernel/time.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';
import { changeSettings } from '#settings/service.ts';
import { anAccount, browser, codeSentTo, goodPassword, realApp } from '../fixtures/join.ts';
import { accountPages } from './account.tsx';
import { loginPages } from './login.tsx';
import { outboxPages } from './outbox.tsx';
import { registerPages } from './register.tsx';
import { safetyPages } from './safety.tsx';
import { sha256, solve } from './sha256.ts';

let house: TestHouse;
let app: Hono;
const pages = [...loginPages, ...registerPages, ...accountPages, ...safetyPages];
before(async () => {
  house = await openTestHouse({ settings: { authRateLimit: 300, mode: 'development' } });
  app = realApp(house, [...pages, ...outboxPages(house.ports.settings)]);
});
after(() => house.close());
beforeEach(() => house.advance(2 * day));

const whereTo = (response: Response) => {
  assert.equal(response.status, 303, 'a redirect');
  return response.headers.get('location')!;
};

async function signedIn(email: string) {
  await anAccount(house, email);
  const who = browser(app);
  assert.equal(whereTo(await who.form('/login', { address: email, password: goodPassword })), '/');
  return who;
}

test('every page of joining is there in both languages, and none of them holds script or style of its own', async () => {
  const who = browser(app);
  for (const path of [
    '/login',
    '/login?how=email',
    '/login?how=phone',
    '/register',
    '/register?how=phone',
    '/reset',
    '/reset?how=phone',
  ]) {
    for (const prefix of ['', '/en']) {
      const response = await who.get(prefix + path);
      const html = await response.text();
      assert.equal(response.status, 200, prefix + path);
      assert.equal(response.headers.get('cache-control'), 'private, no-store');
      assert.doesNotMatch(html, /<script|<style|style="|onclick/);
      assert.match(html, prefix ? /Log in|Create an account|Reset password/ : /登录|注册|重设密码/);
      if (prefix) assert.doesNotMatch(html.replaceAll('中文', ''), /\p{Script=Han}/u, path);
    }
  }
});

test('a device beyond what an account may have signs out the one unused for longest, which is told why', async () => {
  const owner = await anAccount(house, 'limits@pages.example', 'owner');
  await changeSettings(house.as(owner, 'owner'), { devicesPerAccount: 2 });
  const first = await signedIn('many@pages.example');
  const enter = async () => {
    house.advance(minute);
    const who = browser(app);
    await who.form('/login', { address: 'many@pages.example', password: goodPassword });
    return who;
  };
  const second = await enter();
  assert.doesNotMatch(await (await browser(app).get('/login')).text(), /超过了/);
  const third = await enter();
  assert.match(await (await first.get('/login')).text(), /登录的设备超过了 2 台/);
  assert.match(await (await first.get('/en/login')).text(), /more than 2 devices/);
  for (const who of [second, third]) assert.equal((await who.get('/account')).status, 200);
  await changeSettings(house.as(owner, 'owner'), { devicesPerAccount: 20 });
});

test('fields say what they are, so that browsers and phones help', async () => {
  const html = await (await browser(app).get('/login')).text();
  assert.match(html, /autoComplete="username"|autocomplete="username"/i);
  assert.match(html, /autocomplete="current-password"/i);
  assert.doesNotMatch(html, /onpaste|autocomplete="off"/i);
});

test('a visitor registers by e-mail without any script and goes on to where they were', async () => {
  const who = browser(app);
  const code = whereTo(
    await who.form('/register', {
      address: 'walk@pages.example',
      how: 'email',
      next: '/courses/1',
    }),
  );
  assert.match(code, /^\/register\/code\?ticket=/);
  const html = await (await who.get(code)).text();
  assert.match(html, /w\*\*\*@pages\.example/);
  assert.match(html, /one-time-code/i);
  const ticket = new URL(code, 'http://x').searchParams.get('ticket')!;
  const sent = await codeSentTo(house, 'walk@pages.example');
  const fields = { ticket, code: sent, name: '小满', password: 'password', next: '/courses/1' };
  const again = await who.form('/register/code', fields);
  const shown = await again.text();
  assert.equal(again.status, 422);
  assert.match(shown, /密码太常见/);
  assert.match(shown, /value="小满"/);
  assert(!shown.includes(sent) && !shown.includes('value="password"'));
  assert.equal(
    whereTo(await who.form('/register/code', { ...fields, password: goodPassword })),
    '/courses/1',
  );
  assert.match(await (await who.get('/account')).text(), /walk@pages\.example/);
});

test('a phone code logs in, in English, and an empty password is none', async () => {
  const who = browser(app);
  const asked = await who.form('/en/login/codes', {
    address: '13900139000',
    how: 'phone',
    next: '',
  });
  const code = whereTo(asked);
  assert.match(code, /^\/en\/login\/code\?ticket=/);
  const ticket = new URL(code, 'http://x').searchParams.get('ticket')!;
  const wrong = await who.form('/en/login/code', { ticket, code: 'abc' });
  assert.equal(wrong.status, 422);
  assert.match(await wrong.text(), /The code is not right/);
  assert.equal(
    whereTo(
      await who.form('/en/login/code', {
        ticket,
        code: ` ${await codeSentTo(house, '+8613900139000')} `,
      }),
    ),
    '/en',
  );
});

test('a broken or unknown ticket is told kindly', async () => {
  const who = browser(app);
  assert.equal(whereTo(await who.get('/login/code?ticket=nonsense')), '/login?how=email');
  assert.equal(
    (await who.get('/reset/code?ticket=01900000-0000-7000-8000-000000000000')).status,
    410,
  );
  assert.equal((await who.form('/login/code', { ticket: 'nonsense', code: '1' })).status, 410);
});

test('after signing in nobody is led elsewhere, nor back to the sign-in', async () => {
  await anAccount(house, 'next@pages.example');
  for (const next of ['//evil.com', 'https://evil.com', '/\\evil.com', '/logout', '/\t/evil.com']) {
    const login = { address: 'next@pages.example', password: goodPassword, next };
    assert.equal(whereTo(await browser(app).form('/login', login)), '/', next);
  }
  const who = await signedIn('again@pages.example');
  assert.equal(whereTo(await who.get('/login?next=/learning')), '/learning');
  assert.equal(whereTo(await who.get('/en/login?next=//evil.com')), '/en');
});

test('a wrong password shows the form again with the address and without the password', async () => {
  await anAccount(house, 'form@pages.example');
  const who = browser(app);
  const response = await who.form('/login', {
    address: 'form@pages.example',
    password: 'guess-guess',
  });
  const html = await response.text();
  assert.equal(response.status, 401);
  assert.match(html, /账号或密码不对/);
  assert.match(html, /value="form@pages\.example"/);
  assert.doesNotMatch(html, /guess-guess/);
  const { jar } = who;
  assert.equal(jar.size, 0);
});

test('what is typed is shown as text', async () => {
  const html = await (
    await browser(app).form('/login', { address: '"><script>alert(1)</script>', password: 'x' })
  ).text();
  assert.doesNotMatch(html, /<script>alert/);
});

test('a reset by code works without script and signs in', async () => {
  await anAccount(house, 'forgot@pages.example');
  const who = browser(app);
  const code = whereTo(await who.form('/reset', { address: 'forgot@pages.example', how: 'email' }));
  const ticket = new URL(code, 'http://x').searchParams.get('ticket')!;
  const answer = {
    ticket,
    code: await codeSentTo(house, 'forgot@pages.example'),
    password: 'a new long one',
  };
  assert.equal(whereTo(await who.form('/reset/code', answer)), '/account');
  assert.equal((await who.get('/account')).status, 200);
});

test('the account pages are for people with an account', async () => {
  const who = browser(app);
  for (const path of [
    '/account',
    '/account/password',
    '/account/address',
    '/account/address/code',
    '/account/sessions',
  ]) {
    assert.equal(whereTo(await who.get(path)), `/login?next=${encodeURIComponent(path)}`);
    assert.match(whereTo(await who.form(path, {})), /^\/login\?next=/);
  }
});

test('name, language, password and e-mail are changed by forms', async () => {
  const who = await signedIn('settle@pages.example');
  assert.equal(
    whereTo(await who.form('/account', { name: ' 新 名字 ', locale: 'en' })),
    '/en/account?done=saved',
  );
  assert.match(await (await who.get('/en/account?done=saved')).text(), /新 名字/);
  assert.equal((await who.form('/account', { name: ' ', locale: 'zh' })).status, 422);

  const password = { currentPassword: goodPassword, newPassword: 'a new long one' };
  assert.equal(
    (await who.form('/account/password', { ...password, currentPassword: 'wrong' })).status,
    403,
  );
  assert.equal(
    whereTo(await who.form('/account/password', password)),
    '/account?done=passwordSaved',
  );

  const ask = { address: 'moved@pages.example', how: 'email', currentPassword: 'a new long one' };
  const code = whereTo(await who.form('/account/address', ask));
  assert.equal((await who.get(code)).status, 200);
  const ticket = new URL(code, 'http://x').searchParams.get('ticket')!;
  const confirmed = await who.form('/account/address/code', {
    ticket,
    code: await codeSentTo(house, ask.address),
  });
  assert.equal(whereTo(confirmed), '/account?done=addressSaved');
  assert.match(await (await who.get('/account')).text(), /moved@pages\.example/);
});

test('devices are listed, and signed out one by one or all together', async () => {
  const one = await signedIn('devices@pages.example');
  const login = { address: 'devices@pages.example', password: goodPassword };
  const others = await Promise.all(
    [0, 1].map(async () => {
      const other = browser(app);
      await other.form('/login', login);
      return other;
    }),
  );
  const html = await (await one.get('/account/sessions')).text();
  const [id = ''] = /value="[0-9a-f-]{36}"/.exec(html)?.[0].match(/[0-9a-f-]{36}/) ?? [];
  assert.equal(
    whereTo(await one.form('/account/sessions', { id })),
    '/account/sessions?done=ended',
  );
  assert.equal(
    whereTo(await one.form('/account/sessions', { id: 'others' })),
    '/account/sessions?done=ended',
  );
  for (const other of others) assert.match(whereTo(await other.get('/account')), /^\/login/);
  assert.equal((await one.get('/account')).status, 200);
});

test('logging out ends the session and forgets the cookie', async () => {
  const who = await signedIn('out@pages.example');
  const token = who.jar.get('sid')!;
  assert.equal(whereTo(await who.form('/logout', {})), '/');
  assert.equal(who.jar.has('sid'), false);
  who.jar.set('sid', token);
  assert.match(whereTo(await who.get('/account')), /^\/login/);
});

test('a caller with many tries gets a puzzle with the form, and the solved one lets the form through', async () => {
  const small = await openTestHouse({ settings: { authRateLimit: 6 } });
  try {
    await anAccount(small, 'puzzle@pages.example');
    const who = browser(realApp(small, pages));
    const login = { address: 'puzzle@pages.example', password: goodPassword };
    for (let n = 0; n < 2; n += 1)
      await who.form('/login', { address: `other${n}@pages.example`, password: 'wrong-wrong' });
    const html = await (await who.get('/login')).text();
    const [, puzzle = '', bits = ''] = /data-puzzle="([^"]+)" data-bits="(\d+)"/.exec(html) ?? [];
    assert.equal((await who.form('/login', { ...login, challenge: '' })).status, 403);
    const challenge = solve(puzzle, Number(bits), 0, 5_000_000)!;
    assert(sha256(challenge)[0]! >>> 0 < 2 ** 15);
    assert.equal(whereTo(await who.form('/login', { ...login, challenge })), '/');
  } finally {
    await small.close();
  }
});

test('the outbox shows what was sent, by address, in development only', async () => {
  const who = browser(app);
  await who.form('/login/codes', { address: 'post@pages.example', how: 'email' });
  const sent = await codeSentTo(house, 'post@pages.example');
  assert(sent.length === 6);
  assert.match(
    await (await who.get('/dev/outbox?address=POST@pages.example')).text(),
    new RegExp(sent),
  );
  const { items } = (await (
    await who.get('/dev/outbox.json?address=post%40pages.example')
  ).json()) as { items: { code: string }[] };
  assert.deepEqual(
    items.map(({ code }) => code),
    [sent],
  );
  assert.doesNotMatch(
    await (await who.get('/dev/outbox?address=nobody@pages.example')).text(),
    new RegExp(sent),
  );
  for (const mode of ['production', 'test'] as const) {
    assert.deepEqual(outboxPages({ mode }), []);
  }
});
