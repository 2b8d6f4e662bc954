import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { test } from 'node:test';
import { forgeries, type AlipayForgery } from '../../simulator/alipay/forge.ts';
import { lieOf } from '../../simulator/alipay/spell.ts';
import { openAlipayBench } from '../../simulator/alipay/testing.ts';
import { openAlipayGateway } from './alipay.ts';
import { isSigned, rawMember, signRequest } from './alipay-signature.ts';
import { aPayment, gatewayContract } from './gateway.contract.ts';
import {
  GatewayRefused,
  GatewayUnavailable,
  type NoticeRefusal,
  type Transport,
} from './gateway.ts';

gatewayContract(() => openAlipayBench(), { transfers: false });

const unavailable = (reason: GatewayUnavailable['reason']) => (error: unknown) =>
  error instanceof GatewayUnavailable && error.reason === reason;
const refusedFor = (code: GatewayRefused['code']) => (error: unknown) =>
  error instanceof GatewayRefused && error.code === code;

/** The bench's gateway over another network. */
async function openOver(change: (honest: Transport) => Transport) {
  const bench = await openAlipayBench();
  const transport = change(bench.simulator.transport);
  const { clientConfig } = bench.simulator;
  return { bench, gateway: openAlipayGateway(clientConfig, { transport, now: bench.now }) };
}

async function paid(bench: Awaited<ReturnType<typeof openAlipayBench>>, number = 'order-0001') {
  await bench.visit((await bench.gateway.openPayment(aPayment(bench, number))).payUrl);
  bench.pay(number);
  return bench.pass(1);
}

const verdicts: Record<AlipayForgery, NoticeRefusal> = {
  bad_signature: 'signature',
  no_signature: 'signature',
  merchant_key: 'signature',
  other_amount: 'signature',
  other_order: 'signature',
  emptied: 'signature',
  other_signature_type: 'malformed',
  twice: 'malformed',
  other_app: 'merchant',
  other_seller: 'merchant',
  odd_amount: 'malformed',
  huge: 'too_large',
};

for (const [name, code] of Object.entries(verdicts) as [AlipayForgery, NoticeRefusal][]) {
  test(`a forged notice is refused: ${name}`, async () => {
    const bench = await openAlipayBench();
    await bench.visit((await bench.gateway.openPayment(aPayment(bench))).payUrl);
    const payment = bench.simulator.book.payments.get('order-0001')!;
    const { sealer } = bench.simulator;
    const { headers, body } = forgeries[name](sealer, lieOf(sealer, payment, bench.now()));
    const read = () => bench.gateway.readNotice(headers, body, bench.now());
    assert.throws(read, refusedFor(code));
  });
}

test('an answer that was changed on its way, or carries no signature, is not believed', async () => {
  const changes: ((text: string) => string)[] = [
    (text) => text.replace('WAIT_BUYER_PAY', 'TRADE_SUCCESS'),
    (text) => text.replace('19.90', '99.90'),
    (text) => text.replace(/,"sign":"[^"]*"/, ''),
    (text) => text.replace(/"sign":"[^"]*"/, '"sign":""'),
    () => '{"alipay_trade_query_response":{"code":"40004","sub_code":"ACQ.TRADE_NOT_EXIST"}}',
    () => '{"error_response":{"code":"40002","sub_code":"isv.invalid-app-id"}}',
    (text) => text.replace('{"alipay', '{"alipay_trade_query_response":{"code":"10000"},"alipay'),
  ];
  for (const change of changes) {
    const { bench, gateway } = await openOver((honest) => async (url, init) => {
      const { status, headers, ...rest } = await honest(url, init).then(async (response) => ({
        status: response.status,
        headers: response.headers,
        text: await response.text(),
      }));
      return new Response(change(rest.text), { status, headers });
    });
    await bench.visit((await bench.gateway.openPayment(aPayment(bench))).payUrl);
    await assert.rejects(
      gateway.queryPayment({ outTradeNo: 'order-0001' }),
      unavailable('unverified_answer'),
    );
  }
});

test('a signed answer to another question is not an answer to this one', async () => {
  const bench = await openAlipayBench();
  await paid(bench, 'order-0001');
  await bench.visit((await bench.gateway.openPayment(aPayment(bench, 'order-0002'))).payUrl);
  const { simulator } = bench;
  let kept: string | undefined;
  const replaying: Transport = async (url, init) => {
    kept ??= await (await simulator.transport(url, init)).text();
    return new Response(kept);
  };
  const outside = { transport: replaying, now: bench.now };
  const cheated = openAlipayGateway(simulator.clientConfig, outside);
  assert.equal((await cheated.queryPayment({ outTradeNo: 'order-0001' })).state, 'paid');
  await assert.rejects(
    cheated.queryPayment({ outTradeNo: 'order-0002' }),
    unavailable('unverified_answer'),
  );
});

test('5xx, redirects, broken connections and silence are unknown results', async () => {
  const answers: [Transport, GatewayUnavailable['reason']][] = [
    [async () => new Response('', { status: 502 }), 'server_error'],
    [async () => new Response('', { status: 429 }), 'rate_limited'],
    [async () => new Response('', { status: 302, headers: { location: '/x' } }), 'server_error'],
    [() => Promise.reject(new TypeError('fetch failed')), 'network'],
    [() => Promise.reject(new DOMException('too slow', 'TimeoutError')), 'timeout'],
    [async () => new Response('<html>'), 'unverified_answer'],
    [async () => new Response('x'.repeat(70_000)), 'unverified_answer'],
  ];
  for (const [transport, reason] of answers) {
    const { gateway } = await openOver(() => transport);
    await assert.rejects(gateway.queryPayment({ outTradeNo: 'order-0001' }), unavailable(reason));
  }
});

