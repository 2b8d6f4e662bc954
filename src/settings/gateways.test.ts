import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { second } from '#kernel/time.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import type { Transport } from '#platform/gateway/gateway.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';
import { newId } from '#kernel/id.ts';
import { openAlipayBench } from '#simulator/alipay/testing.ts';
import { openStripeBench } from '#simulator/stripe/testing.ts';
import { openBench, someKeys } from '#simulator/testing.ts';
import type { SaveAccount } from './schema/gateways.ts';
import { findGateway } from './service/accounts.ts';
import { listOpenGateways } from './service/gateways.ts';
import {
  checkAccount,
  listAccounts,
  openAccountFor,
  saveAccount,
} from './service/keep-accounts.ts';
import { changeSettings } from './service.ts';

let house: TestHouse;
let owner: Ctx<User>;
let alipay: SaveAccount;
let wechat: SaveAccount;
let stripe: SaveAccount;
const nobody: Transport = () => Promise.reject(new TypeError('nobody is there'));
let honest: Transport;
const road = { transport: nobody };
const as = (person: Ctx<User>): Ctx<User> => ({ ...person, now: house.now() });

before(async () => {
  house = await openTestHouse({ transport: (url, init) => road.transport(url, init) });
  const id = newId();
  await house.db
    .insertInto('appUser')
    .values({ id, name: '院长', createdAt: house.now() })
    .execute();
  owner = house.as(id, 'owner');
  const bench = await openAlipayBench({ now: house.now, baseUrl: 'http://127.0.0.1:4000' });
  const { clientConfig: told } = bench.simulator;
  alipay = {
    appId: told.appId,
    sellerId: told.sellerId,
    alipayKey: told.alipayPublicKeyPem,
    appKey: told.appPrivateKeyPem,
    feeBps: 55,
    address: told.gatewayUrl,
  };
  const other = await openBench({ now: house.now, baseUrl: 'http://127.0.0.1:5000' });
  const keys = await someKeys();
  wechat = {
    mchid: keys.mchid,
    appid: keys.appid,
    merchantSerial: keys.merchant.serial,
    merchantKey: keys.merchant.privatePem,
    apiV3Key: keys.apiV3Key,
    platformSerial: keys.publicKey.serial,
    platformKey: keys.publicKey.publicPem,
    feeBps: 60,
    address: 'http://127.0.0.1:5000',
  };
  const third = await openStripeBench({
    now: house.now,
    baseUrl: 'http://127.0.0.1:6000',
    notifyUrl: `${house.ctx().ports.settings.publicUrl}/payment/notices/stripe`,
  });
  const { secretKey, webhookSecret } = third.simulator.keys;
  stripe = {
    secretKey,
    webhookSecret,
    feeBps: 340,
    feeFixed: 235,
    address: 'http://127.0.0.1:6000',
  };
  const benches = { 4000: bench, 5000: other, 6000: third } as const;
  honest = (url, init) =>
    benches[Number(new URL(url).port) as keyof typeof benches].simulator.transport(url, init);
});
beforeEach(() => {
  road.transport = honest;
});
after(() => house.close());

const rowsOf = () => house.db.selectFrom('gatewayAccount').selectAll().execute();

test('what is secret is sealed, never shown again, and not in the audit log', async () => {
  await saveAccount(as(owner), 'alipay', alipay);
  await saveAccount(as(owner), 'wechat', wechat);
  await saveAccount(as(owner), 'stripe', stripe);
  const secrets = [alipay, wechat, stripe].flatMap((account) =>
    ['appKey', 'merchantKey', 'apiV3Key', 'secretKey', 'webhookSecret'].flatMap((name) => {
      const value = (account as Record<string, unknown>)[name];
      return typeof value === 'string' ? [value.split('\n')[1] ?? value] : [];
    }),
  );
  const audit = await house.db.selectFrom('auditRecord').selectAll().execute();
  const shown = await listAccounts(as(owner));
  const all = JSON.stringify({ rows: await rowsOf(), audit, shown });
  for (const secret of secrets) {
    assert.ok(!all.includes(secret));
    for (const row of await rowsOf()) assert.ok(!row.sealed.includes(secret));
  }
  assert.deepEqual(
    shown.map(({ kind, isSet, isOpen }) => [kind, isSet, isOpen]),
    [
      ['wechat', true, false],
      ['alipay', true, false],
      ['stripe', true, false],
      ['transfer', false, false],
    ],
  );
});

test('a check says in one word what is so: it works, is silent, cannot be proved, is rejected', async () => {
  assert.equal((await checkAccount(as(owner), 'alipay')).finding, 'works');
  assert.equal((await checkAccount(as(owner), 'wechat')).finding, 'works');

  road.transport = nobody;
  assert.equal((await checkAccount(as(owner), 'alipay')).finding, 'silent');
  road.transport = async () => new Response('', { status: 502 });
  assert.equal((await checkAccount(as(owner), 'wechat')).finding, 'trouble');
});

