import assert from 'node:assert/strict';
import { after as afterAll, before, test } from 'node:test';
import { sql } from 'kysely';
import { beginRule } from '#commission/service.ts';
import { grantWork, hasAccess } from '#entitlement/service.ts';
import { newId } from '#kernel/id.ts';
import { day, second } from '#kernel/time.ts';
import { getOrder, listDiscounts } from '#order/service/read-order.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { Refusal } from '#kernel/refusal.ts';
import { cancelOrder } from './close-orders.ts';
import { assertBooks, balances, count } from './fixtures/books.ts';
import { aClaim, aCoupon, aFlashSale, aPromotion } from './fixtures/offers.ts';
import { openShop, type Shelf, type Shop } from './fixtures/shop.ts';
import { requestRefund } from './refund-order.ts';
import { buyBasket, startPayment } from './start-payment.ts';

let shop: Shop;
let staff: Ctx<User>;
before(async () => {
  shop = await openShop();
  staff = await shop.aPerson('owner');
});
afterAll(() => shop.close());

const refused = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;
const owner = () => shop.as(staff);
const ids = (shelves: readonly Shelf[]) => shelves.map(({ offerId }) => offerId);

function place(buyer: Ctx<User>, shelves: readonly Shelf[], more: object = {}) {
  return buyBasket(shop.as(buyer), { offerIds: ids(shelves), idempotencyKey: newId(), ...more });
}

