import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { grantWork, hasAccess, revokeGrant } from '#entitlement/service.ts';
import { newId } from '#kernel/id.ts';
import { day, hour, minute, second } from '#kernel/time.ts';
import { getOrder } from '#order/service/read-order.ts';
import { assertBooks, balances, count, everything } from './fixtures/books.ts';
import { openShop, type Shop } from './fixtures/shop.ts';
import { closeOrders } from './close-orders.ts';
import { applyCapture } from './pay-order.ts';
import { pollPayments } from './poll-payments.ts';
import { reconcileDay } from './reconcile-day.ts';
import { buyOffer, startPayment } from './start-payment.ts';

let shop: Shop;
before(async () => {
  shop = await openShop();
});
after(() => shop.close());

const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code;

test('a sale: ¥99 become 59 fen for the gateway, ¥19.68 for the platform, ¥78.73 held for the creator', async () => {
  const buyer = await shop.aPerson();
  const { offerId, workId, creatorId } = await shop.aWork(9_900);
  const { orderId } = await shop.buy(buyer, offerId);

  const order = await getOrder(shop.as(buyer), orderId);
  assert.equal(order.state, 'paid');
  assert.equal(order.refundUntil?.getTime(), order.paidAt!.getTime() + 7 * day);
  assert.ok(await hasAccess(shop.as(buyer), buyer.actor.userId, workId));
  assert.equal((await balances(shop))[`creator:${creatorId}:pending`], 7_873);
  const earning = await shop.house.db
    .selectFrom('earning')
    .selectAll()
    .where('creatorId', '=', creatorId)
    .executeTakeFirstOrThrow();
  assert.deepEqual([earning.fee, earning.commission, earning.amount], [59, 1_968, 7_873]);
  await assertBooks(shop);
});

test('a free course is served at once, and no gateway hears of it', async () => {
  const buyer = await shop.aPerson();
  const { offerId, workId } = await shop.aWork(0);
  const payments = await count(shop, 'payment');
  const order = await buyOffer(buyer, { offerId, idempotencyKey: newId() });
  assert.equal(order.state, 'paid');
  assert.ok(await hasAccess(buyer, buyer.actor.userId, workId));
  assert.equal(await count(shop, 'payment'), payments);
  await assertBooks(shop);
});

test('twenty double clicks at once place one order', async () => {
  const buyer = await shop.aPerson();
  const { offerId } = await shop.aWork(500);
  const placed = await Promise.all(
    Array.from({ length: 20 }, () => buyOffer(buyer, { offerId, idempotencyKey: newId() })),
  );
  assert.equal(new Set(placed.map(({ id }) => id)).size, 1);
});

test('twenty double clicks on a free course serve it once', async () => {
  const buyer = await shop.aPerson();
  const { offerId, workId } = await shop.aWork(0);
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, () => buyOffer(buyer, { offerId, idempotencyKey: newId() })),
  );
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.equal(await count(shop, 'entitlement', `work_id = '${workId}'`), 1);
});

test('one key is one order, and no other work can be ordered with it', async () => {
  const buyer = await shop.aPerson();
  const [one, other] = [await shop.aWork(500), await shop.aWork(500)];
  const idempotencyKey = newId();
  const first = await buyOffer(buyer, { offerId: one.offerId, idempotencyKey });
  assert.equal((await buyOffer(buyer, { offerId: one.offerId, idempotencyKey })).id, first.id);
  await assert.rejects(
    buyOffer(buyer, { offerId: other.offerId, idempotencyKey }),
    refused('order.key_reused'),
  );
});

