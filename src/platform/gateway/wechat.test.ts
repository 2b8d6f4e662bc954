import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBench } from '../../simulator/testing.ts';
import { aPayment, gatewayContract } from './gateway.contract.ts';
import { GatewayUnavailable, type Transport } from './gateway.ts';
import { openWechatGateway } from './wechat.ts';

gatewayContract(() => openBench(), { transfers: true });

/** The bench's gateway over another network. */
async function openOver(change: (honest: Transport) => Transport) {
  const bench = await openBench();
  const outside = { now: bench.now, nonce: () => 'nonce0000000000000000' };
  const transport = change(bench.simulator.transport);
  return {
    bench,
    gateway: openWechatGateway(bench.simulator.clientConfig, { transport, ...outside }),
  };
}

const unavailable = (reason: GatewayUnavailable['reason']) => (error: unknown) =>
  error instanceof GatewayUnavailable && error.reason === reason;

async function retold(honest: Response, change: (text: string) => string): Promise<Response> {
  const { status, headers } = honest;
  return new Response(change(await honest.text()), { status, headers });
}

test('an answer that was changed on its way is not believed', async () => {
  const { bench, gateway } = await openOver(
    (honest) => async (url, init) =>
      retold(await honest(url, init), (text) => text.replace('NOTPAY', 'CLOSED')),
  );
  await bench.gateway.openPayment(aPayment(bench));
  await assert.rejects(
    gateway.queryPayment({ outTradeNo: 'order-0001' }),
    unavailable('unverified_answer'),
  );
});

test('an unsigned "no such order" is an unknown result, not an answer', async () => {
  const { gateway } = await openOver(
    () => async () => Response.json({ code: 'ORDER_NOT_EXIST', message: '' }, { status: 404 }),
  );
  await assert.rejects(
    gateway.queryPayment({ outTradeNo: 'order-0001' }),
    unavailable('unverified_answer'),
  );
});

test('a signed answer to another question is not an answer to this one', async () => {
  const { bench, gateway } = await openOver((honest) => (url, init) => honest(url, init));
  await bench.gateway.openPayment(aPayment(bench, 'order-0001'));
  await bench.gateway.openPayment(aPayment(bench, 'order-0002'));
  const { simulator } = bench;
  let kept: { body: string; headers: Headers } | undefined;
  const replaying: Transport = async (url, init) => {
    const response = await simulator.transport(url, init);
    kept ??= { body: await response.text(), headers: response.headers };
    return new Response(kept.body, { headers: kept.headers });
  };
  const outside = { transport: replaying, now: bench.now, nonce: () => 'nonce0000000000000000' };
  const cheated = openWechatGateway(simulator.clientConfig, outside);
  assert.equal((await cheated.queryPayment({ outTradeNo: 'order-0002' })).state, 'unpaid');
  await assert.rejects(
    cheated.queryPayment({ outTradeNo: 'order-0001' }),
    unavailable('unverified_answer'),
  );
  assert.equal((await gateway.queryPayment({ outTradeNo: 'order-0001' })).state, 'unpaid');
});

test('5xx, 429, redirects, broken connections and silence are unknown results', async () => {
  const answers: [Transport, GatewayUnavailable['reason']][] = [
    [async () => new Response('', { status: 502 }), 'server_error'],
    [async () => new Response('', { status: 429 }), 'rate_limited'],
    [async () => new Response('', { status: 302, headers: { location: '/x' } }), 'server_error'],
    [() => Promise.reject(new TypeError('fetch failed')), 'network'],
    [() => Promise.reject(new DOMException('too slow', 'TimeoutError')), 'timeout'],
    [async () => new Response('x'.repeat(70_000)), 'unverified_answer'],
  ];
  for (const [transport, reason] of answers) {
    const { gateway } = await openOver(() => transport);
    await assert.rejects(gateway.queryTransfer('payout0001'), unavailable(reason));
  }
});

test('a provider that does not answer is given up after the time-out', async () => {
  const bench = await openBench();
  const silent: Transport = (_url, init) =>
    new Promise((_resolve, reject) => {
      const patience = setTimeout(() => undefined, 2_000);
      init.signal?.addEventListener('abort', () => {
        clearTimeout(patience);
        reject(init.signal?.reason as Error);
      });
    });
  const outside = { transport: silent, now: bench.now, nonce: () => 'nonce0000000000000000' };
  const gateway = openWechatGateway({ ...bench.simulator.clientConfig, timeoutMs: 20 }, outside);
  await assert.rejects(gateway.queryPayment({ outTradeNo: 'order-0001' }), unavailable('timeout'));
});

test('a bill whose bytes do not match the signed hash is thrown away', async () => {
  const { bench, gateway } = await openOver((honest) => async (url, init) => {
    const response = await honest(url, init);
    return url.includes('billdownload')
      ? retold(response, (text) => text.replace('19.90', '19.80'))
      : response;
  });
  await bench.gateway.openPayment(aPayment(bench));
  bench.pay('order-0001');
  await bench.pass(48 * 3600);
  await assert.rejects(gateway.dailyBill('2026-11-21'), unavailable('unverified_answer'));
});

test('a payment by QR code answers with the address for the code', async () => {
  const bench = await openBench();
  const { simulator, now } = bench;
  const outside = { transport: simulator.transport, now, nonce: () => 'nonce0000000000000000' };
  const gateway = openWechatGateway({ ...simulator.clientConfig, trade: 'native' }, outside);
  const { payUrl } = await gateway.openPayment(aPayment(bench));
  assert.match(payUrl, /^weixin:\/\/wxpay\/bizpayurl\?pr=/);
});

test('while the provider changes its keys, notices under either key are read', async () => {
  const bench = await openBench({ keyMode: 'mixed' });
  for (let i = 10; i < 30; i += 1) {
    await bench.gateway.openPayment(aPayment(bench, `order-${i}`));
    bench.pay(`order-${i}`);
  }
  assert.equal((await bench.pass(1)).length, 20);
  const serials = new Set(bench.merchant.posts.map((post) => post.headers.get('wechatpay-serial')));
  assert.equal(serials.size, 2);
});
