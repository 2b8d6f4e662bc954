import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPostOffice } from '#platform/mail/post-office.ts';
import type { Carrier } from '#platform/mail/post-office.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';
import { identityApi } from './api.ts';
import { anAccount, browser, goodPassword, realApp } from './fixtures/join.ts';
import { accountPages } from './pages/account.tsx';
import { loginPages } from './pages/login.tsx';
import { registerPages } from './pages/register.tsx';
import { safetyPages } from './pages/safety.tsx';

// A house in earnest to which nobody has connected mail, or only mail.

const routes = [
  ...identityApi(() => []),
  ...loginPages,
  ...registerPages,
  ...accountPages,
  ...safetyPages,
];
const secret = Buffer.alloc(32, 7);
const taking: Carrier = { carry: async () => 'taken' };
let silent: TestHouse;
let mailed: TestHouse;

before(async () => {
  const office = (carriers: Parameters<typeof openPostOffice>[0]['carriers']) =>
    openPostOffice({ carriers, isKeeping: false, secret });
  const settings = { authRateLimit: 300, mode: 'production' } as const;
  silent = await openTestHouse({ settings, messenger: office({}) });
  mailed = await openTestHouse({ settings, messenger: office({ email: taking }) });
});
after(async () => {
  await silent.close();
  await mailed.close();
});

const rows = async (house: TestHouse) =>
  (await house.db.selectFrom('sentMessage').select('id').execute()).length +
  (await house.db.selectFrom('loginCode').select('id').execute()).length;

test('where nobody can be reached, no way by code is offered, and every page says so in plain words', async () => {
  const who = browser(realApp(silent, routes));
  for (const path of ['/login', '/login?how=email', '/register', '/register?how=phone', '/reset']) {
    for (const [prefix, sentence] of [
      ['', /还没有接通邮件和短信/],
      ['/en', /cannot send e-mail or short messages yet/],
    ] as const) {
      const answer = await who.get(prefix + path);
      const html = await answer.text();
      assert.equal(answer.status, 200);
      assert.match(html, sentence, prefix + path);
      assert.doesNotMatch(html, /how=email|how=phone|\/(?:register|reset|login)\/?codes?"/, path);
    }
  }
});

test('the API says so too, keeps nothing and pretends nothing, whoever is asked for', async () => {
  await anAccount(silent, 'there@closed.example');
  const who = browser(realApp(silent, routes));
  for (const [address, code] of [
    ['there@closed.example', 'identity.email_closed'],
    ['not-there@closed.example', 'identity.email_closed'],
    ['+8613800138000', 'identity.phone_closed'],
  ] as const) {
    for (const purpose of ['login', 'register', 'reset']) {
      const answer = await who.api('POST', '/login-codes', { purpose, address });
      assert.equal(answer.status, 409);
      const { error } = (await answer.json()) as { error: { code: string; message: string } };
      assert.equal(error.code, code);
      assert.match(error.message, /还没有接通/);
    }
  }
  assert.equal(await rows(silent), 0);
});

test('a password still opens the door, and changes without a letter that reaches nobody', async () => {
  await anAccount(silent, 'inside@closed.example');
  const who = browser(realApp(silent, routes));
  const login = { address: 'inside@closed.example', password: goodPassword };
  assert.equal((await who.form('/login', login)).status, 303);
  const account = await (await who.get('/account')).text();
  assert.doesNotMatch(account, /\/account\/address/);
  assert.match(await (await who.get('/account/address?how=email')).text(), /还没有接通/);
  const change = { currentPassword: goodPassword, newPassword: `${goodPassword} neu` };
  assert.equal((await who.form('/account/password', change)).status, 303);
  assert.equal(await rows(silent), 0);
});

test('where only mail is connected, only mail is offered', async () => {
  const who = browser(realApp(mailed, routes));
  for (const path of ['/login', '/register', '/reset'])
    assert.doesNotMatch(await (await who.get(path)).text(), /how=phone/, path);
  assert.match(await (await who.get('/login')).text(), /how=email/);
  assert.match(await (await who.get('/login?how=phone')).text(), /还没有接通短信/);
  const sent = await who.form('/login/codes', { address: 'post@closed.example', how: 'email' });
  assert.equal(sent.status, 303);
  const page = await (await who.get(sent.headers.get('location')!)).text();
  assert.doesNotMatch(page, /\/dev\/outbox/);
  const typed = await who.form('/register', { address: '+8613800138000', how: 'phone' });
  assert.equal(typed.status, 409);
  assert.match(await typed.text(), /还没有接通短信/);
});
