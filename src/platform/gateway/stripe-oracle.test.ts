import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { getRequestListener } from '@hono/node-server';
import fc from 'fast-check';
import { Stripe } from 'stripe';
import { forgeries, type StripeForgery } from '../../simulator/stripe/forge.ts';
import { lieOf } from '../../simulator/stripe/spell.ts';
import { openStripeBench } from '../../simulator/stripe/testing.ts';
import { aPayment } from './gateway.contract.ts';
import { GatewayRefused } from './gateway.ts';
import { openStripeGateway } from './stripe.ts';

// The provider's own SDK, which shares no line with our client or our simulator, in both directions.

async function openOracle(t: TestContext) {
  const bench = await openStripeBench({ baseUrl: 'http://127.0.0.1:3000' });
  const { simulator } = bench;
  const server = createServer(getRequestListener((request) => simulator.handle(request)));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const { clientConfig } = simulator;
  const where = { host: '127.0.0.1', port, protocol: 'http' } as const;
  const sdk = new Stripe(clientConfig.secretKey, {
    ...where,
    maxNetworkRetries: 0,
    telemetry: false,
  });
  const outside = {
    transport: (url: string, init: RequestInit) => fetch(url, init),
    now: bench.now,
  };
  const ours = openStripeGateway({ ...clientConfig, baseUrl: `http://127.0.0.1:${port}` }, outside);
  return { bench, sdk, ours };
}

type Oracle = Awaited<ReturnType<typeof openOracle>>;

const opening = (bench: Oracle['bench'], number: string) => ({
  mode: 'payment' as const,
  client_reference_id: number,
  metadata: { out_trade_no: number },
  success_url: 'http://127.0.0.1:3000/orders/1',
  expires_at: Math.floor(bench.now().getTime() / 1000) + 1_800,
  line_items: [
    {
      quantity: 1,
      price_data: { currency: 'cny', unit_amount: 1990, product_data: { name: '《庄子》十二讲' } },
    },
  ],
});

test('a page that the SDK opened is paid, and both of us are told the same of it', async (t) => {
  const { bench, sdk, ours } = await openOracle(t);
  const session = await sdk.checkout.sessions.create(opening(bench, 'order-0001'));
  assert.equal(session.payment_status, 'unpaid');
  const name = { outTradeNo: 'order-0001', reference: session.id };
  assert.deepEqual(await ours.queryPayment(name), { state: 'unpaid' });
  bench.pay('order-0001');
  const expand = ['payment_intent.latest_charge.balance_transaction'];
  const told = await sdk.checkout.sessions.retrieve(session.id, { expand });
  const charge = (told.payment_intent as Stripe.PaymentIntent).latest_charge as Stripe.Charge;
  const known = await ours.queryPayment(name);
  assert.deepEqual(known, {
    state: 'paid',
    outTradeNo: 'order-0001',
    transactionId: charge.id,
    amount: charge.amount_captured,
    currency: 'CNY',
    paidAt: new Date(charge.created * 1000),
    fee: (charge.balance_transaction as Stripe.BalanceTransaction).fee,
  });
});

test('a page that we opened is what the SDK would have opened, and it reads our refunds and our bill', async (t) => {
  const { bench, sdk, ours } = await openOracle(t);
  const { reference } = await ours.openPayment(aPayment(bench));
  const theirs = await sdk.checkout.sessions.create(opening(bench, 'order-0002'));
  const mine = await sdk.checkout.sessions.retrieve(reference!);
  for (const key of ['mode', 'amount_total', 'currency', 'status', 'livemode'] as const)
    assert.equal(mine[key], theirs[key], key);
  assert.equal(mine.client_reference_id, 'order-0001');
  bench.pay('order-0001');
  const paid = await ours.queryPayment({ outTradeNo: 'order-0001', reference: reference! });
  assert.ok(paid.state === 'paid');

  const { transactionId } = paid;
  const refund = { outTradeNo: 'order-0001', transactionId, outRefundNo: 'r-1', amount: 500 };
  const rest = { total: 1990, currency: 'CNY', reason: '', notifyUrl: 'http://x/' };
  const made = await ours.refund({ ...refund, ...rest });
  const read = await sdk.refunds.retrieve(made.refundId);
  assert.deepEqual([read.amount, read.charge, read.status], [500, transactionId, 'pending']);
  const other = await sdk.refunds.create({
    payment_intent: read.payment_intent as string,
    amount: 490,
    metadata: { out_trade_no: 'order-0001', out_refund_no: 'r-2' },
  });
  await bench.pass(5);
  const known = await ours.queryRefund({ ...refund, outRefundNo: 'r-2' });
  assert.ok(known.state === 'succeeded' && known.refundId === other.id && known.amount === 490);

  await bench.pass(86_400);
  const all: Stripe.BalanceTransaction[] = [];
  for await (const one of sdk.balanceTransactions.list({ limit: 2 })) all.push(one);
  const bill = await ours.dailyBill('2026-11-21');
  assert.deepEqual(
    bill.map(({ kind, amount, fee }) => (kind === 'payment' ? amount : 0 - amount) - fee),
    all.toReversed().map(({ net }) => net),
  );
});