test('what cannot be bought is refused and leaves no trace', async () => {
  const buyer = await shop.aPerson();
  const owned = await shop.aWork(700);
  await shop.buy(buyer, owned.offerId);
  const own = await shop.aWork(700, owned.creatorId);
  const [retired, hidden] = [await shop.aWork(700), await shop.aWork(700)];
  await shop.house.db
    .updateTable('offer')
    .set({ retiredAt: shop.house.now() })
    .where('id', '=', retired.offerId)
    .execute();
  await shop.house.db
    .updateTable('work')
    .set({ state: 'withdrawn' })
    .where('id', '=', hidden.workId)
    .execute();

  const creator = shop.house.as(owned.creatorId, 'creator');
  const before = await everything(shop);
  const tries = [
    [buyer, owned.offerId, 'order.already_owned'],
    [creator, own.offerId, 'order.own_work'],
    [buyer, retired.offerId, 'order.offer_retired'],
    [buyer, hidden.offerId, 'order.not_for_sale'],
    [buyer, newId(), 'order.offer_unknown'],
  ] as const;
  for (const [person, offerId, code] of tries) {
    await assert.rejects(
      buyOffer(shop.as(person), { offerId, idempotencyKey: newId() }),
      refused(code),
    );
  }
  assert.equal(await everything(shop), before);
});

test('the same notice twenty times at once is one sale', async () => {
  const buyer = await shop.aPerson();
  const { offerId, workId } = await shop.aWork(1_234);
  const { outTradeNo, orderId } = await shop.order(buyer, offerId);
  const fact = {
    outTradeNo,
    transactionId: `t-${outTradeNo}`,
    amount: 1_234,
    currency: 'CNY',
    paidAt: shop.house.now(),
  };
  const ctx = shop.system();
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      applyCapture(ctx, 'sandbox', fact, i % 2 ? { id: `n-${outTradeNo}` } : undefined),
    ),
  );
  assert.equal(outcomes.filter((outcome) => outcome === 'kept').length, 1);
  assert.equal(await count(shop, 'transaction', `subject_id = '${orderId}'`), 1);
  assert.equal(await count(shop, 'entitlement', `work_id = '${workId}'`), 1);
  assert.equal(
    await count(shop, 'outbox', `event = 'order.paid' and payload->>'orderId' = '${orderId}'`),
    1,
  );
});

test('two different charges for one order at once: one is kept, the other goes back', async () => {
  const shop = await openShop();
  const buyer = await shop.aPerson();
  const { offerId } = await shop.aWork(3_000);
  const { outTradeNo, orderId } = await shop.order(buyer, offerId);
  shop.simulator.pay(outTradeNo, { twice: true, lose: true });
  const charges = [...shop.simulator.book.charges.values()].map(
    ({ transactionId, amount, paidAt }) => ({
      outTradeNo,
      transactionId,
      amount,
      currency: 'CNY',
      paidAt: new Date(paidAt),
    }),
  );
  const outcomes = await Promise.all(
    [...charges, ...charges, ...charges].map((fact) =>
      applyCapture(shop.system(), 'sandbox', fact),
    ),
  );
  assert.deepEqual(outcomes.filter((outcome) => outcome !== 'known').toSorted(), [
    'duplicate',
    'kept',
  ]);
  await shop.settle();
  shop.wait(5 * second);
  await shop.settle();
  assert.equal(
    await count(
      shop,
      'refund',
      `order_id = '${orderId}' and cause = 'duplicate' and state = 'succeeded'`,
    ),
    1,
  );
  assert.equal((await balances(shop))['suspense:sandbox'], 0);
  await assertBooks(shop);
  await shop.close();
});

test('another amount than asked for is never a payment: it goes back, and the order can still be paid or closed', async () => {
  const shop = await openShop({ faults: { wrongAmount: 1 } });
  const buyer = await shop.aPerson();
  const { offerId, workId } = await shop.aWork(3_000);
  const { orderId } = await shop.buy(buyer, offerId);
  assert.equal((await getOrder(shop.as(buyer), orderId)).state, 'pending');
  assert.ok(!(await hasAccess(shop.as(buyer), buyer.actor.userId, workId)));

  shop.simulator.faults.stop();
  const again = await startPayment(shop.as(buyer), orderId);
  assert.ok(again.payUrl, 'a new attempt is open');
  shop.wait(hour);
  await shop.settle();
  await closeOrders(shop.system());
  assert.equal((await getOrder(shop.as(buyer), orderId)).state, 'closed');
  assert.equal(await count(shop, 'refund', `cause = 'mismatch' and state = 'succeeded'`), 1);
  await assertBooks(shop);
  await shop.close();
});

