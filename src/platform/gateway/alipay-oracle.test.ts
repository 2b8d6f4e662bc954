import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { getRequestListener } from '@hono/node-server';
import { AlipaySdk } from 'alipay-sdk';
import { forgeries } from '../../simulator/alipay/forge.ts';
import { lieOf } from '../../simulator/alipay/spell.ts';
import { openAlipayBench } from '../../simulator/alipay/testing.ts';
import { openAlipayGateway } from './alipay.ts';
import { signRequest } from './alipay-signature.ts';
import { aPayment } from './gateway.contract.ts';
import { GatewayUnavailable } from './gateway.ts';

// The provider's own SDK, which shares no line with our client or our simulator, in both directions.

async function openOracle(t: TestContext) {
  const bench = await openAlipayBench();
  const { simulator } = bench;
  const road = { change: (body: string) => body };
  const serve = async (request: Request) => {
    const response = await simulator.handle(request);
    return new Response(road.change(await response.text()), response);
  };
  const server = createServer(getRequestListener(serve));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => server.close());
  const gatewayUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/gateway.do`;
  const config = simulator.clientConfig;
  const sdk = new AlipaySdk({
    appId: config.appId,
    privateKey: config.appPrivateKeyPem,
    keyType: 'PKCS8',
    alipayPublicKey: config.alipayPublicKeyPem,
    gateway: gatewayUrl,
    camelcase: false,
  });
  const outside = {
    transport: (url: string, init: RequestInit) => fetch(url, init),
    now: bench.now,
  };
  const ours = openAlipayGateway({ ...config, gatewayUrl }, outside);
  return { bench, sdk, ours, road };
}

const opening = (number: string) => ({
  bizContent: {
    out_trade_no: number,
    total_amount: '19.90',
    subject: '《庄子》十二讲',
    product_code: 'FAST_INSTANT_TRADE_PAY',
    time_expire: '2026-11-21 10:30:00',
  },
  notifyUrl: 'http://127.0.0.1:3000/notices',
  returnUrl: 'http://127.0.0.1:3000/orders/1',
});

test('an address that the SDK signed opens the cashier, and we sign the same parameters the same', async (t) => {
  const { bench, sdk } = await openOracle(t);
  const address = sdk.pageExecute('alipay.trade.page.pay', 'GET', opening('order-0001'));
  await bench.visit(address);
  bench.pay('order-0001');
  assert.equal((await bench.gateway.queryPayment({ outTradeNo: 'order-0001' })).state, 'paid');
  const params = Object.fromEntries(new URL(address).searchParams);
  const key = createPrivateKey(bench.simulator.clientConfig.appPrivateKeyPem);
  assert.equal(signRequest(params, key), params['sign']);
});

test('what the SDK asks over the network is answered, and it accepts the answers’ signatures', async (t) => {
  const { bench, sdk, ours } = await openOracle(t);
  await bench.visit((await ours.openPayment(aPayment(bench))).payUrl);
  bench.pay('order-0001');
  const options = { validateSign: true };
  const asked = { bizContent: { out_trade_no: 'order-0001' } };
  const trade = await sdk.exec('alipay.trade.query', asked, options);
  assert.equal(trade['trade_status'], 'TRADE_SUCCESS');
  const told = await ours.queryPayment({ outTradeNo: 'order-0001' });
  assert.ok(told.state === 'paid' && told.transactionId === trade['trade_no']);

  const refund = { ...asked.bizContent, refund_amount: '5.00', out_request_no: 'r-1' };
  assert.equal(
    (await sdk.exec('alipay.trade.refund', { bizContent: refund }, options))['fund_change'],
    'Y',
  );
  await bench.pass(5);
  const name = { outTradeNo: 'order-0001', outRefundNo: 'r-1' };
  assert.equal((await ours.queryRefund(name)).state, 'succeeded');
});

test('an answer that was forged on its way is refused by ours, which the SDK does only when told to', async (t) => {
  const { bench, sdk, ours, road } = await openOracle(t);
  await bench.visit((await ours.openPayment(aPayment(bench))).payUrl);
  road.change = (body) => body.replace('WAIT_BUYER_PAY', 'TRADE_SUCCESS');
  const asked = { bizContent: { out_trade_no: 'order-0001' } };
  assert.equal((await sdk.exec('alipay.trade.query', asked))['trade_status'], 'TRADE_SUCCESS');
  await assert.rejects(sdk.exec('alipay.trade.query', asked, { validateSign: true }));
  await assert.rejects(ours.queryPayment({ outTradeNo: 'order-0001' }), GatewayUnavailable);
});

test('the SDK proves the notices that we read, and refuses those whose signature we refuse', async (t) => {
  const { bench, sdk, ours } = await openOracle(t);
  await bench.visit((await ours.openPayment(aPayment(bench))).payUrl);
  bench.pay('order-0001');
  await bench.pass(1);
  const fieldsOf = (body: Uint8Array) =>
    Object.fromEntries(new URLSearchParams(new TextDecoder().decode(body)));
  const [post] = bench.merchant.posts;
  assert.equal(sdk.checkNotifySignV2(fieldsOf(post!.body)), true);
  assert.equal(bench.merchant.heard.length, 1);

  const { sealer, book } = bench.simulator;
  const lie = lieOf(sealer, book.payments.get('order-0001')!, bench.now());
  for (const name of [
    'bad_signature',
    'merchant_key',
    'other_amount',
    'other_order',
    'emptied',
  ] as const) {
    const { headers, body } = forgeries[name](sealer, lie);
    assert.equal(sdk.checkNotifySignV2(fieldsOf(body)), false, name);
    assert.throws(() => ours.readNotice(headers, body, bench.now()));
  }
});
