import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hasAccess } from '#entitlement/service.ts';
import { day, hour, minute, second } from '#kernel/time.ts';
import { getOrder } from '#order/service/read-order.ts';
import { releaseEarnings } from '#payout/service/earn.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { assertBooks, balances, count, everything } from './fixtures/books.ts';
import { openShop, type Shelf, type Shop } from './fixtures/shop.ts';
import { previewRefund } from './preview-refund.ts';
import { requestRefund } from './refund-order.ts';
import { sendRefund, sendRefunds, settleRefund } from './settle-refund.ts';

let shop: Shop;
let finance: Ctx<User>;
before(async () => {
  shop = await openShop();
  finance = await shop.aPerson('finance');
});
after(() => shop.close());

const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code;

interface Sold extends Shelf {
  readonly buyer: Ctx<User>;
  readonly orderId: string;
}

async function aSale(price: number, at: Shop = shop): Promise<Sold> {
  const buyer = await at.aPerson();
  const shelf = await at.aWork(price);
  return { ...shelf, buyer, ...(await at.buy(buyer, shelf.offerId)) };
}

async function letItSettle(at: Shop = shop): Promise<void> {
  for (let i = 0; i < 3; i += 1) {
    await at.settle();
    at.wait(3 * second);
  }
  await at.settle();
}

const can = (at: Shop, { buyer, workId }: Sold) =>
  hasAccess(at.as(buyer), buyer.actor.userId, workId);

test('a buyer asks within the window: money back, right of use ended, every share reversed', async () => {
  const sold = await aSale(9_900);
  const preview = await previewRefund(shop.as(sold.buyer), sold.orderId);
  assert.deepEqual([preview.refundable, preview.askable], [9_900, 9_900]);

  await requestRefund(shop.as(sold.buyer), sold.orderId, { reason: '买错了' });
  assert.ok(!(await can(shop, sold)), 'the right ends at the request');
  await letItSettle();
  const order = await getOrder(shop.as(sold.buyer), sold.orderId);
  assert.deepEqual([order.state, order.refunded, order.refunding], ['refunded', 9_900, 0]);
  assert.equal((await balances(shop))[`creator:${sold.creatorId}:pending`], 0);
  await assertBooks(shop);
});

test('what cannot be refunded is refused and leaves no trace', async () => {
  const sold = await aSale(5_000);
  const late = await aSale(5_000);
  await shop.house.db
    .updateTable('order')
    .set({ refundUntil: shop.house.now() })
    .where('id', '=', late.orderId)
    .execute();
  shop.wait(second);
  const unpaid = await shop.order(sold.buyer, (await shop.aWork(100)).offerId);
  const stranger = await shop.aPerson();
  const creator = shop.house.as(sold.creatorId, 'creator');

  const before = await everything(shop);
  const tries = [
    [sold.buyer, unpaid.orderId, {}, 'order.not_paid'],
    [late.buyer, late.orderId, {}, 'order.refund_too_late'],
    [sold.buyer, sold.orderId, { amount: 1 }, 'policy.forbidden'],
    [finance, sold.orderId, { amount: 5_001 }, 'order.refund_too_much'],
    [stranger, sold.orderId, {}, 'policy.not_found'],
    [creator, sold.orderId, {}, 'policy.not_found'],
  ] as const;
  for (const [person, orderId, asked, code] of tries) {
    await assert.rejects(requestRefund(shop.as(person), orderId, asked), refused(code), code);
  }
  assert.equal(await everything(shop), before);
});

test('twenty requests at once promise the money once', async () => {
  const sold = await aSale(4_200);
  const asked = await Promise.allSettled(
    Array.from({ length: 20 }, () => requestRefund(shop.as(sold.buyer), sold.orderId, {})),
  );
  assert.equal(asked.filter(({ status }) => status === 'fulfilled').length, 1);
  await letItSettle();
  assert.equal(await count(shop, 'refund', `order_id = '${sold.orderId}'`), 1);
  await assertBooks(shop);
});

test('staff refund in parts, audited: parts sum to the whole, and the last ends the right of use', async () => {
  const sold = await aSale(1_001);
  for (const amount of [1, 333, 334])
    await requestRefund(shop.as(finance), sold.orderId, { amount, reason: '补偿' });
  await letItSettle();
  assert.ok(await can(shop, sold));
  assert.equal((await getOrder(shop.as(sold.buyer), sold.orderId)).state, 'paid');
  await assertBooks(shop);

  await requestRefund(shop.as(finance), sold.orderId, { reason: '全退' });
  await letItSettle();
  assert.ok(!(await can(shop, sold)));
  assert.equal((await getOrder(shop.as(sold.buyer), sold.orderId)).state, 'refunded');
  assert.equal(
    await count(shop, 'audit_record', `deed = 'order.refund' and subject = '${sold.orderId}'`),
    4,
  );
  const earning = await shop.house.db
    .selectFrom('earning')
    .selectAll()
    .where('orderId', '=', sold.orderId)
    .executeTakeFirstOrThrow();
  assert.equal(earning.reversed, earning.amount);
  await assertBooks(shop);
});

