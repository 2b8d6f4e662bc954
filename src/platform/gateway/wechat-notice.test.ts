import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { seeded } from '#kernel/random.ts';
import { forgeries, type Forgery, type Posted, postSaying } from '../../simulator/forge.ts';
import { openSealer } from '../../simulator/seal.ts';
import { openBench, someKeys } from '../../simulator/testing.ts';
import { GatewayRefused, type NoticeRefusal } from './gateway.ts';

const now = new Date('2026-11-21T02:00:00Z');
const random = seeded(3);
const nonce = (length: number): string =>
  Array.from({ length }, () => Math.floor(random() * 36).toString(36)).join('');

/** A right notice of 19.90 yuan paid, and the gateway it is addressed to. */
async function aNotice() {
  const { gateway } = await openBench();
  const keys = await someKeys();
  const plain = {
    appid: keys.appid,
    mchid: keys.mchid,
    out_trade_no: 'order-0001',
    transaction_id: '42000000000000000001',
    trade_state: 'SUCCESS',
    success_time: '2026-11-21T10:00:00+08:00',
    amount: { total: 1990, currency: 'CNY' },
  };
  const event = { event: 'TRANSACTION.SUCCESS', type: 'transaction' } as const;
  const saying = { id: 'EV-1', madeAt: now.toISOString(), ...event, plain };
  const forging = { sealer: openSealer(keys), saying, now, nonce };
  const read = ({ headers, body }: Posted) => gateway.readNotice(headers, body, now);
  return { gateway, forging, read };
}

test('a right notice is read, with headers as fetch or as node:http gives them', async () => {
  const { gateway, forging } = await aNotice();
  const { headers, body } = postSaying(forging);
  const asNode = Object.fromEntries(
    Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value]),
  );
  for (const bag of [headers, asNode, new Headers(headers)]) {
    const notice = gateway.readNotice(bag, body, now);
    assert.deepEqual(notice, {
      kind: 'payment',
      state: 'paid',
      id: 'EV-1',
      at: now,
      outTradeNo: 'order-0001',
      transactionId: '42000000000000000001',
      amount: 1990,
      currency: 'CNY',
      paidAt: now,
    });
  }
});

const verdicts: Record<Forgery, NoticeRefusal> = {
  bad_signature: 'signature',
  merchant_key: 'signature',
  unknown_serial: 'unknown_key',
  other_serial: 'signature',
  stale: 'stale',
  fresh_timestamp_on_old: 'signature',
  signtest: 'signature',
  tampered_ciphertext: 'undecryptable',
  wrong_aad: 'undecryptable',
  wrong_key: 'undecryptable',
  reserialised: 'signature',
  byte_order_mark: 'malformed',
  huge: 'too_large',
  duplicated_keys: 'malformed',
  other_merchant: 'merchant',
  other_app: 'merchant',
};

for (const [name, code] of Object.entries(verdicts) as [Forgery, NoticeRefusal][]) {
  test(`a forged notice (${name}) is refused as ${code}`, async () => {
    const { forging, read } = await aNotice();
    const forged = forgeries[name](forging);
    assert.throws(
      () => read(forged),
      (error) => error instanceof GatewayRefused && error.code === code,
    );
  });
}

test('a notice 300 s old is read, and one 301 s old or from the future is not', async () => {
  const { gateway, forging } = await aNotice();
  const { headers, body } = postSaying(forging);
  const readAt = (seconds: number) =>
    gateway.readNotice(headers, body, new Date(now.getTime() + seconds * 1000));
  assert.equal(readAt(300).kind, 'payment');
  assert.equal(readAt(-300).kind, 'payment');
  assert.throws(() => readAt(301), /stale/);
  assert.throws(() => readAt(-301), /stale/);
});

test('without one of its signature headers, or with one twice, a notice is refused', async () => {
  const { gateway, forging } = await aNotice();
  const { headers, body } = postSaying(forging);
  for (const name of ['Serial', 'Timestamp', 'Nonce', 'Signature'].map((it) => `Wechatpay-${it}`)) {
    assert.throws(
      () => gateway.readNotice({ ...headers, [name]: undefined }, body, now),
      GatewayRefused,
    );
    const twice = { ...headers, [name.toLowerCase()]: headers[name] };
    assert.throws(() => gateway.readNotice(twice, body, now), /twice/);
  }
});

test('one changed byte anywhere in the body makes a notice refused', async () => {
  const { forging, read } = await aNotice();
  const right = postSaying(forging);
  fc.assert(
    fc.property(fc.nat(right.body.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const body = Buffer.from(right.body);
      body[at] = (body[at] ?? 0) ^ change;
      assert.throws(() => read({ ...right, body }), GatewayRefused);
    }),
    { numRuns: 500 },
  );
});

test('one changed character in any signature header makes a notice refused', async () => {
  const { forging, read } = await aNotice();
  const right = postSaying(forging);
  const names = Object.keys(right.headers).filter((name) => name.startsWith('Wechatpay-'));
  const printable = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code));
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.nat(400), printable, (name, place, character) => {
      const value = right.headers[name] ?? '';
      const at = place % value.length;
      fc.pre(value[at] !== character);
      const changed = value.slice(0, at) + character + value.slice(at + 1);
      const headers = { ...right.headers, [name]: changed };
      assert.throws(() => read({ ...right, headers }), GatewayRefused);
    }),
    { numRuns: 500 },
  );
});

test('whatever bytes arrive, the answer is a refusal and never another error', async () => {
  const { forging, read } = await aNotice();
  const { headers } = postSaying(forging);
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 2000 }),
      fc.dictionary(fc.constantFrom(...Object.keys(headers)), fc.string()),
      (bytes, lies) => {
        const body = Buffer.from(bytes);
        assert.throws(() => read({ headers: { ...headers, ...lies }, body }), GatewayRefused);
      },
    ),
  );
});
