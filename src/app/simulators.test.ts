import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { newId } from '#kernel/id.ts';
import { openStripeGateway } from '#platform/gateway/stripe.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import { SaveAlipay, SaveStripe, SaveWechat } from '#settings/schema/gateways.ts';
import { checkAccount, saveAccount } from '#settings/service/keep-accounts.ts';
import { freePort } from './fixtures/running.ts';

const root = join(import.meta.dirname, '../..');

/** The first of three free ports in a row, below those that the system gives away by itself. */
async function threePorts(): Promise<number> {
  for (;;) {
    const first = randomInt(20_000, 30_000);
    const row = [first, first + 1, first + 2];
    if ((await Promise.all(row.map(isFree))).every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** `npm run simulators`, as the launcher runs it. */
async function start(t: TestContext, args: readonly string[]) {
  const dataDir = await mkdtemp(join(tmpdir(), 'shuyuan-simulators-'));
  const hooks = pathToFileURL(join(root, 'src/platform/hooks.mjs')).href;
  const { PATH, HOME } = process.env;
  const program = ['--import', hooks, 'src/app/simulators.ts', ...args];
  const env = { PATH, HOME, DATA_DIR: dataDir };
  const child = spawn(process.execPath, program, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (text: Buffer) => (said += text.toString()));
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  t.after(async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  });
  const waitFor = async (words: RegExp) => {
    for (let waits = 0; !words.test(said) && waits < 300; waits += 1) await sleep(100);
    assert.match(said, words);
  };
  const account = async (kind: string): Promise<unknown> =>
    JSON.parse(await readFile(join(dataDir, 'simulators', kind, 'account.json'), 'utf8'));
  return { child, ended, waitFor, account, said: () => said };
}

test('each provider is a process of its own, told with its keys, and an owner’s check finds that it works', async (t) => {
  const port = await threePorts();
  const house = await openTestHouse({ transport: (url, init) => fetch(url, init) });
  t.after(() => house.close());
  // The others’ clock is the machine’s.
  house.advance(Date.now() - house.now().getTime());
  const { publicUrl } = house.ctx().ports.settings;
  const simulators = await start(t, ['--port', String(port), '--house', publicUrl]);
  await simulators.waitFor(/wechat {2}http/);
  await simulators.waitFor(/alipay {2}http/);
  await simulators.waitFor(/stripe {2}http/);
  assert.match(simulators.said(), /sk_test_[0-9a-f]+/);
  assert.doesNotMatch(simulators.said(), /PRIVATE KEY/);

  const owner = newId();
  await house.db
    .insertInto('appUser')
    .values({ id: owner, name: '院长', createdAt: house.now() })
    .execute();
  const as = () => ({ ...house.as(owner, 'owner'), now: house.now() });
  const shapes = { wechat: SaveWechat, alipay: SaveAlipay, stripe: SaveStripe } as const;
  for (const kind of ['wechat', 'alipay', 'stripe'] as const) {
    await saveAccount(as(), kind, shapes[kind].parse(await simulators.account(kind)));
    const { finding } = await checkAccount(as(), kind);
    assert.equal(finding, kind === 'stripe' ? 'test' : 'works', kind);
  }
  simulators.child.kill('SIGTERM');
  await simulators.ended;
  await assert.rejects(fetch(`http://127.0.0.1:${port}/`), TypeError);
});

test('it tells the house of a payment over the network, signed by the secret that it printed', async (t) => {
  const heard: { headers: IncomingMessage['headers']; body: Buffer }[] = [];
  const merchant = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    heard.push({ headers: request.headers, body: Buffer.concat(parts) });
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => {
    merchant.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => merchant.close());
  const house = `http://127.0.0.1:${(merchant.address() as AddressInfo).port}`;
  const port = await freePort();
  const simulators = await start(t, ['stripe', '--port', String(port), '--house', house]);
  await simulators.waitFor(/stripe {2}http/);
  const account = SaveStripe.parse(await simulators.account('stripe'));
  const gateway = openStripeGateway(
    {
      name: 'stripe',
      baseUrl: account.address,
      secretKey: account.secretKey!,
      webhookSecrets: [account.webhookSecret!],
      feeBps: account.feeBps,
      feeFixed: account.feeFixed,
    },
    { transport: (url, init) => fetch(url, init), now: () => new Date() },
  );
  const openedAt = new Date();
  const { payUrl, reference } = await gateway.openPayment({
    outTradeNo: 'order-0001',
    amount: 1990,
    currency: 'CNY',
    description: '课程',
    openedAt,
    expiresAt: new Date(openedAt.getTime() + 3_600_000),
    notifyUrl: '',
    returnUrl: `${house}/orders/1`,
  });
  const form = new URL(payUrl).searchParams;
  form.set('act', 'pay');
  const paid = await fetch(`${account.address}/cashier/pay`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  assert.equal(paid.headers.get('location'), `${house}/orders/1`);
  for (let waits = 0; heard.length === 0 && waits < 100; waits += 1) await sleep(100);
  const [{ headers, body }] = heard as [(typeof heard)[0]];
  const notice = gateway.readNotice(headers as Record<string, string>, body, new Date());
  assert.ok(notice.kind === 'hint' && notice.outTradeNo === 'order-0001');
  const told = await gateway.queryPayment({ outTradeNo: 'order-0001', reference: reference! });
  assert.ok(told.state === 'paid' && told.amount === 1990);
});

test('a word that is not understood, or a port that is taken, is said in one sentence', async (t) => {
  const odd = await start(t, ['paypal']);
  assert.equal(await odd.ended, 1);
  assert.match(odd.said(), /Usage/);
  const taken = createServer();
  await new Promise<void>((resolve) => {
    taken.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => taken.close());
  const { port } = taken.address() as AddressInfo;
  const late = await start(t, ['stripe', '--port', String(port)]);
  assert.equal(await late.ended, 1);
  assert.match(late.said(), /EADDRINUSE/);
});
