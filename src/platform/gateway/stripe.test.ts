import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type StripeForgery, forgeries } from '../../simulator/stripe/forge.ts';
import { lieOf } from '../../simulator/stripe/spell.ts';
import { openStripeBench } from '../../simulator/stripe/testing.ts';
import { aPayment, gatewayContract } from './gateway.contract.ts';
import {
  GatewayRefused,
  GatewayUnavailable,
  type NoticeRefusal,
  type Transport,
} from './gateway.ts';
import { spellForm } from './stripe-http.ts';
import { openStripeGateway } from './stripe.ts';

gatewayContract(() => openStripeBench(), { transfers: false, fees: [303, 0], graceSec: 600 });

const unavailable = (reason: GatewayUnavailable['reason']) => (error: unknown) =>
  error instanceof GatewayUnavailable && error.reason === reason;
const refusedFor = (code: GatewayRefused['code']) => (error: unknown) =>
  error instanceof GatewayRefused && error.code === code;

type Bench = Awaited<ReturnType<typeof openStripeBench>>;

async function opened(bench: Bench, number = 'order-0001') {
  const { payUrl, reference } = await bench.gateway.openPayment(aPayment(bench, number));
  return { payUrl, name: { outTradeNo: number, reference: reference ?? null } };
}

async function paid(bench: Bench, number = 'order-0001') {
  const { name } = await opened(bench, number);
  bench.pay(number);
  await bench.pass(1);
  const told = await bench.gateway.queryPayment(name);
  assert.ok(told.state === 'paid');
  return { name, told };
}

const aRefund = (transactionId: string, outRefundNo: string, amount: number) => ({
  outTradeNo: 'order-0001',
  transactionId,
  outRefundNo,
  amount,
  total: 1990,
  currency: 'CNY',
  reason: '',
  notifyUrl: 'http://x/',
});

/** The bench's gateway over another network. */
async function openOver(change: (honest: Transport) => Transport) {
  const bench = await openStripeBench();
  const transport = change(bench.simulator.transport);
  const { clientConfig } = bench.simulator;
  return { bench, gateway: openStripeGateway(clientConfig, { transport, now: bench.now }) };
}

/** A network on which answers are changed. */
const changing =
  (change: (text: string) => string) =>
  (honest: Transport): Transport =>
  async (url, init) => {
    const { status, headers, ...response } = await honest(url, init).then(async (it) => ({
      status: it.status,
      headers: it.headers,
      text: await it.text(),
    }));
    return new Response(change(response.text), { status, headers });
  };

const verdicts: Record<StripeForgery, NoticeRefusal> = {
  bad_signature: 'signature',
  no_signature: 'signature',
  old_scheme: 'signature',
  other_secret: 'signature',
  stale: 'stale',
  ahead: 'stale',
  fresh_time_on_old: 'signature',
  two_times: 'signature',
  other_order: 'signature',
  reserialised: 'signature',
  huge: 'too_large',
  twice: 'malformed',
  other_mode: 'merchant',
  other_account: 'merchant',
};

for (const [name, code] of Object.entries(verdicts) as [StripeForgery, NoticeRefusal][]) {
  test(`a forged notice is refused: ${name}`, async () => {
    const bench = await openStripeBench();
    await opened(bench);
    const { keys, book, speaker } = bench.simulator;
    const saying = lieOf(speaker, book.payments.get('order-0001')!);
    const { headers, body } = forgeries[name]({ keys, saying, now: bench.now() });
    const read = () => bench.gateway.readNotice(headers, body, bench.now());
    assert.throws(read, refusedFor(code));
  });
}

test('while the owner replaces the secret, notices signed by either are understood, and none by a third', async () => {
  const bench = await openStripeBench();
  await paid(bench);
  const [post] = bench.merchant.posts;
  const { clientConfig } = bench.simulator;
  const readBy = (webhookSecrets: string[]) => () =>
    openStripeGateway(
      { ...clientConfig, webhookSecrets },
      {
        transport: fetch,
        now: bench.now,
      },
    ).readNotice(post!.headers, post!.body, bench.now());
  const [known] = clientConfig.webhookSecrets;
  assert.equal(readBy(['whsec_new', known!])().kind, 'hint');
  assert.throws(readBy(['whsec_new']), refusedFor('signature'));
  assert.throws(readBy([]), refusedFor('signature'));
});