test('a check of Stripe says that a key is for tests, is wrong, or that no notices come', async () => {
  assert.equal((await checkAccount(as(owner), 'stripe')).finding, 'test');
  const wrong = { ...stripe, secretKey: `sk_test_${'x'.repeat(24)}` };
  house.advance(second);
  await saveAccount(as(owner), 'stripe', wrong);
  const found = await checkAccount(as(owner), 'stripe');
  assert.deepEqual(found, { finding: 'rejected', detail: 'invalid_request_error 401' });
  house.advance(second);
  await saveAccount(as(owner), 'stripe', stripe);
  road.transport = async (url, init) =>
    url.includes('webhook_endpoints')
      ? new Response('{"has_more":false,"data":[]}')
      : honest(url, init);
  assert.equal((await checkAccount(as(owner), 'stripe')).finding, 'unheard');
  road.transport = nobody;
  assert.equal((await checkAccount(as(owner), 'stripe')).finding, 'silent');
});

test('with one’s own public key instead of the provider’s nothing can be proved', async () => {
  const keys = await someKeys();
  const wrong = { ...alipay, alipayKey: keys.merchant.publicPem };
  await saveAccount(as(owner), 'alipay', wrong);
  assert.equal((await checkAccount(as(owner), 'alipay')).finding, 'unproved');
  await saveAccount(as(owner), 'alipay', alipay);
});

test('with another private key the provider’s own word is told', async () => {
  const keys = await someKeys();
  house.advance(second);
  await saveAccount(as(owner), 'alipay', { ...alipay, appKey: keys.merchant.privatePem });
  const found = await checkAccount(as(owner), 'alipay');
  assert.deepEqual(found, { finding: 'rejected', detail: 'isv.invalid-signature' });
  house.advance(second);
  await saveAccount(as(owner), 'alipay', alipay);
});

test('a secret that is left out stays; bare base64 and both kinds of PEM are read', async () => {
  const { appKey: _, ...rest } = alipay as Extract<SaveAccount, { appId: string }>;
  const bare = rest.alipayKey.replaceAll(/-----[^-]*-----|\n/g, '');
  house.advance(second);
  await saveAccount(as(owner), 'alipay', { ...rest, alipayKey: bare });
  assert.equal((await checkAccount(as(owner), 'alipay')).finding, 'works');
});

test('a key that cannot be read is refused before anything is written', async () => {
  const before = await rowsOf();
  const bad: [object, string][] = [
    [{ alipayKey: 'nonsense' }, 'settings.bad_key'],
    [{ alipayKey: (alipay as Record<string, unknown>)['appKey'] }, 'settings.bad_key'],
    [{ appKey: 'nonsense' }, 'settings.bad_private_key'],
    [{ address: 'http://alipay.example/' }, 'settings.address_not_open'],
  ];
  for (const [change, code] of bad) {
    const saving = saveAccount(as(owner), 'alipay', { ...alipay, ...change });
    await assert.rejects(saving, { code });
  }
  assert.deepEqual(await rowsOf(), before);
});

test('buyers are offered what is open, the first one first; what is closed still gives back', async () => {
  assert.deepEqual(await listOpenGateways(as(owner)), []);
  await openAccountFor(as(owner), 'alipay', true);
  await openAccountFor(as(owner), 'wechat', true);
  await changeSettings(as(owner), { defaultGateway: 'wechat' });
  assert.deepEqual(await listOpenGateways(as(owner)), ['wechat', 'alipay']);
  await openAccountFor(as(owner), 'alipay', false);
  assert.deepEqual(await listOpenGateways(as(owner)), ['wechat']);
  assert.equal((await findGateway(as(owner), 'alipay'))?.name, 'alipay');
  assert.equal((await findGateway(as(owner), 'alipay'))?.fee.bps, 55);
});

test('only the owner changes accounts; finance sees that they are there', async () => {
  const finance = house.as(newId(), 'finance');
  assert.equal((await listAccounts(as(finance))).length, 4);
  await assert.rejects(saveAccount(as(finance), 'alipay', alipay), { code: 'policy.forbidden' });
  await assert.rejects(openAccountFor(as(finance), 'wechat', false), { code: 'policy.forbidden' });
  await assert.rejects(checkAccount(as(finance), 'wechat'), { code: 'policy.forbidden' });
});

test('an account whose secrets cannot be opened stops no other', async () => {
  await house.db
    .updateTable('gatewayAccount')
    .set({ sealed: Buffer.alloc(64), updatedAt: house.now() })
    .where('kind', '=', 'wechat')
    .execute();
  house.advance(10 * second);
  await house.db
    .updateTable('gatewayAccount')
    .set({ updatedAt: house.now() })
    .where('kind', '=', 'wechat')
    .execute();
  assert.equal((await checkAccount(as(owner), 'wechat')).finding, 'unreadable');
  assert.equal((await checkAccount(as(owner), 'alipay')).finding, 'works');
  assert.deepEqual(await listOpenGateways(as(owner)), []);
});
