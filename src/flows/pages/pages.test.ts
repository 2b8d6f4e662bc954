import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Ctx, User } from '#platform/ctx.ts';
import { hour, minute, second } from '#kernel/time.ts';
import { orderApi } from '#order/api.ts';
import { ledgerApi } from '#ledger/api.ts';
import { paymentApi } from '#payment/api.ts';
import { payoutApi } from '#payout/api.ts';
import { flowApi } from '../api.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { requestRefund } from '../refund-order.ts';
import { flowPages } from './routes.ts';

let shop: Shop;
before(async () => {
  shop = await openShop();
});
after(() => shop.close());

const routes = [...flowApi, ...flowPages, ...orderApi, ...paymentApi, ...payoutApi, ...ledgerApi];

/** A browser of one person. */
function browser(person?: Ctx<User>) {
  const app = shop.house.app(routes, () => person?.actor ?? { kind: 'visitor' });
  return {
    get: (path: string) => app.request(path),
    post: (path: string, form: Record<string, string> = {}) =>
      app.request(path, {
        method: 'POST',
        body: new URLSearchParams(form),
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
        },
      }),
    json: (method: string, path: string, body: object) =>
      app.request(`/api/v1${path}`, {
        method,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      }),
  };
}

test('from the course to the cashier, back, and into the course: without any script', async () => {
  const buyer = await shop.aPerson();
  const { offerId, workId } = await shop.aWork(19_900);
  const me = browser(buyer);
  const bought = await me.post('/buy', { offerId });
  assert.equal(bought.status, 303);
  const cashier = new URL(bought.headers.get('location')!);
  assert.equal(cashier.pathname, '/sandbox/cashier');
  const back = new URL(cashier.searchParams.get('redirect_url')!);
  const path = back.pathname + back.search;

  const waiting = await me.get(path);
  assert.match(await waiting.text(), /<wait-for data-topic="order:.*正在等待支付结果/s);

  const row = await shop.house.db
    .selectFrom('payment')
    .select('outTradeNo')
    .orderBy('openedAt', 'desc')
    .executeTakeFirstOrThrow();
  shop.simulator.pay(row.outTradeNo, { lose: true });
  const paid = await me.get(path);
  const html = await paid.text();
  assert.doesNotMatch(html, /<wait-for/);
  assert.match(html, /支付成功/);
  assert.match(html, new RegExp(`href="/learn/${workId}"`));
  assert.match(await (await me.get('/en/orders')).text(), /¥199/);
});

test('a refund takes two steps, says what is lost, and shows its way', async () => {
  const buyer = await shop.aPerson();
  const { offerId } = await shop.aWork(9_900);
  const { orderId } = await shop.buy(buyer, offerId);
  const me = browser(buyer);
  assert.match(
    await (await me.get(`/orders/${orderId}`)).text(),
    new RegExp(`href="/orders/${orderId}/refund"`),
  );
  const preview = await (await me.get(`/orders/${orderId}/refund`)).text();
  assert.match(preview, /将退回 ¥99/);
  assert.match(preview, /听得懂的乐理/);

  const asked = await me.post(`/orders/${orderId}/refund`, { reason: '买错了' });
  assert.equal(asked.status, 303);
  assert.match(await (await me.get(`/orders/${orderId}`)).text(), /正在退回/);
  const again = await me.post(`/orders/${orderId}/refund`, {});
  assert.equal(again.status, 409);
  await shop.settle();
  shop.wait(5 * second);
  await shop.settle();
  assert.match(await (await me.get(`/orders/${orderId}`)).text(), /已退款/);
});

test('a free course leads straight into learning', async () => {
  const { offerId, workId } = await shop.aWork(0);
  const bought = await browser(await shop.aPerson()).post('/buy', { offerId });
  assert.equal(bought.headers.get('location'), `/learn/${workId}`);
});

test('a silent gateway keeps the order and says so', async () => {
  const buyer = await shop.aPerson();
  const { offerId } = await shop.aWork(500);
  shop.simulator.faults.set({ timeoutBefore: 1 });
  const bought = await browser(buyer).post('/buy', { offerId });
  shop.simulator.faults.stop();
  assert.match(bought.headers.get('location')!, /^\/orders\/.+\?from=silence$/);
  assert.match(
    await (await browser(buyer).get(bought.headers.get('location')!)).text(),
    /暂时没有回应/,
  );
});

test('giving up closes the order, here and at the gateway', async () => {
  const buyer = await shop.aPerson();
  const { orderId, outTradeNo } = await shop.order(buyer, (await shop.aWork(500)).offerId);
  await browser(buyer).post(`/orders/${orderId}/cancel`);
  assert.match(await (await browser(buyer).get(`/orders/${orderId}`)).text(), /订单已关闭/);
  assert.ok(shop.simulator.book.payments.get(outTradeNo)?.closedAt);
});

test("a stranger, a visitor and the creator see nothing of another's order; finance sees its postings", async () => {
  const buyer = await shop.aPerson();
  const { offerId, creatorId } = await shop.aWork(9_900);
  const { orderId } = await shop.buy(buyer, offerId);
  const others = [
    [undefined, 401],
    [await shop.aPerson(), 404],
    [shop.house.as(creatorId, 'creator'), 404],
  ] as const;
  for (const [person, status] of others) {
    for (const path of [`/api/v1/orders/${orderId}`, `/api/v1/orders/${orderId}/refund-preview`]) {
      assert.equal((await browser(person).get(path)).status, status, path);
    }
    for (const path of [`/orders/${orderId}/payments`, `/orders/${orderId}/refunds`]) {
      assert.equal((await browser(person).json('POST', path, {})).status, status, path);
    }
  }
  const detail = async (person: Ctx<User>) =>
    (await (await browser(person).get(`/api/v1/orders/${orderId}`)).json()) as {
      transactions: object[];
      payments: object[];
    };
  assert.equal((await detail(buyer)).transactions.length, 0);
  const seen = await detail(await shop.aPerson('finance'));
  assert.deepEqual([seen.transactions.length, seen.payments.length], [1, 1]);
});

test("lists are one's own, and whole for finance, as JSON and as CSV", async () => {
  const buyer = await shop.aPerson();
  await shop.buy(buyer, (await shop.aWork(100)).offerId);
  const finance = await shop.aPerson('finance');
  const own = (await (await browser(buyer).get('/api/v1/orders')).json()) as { items: object[] };
  assert.equal(own.items.length, 1);
  for (const path of [
    'orders',
    'refunds',
    'captures',
    'payouts',
    'ledger/accounts',
    'ledger/transactions',
  ]) {
    const csv = await browser(finance).get(`/api/v1/${path}?format=csv`);
    assert.equal(csv.status, 200, path);
    assert.match(csv.headers.get('content-type')!, /csv/);
    assert.ok((await csv.text()).includes('（') || path === 'payouts' || path === 'refunds', path);
  }
  for (const path of ['captures', 'ledger/accounts', 'ledger/transactions', 'ledger/proof']) {
    assert.equal((await browser(buyer).get(`/api/v1/${path}`)).status, 403, path);
  }
});

test('an order that nobody paid says so after its time', async () => {
  const buyer = await shop.aPerson();
  const { orderId } = await shop.order(buyer, (await shop.aWork(500)).offerId);
  shop.wait(hour);
  await shop.sweep();
  assert.match(await (await browser(buyer).get(`/orders/${orderId}`)).text(), /没有扣款/);
  assert.equal((await browser(buyer).post(`/orders/${orderId}/pay`)).status, 410);
});

test('a refunded order says how much went back, when, where to, and leads to the course', async () => {
  const buyer = await shop.aPerson();
  const finance = await shop.aPerson('finance');
  const { workId, offerId } = await shop.aWork(19_900);
  const { orderId } = await shop.buy(buyer, offerId);
  const giveBack = async (amount: number) => {
    await requestRefund(shop.as(finance), orderId, { amount, reason: '补偿' });
    for (let i = 0; i < 3; i += 1) {
      await shop.settle();
      shop.wait(minute);
      await shop.sweep();
    }
  };
  await giveBack(4_900);
  const partly = await (await browser(buyer).get(`/orders/${orderId}`)).text();
  assert.match(partly, /\d{4}-\d\d-\d\d \d\d:\d\d 已退款 ¥49，原路退回您付款的账户/);
  assert.match(partly, /开始学习/, 'a part is back, the course is not gone');

  await giveBack(15_000);
  const whole = await (await browser(buyer).get(`/en/orders/${orderId}`)).text();
  assert.match(whole, /¥199 refunded in full/);
  assert.match(whole, /¥150 was refunded at .*, the way it was paid/);
  assert.match(whole, new RegExp(`href="/en/courses/${workId}"`));
  assert.doesNotMatch(whole, /Start to learn/);
});
