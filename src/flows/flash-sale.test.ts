import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import { day, minute, second } from '#kernel/time.ts';
import { checkOut } from '#order/service/price-order.ts';
import type { PlaceOrder } from '#order/types.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { listPromotions } from '#pricing/service.ts';
import { listFlashSales } from '#pricing/service/flash.ts';
import { cancelOrder } from './close-orders.ts';
import { assertBooks, count, everything } from './fixtures/books.ts';
import { aCrowd, allAtOnce } from './fixtures/crowd.ts';
import { aFlashSale } from './fixtures/offers.ts';
import { openShop, type Shelf, type Shop } from './fixtures/shop.ts';
import { requestRefund } from './refund-order.ts';
import { buyOffer, startPayment } from './start-payment.ts';

let shop: Shop;
let owner: Ctx<User>;
before(async () => {
  shop = await openShop();
  owner = await shop.aPerson('owner');
});
after(() => shop.close());

const staff = () => shop.as(owner);
const refused = (code: string) => ({ code });
const buy = (buyer: Ctx<User>, shelf: Shelf, more: Partial<PlaceOrder> = {}) =>
  buyOffer(shop.as(buyer), { offerId: shelf.offerId, idempotencyKey: newId(), ...more });
const left = async ({ workId }: Shelf) => (await listFlashSales(staff(), workId))[0]?.left;

async function tradeNoOf(orderId: string): Promise<string> {
  const { outTradeNo } = await shop.house.db
    .selectFrom('payment')
    .select('outTradeNo')
    .where('orderId', '=', orderId)
    .executeTakeFirstOrThrow();
  return outTradeNo;
}

async function pay(buyer: Ctx<User>, orderId: string): Promise<void> {
  await startPayment(shop.as(buyer), orderId);
  shop.simulator.pay(await tradeNoOf(orderId));
  await shop.settle();
}

async function letItSettle(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await shop.settle();
    shop.wait(3 * second);
  }
  await shop.settle();
}

const people = (n: number) => aCrowd(shop, n);

test('a thousand buyers for ten pieces: exactly ten have one, and all others are told that it is sold out', async () => {
  const shelf = await shop.aWork(10_000);
  const activityId = await aFlashSale(staff(), shelf.workId, { stock: 10 });
  const said = await allAtOnce(await people(1_000), (one) => buy(one, shelf, { activityId }));
  const placed = said.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  assert.equal(placed.length, 10);
  assert.deepEqual([...new Set(placed.map(({ total }) => total))], [1_000]);
  for (const one of said)
    if (one.status === 'rejected') assert.equal(one.reason.code, 'order.activity_sold_out');
  assert.equal(await count(shop, 'order', `state = 'pending'`), 10);
  assert.equal(
    await count(shop, 'flash_piece', `promotion_id = '${activityId}' and order_id is not null`),
    10,
  );
  assert.equal(await left(shelf), 0);
});

test('a piece is held for ten minutes, comes back when the order closes, and is sold when it is paid', async () => {
  const shelf = await shop.aWork(10_000);
  const activityId = await aFlashSale(staff(), shelf.workId, { stock: 1 });
  const [first, second_] = await people(2);
  const order = await buy(first!, shelf, { activityId });
  assert.equal(order.expiresAt.getTime() - shop.house.now().getTime(), 10 * minute);
  await assert.rejects(buy(second_!, shelf, { activityId }), refused('order.activity_sold_out'));
  const told = await checkOut(shop.as(second_!), shelf.offerId);
  assert.deepEqual(
    [told.quote.payable, told.quote.declined.map(({ why }) => why)],
    [10_000, ['sold_out']],
  );

  shop.wait(16 * minute);
  await shop.sweep();
  assert.equal(await left(shelf), 1);
  const other = await buy(second_!, shelf, { activityId });
  await pay(second_!, other.id);
  const { items } = await listPromotions(staff(), { filter: {}, cursor: undefined, limit: 50 });
  const row = items.find(({ id }) => id === activityId)!;
  assert.deepEqual([row.stock, row.sold, row.held], [1, 1, 0]);
  await assertBooks(shop);
});

