import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Hono } from 'hono';
import { seeded } from '#kernel/random.ts';
import { aPayment } from '#platform/gateway/gateway.contract.ts';
import { GatewayRefused, GatewayUnavailable } from '#platform/gateway/gateway.ts';
import { openWechatGateway } from '#platform/gateway/wechat.ts';
import { noFaults } from './faults.ts';
import { openSimulator, refuseInProduction } from './simulator.ts';
import { aClock, openBench, someKeys, type TestBench } from './testing.ts';

async function openOrder(bench: TestBench, outTradeNo = 'order-0001'): Promise<string> {
  return (await bench.gateway.openPayment(aPayment(bench, outTradeNo))).payUrl;
}

/** Jumps from due moment to due moment, as a simulation does. */
async function drain(bench: TestBench): Promise<void> {
  for (let due = bench.simulator.nextDueAt(); due; due = bench.simulator.nextDueAt()) {
    await bench.pass(Math.max(0, (due.getTime() - bench.now().getTime()) / 1000));
  }
}

test('an unheard notice is sent again after 15 s, 15 s, 30 s, 3 min …, sixteen times in all', async () => {
  const bench = await openBench();
  bench.merchant.status = 500;
  await openOrder(bench);
  bench.pay('order-0001');
  await drain(bench);
  const times = bench.merchant.posts.map((post) => post.at.getTime() / 1000);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  assert.deepEqual(gaps.slice(0, 5), [15, 15, 30, 180, 600]);
  assert.equal(times.length, 16);
  assert.equal((times.at(-1) ?? 0) - (times[0] ?? 0), 24 * 3600 + 4 * 60);
});

test('a notice that was heard is not sent again, and every delivery is signed anew', async () => {
  const bench = await openBench();
  bench.merchant.status = 503;
  await openOrder(bench);
  bench.pay('order-0001');
  await bench.pass(1);
  bench.merchant.status = 204;
  await drain(bench);
  assert.equal(bench.merchant.posts.length, 2);
  assert.equal(bench.merchant.heard.length, 1);
});

test('duplicated, late and reordered notices all arrive in the end; lost ones never do', async () => {
  const bench = await openBench({
    faults: { callbackDuplicated: 1, callbackLate: 0.5, callbackReordered: 0.5 },
  });
  const numbers = Array.from({ length: 20 }, (_, i) => `order-10${i}`);
  for (const number of numbers) {
    await openOrder(bench, number);
    bench.pay(number);
  }
  await drain(bench);
  const heard = bench.merchant.heard.map(
    (notice) => notice.kind === 'payment' && notice.outTradeNo,
  );
  assert.deepEqual(new Set(heard), new Set(numbers));
  assert.ok(heard.length > 40);
  assert.notDeepEqual([...new Set(heard)], numbers);

  bench.simulator.faults.set({ ...noFaults, callbackLost: 1 });
  await openOrder(bench, 'order-lost');
  bench.pay('order-lost');
  assert.equal(bench.simulator.nextDueAt(), undefined);
  assert.equal((await bench.gateway.queryPayment({ outTradeNo: 'order-lost' })).state, 'paid');
});

test('forged notices are sent and counted, and a merchant that reads well accepts none', async () => {
  const bench = await openBench({ faults: { callbackForged: 1 } });
  for (let i = 0; i < 60; i += 1) await openOrder(bench, `order-${100 + i}`);
  await drain(bench);
  assert.deepEqual(bench.simulator.forged, { sent: 60, accepted: [] });
  assert.equal(bench.merchant.heard.length, 0);
});

test('a merchant that believes everything is found out', async () => {
  const clock = aClock();
  const deliver = async () => new Response(null, { status: 204 });
  const shared = {
    now: clock.now,
    random: seeded(1),
    keys: await someKeys(),
    faults: { callbackForged: 1 },
  };
  const simulator = await openSimulator({ ...shared, deliver, baseUrl: 'http://127.0.0.1:1' });
  const outside = {
    transport: simulator.transport,
    now: clock.now,
    nonce: () => 'nonce0000000000000000',
  };
  await openWechatGateway(simulator.clientConfig, outside).openPayment(aPayment(clock));
  await simulator.tick();
  assert.equal(simulator.forged.accepted.length, 1);
});

test('a late payment arrives after the order is closed, with the time it really happened', async () => {
  const bench = await openBench();
  await openOrder(bench);
  assert.equal(bench.simulator.pay('order-0001', { late: true }), 'later');
  assert.deepEqual(await bench.pass(60), []);
  await bench.gateway.closePayment({ outTradeNo: 'order-0001' });
  const [notice] = await bench.pass(5);
  assert.ok(notice?.kind === 'payment');
  assert.equal(notice.paidAt.toISOString(), '2026-11-21T02:01:05.000Z');
});

test('a number charged twice is two transactions, and each can be given back by its own name', async () => {
  const bench = await openBench();
  await openOrder(bench);
  assert.equal(bench.simulator.pay('order-0001', { twice: true }), 'paid');
  const [first, second] = await bench.pass(1);
  assert.ok(first?.kind === 'payment' && second?.kind === 'payment');
  assert.notEqual(first.transactionId, second.transactionId);
  const { outTradeNo, transactionId, amount } = second;
  const order = { outTradeNo, transactionId, amount, total: amount, currency: 'CNY' };
  const notifyUrl = 'http://127.0.0.1:3000/notices';
  await bench.gateway.refund({ ...order, outRefundNo: 'second', reason: '重复支付', notifyUrl });
  await bench.pass(5);
  assert.equal(bench.cash(), amount - 12);
});