test('the provider’s own trouble is an unknown result, whatever its status', async () => {
  const bench = await openAlipayBench({ faults: { rateLimited: 1 } });
  await assert.rejects(
    bench.gateway.queryPayment({ outTradeNo: 'order-0001' }),
    unavailable('server_error'),
  );
});

test('a payer who was charged once is not sent to pay again', async () => {
  const bench = await openAlipayBench();
  await paid(bench);
  const again = bench.gateway.openPayment(aPayment(bench));
  await assert.rejects(again, refusedFor('already_paid'));
});

test('a phone is sent to the page for phones', async () => {
  const bench = await openAlipayBench();
  const { payUrl } = await bench.gateway.openPayment({ ...aPayment(bench), device: 'phone' });
  const params = new URL(payUrl).searchParams;
  assert.equal(params.get('method'), 'alipay.trade.wap.pay');
  assert.equal(params.get('timestamp'), '2026-11-21 10:00:00');
  const content = JSON.parse(params.get('biz_content')!) as Record<string, string>;
  assert.equal(content['time_expire'], '2026-11-21 10:30:00');
});

test('an address to pay at that was changed on its way opens nothing', async () => {
  const bench = await openAlipayBench();
  const { payUrl } = await bench.gateway.openPayment(aPayment(bench));
  const cheap = payUrl.replace('19.90', '0.01');
  assert.notEqual(cheap, payUrl);
  await assert.rejects(bench.visit(cheap), /400/);
  assert.equal(
    (await bench.gateway.queryPayment({ outTradeNo: 'order-0001' })).state,
    'unknown_order',
  );
});

test('a partial refund is told as the trade’s success once more, and is no second payment', async () => {
  const bench = await openAlipayBench();
  await paid(bench);
  const order = { outTradeNo: 'order-0001', total: 1990, currency: 'CNY', notifyUrl: 'http://x/' };
  await bench.gateway.refund({ ...order, outRefundNo: 'r-1', amount: 500, reason: '' });
  const [notice] = await bench.pass(5);
  assert.equal(new URLSearchParams(bench.merchant.posts.at(-1)!.body.toString()).size > 0, true);
  assert.ok(notice?.kind === 'hint' && notice.outRefundNo === 'r-1');
});

test('a refund that the bank turned back goes through when it is asked for again', async () => {
  const bench = await openAlipayBench({ faults: { refundAbnormal: 1 } });
  await paid(bench);
  const order = { outTradeNo: 'order-0001', total: 1990, currency: 'CNY', notifyUrl: 'http://x/' };
  const asked = { ...order, outRefundNo: 'r-1', amount: 1990, reason: '' };
  await bench.gateway.refund(asked);
  await bench.pass(5);
  assert.equal((await bench.gateway.queryRefund(asked)).state, 'processing');
  await bench.gateway.refund(asked);
  await bench.pass(5);
  assert.equal((await bench.gateway.queryRefund(asked)).state, 'succeeded');
  assert.equal(bench.cash(), 0);
});

test('the finished notice that comes months later says the same payment once more', async () => {
  const bench = await openAlipayBench();
  const [first] = await paid(bench);
  const params = new URLSearchParams(new TextDecoder().decode(bench.merchant.posts[0]!.body));
  const fields = Object.fromEntries(params);
  delete fields['sign'];
  delete fields['sign_type'];
  fields['trade_status'] = 'TRADE_FINISHED';
  const { sealer } = bench.simulator;
  const { sealNotice } = await import('../../simulator/alipay/seal.ts');
  const again = bench.gateway.readNotice(
    {},
    Buffer.from(sealNotice(fields, sealer.own)),
    bench.now(),
  );
  assert.deepEqual(again, first);
});

test('a bill in which somebody else’s trade stands is read as it is; one that cannot be fetched is an unknown result', async () => {
  const bench = await openAlipayBench({ billsAtOnce: true });
  await paid(bench);
  bench.simulator.faults.set({ billLineExtra: 1 });
  const lines = await bench.gateway.dailyBill('2026-11-21');
  assert.deepEqual(
    lines.map(({ outTradeNo, amount, fee }) => [outTradeNo, amount, fee]),
    [
      ['order-0001', 1990, 12],
      ['somebody-elses', 1234, 7],
    ],
  );
  bench.simulator.faults.set({ billLineExtra: 0, billLineMissing: 1 });
  const none = bench.gateway.dailyBill('2026-11-21');
  await assert.rejects(none, unavailable('server_error'));
});

test('the raw text of a member is what was signed, however it is nested and spelled', () => {
  const json = '{ "a" : {"b":[1,{"a":"}"}],"c":"\\"x:" } ,"sign":"s","d":"a"}';
  assert.equal(rawMember(json, 'a'), '{"b":[1,{"a":"}"}],"c":"\\"x:" }');
  assert.equal(rawMember(json, 'sign'), '"s"');
  assert.equal(rawMember(json, 'd'), '"a"');
  assert.equal(rawMember(json, 'b'), undefined);
});

test('a signature has one spelling', async () => {
  const { simulator } = await openAlipayBench();
  const { appPrivateKeyPem } = simulator.clientConfig;
  const sign = signRequest({ a: '1', empty: '' }, createPrivateKey(appPrivateKeyPem));
  const key = createPublicKey(appPrivateKeyPem);
  assert.equal(isSigned('a=1', sign, key), true);
  assert.equal(isSigned('a=1', `${sign}\n`, key), false);
  assert.equal(isSigned('a=2', sign, key), false);
});