test('all the money back gives the piece back; who had it does not get another', async () => {
  const shelf = await shop.aWork(10_000);
  const activityId = await aFlashSale(staff(), shelf.workId, { stock: 1 });
  const [buyer, other] = await people(2);
  const order = await buy(buyer!, shelf, { activityId });
  await pay(buyer!, order.id);
  await requestRefund(shop.as(buyer!), order.id, {});
  await letItSettle();
  assert.equal(await left(shelf), 1);
  await assert.rejects(buy(buyer!, shelf, { activityId }), refused('order.activity_limit'));
  assert.equal((await buy(other!, shelf, { activityId })).total, 1_000);
});

test('who paid an order that was closed has the lower price only if a piece is left', async () => {
  const shelf = await shop.aWork(10_000);
  const activityId = await aFlashSale(staff(), shelf.workId, { stock: 1 });
  const [slow, quick] = await people(2);
  const order = await buy(slow!, shelf, { activityId });
  await startPayment(shop.as(slow!), order.id);
  const number = await tradeNoOf(order.id);
  // Closed behind the gateway's back, as when its answer was wrong.
  await shop.house.db
    .updateTable('order')
    .set({ state: 'closed', closedAt: shop.house.now() })
    .where('id', '=', order.id)
    .execute();
  await shop.house.db
    .updateTable('flashPiece')
    .set({ orderId: null })
    .where('orderId', '=', order.id)
    .execute();
  await shop.house.db.deleteFrom('promotionUse').where('orderId', '=', order.id).execute();
  await buy(quick!, shelf, { activityId });
  shop.simulator.pay(number);
  await letItSettle();
  const { outcome } = await shop.house.db
    .selectFrom('capture')
    .select('outcome')
    .where('orderId', '=', order.id)
    .executeTakeFirstOrThrow();
  assert.equal(outcome, 'late');
  await assertBooks(shop);
});

test('before it begins, after it ends and beyond the limit the order is refused and leaves no trace', async () => {
  const shelf = await shop.aWork(10_000);
  const now = shop.house.now().getTime();
  const at = (ms: number) => new Date(now + ms).toISOString();
  const activityId = await aFlashSale(staff(), shelf.workId, {
    startsAt: at(minute),
    endsAt: at(3 * minute),
  });
  const buyer = await shop.aPerson();
  const untouched = await everything(shop);
  await assert.rejects(buy(buyer, shelf, { activityId }), refused('order.activity_not_begun'));
  const told = await checkOut(shop.as(buyer), shelf.offerId);
  assert.deepEqual(
    told.quote.declined.map(({ why }) => why),
    ['not_begun'],
  );
  shop.wait(4 * minute);
  await assert.rejects(buy(buyer, shelf, { activityId }), refused('order.activity_ended'));
  assert.equal(await everything(shop), untouched);
});

test('a buyer who asks again has the order that waits, though all is sold', async () => {
  const shelf = await shop.aWork(10_000);
  const activityId = await aFlashSale(staff(), shelf.workId, { stock: 1 });
  const buyer = await shop.aPerson();
  const order = await buy(buyer, shelf, { activityId });
  await assert.rejects(
    buy(await shop.aPerson(), shelf, { activityId }),
    refused('order.activity_sold_out'),
  );
  const same = await Promise.all(
    Array.from({ length: 8 }, () => buy(buyer, shelf, { activityId })),
  );
  assert.deepEqual(new Set(same.map(({ id }) => id)), new Set([order.id]));
  await cancelOrder(shop.as(buyer), order.id);
  assert.equal(await left(shelf), 1);
});

test('a flash sale ends by itself, and its work costs what it did before', async () => {
  const shelf = await shop.aWork(10_000);
  await aFlashSale(staff(), shelf.workId, { stock: 5 });
  assert.equal((await buy(await shop.aPerson(), shelf)).total, 1_000);
  shop.wait(day);
  assert.equal((await buy(await shop.aPerson(), shelf)).total, 10_000);
});