test('what a notice says of money is not believed: it is a reason to ask', async () => {
  const bench = await openStripeBench();
  await opened(bench);
  const { keys, book, speaker } = bench.simulator;
  const saying = lieOf(speaker, book.payments.get('order-0001')!);
  const { postEvent } = await import('../../simulator/stripe/forge.ts');
  const { headers, body } = postEvent({ keys, saying, now: bench.now() });
  const notice = bench.gateway.readNotice(headers, body, bench.now());
  assert.deepEqual(
    { ...notice, id: '', at: 0 },
    {
      kind: 'hint',
      id: '',
      at: 0,
      outTradeNo: 'order-0001',
    },
  );
});

test('what is about nothing of ours is understood, and means nothing', async () => {
  const bench = await openStripeBench();
  await paid(bench);
  const { keys } = bench.simulator;
  const { postEvent } = await import('../../simulator/stripe/forge.ts');
  for (const object of [
    { object: 'checkout.session', client_reference_id: null, metadata: {} },
    { object: 'payout', id: 'po_1' },
  ]) {
    const { body: told } = {
      body: JSON.parse(new TextDecoder().decode(bench.merchant.posts[0]!.body)) as object,
    };
    const type = object.object === 'payout' ? 'payout.paid' : 'checkout.session.completed';
    const saying = { ...told, type, data: { object } };
    const { headers, body } = postEvent({ keys, saying, now: bench.now() });
    assert.equal(bench.gateway.readNotice(headers, body, bench.now()).kind, 'other');
  }
});

test('the fee is what the provider says it kept, with the payment already', async () => {
  const bench = await openStripeBench();
  const { told } = await paid(bench);
  assert.equal(told.fee, 303); // 3.4 % of 19.90 and 2.35
});

test('an account that keeps its balance in another currency tells its fee at the rate of the payment', async () => {
  const bench = await openStripeBench({ settling: { currency: 'hkd', rate: 1.0837 } });
  const { told } = await paid(bench);
  assert.equal(told.currency, 'CNY');
  assert.equal(told.amount, 1990);
  assert.ok(Math.abs(told.fee! - 303) <= 1, `${told.fee}`);
  await bench.pass(86_400);
  const [line] = await bench.gateway.dailyBill('2026-11-21');
  assert.deepEqual([line!.amount, line!.currency, line!.fee], [1990, 'CNY', told.fee]);
});

test('another amount is told as it is; money in another currency is not believed', async () => {
  const bench = await openStripeBench({ faults: { wrongAmount: 1 } });
  assert.notEqual((await paid(bench)).told.amount, 1990);
  const abroad = await openStripeBench({ faults: { wrongCurrency: 1 } });
  await assert.rejects(paid(abroad), unavailable('unverified_answer'));
});

