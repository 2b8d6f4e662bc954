import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import { minute, second } from '#kernel/time.ts';
import { getOrder } from '#order/service/read-order.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import type { AlipaySimulator } from '#simulator/alipay/simulator.ts';
import { noFaults } from '#simulator/faults.ts';
import { openShop, type Shop } from './fixtures/shop.ts';
import { reconcileDay } from './reconcile-day.ts';
import { requestRefund } from './refund-order.ts';
import { buyOffer, startPayment } from './start-payment.ts';

const gateway = 'sandbox-alipay';
let shop: Shop;
let alipay: AlipaySimulator;
before(async () => {
  shop = await openShop({ alipay: true });
  alipay = shop.alipay!;
});
after(() => shop.close());

/** Orders, chooses Alipay and arrives there. */
async function arrive(buyer: Ctx<User>, price: number) {
  const { offerId } = await shop.aWork(price);
  const { id: orderId } = await buyOffer(shop.as(buyer), { offerId, idempotencyKey: newId() });
  const { payUrl } = await startPayment(shop.as(buyer), orderId, gateway);
  assert.equal((await alipay.handle(new Request(payUrl!))).status, 302);
  const { outTradeNo } = await shop.house.db
    .selectFrom('payment')
    .select('outTradeNo')
    .where('orderId', '=', orderId)
    .where('gateway', '=', gateway)
    .executeTakeFirstOrThrow();
  return { orderId, outTradeNo };
}

const stateOf = async (buyer: Ctx<User>, id: string) => (await getOrder(shop.as(buyer), id)).state;

test('an order is paid at Alipay, given back in two parts and balances with its bill', async () => {
  const buyer = await shop.aPerson();
  const staff = await shop.aPerson('finance');
  const { orderId, outTradeNo } = await arrive(buyer, 19_900);
  alipay.pay(outTradeNo);
  await shop.settle();
  assert.equal(await stateOf(buyer, orderId), 'paid');

  for (const amount of [5_000, 14_900]) {
    await requestRefund(shop.as(staff), orderId, { amount });
    await shop.settle();
    shop.wait(minute);
    await shop.settle();
  }
  assert.equal(await stateOf(buyer, orderId), 'refunded');
  assert.equal(alipay.book.totals().cash, 0);
  const day = await reconcileDay(shop.system(), gateway, '2026-11-21');
  assert.deepEqual(day, { found: [], open: [] });
});

test('notices that come doubled, late and out of order change nothing twice; lost ones are asked for', async () => {
  alipay.faults.set({ callbackDuplicated: 1, callbackReordered: 0.5, callbackLate: 0.5 });
  const buyer = await shop.aPerson();
  const orders = [];
  for (let i = 0; i < 6; i += 1) orders.push(await arrive(buyer, 1_000 + i));
  for (const { outTradeNo } of orders) alipay.pay(outTradeNo);
  alipay.faults.set({ ...noFaults, callbackLost: 1 });
  const lost = await arrive(buyer, 2_000);
  alipay.pay(lost.outTradeNo);
  alipay.faults.stop();
  for (let i = 0; i < 4; i += 1) {
    shop.wait(25 * minute);
    await shop.settle();
    await shop.sweep();
  }
  alipay.replayNotices();
  await shop.settle();
  for (const { orderId } of [...orders, lost]) assert.equal(await stateOf(buyer, orderId), 'paid');
  const { rows } = { rows: await shop.house.db.selectFrom('capture').selectAll().execute() };
  assert.equal(rows.filter(({ outcome }) => outcome !== 'kept').length, 0);
});

test('a forged notice is turned away and leaves no trace', async () => {
  alipay.faults.set({ callbackForged: 1 });
  const buyer = await shop.aPerson();
  const { orderId } = await arrive(buyer, 3_000);
  alipay.faults.stop();
  const before = alipay.forged.sent;
  await shop.settle();
  assert.equal(alipay.forged.sent, before + 1);
  assert.deepEqual(alipay.forged.accepted, []);
  assert.equal(await stateOf(buyer, orderId), 'pending');
});

test('who was charged another amount gets it back; who pays at both cashiers pays once', async () => {
  const buyer = await shop.aPerson();
  alipay.faults.set({ wrongAmount: 1 });
  const wrong = await arrive(buyer, 4_000);
  alipay.pay(wrong.outTradeNo);
  alipay.faults.stop();
  const both = await arrive(buyer, 5_000);
  await startPayment(shop.as(buyer), both.orderId);
  const attempts = await shop.house.db
    .selectFrom('payment')
    .select(['outTradeNo', 'gateway'])
    .where('orderId', '=', both.orderId)
    .execute();
  const elsewhere = attempts.find((one) => one.gateway === 'sandbox')!;
  shop.simulator.pay(elsewhere.outTradeNo);
  alipay.pay(both.outTradeNo);
  for (let i = 0; i < 3; i += 1) {
    await shop.settle();
    shop.wait(30 * second);
    await shop.sweep();
  }
  await shop.settle();
  assert.equal(await stateOf(buyer, both.orderId), 'paid');
  assert.equal(await stateOf(buyer, wrong.orderId), 'pending');
  const { outRefundNo } = await shop.house.db
    .selectFrom('refund')
    .selectAll()
    .where('cause', '=', 'mismatch')
    .executeTakeFirstOrThrow();
  assert.equal(alipay.book.refunds.get(outRefundNo)?.state, 'succeeded');
});

test('a refund whose answer is lost moves money once', async () => {
  const buyer = await shop.aPerson();
  const staff = await shop.aPerson('finance');
  const { orderId, outTradeNo } = await arrive(buyer, 6_000);
  alipay.pay(outTradeNo);
  await shop.settle();
  const before = alipay.book.totals().refunded;
  alipay.faults.set({ timeoutAfter: 1 });
  await requestRefund(shop.as(staff), orderId, { amount: 1_500 });
  await shop.settle();
  alipay.faults.set({ timeoutAfter: 0, serverErrorAfter: 1 });
  shop.wait(minute);
  await shop.sweep();
  alipay.faults.stop();
  shop.wait(10 * minute);
  await shop.sweep();
  await shop.settle();
  assert.equal(alipay.book.totals().refunded, before + 1_500);
  assert.equal((await getOrder(shop.as(buyer), orderId)).refunded, 1_500);
});