test('a result that came twenty times at once is one refund', async () => {
  const sold = await aSale(2_000);
  const id = await requestRefund(shop.as(sold.buyer), sold.orderId, {});
  await Promise.all(Array.from({ length: 10 }, () => sendRefund(shop.system(), id)));
  shop.wait(3 * second);
  const row = await shop.house.db
    .selectFrom('refund')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const fact = {
    outRefundNo: row.outRefundNo,
    state: 'succeeded',
    refundId: 'r',
    amount: 2_000,
  } as const;
  await Promise.all([
    ...Array.from({ length: 20 }, () => settleRefund(shop.system(), 'sandbox', fact)),
    shop.settle(),
  ]);
  await letItSettle();
  assert.equal(await count(shop, 'transaction', `key = 'refund:${id}'`), 1);
  assert.equal((await getOrder(shop.as(sold.buyer), sold.orderId)).refunded, 2_000);
  await assertBooks(shop);
});

test("a refund races the release of the creator's part: whoever is first, the books agree", async () => {
  const shop = await openShop();
  const staff = await shop.aPerson('finance');
  const sales = [];
  for (let i = 0; i < 12; i += 1) sales.push(await aSale(1_000 + i, shop));
  shop.wait(7 * day);
  for (const { orderId } of sales) await requestRefund(shop.as(staff), orderId, { reason: '协商' });
  await shop.house.drain([]);
  await sendRefunds(shop.system());
  shop.wait(minute);
  const rows = await shop.house.db.selectFrom('refund').select(['outRefundNo', 'amount']).execute();
  await Promise.all([
    ...rows.map(({ outRefundNo, amount }) =>
      settleRefund(shop.system(), 'sandbox', {
        outRefundNo,
        state: 'succeeded',
        refundId: 'r',
        amount,
      }),
    ),
    releaseEarnings(shop.system()),
    releaseEarnings(shop.system()),
  ]);
  await letItSettle(shop);
  const kept = await balances(shop);
  for (const { creatorId } of sales) {
    const parts = ['pending', 'available', 'debt'].map(
      (part) => kept[`creator:${creatorId}:${part}`] ?? 0,
    );
    assert.equal(
      parts.reduce((sum, part) => sum + part, 0),
      0,
      'all refunded: the creator is back at nothing',
    );
  }
  await assertBooks(shop);
  await shop.close();
});

test('a lost answer is asked for again by the same number, and money goes back once', async () => {
  const shop = await openShop();
  const sold = await aSale(3_000, shop);
  await requestRefund(shop.as(sold.buyer), sold.orderId, {});
  shop.simulator.faults.set({ timeoutAfter: 1 });
  await shop.settle();
  shop.simulator.faults.set({ timeoutAfter: 0, callbackLost: 1, timeoutBefore: 1 });
  shop.wait(minute);
  await sendRefunds(shop.system());
  assert.equal(
    (await getOrder(shop.as(sold.buyer), sold.orderId)).refunding,
    3_000,
    'unknown is not failed',
  );
  await shop.simulator.tick();
  shop.simulator.faults.stop();
  shop.wait(hour);
  await sendRefunds(shop.system());
  assert.equal((await getOrder(shop.as(sold.buyer), sold.orderId)).state, 'refunded');
  assert.equal(shop.simulator.book.refunds.size, 1);
  await assertBooks(shop);
  await shop.close();
});

test('an abnormal refund is asked for again until it arrives', async () => {
  const shop = await openShop({ faults: { refundAbnormal: 1 } });
  const sold = await aSale(3_000, shop);
  await requestRefund(shop.as(sold.buyer), sold.orderId, {});
  await letItSettle(shop);
  assert.equal(await count(shop, 'refund', `state = 'requested' and failure = 'abnormal'`), 1);
  for (let i = 0; i < 4; i += 1) {
    shop.wait(hour);
    await sendRefunds(shop.system());
    await letItSettle(shop);
  }
  assert.equal((await getOrder(shop.as(sold.buyer), sold.orderId)).state, 'refunded');
  await assertBooks(shop);
  await shop.close();
});

test('a refund that the gateway keeps closing fails: the buyer gets the course back and may ask again', async () => {
  const shop = await openShop({ faults: { refundClosed: 1 } });
  const sold = await aSale(3_000, shop);
  await requestRefund(shop.as(sold.buyer), sold.orderId, {});
  for (let i = 0; i < 8; i += 1) {
    shop.wait(hour);
    await sendRefunds(shop.system());
    await letItSettle(shop);
  }
  assert.equal(await count(shop, 'refund', `state = 'failed' and attempt = 5`), 1);
  assert.equal(
    new Set(shop.simulator.book.refunds.keys()).size,
    5,
    'each attempt had its own number',
  );
  assert.ok(await can(shop, sold), 'who has paid is served');
  assert.equal((await getOrder(shop.as(sold.buyer), sold.orderId)).refunding, 0);
  await assertBooks(shop);

  shop.simulator.faults.stop();
  await requestRefund(shop.as(sold.buyer), sold.orderId, {});
  await letItSettle(shop);
  assert.equal((await getOrder(shop.as(sold.buyer), sold.orderId)).state, 'refunded');
  assert.ok(!(await can(shop, sold)));
  await assertBooks(shop);
  await shop.close();
});

test('who asked for the money back can buy again', async () => {
  const sold = await aSale(1_500);
  await requestRefund(shop.as(sold.buyer), sold.orderId, {});
  await letItSettle();
  await shop.buy(sold.buyer, sold.offerId);
  assert.ok(await can(shop, sold));
  await assertBooks(shop);
});