test('an unpaid order closes after its time and grace, and not before the gateway was asked', async () => {
  const buyer = await shop.aPerson();
  const { offerId } = await shop.aWork(800);
  const { orderId, outTradeNo } = await shop.order(buyer, offerId);
  shop.wait(30 * minute + second);
  await closeOrders(shop.system());
  assert.equal((await getOrder(shop.as(buyer), orderId)).state, 'pending');
  await assert.rejects(startPayment(shop.as(buyer), orderId), refused('order.expired'));
  shop.wait(5 * minute);
  await closeOrders(shop.system());
  assert.equal((await getOrder(shop.as(buyer), orderId)).state, 'closed');
  assert.ok(
    shop.simulator.book.payments.get(outTradeNo)?.closedAt,
    'the gateway takes no money any more',
  );
});

test('paid in time and never heard of: the close sweep asks, and serves instead of closing', async () => {
  const buyer = await shop.aPerson();
  const { offerId, workId } = await shop.aWork(800);
  const { orderId, outTradeNo } = await shop.order(buyer, offerId);
  shop.simulator.pay(outTradeNo, { lose: true });
  shop.wait(40 * minute);
  await Promise.all([
    closeOrders(shop.system()),
    closeOrders(shop.system()),
    pollPayments(shop.system()),
  ]);
  assert.equal((await getOrder(shop.as(buyer), orderId)).state, 'paid');
  assert.ok(await hasAccess(shop.as(buyer), buyer.actor.userId, workId));
});

test('a silent gateway closes nothing', async () => {
  const shop = await openShop();
  const buyer = await shop.aPerson();
  const { offerId } = await shop.aWork(800);
  const { orderId } = await shop.order(buyer, offerId);
  shop.simulator.faults.set({ timeoutBefore: 1 });
  shop.wait(2 * hour);
  await closeOrders(shop.system());
  assert.equal((await getOrder(shop.as(buyer), orderId)).state, 'pending');
  shop.simulator.faults.stop();
  shop.wait(2 * minute);
  await closeOrders(shop.system());
  assert.equal((await getOrder(shop.as(buyer), orderId)).state, 'closed');
  await shop.close();
});

test('money that comes late re-opens the order while the offer stands, and goes back when it does not', async () => {
  const shop = await openShop();
  const [buyer, other] = [await shop.aPerson(), await shop.aPerson()];
  const [stands, gone] = [await shop.aWork(900), await shop.aWork(900)];
  const [one, two] = [
    await shop.order(buyer, stands.offerId),
    await shop.order(other, gone.offerId),
  ];
  shop.simulator.pay(one.outTradeNo, { late: true });
  shop.simulator.pay(two.outTradeNo, { late: true });
  await shop.house.db
    .updateTable('offer')
    .set({ retiredAt: shop.house.now() })
    .where('id', '=', gone.offerId)
    .execute();
  shop.wait(40 * minute);
  await closeOrders(shop.system());
  for (let i = 0; i < 5; i += 1) {
    await shop.settle();
    shop.wait(10 * second);
  }
  assert.equal((await getOrder(shop.as(buyer), one.orderId)).state, 'paid');
  assert.equal((await getOrder(shop.as(other), two.orderId)).state, 'closed');
  assert.equal(
    await count(
      shop,
      'refund',
      `order_id = '${two.orderId}' and cause = 'late' and state = 'succeeded'`,
    ),
    1,
  );
  await assertBooks(shop);
  await shop.close();
});