test('an answer about another payment, or one that says too little, is not believed', async () => {
  const changes: ((text: string) => string)[] = [
    (text) => text.replace('"client_reference_id":"order-0001"', '"client_reference_id":"other"'),
    (text) => text.replace(/"latest_charge":\{/, '"latest_charge":"ch_1","rest":{'),
    (text) => text.replace('"paid":true', '"paid":false'),
    (text) => text.replace(/"amount":\d+/g, '"amount":-1'),
    (text) => text.slice(0, -2),
    () => '[]',
  ];
  for (const change of changes) {
    const { bench, gateway } = await openOver(changing(change));
    const { name } = await paid(bench);
    await assert.rejects(gateway.queryPayment(name), unavailable('unverified_answer'));
  }
});

test('5xx, redirects, conflicts, broken connections and silence are unknown results', async () => {
  const answers: [Transport, GatewayUnavailable['reason']][] = [
    [async () => new Response('', { status: 502 }), 'server_error'],
    [async () => new Response('', { status: 429 }), 'rate_limited'],
    [async () => new Response('{}', { status: 409 }), 'server_error'],
    [async () => new Response('', { status: 302, headers: { location: '/x' } }), 'server_error'],
    [() => Promise.reject(new TypeError('fetch failed')), 'network'],
    [() => Promise.reject(new DOMException('too slow', 'TimeoutError')), 'timeout'],
    [async () => new Response('<html>'), 'unverified_answer'],
    [async () => new Response('{"error":1}', { status: 400 }), 'unverified_answer'],
  ];
  for (const [transport, reason] of answers) {
    const { gateway } = await openOver(() => transport);
    const name = { outTradeNo: 'order-0001', reference: 'cs_1' };
    await assert.rejects(gateway.queryPayment(name), unavailable(reason));
  }
});

test('a number whose page was lost in the provider’s trouble is over: the payer gets another', async () => {
  const bench = await openStripeBench({ faults: { serverErrorAfter: 1 } });
  const open = () => bench.gateway.openPayment(aPayment(bench));
  await assert.rejects(open(), unavailable('server_error'));
  bench.simulator.faults.stop();
  await assert.rejects(open(), refusedFor('order_closed'));
});

test('a refund that the provider made in its trouble is found, and one that it did not is made by another number', async () => {
  const bench = await openStripeBench();
  const { told } = await paid(bench);
  bench.simulator.faults.set({ serverErrorAfter: 1 });
  const asked = aRefund(told.transactionId, 'r-1', 500);
  await assert.rejects(bench.gateway.refund(asked), unavailable('server_error'));
  bench.simulator.faults.stop();
  assert.equal((await bench.gateway.refund(asked)).state, 'processing');
  assert.equal(bench.simulator.book.refunds.size, 1);

  const spoilt: Transport = async (url, init) =>
    init.method === 'POST'
      ? new Response('', { status: 500, headers: { 'Idempotent-Replayed': 'true' } })
      : bench.simulator.transport(url, init);
  const outside = { transport: spoilt, now: bench.now };
  const gateway = openStripeGateway(bench.simulator.clientConfig, outside);
  const other = aRefund(told.transactionId, 'r-2', 500);
  await assert.rejects(gateway.refund(other), refusedFor('number_spoilt'));
  assert.equal((await gateway.queryRefund(other)).state, 'unknown_refund');
});

test('a refund is made once, also when the provider has long forgotten the key', async () => {
  const bench = await openStripeBench();
  const { told } = await paid(bench);
  const keyless: Transport = (url, init) => {
    const headers = new Headers(init.headers);
    headers.delete('Idempotency-Key');
    return bench.simulator.transport(url, { ...init, headers });
  };
  const gateway = openStripeGateway(bench.simulator.clientConfig, {
    transport: keyless,
    now: bench.now,
  });
  const asked = aRefund(told.transactionId, 'r-1', 500);
  await gateway.refund(asked);
  await gateway.refund(asked);
  assert.equal(bench.simulator.book.refunds.size, 1);
  await assert.rejects(gateway.refund({ ...asked, amount: 400 }), refusedFor('number_reused'));
});

test('a refund that failed has ended, and another number can be tried', async () => {
  const bench = await openStripeBench({ faults: { refundAbnormal: 1 } });
  const { told } = await paid(bench);
  const asked = aRefund(told.transactionId, 'r-1', 1990);
  await bench.gateway.refund(asked);
  const [notice] = await bench.pass(5);
  assert.ok(notice?.kind === 'hint' && notice.outRefundNo === 'r-1');
  assert.equal((await bench.gateway.queryRefund(asked)).state, 'closed');
  bench.simulator.faults.stop();
  const next = { ...asked, outRefundNo: 'r-2' };
  await bench.gateway.refund(next);
  await bench.pass(5);
  assert.equal((await bench.gateway.queryRefund(next)).state, 'succeeded');
});

test('a payer who paid is not sent to pay again, and a page that is over is replaced', async () => {
  const bench = await openStripeBench();
  const { name } = await paid(bench);
  const again = { ...aPayment(bench), ...name };
  await assert.rejects(bench.gateway.openPayment(again), refusedFor('already_paid'));
  const other = await opened(bench, 'order-0002');
  await bench.gateway.closePayment(other.name);
  const closed = { ...aPayment(bench, 'order-0002'), ...other.name };
  await assert.rejects(bench.gateway.openPayment(closed), refusedFor('order_closed'));
});

test('money that the payer’s bank has not sent yet can be neither had nor refused', async () => {
  const bench = await openStripeBench();
  const { name } = await opened(bench);
  bench.simulator.pay('order-0001', { late: true });
  assert.equal((await bench.gateway.queryPayment(name)).state, 'unpaid');
  await assert.rejects(bench.gateway.closePayment(name), unavailable('server_error'));
  const [notice] = await bench.pass(2_500);
  assert.ok(notice?.kind === 'hint');
  assert.equal((await bench.gateway.queryPayment(name)).state, 'paid');
});

test('a page is open for half an hour at least, and for a day at most, whatever was asked for', async () => {
  for (const [seconds, expected] of [
    [60, 2_400],
    [3_600, 3_600],
    [1_000_000, 82_800],
  ] as const) {
    const bench = await openStripeBench();
    const expiresAt = new Date(bench.now().getTime() + seconds * 1000);
    await bench.gateway.openPayment({ ...aPayment(bench), expiresAt });
    const { expiresAt: ends } = bench.simulator.book.payments.get('order-0001')!;
    assert.equal((Date.parse(ends) - bench.now().getTime()) / 1000, expected);
  }
  const bench = await openStripeBench();
  const asked = aPayment(bench);
  await bench.pass(1_200);
  // Opened twenty minutes late: what is left is too short, so this number is given up for another.
  await assert.rejects(bench.gateway.openPayment(asked), refusedFor('order_closed'));
});

test('a bill has all of its pages, with what is somebody else’s, and none before its day is over', async () => {
  const bench = await openStripeBench();
  for (let n = 0; n < 130; n += 1) {
    const number = `order-${String(n).padStart(4, '0')}`;
    await opened(bench, number);
    bench.pay(number);
  }
  await assert.rejects(bench.gateway.dailyBill('2026-11-21'), refusedFor('not_ready'));
  await bench.pass(86_400);
  assert.equal((await bench.gateway.dailyBill('2026-11-21')).length, 130);
  bench.simulator.faults.set({ billLineExtra: 1 });
  const lines = await bench.gateway.dailyBill('2026-11-21');
  assert.ok(lines.some(({ outTradeNo, amount }) => outTradeNo === '' && amount === 1234));
});

test('a check tells a wrong key from a silent provider, and whether notices come', async () => {
  const bench = await openStripeBench();
  const notices = 'http://127.0.0.1:3000/gateway/notices';
  assert.equal(await bench.gateway.check!(notices), 'test');
  assert.equal(await bench.gateway.check!('http://127.0.0.1:3000/elsewhere'), 'unheard');
  const { clientConfig, transport } = bench.simulator;
  const stranger = openStripeGateway(
    { ...clientConfig, secretKey: 'sk_test_other' },
    {
      transport,
      now: bench.now,
    },
  );
  await assert.rejects(stranger.check!(notices), refusedFor('forbidden'));
  const few = openStripeGateway(clientConfig, {
    transport: async (url, init) =>
      url.includes('webhook_endpoints')
        ? new Response('{"error":{"type":"invalid_request_error"}}', { status: 403 })
        : transport(url, init),
    now: bench.now,
  });
  assert.equal(await few.check!(notices), 'test');
});

test('what is nested is spelled as the provider reads it', () => {
  const form = spellForm({ a: { b: [1, { c: 'x y' }] }, d: true, e: undefined });
  assert.equal(decodeURIComponent(form), 'a[b][0]=1&a[b][1][c]=x+y&d=true');
});
