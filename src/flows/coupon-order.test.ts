import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listClaims } from '#coupon/service.ts';
import { newId } from '#kernel/id.ts';
import { day, minute, second } from '#kernel/time.ts';
import { checkOut } from '#order/service/price-order.ts';
import type { PlaceOrder } from '#order/types.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { cancelOrder } from './close-orders.ts';
import { aClaim, aCoupon, aPromotion } from './fixtures/offers.ts';
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
const claimOf = async (holder: Ctx<User>) =>
  (await listClaims(shop.as(holder), { filter: {}, cursor: undefined, limit: 10 })).items[0]!;
const orderRow = (id: string) =>
  shop.house.db
    .selectFrom('order as o')
    .innerJoin('orderLine as l', 'l.orderId', 'o.id')
    .select(['o.state', 'o.total', 'l.listPrice', 'l.price', 'o.claimId'])
    .where('o.id', '=', id)
    .executeTakeFirstOrThrow();

async function letItSettle(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await shop.settle();
    shop.wait(3 * second);
  }
  await shop.settle();
}

async function pay(buyer: Ctx<User>, orderId: string): Promise<void> {
  await startPayment(shop.as(buyer), orderId);
  const { outTradeNo } = await shop.house.db
    .selectFrom('payment')
    .select('outTradeNo')
    .where('orderId', '=', orderId)
    .executeTakeFirstOrThrow();
  shop.simulator.pay(outTradeNo);
  await shop.settle();
}

test('a coupon and a limited price: the order keeps each discount, and what was paid is what is shared and refunded', async () => {
  const shelf = await shop.aWork(10_000);
  const promotion = await aPromotion(staff(), [shelf.workId]);
  const couponId = await aCoupon(staff(), { scope: { kind: 'works', ids: [shelf.workId] } });
  const buyer = await shop.aPerson();
  const claimId = await aClaim(shop.as(buyer), couponId);

  const told = await checkOut(shop.as(buyer), shelf.offerId);
  assert.equal(told.quote.payable, 4_000);
  assert.deepEqual(
    told.choices.map(({ payable }) => payable),
    [4_000, 5_000],
  );

  const order = await buy(buyer, shelf, { claimId, expectedTotal: 4_000 });
  assert.deepEqual(
    { ...(await orderRow(order.id)) },
    {
      state: 'pending',
      total: 4_000,
      listPrice: 10_000,
      price: 4_000,
      claimId,
    },
  );
  assert.equal((await claimOf(buyer)).state, 'locked');
  const discounts = await shop.house.db
    .selectFrom('orderDiscount')
    .select(['kind', 'sourceId', 'amount', 'name'])
    .where('lineId', '=', order.lines[0]!.id)
    .orderBy('position')
    .execute();
  assert.deepEqual(
    discounts.map((one) => ({ ...one })),
    [
      { kind: 'limited', sourceId: promotion, amount: 5_000, name: '限时五折' },
      { kind: 'coupon', sourceId: claimId, amount: 1_000, name: '十元券' },
    ],
  );

  await pay(buyer, order.id);
  assert.equal((await claimOf(buyer)).state, 'used');
  const earning = await shop.house.db
    .selectFrom('earning')
    .select(['gross', 'fee', 'commission', 'amount'])
    .where('orderId', '=', order.id)
    .executeTakeFirstOrThrow();
  assert.deepEqual({ ...earning }, { gross: 4_000, fee: 24, commission: 795, amount: 3_181 });

  await requestRefund(shop.as(buyer), order.id, {});
  await letItSettle();
  assert.equal((await orderRow(order.id)).state, 'refunded');
  assert.equal((await claimOf(buyer)).state, 'unused', 'all went back, and so did the coupon');
  const again = await buy(buyer, shelf, { claimId });
  assert.equal(again.total, 4_000);
});

test('twenty orders for twenty works race for one coupon: one has it, and the others leave no trace', async () => {
  const shelves = await Promise.all(Array.from({ length: 20 }, () => shop.aWork(10_000)));
  const buyer = await shop.aPerson();
  const claimId = await aClaim(shop.as(buyer), await aCoupon(staff()));
  const said = await Promise.allSettled(shelves.map((shelf) => buy(buyer, shelf, { claimId })));
  const placed = said.filter((one) => one.status === 'fulfilled');
  assert.equal(placed.length, 1);
  for (const one of said)
    if (one.status === 'rejected') assert.equal(one.reason.code, 'order.coupon_taken');
  const rows = await shop.house.db
    .selectFrom('order')
    .select('id')
    .where('buyerId', '=', buyer.actor.userId)
    .execute();
  assert.equal(rows.length, 1);
});