test('money that went back while another process was about to take it stays gone', async () => {
  const [isHeld, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let isWatching = false;
  const shop = await openShop({
    // The first to lock the order waits just before it does.
    probe: async (statement) => {
      if (!isWatching || !statement.includes('own_for_sure')) return;
      isWatching = false;
      isHeld.resolve();
      await go.promise;
    },
  });
  const [buyer, owner] = [await shop.aPerson(), await shop.aPerson('owner')];
  const { offerId, workId } = await shop.aWork(900);
  const { orderId, outTradeNo } = await shop.order(buyer, offerId);
  const given = { userId: buyer.actor.userId, workId, reason: '赠送' };
  const grantId = await grantWork(shop.as(owner), given);
  const fact = {
    outTradeNo,
    transactionId: `t-${outTradeNo}`,
    amount: 900,
    currency: 'CNY',
    paidAt: shop.house.now(),
  };

  isWatching = true;
  const slow = applyCapture(shop.system(), 'sandbox', fact);
  await isHeld.promise;
  assert.equal(await applyCapture(shop.system(), 'sandbox', fact), 'duplicate');
  await revokeGrant(shop.as(owner), grantId);
  go.resolve();
  assert.equal(await slow, 'known');
  assert.equal((await getOrder(shop.as(buyer), orderId)).state, 'closed');
  assert.equal(await count(shop, 'refund', `order_id = '${orderId}'`), 1);
  await shop.close();
});

test('an answer that was lost is asked for again by the same number', async () => {
  const shop = await openShop();
  const buyer = await shop.aPerson();
  const { offerId } = await shop.aWork(900);
  const placed = await buyOffer(buyer, { offerId, idempotencyKey: newId() });
  shop.simulator.faults.set({ timeoutAfter: 1 });
  await assert.rejects(startPayment(shop.as(buyer), placed.id), refused('payment.unavailable'));
  shop.simulator.faults.stop();
  assert.ok((await startPayment(shop.as(buyer), placed.id)).payUrl);
  assert.equal(shop.simulator.book.payments.size, 1);
  assert.equal(await count(shop, 'payment'), 1);
  await shop.close();
});

test('a number that is not ours is refused, so that the gateway tells again', async () => {
  const before = await everything(shop);
  const fact = {
    outTradeNo: 'f'.repeat(32),
    transactionId: 'x',
    amount: 1,
    currency: 'CNY',
    paidAt: shop.house.now(),
  };
  await assert.rejects(
    applyCapture(shop.system(), 'sandbox', fact, { id: 'EV-x' }),
    refused('payment.unknown'),
  );
  assert.equal(await everything(shop), before);
});

test('forged notices are turned away with 401 and change nothing', async () => {
  const shop = await openShop({ faults: { callbackForged: 1 } });
  const buyer = await shop.aPerson();
  const { offerId } = await shop.aWork(900);
  await shop.order(buyer, offerId);
  const before = await everything(shop);
  await shop.simulator.tick();
  await shop.simulator.tick();
  assert.ok(shop.simulator.forged.sent > 0);
  assert.deepEqual(shop.simulator.forged.accepted, []);
  assert.equal(await everything(shop), before);
  await shop.close();
});

test('what every notice lost is found by the bill of the day, and reading it twice changes nothing', async () => {
  const shop = await openShop();
  const buyer = await shop.aPerson();
  const { offerId } = await shop.aWork(2_500);
  const { outTradeNo, orderId } = await shop.order(buyer, offerId);
  shop.simulator.pay(outTradeNo, { lose: true, twice: true });
  const date = '2026-11-21';
  assert.equal((await reconcileDay(shop.system(), 'sandbox', date)).found.length, 2);
  assert.equal((await getOrder(shop.as(buyer), orderId)).state, 'paid');
  const before = await everything(shop);
  assert.deepEqual(await reconcileDay(shop.system(), 'sandbox', date), {
    found: [],
    open: [],
  });
  assert.equal(await everything(shop), before);
  await shop.close();
});

test('replaying every notice under new numbers changes nothing but what was heard', async () => {
  const shop = await openShop();
  for (const price of [100, 4_321])
    await shop.buy(await shop.aPerson(), (await shop.aWork(price)).offerId);
  const before = await everything(shop, ['gateway_event']);
  shop.simulator.replayNotices();
  await shop.settle();
  assert.equal(await everything(shop, ['gateway_event']), before);
  await assertBooks(shop);
  await shop.close();
});