test('an abnormal refund succeeds when it is asked for again with the same number', async () => {
  const bench = await openBench({ faults: { refundAbnormal: 1 } });
  await openOrder(bench);
  bench.pay('order-0001');
  await bench.pass(1);
  const order = { outTradeNo: 'order-0001', amount: 1990, total: 1990, currency: 'CNY' };
  const asked = {
    ...order,
    outRefundNo: 'r1',
    reason: '',
    notifyUrl: 'http://127.0.0.1:3000/notices',
  };
  await bench.gateway.refund(asked);
  const [notice] = await bench.pass(5);
  assert.ok(notice?.kind === 'refund' && notice.state === 'abnormal');
  assert.equal((await bench.gateway.refund(asked)).state, 'processing');
  await bench.pass(5);
  assert.equal(
    (await bench.gateway.queryRefund({ outTradeNo: 'order-0001', outRefundNo: 'r1' })).state,
    'succeeded',
  );
});

test('under every API fault a call either tells the truth or says it does not know', async () => {
  const rates = { timeoutBefore: 0.2, timeoutAfter: 0.2, serverErrorAfter: 0.2, rateLimited: 0.2 };
  const bench = await openBench({ faults: rates });
  let unknown = 0;
  for (let i = 0; i < 100; i += 1) {
    try {
      await openOrder(bench, `order-${i % 10}0000`);
    } catch (error) {
      assert.ok(error instanceof GatewayUnavailable, String(error));
      unknown += 1;
    }
  }
  assert.ok(unknown > 40 && unknown < 80);
  assert.equal(bench.simulator.book.payments.size, 10);
});

test('a request that was not signed by the merchant, or was changed, is refused', async () => {
  const bench = await openBench();
  const { simulator, now } = bench;
  const outside = { now, nonce: () => 'nonce0000000000000000' };
  const spoiled = openWechatGateway(simulator.clientConfig, {
    ...outside,
    transport: (url, init) =>
      simulator.transport(url, { ...init, body: (init.body as string).replace('1990', '1') }),
  });
  const isForbidden = (error: unknown) =>
    error instanceof GatewayRefused && error.code === 'forbidden';
  await assert.rejects(spoiled.openPayment(aPayment(bench)), isForbidden);

  const transport = simulator.transport;
  const stranger = {
    ...simulator.clientConfig,
    merchantPrivateKeyPem: (await someKeys()).certificate.privatePem,
  };
  await assert.rejects(
    openWechatGateway(stranger, { ...outside, transport }).queryPayment({
      outTradeNo: 'order-0001',
    }),
    isForbidden,
  );
  const statuses: number[] = [];
  const late = openWechatGateway(simulator.clientConfig, {
    ...outside,
    now: () => new Date(now().getTime() - 301_000),
    transport: async (url, init) => {
      const response = await simulator.transport(url, init);
      statuses.push(response.status);
      return response;
    },
  });
  await assert.rejects(late.queryPayment({ outTradeNo: 'order-0001' }), GatewayUnavailable);
  assert.deepEqual(statuses, [401]);
});

test('mounted under a prefix it works the same', async () => {
  const { simulator, gateway, ...bench } = await openBench();
  const outer = new Hono();
  outer.mount('/sandbox', simulator.app.fetch);
  outer.all('/direct/*', (c) => simulator.handle(c.req.raw));
  const transport = async (url: string, init: RequestInit) => outer.request(url, init);
  const outside = { transport, now: bench.now, nonce: () => 'nonce0000000000000000' };
  const mounted = openWechatGateway(simulator.clientConfig, outside);
  const { payUrl } = await mounted.openPayment(aPayment(bench));
  assert.equal((await outer.request(payUrl)).status, 200);
  assert.equal((await gateway.queryPayment({ outTradeNo: 'order-0001' })).state, 'unpaid');
});

test('after a restart, what was under way goes on and unheard notices are sent', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'shuyuan-sim-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const first = await openBench({ folder });
  first.merchant.status = 500;
  await openOrder(first);
  first.pay('order-0001');
  await first.pass(1);
  await first.simulator.stop();

  const second = await openBench({ folder });
  assert.deepEqual(
    (await second.pass(1)).map((notice) => notice.kind),
    ['payment'],
  );
  assert.equal(second.cash(), 1990 - 12);
  await second.simulator.stop();
});

test('every notice of the past can be sent once more', async () => {
  const bench = await openBench();
  await openOrder(bench);
  bench.pay('order-0001');
  await bench.pass(1);
  bench.simulator.replayNotices();
  assert.equal((await bench.pass(0)).length, 1);
});

test('in production only a loopback address will do', () => {
  const refusal = (baseUrl: string, production = true, host = '127.0.0.1') =>
    refuseInProduction({ production, baseUrl, host });
  for (const host of ['127.0.0.1:3000', 'localhost', '[::1]:80']) {
    assert.equal(refusal(`http://${host}/sandbox`), undefined);
  }
  for (const host of ['0.0.0.0', 'shuyuan.example', '127.0.0.1.example', '10.0.0.1']) {
    assert.match(refusal(`http://${host}/sandbox`) ?? '', /no real money/);
    assert.equal(refusal(`http://${host}/sandbox`, false), undefined);
  }
  // Without PUBLIC_URL the address is localhost, whoever can reach the port.
  for (const host of ['0.0.0.0', '::', '10.0.0.1']) {
    assert.match(refusal('http://localhost:3000/sandbox', true, host) ?? '', /no real money/);
  }
  assert.equal(refusal('http://localhost:3000/sandbox', true, '::1'), undefined);
});
