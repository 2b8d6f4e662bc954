import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Customer } from './fixtures/customer.ts';
import {
  endEverything,
  eventually,
  freePort,
  killDatabase,
  processesOf,
  run,
  statusOf,
} from './fixtures/running.ts';

// A first start with the demonstration, cut short; then several processes on the same data.

const scratch = mkdtempSync(join(tmpdir(), 'shuyuan-several-'));
chmodSync(scratch, 0o711);
const dataDir = join(scratch, 'data');
const password = 'shuyuan-demo-2026';
const settings = { DATA_DIR: dataDir, MODE: 'development', DEMO: 'true' };

after(async () => {
  await endEverything(dataDir);
  rmSync(scratch, { recursive: true, force: true });
});

interface Listed {
  readonly items: { readonly id: string; readonly email: string; readonly slug: string }[];
}

test('a demonstration whose loading is killed again and again is there once and whole in the end', async (t) => {
  const PORT = await freePort();
  for (const line of ['Loading the demonstration', '  光的方向']) {
    const product = run({ settings: { ...settings, PORT } });
    await product.says(line);
    assert.equal(await statusOf(`${product.url}/healthz`), 503);
    await Promise.all([killDatabase(dataDir), product.end('SIGKILL')]);
  }
  const product = run({ settings: { ...settings, PORT } });
  t.diagnostic(`the rest of the demonstration: ready after ${await product.ready()} ms`);
  await product.says('learner2@example.com');

  const owner = new Customer(product.url);
  await owner.logIn('owner@example.com', password);
  const users = await owner.ask<Listed>('GET', '/api/v1/users?limit=100');
  assert.deepEqual(
    users.items.map(({ email }) => email).toSorted(),
    [...new Set(users.items.map(({ email }) => email))].toSorted(),
  );
  assert.equal(users.items.length, 9);
  const works = await owner.ask<Listed>('GET', '/api/v1/catalogue?limit=100');
  assert.equal(new Set(works.items.map(({ slug }) => slug)).size, 12);
  assert.equal(works.items.length, 12);
  assert.equal(await product.end('SIGINT'), 0, product.said());
  assert.deepEqual(await processesOf(dataDir), []);
});

test('two web processes and a worker: what one changes all show, and the worker does the work', async (t) => {
  const ports = [await freePort(), await freePort()] as const;
  const web = ports.map((PORT) => run({ settings: { ...settings, PORT, ROLE: 'web' } }));
  const worker = run({ settings: { ...settings, ROLE: 'worker' } });
  await Promise.all([
    ...web.map((process) => process.ready()),
    worker.says('this process serves no pages'),
  ]);
  const [first, second] = web;

  const owner = new Customer(first!.url);
  await owner.logIn('owner@example.com', password);
  const home = async (url: string) => (await fetch(`${url}/`)).text();
  await home(second!.url);
  for (const slogan of ['第一句话', '第二句话', '第三句话']) {
    const began = performance.now();
    // Right after the database came back one may still be told to come again in two seconds.
    const change = { slogan: { zh: slogan, en: slogan } };
    await eventually(() => owner.ask('PATCH', '/api/v1/settings', change));
    assert(
      (await home(first!.url)).includes(slogan),
      'the process that changed it shows it at once',
    );
    await eventually(async () => assert((await home(second!.url)).includes(slogan)));
    t.diagnostic(`seen by the other process after ${Math.round(performance.now() - began)} ms`);
    await killDatabase(dataDir);
    await eventually(async () => assert.equal(await statusOf(`${second!.url}/healthz`), 200));
    await eventually(async () => assert.equal(await statusOf(`${first!.url}/healthz`), 200));
    await eventually(() => owner.whoAmI());
  }

  await paysAtTheSecond(first!.url, second!.url);
  for (const process of [...web, worker])
    assert.equal(await process.end('SIGTERM'), 0, process.said());
  assert.deepEqual(await processesOf(dataDir), []);
});

/** The provider has one book, whichever process the buyer came to. */
async function paysAtTheSecond(first: string, second: string): Promise<void> {
  const learner = new Customer(second);
  // The database came back just now: one may be told to come again in two seconds.
  await eventually(() => learner.logIn('learner1@example.com', password));
  const { items } = await learner.ask<{ items: { slug: string; price: number }[] }>(
    'GET',
    '/api/v1/catalogue?limit=100',
  );
  const { slug } = items.find(({ price }) => price > 0)!;
  const { offerId } = await learner.ask<{ offerId: string }>('GET', `/api/v1/catalogue/${slug}`);
  const orderId = await learner.order(offerId, 'several-processes');
  const { payUrl } = await learner.ask<{ payUrl: string }>(
    'POST',
    `/api/v1/orders/${orderId}/payments`,
    {},
  );
  assert([first, second].includes(new URL(payUrl).origin), payUrl);
  const told = await learner.listen(`order:${orderId}`);
  const body = new URLSearchParams({
    prepay_id: new URL(payUrl).searchParams.get('prepay_id') ?? '',
    act: 'pay',
  });
  await fetch(`${new URL(payUrl).origin}/sandbox/cashier/pay`, {
    method: 'POST',
    body,
    redirect: 'manual',
  });
  // Whichever process the notice came to, who waits at another is told to look again, of each change once.
  await told();
  await eventually(async () => {
    const { state } = await learner.ask<{ state: string }>('GET', `/api/v1/orders/${orderId}`);
    assert.equal(state, 'paid');
  });
}
