import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import { day, minute, second } from '#kernel/time.ts';
import { getBook, proveLedger } from '#ledger/service.ts';
import { getOrder } from '#order/service/read-order.ts';
import { closeAttempt } from '#payment/service/attempt.ts';
import { releaseEarnings } from '#payout/service/earn.ts';
import { getBalance } from '#payout/service/read.ts';
import { getStatement } from '#payout/service/statement.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { noFaults } from '#simulator/faults.ts';
import type { StripeSimulator } from '#simulator/stripe/simulator.ts';
import { balances } from './fixtures/books.ts';
import { openShop, type Shop } from './fixtures/shop.ts';
import { reconcileDay } from './reconcile-day.ts';
import { requestRefund } from './refund-order.ts';
import { buyOffer, startPayment } from './start-payment.ts';

const gateway = 'sandbox-stripe';
let shop: Shop;
let stripe: StripeSimulator;
before(async () => {
  shop = await openShop({ stripe: true });
  stripe = shop.stripe!;
});
after(() => shop.close());

/** Orders, chooses Stripe and is sent to its page. */
async function arrive(buyer: Ctx<User>, price: number, creatorId?: string) {
  const shelf = await shop.aWork(price, creatorId);
  const key = { offerId: shelf.offerId, idempotencyKey: newId() };
  const { id: orderId } = await buyOffer(shop.as(buyer), key);
  const { payUrl } = await startPayment(shop.as(buyer), orderId, gateway);
  assert.equal((await stripe.handle(new Request(payUrl!))).status, 200);
  return { ...shelf, orderId, ...(await attemptOf(orderId)) };
}

async function attemptOf(orderId: string) {
  return shop.house.db
    .selectFrom('payment')
    .select(['id as paymentId', 'outTradeNo', 'reference'])
    .where('orderId', '=', orderId)
    .where('gateway', '=', gateway)
    .orderBy('openedAt', 'desc')
    .executeTakeFirstOrThrow();
}

async function buy(buyer: Ctx<User>, price: number, creatorId?: string) {
  const bought = await arrive(buyer, price, creatorId);
  stripe.pay(bought.outTradeNo);
  await shop.settle();
  assert.equal(await stateOf(buyer, bought.orderId), 'paid');
  return bought;
}

/** Lets days' worth of notices and questions have their turn. */
async function letItSettle(rounds = 4, stepMs = 25 * minute) {
  for (let i = 0; i < rounds; i += 1) {
    await shop.settle();
    shop.wait(stepMs);
    await shop.sweep();
  }
  await shop.settle();
}

const stateOf = async (buyer: Ctx<User>, id: string) => (await getOrder(shop.as(buyer), id)).state;

/** How many notices about a payment were taken for what they are. */
async function heardOf(subject: string): Promise<number> {
  const rows = await shop.house.db
    .selectFrom('gatewayEvent')
    .select('id')
    .where('gateway', '=', gateway)
    .where('subject', '=', subject)
    .execute();
  return rows.length;
}

/** The books against themselves, and against the provider's own. */
async function assertBooks() {
  assert.ok((await proveLedger(shop.system())).isProven);
  const kept = await balances(shop);
  const ours = 0 - (kept[`gateway:${gateway}`] ?? 0) - (kept[`gateway_fee:${gateway}`] ?? 0);
  const { cash, deposited, fees } = stripe.book.totals();
  assert.equal(ours, cash - deposited);
  assert.equal(kept[`gateway_fee:${gateway}`] ?? 0, fees);
  assert.equal(kept[`suspense:${gateway}`] ?? 0, 0);
}

test('what was given back in two parts costs the house the fee, and the creator nothing they did not get', async () => {
  const buyer = await shop.aPerson();
  const staff = await shop.aPerson('finance');
  const sold = await buy(buyer, 19_900);
  const creator = shop.house.as(sold.creatorId, 'creator');
  stripe.replayNotices();
  await shop.settle();
  assert.equal(await heardOf(sold.outTradeNo), 1);
  // 3.4 % of 199 yuan and 2.35 are the provider's, a fifth of the rest the platform's.
  const fee = 677 + 235;
  const commission = Math.floor((19_900 - fee) / 5);
  assert.equal((await balances(shop))[`gateway_fee:${gateway}`], fee);
  const earned = (await getBalance(shop.as(creator))).pending;
  assert.equal(earned, 19_900 - fee - commission);
  await releaseEarnings(shop.system());
  for (const amount of [5_000, 14_900]) {
    await requestRefund(shop.as(staff), sold.orderId, { amount });
    await letItSettle(2, 10 * second);
  }
  assert.equal(await stateOf(buyer, sold.orderId), 'refunded');
  const kept = await balances(shop);
  assert.equal(kept['platform:lost_fee'], 0 - fee);
  assert.equal(kept['platform:commission'], 0);
  const { pending, available, debt } = await getBalance(shop.as(creator));
  assert.deepEqual([pending, available, debt], [0, 0, 0]);
  await assertBooks();

  const statement = await getStatement(shop.as(creator), sold.creatorId, '2026-11');
  assert.equal(statement.earned, earned);
  assert.equal(statement.takenBack, earned);
  const shared = { count: 1, gross: 19_900, fee, promotion: 0, commission, creator: earned };
  assert.deepEqual(statement.sales, shared);
  assert.deepEqual({ ...statement.refunds, count: 1 }, shared);
  const finance = await shop.aPerson('finance');
  const { now } = await getBook(shop.as(finance), { from: '2026-11-01', to: '2026-11-30' });
  assert.deepEqual(
    [now.gross, now.refunded, now.fees, now.creators, now.platform],
    [19_900, 19_900, fee, 0, 0 - fee],
  );
});