test('a key that both use is one request; with other contents it is refused to either', async (t) => {
  const { bench, sdk, ours } = await openOracle(t);
  const { payUrl } = await ours.openPayment(aPayment(bench));
  const idempotencyKey = 'pay-order-0001';
  await assert.rejects(
    sdk.checkout.sessions.create(opening(bench, 'order-0001'), { idempotencyKey }),
    { type: 'StripeIdempotencyError' },
  );
  const dear = { ...aPayment(bench), amount: 9_999_999 };
  await assert.rejects(
    ours.openPayment(dear),
    (error) => error instanceof GatewayRefused && error.code === 'number_reused',
  );
  assert.equal((await ours.openPayment(aPayment(bench))).payUrl, payUrl);
});

test('what is refused to the SDK is refused to us, each in its own words', async (t) => {
  const { bench, sdk, ours } = await openOracle(t);
  await assert.rejects(sdk.checkout.sessions.retrieve('cs_test_0'), { code: 'resource_missing' });
  const none = await ours.queryPayment({ outTradeNo: 'x', reference: 'cs_test_0' });
  assert.equal(none.state, 'unknown_order');
  const session = await sdk.checkout.sessions.create(opening(bench, 'order-0001'));
  await sdk.checkout.sessions.expire(session.id);
  await assert.rejects(sdk.checkout.sessions.expire(session.id), {
    type: 'StripeInvalidRequestError',
  });
  await ours.closePayment({ outTradeNo: 'order-0001', reference: session.id });
  await assert.rejects(
    sdk.checkout.sessions.create({ ...opening(bench, 'order-0002'), expires_at: 1 }),
    { param: 'expires_at' },
  );
});

test('the SDK proves the notices that we read, and refuses those whose signature we refuse', async (t) => {
  const { bench, sdk, ours } = await openOracle(t);
  const { reference } = await ours.openPayment(aPayment(bench));
  bench.pay('order-0001');
  await bench.pass(1);
  const [post] = bench.merchant.posts;
  const { webhookSecret } = bench.simulator.keys;
  const construct = (body: Uint8Array, header: string) =>
    sdk.webhooks.constructEvent(
      Buffer.from(body),
      header,
      webhookSecret,
      300,
      undefined,
      bench.now().getTime(),
    );
  const event = construct(post!.body, post!.headers.get('stripe-signature')!);
  assert.equal(event.type, 'checkout.session.completed');
  assert.equal(event.data.object.id, reference);

  await ours.openPayment(aPayment(bench, 'order-0002'));
  const { keys, speaker, book } = bench.simulator;
  const saying = lieOf(speaker, book.payments.get('order-0002')!);
  // What the SDK lets pass, we do not: a time ahead of ours, a time that stands twice, and what is somebody else's.
  const passes = new Set<StripeForgery>([
    'ahead',
    'two_times',
    'huge',
    'twice',
    'other_mode',
    'other_account',
  ]);
  for (const name of Object.keys(forgeries) as StripeForgery[]) {
    const { headers, body } = forgeries[name]({ keys, saying, now: bench.now() });
    assert.throws(() => ours.readNotice(headers, body, bench.now()), GatewayRefused, name);
    const read = () => construct(body, headers['Stripe-Signature']!);
    if (passes.has(name)) assert.ok(read(), name);
    else assert.throws(read, { type: 'StripeSignatureVerificationError' }, name);
  }
});

test('we read what the SDK signed, by any secret and at any time that is near', async (t) => {
  const { bench, sdk } = await openOracle(t);
  const said = (id: string) =>
    JSON.stringify({
      id,
      object: 'event',
      type: 'checkout.session.completed',
      created: 1,
      livemode: false,
      data: { object: { object: 'checkout.session', client_reference_id: `order-${id}` } },
    });
  const { clientConfig } = bench.simulator;
  const nowSec = bench.now().getTime() / 1000;
  const secrets = fc.stringMatching(/^whsec_[0-9a-zA-Z]{8,40}$/);
  fc.assert(
    fc.property(secrets, fc.uuid(), fc.integer({ min: -400, max: 400 }), (secret, id, age) => {
      const payload = said(id);
      const timestamp = nowSec + age;
      const header = sdk.webhooks.generateTestHeaderString({ payload, secret, timestamp });
      const gateway = openStripeGateway(
        { ...clientConfig, webhookSecrets: [secret] },
        {
          transport: fetch,
          now: bench.now,
        },
      );
      const read = () =>
        gateway.readNotice({ 'Stripe-Signature': header }, Buffer.from(payload), bench.now());
      if (Math.abs(age) > 300) return assert.throws(read, GatewayRefused);
      const notice = read();
      assert.ok(notice.kind === 'hint' && notice.outTradeNo === `order-${id}` && notice.id === id);
    }),
    { numRuns: 100 },
  );
});