/** Refunds take the provider a moment. */
async function letItSettle(): Promise<void> {
  for (let i = 0; i < 3; i += 1) {
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

async function bought(buyer: Ctx<User>, shelves: readonly Shelf[], more: object = {}) {
  const order = await place(buyer, shelves, more);
  await pay(buyer, order.id);
  return getOrder(shop.as(buyer), order.id);
}

async function earned({ creatorId }: Shelf): Promise<number> {
  const now = await balances(shop);
  return now[`creator:${creatorId}:pending`] ?? 0;
}

test('two works of two creators are one order, with a threshold and a coupon over both, and each creator gets the part of their line', async () => {
  const [music, chess] = [await shop.aWork(19_900), await shop.aWork(9_900)];
  await aPromotion(owner(), [], {
    kind: 'threshold',
    name: '满 200 减 30',
    scope: { kind: 'all' },
    by: 'amount',
    tiers: [{ from: 20_000, off: 3_000 }],
  } as never);
  const buyer = await shop.aPerson();
  const claimId = await aClaim(shop.as(buyer), await aCoupon(owner()));
  const order = await bought(buyer, [music, chess], { claimId, expectedTotal: 25_800 });

  assert.deepEqual([order.state, order.listPrice, order.total], ['paid', 29_800, 25_800]);
  const [first, second] = order.lines;
  // 30 yuan split 2003.36 : 996.64, ten 667.785 : 332.215, each by largest remainder.
  assert.deepEqual([first!.price, second!.price], [19_900 - 2_003 - 668, 9_900 - 997 - 332]);
  assert.equal(first!.price + second!.price, order.total);
  const taken = await listDiscounts(shop.house.db, order.id);
  assert.deepEqual(
    taken.map(({ kind, amount }) => [kind, amount]),
    [
      ['threshold', 2_003],
      ['coupon', 668],
      ['threshold', 997],
      ['coupon', 332],
    ],
  );
  for (const { workId } of [music, chess])
    assert.ok(await hasAccess(shop.as(buyer), buyer.actor.userId, workId));
  // 0.6 % of ¥258 is ¥1.548, so ¥1.55: 103.50 and 51.49 fen, by largest remainder 104 and 51; the house keeps 20 % of the rest.
  assert.equal(await earned(music), 17_229 - 104 - 3_425);
  assert.equal(await earned(chess), 8_571 - 51 - 1_704);
  await assertBooks(shop);
  await shop.house.db.updateTable('promotion').set({ endsAt: shop.house.now() }).execute();
});

test('a line that is given back takes what was paid for it from its own creator, and its access; the last one ends the order', async () => {
  const [one, two] = [await shop.aWork(10_000), await shop.aWork(4_999)];
  const buyer = await shop.aPerson();
  const { userId } = buyer.actor;
  const claimId = await aClaim(shop.as(buyer), await aCoupon(owner()));
  const order = await bought(buyer, [one, two], { claimId });
  const [first, second] = order.lines;
  const before = await earned(two);

  await requestRefund(shop.as(buyer), order.id, { lineIds: [first!.id], expected: first!.price });
  assert.ok(!(await hasAccess(shop.as(buyer), userId, one.workId)));
  assert.ok(await hasAccess(shop.as(buyer), userId, two.workId));
  await letItSettle();
  const partly = await getOrder(shop.as(buyer), order.id);
  assert.deepEqual([partly.state, partly.refunded], ['paid', first!.price]);
  assert.equal(await earned(one), 0);
  assert.equal(await earned(two), before);
  assert.equal(await count(shop, 'coupon_claim', `id = '${claimId}' and state = 'used'`), 1);
  await assertBooks(shop);

  await assert.rejects(
    requestRefund(shop.as(buyer), order.id, { lineIds: [first!.id] }),
    refused('order.nothing_to_refund'),
  );
  await requestRefund(shop.as(buyer), order.id, {});
  await letItSettle();
  const whole = await getOrder(shop.as(buyer), order.id);
  assert.deepEqual([whole.state, whole.refunded], ['refunded', order.total]);
  assert.equal(whole.refunded, first!.price + second!.price);
  assert.equal(await earned(two), 0);
  assert.ok(!(await hasAccess(shop.as(buyer), userId, two.workId)));
  assert.equal(await count(shop, 'coupon_claim', `id = '${claimId}' and state = 'unused'`), 1);
  const left = await balances(shop);
  assert.equal(left['suspense:sandbox'] ?? 0, 0);
  await assertBooks(shop);
});

test('two lines given back at once, each asked for ten times, go back once each', async () => {
  const shelves = [await shop.aWork(3_333), await shop.aWork(6_667), await shop.aWork(101)];
  const buyer = await shop.aPerson();
  const order = await bought(buyer, shelves);
  const asked = order.lines.slice(0, 2).flatMap(({ id }) => Array.from({ length: 10 }, () => id));
  const all = await Promise.allSettled(
    asked.map((id) => requestRefund(shop.as(buyer), order.id, { lineIds: [id] })),
  );
  assert.equal(all.filter(({ status }) => status === 'fulfilled').length, 2);
  await letItSettle();
  const row = await getOrder(shop.as(buyer), order.id);
  assert.deepEqual([row.state, row.refunded, row.refunding], ['paid', 10_000, 0]);
  assert.equal(await count(shop, 'refund', `order_id = '${order.id}'`), 2);
  await assertBooks(shop);
});

test('staff give a part back over the lines, or of one of them, never more than is left of it', async () => {
  const shelves = [await shop.aWork(3_000), await shop.aWork(1_000)];
  const buyer = await shop.aPerson();
  const finance = await shop.aPerson('finance');
  const order = await bought(buyer, shelves);
  const [first, second] = order.lines;
  const ask = (more: object) =>
    requestRefund(shop.as(finance), order.id, { reason: '补偿', ...more });
  await ask({ amount: 401 });
  await assert.rejects(
    ask({ amount: 3_000, lineIds: [second!.id] }),
    refused('order.refund_too_much'),
  );
  await assert.rejects(ask({ amount: 1, lineIds: [newId()] }), refused('order.line_unknown'));
  await ask({ amount: 99, lineIds: [second!.id] });
  await letItSettle();
  const row = await getOrder(shop.as(buyer), order.id);
  assert.deepEqual(
    row.lines.map(({ refunded }) => refunded),
    [301, 199],
  );
  assert.ok(await hasAccess(shop.as(buyer), buyer.actor.userId, shelves[1]!.workId));
  await ask({ lineIds: [first!.id] });
  await ask({});
  await letItSettle();
  assert.equal((await getOrder(shop.as(buyer), order.id)).state, 'refunded');
  await assertBooks(shop);
});

test('one basket in twenty tabs is one order, in whatever order its works are named', async () => {
  const shelves = [await shop.aWork(1_000), await shop.aWork(2_000), await shop.aWork(3_000)];
  const buyer = await shop.aPerson();
  const orders = await Promise.all(
    Array.from({ length: 20 }, (_, n) => place(buyer, n % 2 ? shelves : shelves.toReversed())),
  );
  assert.equal(new Set(orders.map(({ id }) => id)).size, 1);
  const { userId } = buyer.actor;
  assert.equal(await count(shop, 'order', `buyer_id = '${userId}'`), 1);
});

test('baskets that share a work, and the work alone, wait for each other and never both', async () => {
  const [one, two, three] = [
    await shop.aWork(1_000),
    await shop.aWork(2_000),
    await shop.aWork(3_000),
  ];
  const buyer = await shop.aPerson();
  const placed = await Promise.allSettled([
    place(buyer, [one, two]),
    place(buyer, [two, three]),
    shop.order(buyer, two.offerId),
    place(buyer, [three, two, one]),
  ]);
  assert.equal(placed.filter(({ status }) => status === 'fulfilled').length, 1);
  for (const one_ of placed)
    if (one_.status === 'rejected') assert.equal(one_.reason.code, 'order.waits_elsewise');
});

test('the same key is the same basket; with other works it is refused', async () => {
  const [one, two] = [await shop.aWork(1_000), await shop.aWork(2_000)];
  const buyer = await shop.aPerson();
  const idempotencyKey = newId();
  const order = await place(buyer, [one, two], { idempotencyKey });
  assert.equal((await place(buyer, [two, one], { idempotencyKey })).id, order.id);
  await assert.rejects(place(buyer, [one], { idempotencyKey }), refused('order.key_reused'));
});

test('a basket that costs nothing passes the cashier by, and its lines are given', async () => {
  const shelves = [await shop.aWork(500), await shop.aWork(0)];
  const buyer = await shop.aPerson();
  const claimId = await aClaim(shop.as(buyer), await aCoupon(owner()));
  const order = await place(buyer, shelves, { claimId });
  assert.deepEqual([order.state, order.total], ['paid', 0]);
  for (const { workId } of shelves)
    assert.ok(await hasAccess(shop.as(buyer), buyer.actor.userId, workId));
  await assertBooks(shop);
});

test('a line that cost nothing goes when the last of the others is given back', async () => {
  const [paid, free] = [await shop.aWork(500), await shop.aWork(0)];
  const buyer = await shop.aPerson();
  const order = await bought(buyer, [paid, free]);
  await requestRefund(shop.as(buyer), order.id, { lineIds: [order.lines[0]!.id] });
  await letItSettle();
  assert.ok(!(await hasAccess(shop.as(buyer), buyer.actor.userId, free.workId)));
  await assertBooks(shop);
});

test('what somebody has from elsewhere by the time they pay is not kept: the rest is served', async () => {
  const shelves = [await shop.aWork(5_000), await shop.aWork(2_500)];
  const buyer = await shop.aPerson();
  const { userId } = buyer.actor;
  const order = await place(buyer, shelves);
  await grantWork(owner(), { userId, workId: shelves[0]!.workId, reason: '礼物' });
  await pay(buyer, order.id);
  await letItSettle();
  const row = await getOrder(shop.as(buyer), order.id);
  assert.deepEqual([row.state, row.refunded], ['paid', 5_000]);
  assert.equal(await count(shop, 'refund', `order_id = '${order.id}' and cause = 'owned'`), 1);
  assert.equal(await count(shop, 'entitlement', `user_id = '${userId}' and revoked_at is null`), 2);
  await assertBooks(shop);
});

test('who has all of it gets all of the money back', async () => {
  const shelves = [await shop.aWork(5_000), await shop.aWork(2_500)];
  const buyer = await shop.aPerson();
  const { userId } = buyer.actor;
  const order = await place(buyer, shelves);
  for (const { workId } of shelves) await grantWork(owner(), { userId, workId, reason: '礼物' });
  await pay(buyer, order.id);
  await letItSettle();
  assert.equal((await getOrder(shop.as(buyer), order.id)).state, 'closed');
  assert.equal(
    await count(shop, 'capture', `order_id = '${order.id}' and outcome = 'duplicate'`),
    1,
  );
  await assertBooks(shop);
});

test('a basket is paid or closed, also when both happen at once, with its coupon', async () => {
  for (let round = 0; round < 8; round += 1) {
    const shelves = [await shop.aWork(5_000), await shop.aWork(2_500)];
    const buyer = await shop.aPerson();
    const claimId = await aClaim(shop.as(buyer), await aCoupon(owner()));
    const order = await place(buyer, shelves, { claimId });
    await startPayment(shop.as(buyer), order.id);
    const { outTradeNo } = await shop.house.db
      .selectFrom('payment')
      .select('outTradeNo')
      .where('orderId', '=', order.id)
      .executeTakeFirstOrThrow();
    shop.simulator.pay(outTradeNo);
    await Promise.allSettled([
      shop.settle(),
      cancelOrder(shop.as(buyer), order.id),
      cancelOrder(shop.as(buyer), order.id),
    ]);
    await letItSettle();
    const { state } = await getOrder(shop.as(buyer), order.id);
    assert.equal(state, 'paid', 'who paid in time is served');
    assert.equal(await count(shop, 'coupon_claim', `id = '${claimId}' and state = 'used'`), 1);
  }
  await assertBooks(shop);
});

test('a work and the bundle that has it are not bought together; two bundles with a part in common are', async () => {
  const part = await shop.aWork(1_000);
  const creator = part.creatorId;
  const [one, two] = [await shop.aWork(3_000, creator), await shop.aWork(4_000, creator)];
  for (const { workId } of [one, two])
    await sql`
      with w as (update work set kind = 'bundle' where id = ${workId} returning live_id)
      update work_version set part_ids = array[${part.workId}]::uuid[] from w where id = w.live_id`.execute(
      shop.house.db,
    );
  const buyer = await shop.aPerson();
  const { userId } = buyer.actor;
  await assert.rejects(place(buyer, [part, one]), refused('order.in_bundle'));
  const order = await bought(buyer, [one, two]);
  const can = () => hasAccess(shop.as(buyer), userId, part.workId);
  assert.ok(await can());
  await requestRefund(shop.as(buyer), order.id, { lineIds: [order.lines[0]!.id] });
  assert.ok(await can(), 'the other bundle has it as well');
  await requestRefund(shop.as(buyer), order.id, { lineIds: [order.lines[1]!.id] });
  assert.ok(!(await can()));
  await letItSettle();
  assert.equal((await getOrder(shop.as(buyer), order.id)).state, 'refunded');
  await assertBooks(shop);
});

test('what cannot be bought is refused, and nothing is written', async () => {
  const [one, two] = [await shop.aWork(1_000), await shop.aWork(2_000)];
  const buyer = await shop.aPerson();
  await shop.buy(buyer, one.offerId);
  await assert.rejects(place(buyer, [one, two]), refused('order.already_owned'));
  await assert.rejects(
    buyBasket(shop.as(buyer), { offerIds: [two.offerId, newId()], idempotencyKey: newId() }),
    refused('order.offer_unknown'),
  );
  await assert.rejects(place(buyer, [two], { expectedTotal: 1 }), refused('order.price_changed'));
  assert.equal(await count(shop, 'order', `buyer_id = '${buyer.actor.userId}'`), 1);
});

test('a basket has no price of a flash sale, and holds no piece of one', async () => {
  const [one, two] = [await shop.aWork(1_000), await shop.aWork(2_000)];
  await aFlashSale(owner(), one.workId);
  const buyer = await shop.aPerson();
  const order = await place(buyer, [one, two]);
  assert.equal(order.total, 3_000);
  assert.equal(await count(shop, 'flash_piece', `order_id = '${order.id}'`), 0);
});

test('each line keeps the platform’s part that holds for its own work', async () => {
  const [one, two] = [await shop.aWork(10_000), await shop.aWork(10_000)];
  await beginRule(owner(), { scope: 'work', subjectId: two.workId, bps: 0 });
  const buyer = await shop.aPerson();
  const order = await bought(buyer, [one, two]);
  assert.equal(await earned(one), 10_000 - 60 - 1_988);
  assert.equal(await earned(two), 10_000 - 60);
  for (const { id } of order.lines.toReversed()) {
    await requestRefund(shop.as(buyer), order.id, { lineIds: [id] });
    await letItSettle();
    await assertBooks(shop);
  }
});

test('lines that were released are owed by their own creators when they go back', async () => {
  const shelves = [await shop.aWork(10_000), await shop.aWork(7_001), await shop.aWork(2_999)];
  const buyer = await shop.aPerson();
  const order = await bought(buyer, shelves);
  shop.wait(8 * day);
  await shop.sweep();
  await letItSettle();
  const finance = await shop.aPerson('finance');
  await requestRefund(shop.as(finance), order.id, { reason: '投诉' });
  await letItSettle();
  assert.equal((await getOrder(shop.as(buyer), order.id)).state, 'refunded');
  await assertBooks(shop);
});