test('money that no order needs goes back whole, and its fee is the house’s loss', async () => {
  const before = (await balances(shop))['platform:lost_fee'] ?? 0;
  const buyer = await shop.aPerson();
  stripe.faults.set({ wrongAmount: 1 });
  const wrong = await arrive(buyer, 4_000);
  stripe.pay(wrong.outTradeNo);
  stripe.faults.stop();
  const both = await arrive(buyer, 5_000);
  await startPayment(shop.as(buyer), both.orderId);
  const { outTradeNo: elsewhere } = await shop.house.db
    .selectFrom('payment')
    .select('outTradeNo')
    .where('orderId', '=', both.orderId)
    .where('gateway', '=', 'sandbox')
    .executeTakeFirstOrThrow();
  shop.simulator.pay(elsewhere);
  await shop.settle();
  stripe.pay(both.outTradeNo);
  await letItSettle(3, 30 * second);
  assert.equal(await stateOf(buyer, both.orderId), 'paid');
  assert.equal(await stateOf(buyer, wrong.orderId), 'pending');
  const returned = await shop.house.db
    .selectFrom('capture')
    .selectAll()
    .where('gateway', '=', gateway)
    .where('outcome', '<>', 'kept')
    .execute();
  assert.deepEqual(returned.map(({ outcome }) => outcome).toSorted(), ['duplicate', 'mismatch']);
  const lost = returned.reduce((sum, { fee }) => sum + fee, 0);
  assert.equal((await balances(shop))['platform:lost_fee'], before - lost);
  await assertBooks();
  const finance = await shop.aPerson('finance');
  const { now, standing } = await getBook(shop.as(finance), {
    from: '2026-11-01',
    to: '2026-11-30',
  });
  assert.equal(now.gross - now.refunded, now.fees + now.creators + now.platform);
  assert.equal(now.cash, now.gross - now.refunded - now.fees - now.payouts);
  assert.equal(standing.creators, now.creators);
});

test('notices that come doubled, late and out of order change nothing twice; lost ones are asked for', async () => {
  stripe.faults.set({ callbackDuplicated: 1, callbackReordered: 0.5, callbackLate: 0.5 });
  const buyer = await shop.aPerson();
  const orders = [];
  for (let i = 0; i < 5; i += 1) orders.push(await arrive(buyer, 1_000 + i));
  for (const { outTradeNo } of orders) stripe.pay(outTradeNo);
  stripe.faults.set({ ...noFaults, callbackLost: 1 });
  const lost = await arrive(buyer, 2_000);
  stripe.pay(lost.outTradeNo);
  stripe.faults.stop();
  await letItSettle();
  stripe.replayNotices();
  await shop.settle();
  for (const { orderId, outTradeNo } of [...orders, lost]) {
    assert.equal(await stateOf(buyer, orderId), 'paid');
    const captures = await shop.house.db
      .selectFrom('capture')
      .select('fee')
      .where('orderId', '=', orderId)
      .execute();
    const [paidBy] = stripe.book.payments.get(outTradeNo)!.transactionIds;
    assert.deepEqual(captures, [{ fee: stripe.book.charges.get(paidBy!)!.feeKept }]);
  }
  for (const { outTradeNo } of orders) assert.ok((await heardOf(outTradeNo)) <= 1);
  await assertBooks();
});

test('a forged notice is turned away and leaves no trace', async () => {
  stripe.faults.set({ callbackForged: 1 });
  const buyer = await shop.aPerson();
  const { orderId } = await arrive(buyer, 3_000);
  stripe.faults.stop();
  const sent = stripe.forged.sent;
  await shop.settle();
  assert.equal(stripe.forged.sent, sent + 1);
  assert.deepEqual(stripe.forged.accepted, []);
  assert.equal(await stateOf(buyer, orderId), 'pending');
});