test('an order that closes gives its coupon back; paid after all, it takes it again or the money goes back', async () => {
  const [shelf, other] = [await shop.aWork(10_000), await shop.aWork(10_000)];
  const buyer = await shop.aPerson();
  const claimId = await aClaim(shop.as(buyer), await aCoupon(staff()));
  const first = await buy(buyer, shelf, { claimId });
  await cancelOrder(shop.as(buyer), first.id);
  assert.equal((await claimOf(buyer)).state, 'unused');

  const second = await buy(buyer, shelf, { claimId });
  await startPayment(shop.as(buyer), second.id);
  const { outTradeNo } = await shop.house.db
    .selectFrom('payment')
    .select('outTradeNo')
    .where('orderId', '=', second.id)
    .executeTakeFirstOrThrow();
  // Closed behind the gateway's back, as when its answer was wrong.
  await shop.house.db
    .updateTable('order')
    .set({ state: 'closed', closedAt: shop.house.now() })
    .where('id', '=', second.id)
    .execute();
  await shop.house.db
    .updateTable('couponClaim')
    .set({ state: 'unused', orderId: null, paid: null, saved: null })
    .where('id', '=', claimId)
    .execute();
  const third = await buy(buyer, other, { claimId });
  shop.simulator.pay(outTradeNo);
  await letItSettle();
  assert.equal((await orderRow(second.id)).state, 'closed');
  const { outcome } = await shop.house.db
    .selectFrom('capture')
    .select('outcome')
    .where('orderId', '=', second.id)
    .executeTakeFirstOrThrow();
  assert.equal(outcome, 'late');
  assert.equal((await claimOf(buyer)).orderId, third.id);
});

test('an order that costs nothing after its coupon passes the gateway by', async () => {
  const shelf = await shop.aWork(900);
  const buyer = await shop.aPerson();
  const claimId = await aClaim(shop.as(buyer), await aCoupon(staff()));
  const order = await buy(buyer, shelf, { claimId, expectedTotal: 0 });
  assert.deepEqual([order.total, order.state], [0, 'paid']);
  const claim = await claimOf(buyer);
  assert.deepEqual([claim.state, claim.orderId], ['used', order.id]);
});

test('nobody pays another amount than they were shown', async () => {
  const shelf = await shop.aWork(10_000);
  const buyer = await shop.aPerson();
  await assert.rejects(buy(buyer, shelf, { expectedTotal: 5_000 }), refused('order.price_changed'));
  await aPromotion(staff(), [shelf.workId]);
  await assert.rejects(
    buy(buyer, shelf, { expectedTotal: 10_000 }),
    refused('order.price_changed'),
  );
  const order = await buy(buyer, shelf, { expectedTotal: 5_000 });
  assert.equal(order.total, 5_000);
  const same = await buy(buyer, shelf);
  assert.equal(same.id, order.id);
  await assert.rejects(buy(buyer, shelf, { expectedTotal: 1 }), refused('order.waits_elsewise'));
});

test('who chose a coupon that takes nothing off is told why', async () => {
  const shelf = await shop.aWork(10_000);
  const buyer = await shop.aPerson();
  const why = async (wish: Parameters<typeof aCoupon>[1], code: string) => {
    const claimId = await aClaim(shop.as(buyer), await aCoupon(staff(), wish));
    await assert.rejects(buy(buyer, shelf, { claimId }), refused(code));
  };
  const other = await shop.aWork(100);
  await why({ minSpend: 10_001 }, 'order.coupon_below_threshold');
  await why({ scope: { kind: 'works', ids: [other.workId] } }, 'order.coupon_out_of_scope');
  const stranger = await shop.aPerson();
  const theirs = await aClaim(shop.as(stranger), await aCoupon(staff()));
  await assert.rejects(buy(buyer, shelf, { claimId: theirs }), refused('order.coupon_unknown'));
  const expiring = await aClaim(shop.as(buyer), await aCoupon(staff(), { validDays: 1 }));
  const newcomers = await aClaim(shop.as(buyer), await aCoupon(staff(), { isNewcomerOnly: true }));
  await pay(buyer, (await buy(buyer, await shop.aWork(1_000))).id);
  await assert.rejects(
    buy(buyer, shelf, { claimId: newcomers }),
    refused('order.coupon_newcomers_only'),
  );
  shop.wait(day);
  await assert.rejects(buy(buyer, shelf, { claimId: expiring }), refused('order.coupon_expired'));
});

test('a promotion of which each buyer may have one: two works at once race, and closing gives it back', async () => {
  const shelves = await Promise.all(Array.from({ length: 8 }, () => shop.aWork(10_000)));
  await aPromotion(
    staff(),
    shelves.map(({ workId }) => workId),
    { perCustomer: 1 },
  );
  const buyer = await shop.aPerson();
  const said = await Promise.allSettled(shelves.map((shelf) => buy(buyer, shelf)));
  const placed = said.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const cheap = placed.filter(({ total }) => total === 5_000);
  assert.equal(cheap.length, 1);
  for (const one of said)
    if (one.status === 'rejected') assert.equal(one.reason.code, 'order.price_changed');
  await cancelOrder(shop.as(buyer), cheap[0]!.id);
  const rest = shelves.find(
    ({ offerId }) => !placed.some(({ lines }) => lines[0]!.offerId === offerId),
  );
  if (rest) assert.equal((await buy(buyer, rest)).total, 5_000);
});

test('an order that waits keeps its price when the promotion ends meanwhile', async () => {
  const shelf = await shop.aWork(10_000);
  await aPromotion(staff(), [shelf.workId], {
    endsAt: new Date(shop.house.now().getTime() + minute).toISOString(),
  });
  const buyer = await shop.aPerson();
  const order = await buy(buyer, shelf);
  shop.wait(2 * minute);
  await pay(buyer, order.id);
  assert.deepEqual(
    [(await orderRow(order.id)).state, (await orderRow(order.id)).total],
    ['paid', 5_000],
  );
  const late = await buy(await shop.aPerson(), shelf);
  assert.equal(late.total, 10_000);
});