test('nobody is sent to a page whose number is not stored; what was lost on the way is opened anew', async () => {
  const buyer = await shop.aPerson();
  const { offerId } = await shop.aWork(3_000);
  const key = { offerId, idempotencyKey: newId() };
  const { id: orderId } = await buyOffer(shop.as(buyer), key);
  for (const fault of ['timeoutAfter', 'serverErrorAfter', 'timeoutBefore', 'rateLimited']) {
    stripe.faults.set({ ...noFaults, [fault]: 1 });
    await assert.rejects(startPayment(shop.as(buyer), orderId, gateway), {
      code: 'payment.unavailable',
    });
    stripe.faults.stop();
  }
  assert.equal((await attemptOf(orderId)).reference, null);
  const { payUrl } = await startPayment(shop.as(buyer), orderId, gateway);
  const { outTradeNo, reference } = await attemptOf(orderId);
  assert.ok(reference?.startsWith('cs_') && payUrl);
  stripe.pay(outTradeNo);
  await shop.settle();
  assert.equal(await stateOf(buyer, orderId), 'paid');
});

test('an order that is closed closes its page, and who pays while it closes is served once', async () => {
  const buyer = await shop.aPerson();
  const late = await arrive(buyer, 3_300);
  const never = await arrive(buyer, 3_400);
  stripe.pay(late.outTradeNo, { late: true });
  await letItSettle(6, 15 * minute);
  assert.equal(await stateOf(buyer, never.orderId), 'closed');
  stripe.pay(never.outTradeNo);
  await letItSettle(2);
  assert.equal(stripe.book.payments.get(never.outTradeNo)!.transactionIds.length, 0);
  assert.equal(await stateOf(buyer, late.orderId), 'paid');
  await assertBooks();
});

test('who pays an attempt that was given up meanwhile is heard, and served', async () => {
  const buyer = await shop.aPerson();
  const { orderId, outTradeNo, paymentId } = await arrive(buyer, 3_500);
  await closeAttempt(shop.system(), paymentId);
  stripe.pay(outTradeNo);
  await shop.settle();
  assert.equal(await stateOf(buyer, orderId), 'paid');
  await assertBooks();
});

test('a refund whose answer is lost moves money once, also in the provider’s trouble', async () => {
  const buyer = await shop.aPerson();
  const staff = await shop.aPerson('finance');
  const { orderId } = await buy(buyer, 6_000);
  const before = stripe.book.totals().refunded;
  stripe.faults.set({ timeoutAfter: 1 });
  await requestRefund(shop.as(staff), orderId, { amount: 1_500 });
  await shop.settle();
  stripe.faults.set({ timeoutAfter: 0, serverErrorAfter: 1 });
  shop.wait(minute);
  await shop.sweep();
  stripe.faults.stop();
  await letItSettle(2, 10 * minute);
  assert.equal(stripe.book.totals().refunded, before + 1_500);
  assert.equal((await getOrder(shop.as(buyer), orderId)).refunded, 1_500);
  await assertBooks();
});

test('a refund that failed is tried again by another number until it is through', async () => {
  const buyer = await shop.aPerson();
  const staff = await shop.aPerson('finance');
  const { orderId } = await buy(buyer, 6_100);
  stripe.faults.set({ refundAbnormal: 1 });
  await requestRefund(shop.as(staff), orderId, { amount: 6_100 });
  await shop.settle();
  shop.wait(5 * second);
  await shop.settle();
  stripe.faults.stop();
  await letItSettle(3, 5 * minute);
  assert.equal(await stateOf(buyer, orderId), 'refunded');
  const attempts = [...stripe.book.refunds.values()].filter(({ amount }) => amount === 6_100);
  assert.deepEqual(attempts.map(({ state }) => state).toSorted(), ['closed', 'succeeded']);
  await assertBooks();
});

test('the bill of a day agrees with the books; lines that are missing or somebody else’s are shown', async () => {
  shop.wait(day);
  const today = '2026-11-21';
  assert.deepEqual(await reconcileDay(shop.system(), gateway, today), { found: [], open: [] });
  stripe.faults.set({ billLineExtra: 1 });
  const { open } = await reconcileDay(shop.system(), gateway, today);
  assert.deepEqual(
    open.map(({ kind, number, billed }) => [kind, number, billed]),
    [['foreign', 'ch_somebodys', 1_234]],
  );
  stripe.faults.set({ billLineExtra: 0, billLineMissing: 1 });
  const none = await reconcileDay(shop.system(), gateway, today);
  assert.ok(none.open.length > 5 && none.open.every(({ kind }) => kind === 'missing'));
  stripe.faults.stop();
});
