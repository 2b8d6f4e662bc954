import assert from 'node:assert/strict';
import { after as afterAll, before, test } from 'node:test';
import { cartApi } from '#cart/api.ts';
import { aCreator, aWork as aShelvedWork } from '#catalog/fixtures/works.ts';
import { setPrice } from '#catalog/service/edit-work.ts';
import {
  cartQuote,
  clearBought,
  countCart,
  getCart,
  putInCart,
  takeFromCart,
} from '#cart/service.ts';
import { grantWork } from '#entitlement/service.ts';
import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import { createTier } from '#membership/service.ts';
import { TierInput } from '#membership/schema.ts';
import { getOrder } from '#order/service/read-order.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { mostLines } from '#pricing/service.ts';
import { flowApi } from './api.ts';
import { cancelOrder } from './close-orders.ts';
import { assertBooks, count } from './fixtures/books.ts';
import { aClaim, aCoupon, aFlashSale, aPromotion } from './fixtures/offers.ts';
import { openShop, type Shelf, type Shop } from './fixtures/shop.ts';
import { buyBasket, startPayment } from './start-payment.ts';

let shop: Shop;
let staff: Ctx<User>;
before(async () => {
  shop = await openShop();
  staff = await shop.aPerson('owner');
});
afterAll(() => shop.close());

const owner = () => shop.as(staff);
const refused = (code: string) => ({ code });
const put = (who: Ctx<User>, { offerId }: Shelf, isLater = false) =>
  putInCart(shop.as(who), offerId, isLater);
const cartOf = (who: Ctx<User>) => getCart(shop.as(who));
const someWorks = (...prices: number[]) => Promise.all(prices.map((price) => shop.aWork(price)));

async function problemsOf(who: Ctx<User>): Promise<Record<string, string | null>> {
  const { lines } = await cartOf(who);
  return Object.fromEntries(lines.map(({ workId, problem }) => [workId, problem]));
}

/** Buys what the cart says, at what it says. */
async function buyAll(who: Ctx<User>, more: object = {}) {
  const { offerIds, quote } = await cartOf(who);
  const wanted = { offerIds, expectedTotal: quote.payable, idempotencyKey: newId(), ...more };
  return buyBasket(shop.as(who), wanted);
}

async function pay(who: Ctx<User>, orderId: string): Promise<void> {
  await startPayment(shop.as(who), orderId);
  const { outTradeNo } = await shop.house.db
    .selectFrom('payment')
    .select('outTradeNo')
    .where('orderId', '=', orderId)
    .executeTakeFirstOrThrow();
  shop.simulator.pay(outTradeNo);
  await shop.settle();
}

test('what the cart says is what its order costs, with a threshold and a coupon over all of it; paid, it is empty', async () => {
  const [music, chess] = await someWorks(19_900, 9_900);
  const buyer = await shop.aPerson();
  const works = [music!.workId, chess!.workId];
  await aPromotion(owner(), [], {
    kind: 'threshold',
    name: '满 200 减 30',
    scope: { kind: 'works', ids: works },
    by: 'amount',
    tiers: [{ from: 20_000, off: 3_000 }],
  } as never);
  const claimId = await aClaim(shop.as(buyer), await aCoupon(owner()));
  await put(buyer, music!);
  const alone = await cartOf(buyer);
  assert.equal(alone.quote.payable, 18_900);
  assert.deepEqual(
    alone.hints.map(({ missing, saves }) => [missing, saves]),
    [[100, 3_000]],
  );

  await put(buyer, chess!);
  const cart = await cartOf(buyer);
  assert.equal(cart.quote.payable, 25_800);
  assert.deepEqual(
    cart.choices.map(({ coupon, payable }) => [coupon?.id, payable]),
    [
      [claimId, 25_800],
      [undefined, 26_800],
    ],
  );
  assert.deepEqual(cartQuote(cart).offerIds, cart.offerIds);
  const order = await buyAll(buyer, { claimId });
  assert.equal(order.total, 25_800);
  assert.deepEqual(new Set(Object.values(await problemsOf(buyer))), new Set(['waits']));
  await pay(buyer, order.id);
  assert.deepEqual((await cartOf(buyer)).lines, []);
  await assertBooks(shop);
});

test('a hint names works that make it true alone: not owned, not in the cart, not one’s own, the least dear first', async () => {
  const shelved = async (price: number, creatorId: string) => {
    const { id: workId } = await aShelvedWork(shop.house.ctx(), { price, creatorId });
    const { id: offerId } = await shop.house.db
      .selectFrom('offer')
      .select('id')
      .where('workId', '=', workId)
      .executeTakeFirstOrThrow();
    return { workId, offerId, creatorId };
  };
  const creatorId = await aCreator(shop.house.ctx(), '林知音');
  const works: Shelf[] = [];
  for (const price of [8_000, 1_999, 2_000, 2_500, 3_000, 4_000, 5_000])
    works.push(await shelved(price, creatorId));
  const [base, , owned, inCart, ...good] = works;
  await aPromotion(owner(), [], {
    kind: 'threshold',
    name: '满百减十五',
    scope: { kind: 'creator', ids: [creatorId] },
    by: 'amount',
    tiers: [{ from: 10_000, off: 1_500 }],
  } as never);
  const buyer = await shop.aPerson();
  const { userId } = buyer.actor;
  await put(buyer, base!);
  await put(buyer, inCart!, true);
  await grantWork(owner(), { userId, workId: owned!.workId, reason: '礼物' });
  const before = await cartOf(buyer);
  const [hint] = before.hints;
  assert.deepEqual([hint!.missing, hint!.saves], [2_000, 1_500]);
  assert.deepEqual(
    hint!.works.map(({ workId }) => workId),
    good.map(({ workId }) => workId),
  );
  for (const { offerId, price } of hint!.works) {
    await putInCart(shop.as(buyer), offerId);
    const { quote } = await cartOf(buyer);
    assert.ok(before.quote.payable + price - quote.payable >= hint!.saves);
    await takeFromCart(shop.as(buyer), offerId);
  }
  const creator = shop.house.as(creatorId);
  const foreign = await shop.aWork(9_000);
  await aPromotion(owner(), [], {
    kind: 'threshold',
    name: '满百减十',
    scope: { kind: 'works', ids: [foreign.workId, good[0]!.workId] },
    by: 'amount',
    tiers: [{ from: 10_000, off: 1_000 }],
  } as never);
  await put(creator, foreign);
  const [own] = (await cartOf(creator)).hints;
  assert.deepEqual([own!.saves, own!.works], [1_000, []]);
});

test('a work that is put there from many sides at once is there once, and stays as it was put last', async () => {
  const [work] = await someWorks(1_000);
  const buyer = await shop.aPerson();
  await Promise.all(Array.from({ length: 20 }, () => put(buyer, work!)));
  assert.equal(await countCart(shop.as(buyer)), 1);
  await put(buyer, work!, true);
  const { lines, offerIds } = await cartOf(buyer);
  assert.deepEqual([lines.length, lines[0]!.isLater, offerIds], [1, true, []]);
  assert.equal(await countCart(shop.as(buyer)), 0);
  const out = () => takeFromCart(shop.as(buyer), work!.offerId);
  const taken = await Promise.allSettled([put(buyer, work!).then(out), out(), out()]);
  assert.ok(taken.some(({ status }) => status === 'fulfilled'));
  await assert.rejects(out(), refused('cart.not_there'));
  assert.deepEqual((await cartOf(buyer)).lines, []);
});

test('a cart holds as many works as one order can have, however many are put there at once', async () => {
  const works = await Promise.all(Array.from({ length: mostLines + 6 }, () => shop.aWork(500)));
  const buyer = await shop.aPerson();
  const all = await Promise.allSettled(works.map((work) => put(buyer, work)));
  assert.equal(all.filter(({ status }) => status === 'fulfilled').length, mostLines);
  for (const one of all) if (one.status === 'rejected') assert.equal(one.reason.code, 'cart.full');
  const { offerIds } = await cartOf(buyer);
  assert.equal(offerIds.length, mostLines);
  const tooMany = { offerIds: works.map(({ offerId }) => offerId), idempotencyKey: newId() };
  await assert.rejects(buyBasket(shop.as(buyer), tooMany), refused('order.basket_full'));
  assert.equal((await buyAll(buyer)).total, mostLines * 500);
});

test('what cannot be bought says so beside the others, which are bought', async () => {
  const [mine, owned, gone, waits, good, later] = await someWorks(100, 200, 300, 400, 500, 600);
  // A creator who buys of others, and has a work of their own in the cart.
  const buyer = shop.house.as(mine!.creatorId);
  const { userId } = buyer.actor;
  for (const work of [mine!, owned!, gone!, waits!, good!]) await put(buyer, work);
  await put(buyer, later!, true);
  await grantWork(owner(), { userId, workId: owned!.workId, reason: '礼物' });
  await shop.house.db
    .updateTable('work')
    .set({ state: 'withdrawn' })
    .where('id', '=', gone!.workId)
    .execute();
  const { orderId } = await shop.order(buyer, waits!.offerId);
  assert.deepEqual(await problemsOf(buyer), {
    [mine!.workId]: 'own_work',
    [owned!.workId]: 'owned',
    [gone!.workId]: 'not_sold',
    [waits!.workId]: 'waits',
    [good!.workId]: null,
    [later!.workId]: null,
  });
  const cart = await cartOf(buyer);
  assert.deepEqual(cart.offerIds, [good!.offerId]);
  assert.equal(cart.lines.find(({ problem }) => problem === 'waits')!.orderId, orderId);
  await assert.rejects(put(buyer, gone!), refused('cart.not_sold'));

  await cancelOrder(shop.as(buyer), orderId);
  assert.deepEqual(
    (await cartOf(buyer)).offerIds.toSorted(),
    [waits!.offerId, good!.offerId].toSorted(),
  );
  await pay(buyer, (await buyAll(buyer)).id);
  assert.deepEqual(
    Object.keys(await problemsOf(buyer)).toSorted(),
    [mine!.workId, owned!.workId, gone!.workId, later!.workId].toSorted(),
  );
});

test('a price that changed is told, and the new one is what it costs', async () => {
  const [work] = await someWorks(1_000);
  const buyer = await shop.aPerson();
  await put(buyer, work!);
  await setPrice(owner(), work!.workId, money(700));
  const { lines, quote, offerIds } = await cartOf(buyer);
  assert.deepEqual([lines[0]!.putPrice, lines[0]!.price, quote.payable], [1_000, 700, 700]);
  await assert.rejects(put(buyer, work!), refused('cart.not_sold'));
  await putInCart(shop.as(buyer), offerIds[0]!);
  assert.equal((await cartOf(buyer)).lines[0]!.putPrice, 700);
  await takeFromCart(shop.as(buyer), work!.offerId);
  assert.deepEqual((await cartOf(buyer)).lines, []);
});

test('a flash sale is for who buys its work alone: the cart says so, and counts the usual price', async () => {
  const [work] = await someWorks(1_000);
  await aFlashSale(owner(), work!.workId);
  const buyer = await shop.aPerson();
  await put(buyer, work!);
  const { lines, quote } = await cartOf(buyer);
  assert.deepEqual([lines[0]!.soloPrice, lines[0]!.problem, quote.payable], ['flash', null, 1_000]);
});

test('a coupon counts for the works that it is about, and says why it does not for the others', async () => {
  const [one, two] = await someWorks(5_000, 7_000);
  const buyer = await shop.aPerson();
  const scope = { kind: 'works' as const, ids: [one!.workId] };
  await aClaim(shop.as(buyer), await aCoupon(owner(), { scope, minSpend: 6_000 }));
  await put(buyer, one!);
  await put(buyer, two!);
  const { quote, choices } = await cartOf(buyer);
  assert.deepEqual([quote.payable, choices.length], [12_000, 1]);
  assert.deepEqual(
    quote.declined.map(({ why, missing }) => [why, missing]),
    [['below_threshold', 1_000]],
  );
});

test('what is bought by itself leaves the cart as well, once however often it is told, and nobody else’s', async () => {
  const [one, two] = await someWorks(1_000, 2_000);
  const [buyer, other] = [await shop.aPerson(), await shop.aPerson()];
  for (const who of [buyer, other]) for (const work of [one!, two!]) await put(who, work);
  const { orderId } = await shop.buy(buyer, one!.offerId);
  const left = async (who: Ctx<User>) => (await cartOf(who)).lines.map(({ workId }) => workId);
  assert.deepEqual(await left(buyer), [two!.workId]);
  await clearBought(shop.house.db, [orderId, orderId, newId()]);
  assert.deepEqual(await left(buyer), [two!.workId]);
  assert.equal((await left(other)).length, 2);
});

test('one cart that is paid from two tabs is one order; the tab that comes late is told that all of it is owned', async () => {
  const works = await someWorks(1_000, 2_000, 3_000);
  const buyer = await shop.aPerson();
  for (const work of works) await put(buyer, work);
  const { offerIds, quote } = await cartOf(buyer);
  const tab = () =>
    buyBasket(shop.as(buyer), {
      offerIds,
      expectedTotal: quote.payable,
      idempotencyKey: newId(),
    });
  const orders = await Promise.all([tab(), tab(), tab(), tab()]);
  assert.equal(new Set(orders.map(({ id }) => id)).size, 1);
  await pay(buyer, orders[0].id);
  await assert.rejects(tab(), refused('order.already_owned'));
  const { userId } = buyer.actor;
  assert.equal(await count(shop, 'order', `buyer_id = '${userId}'`), 1);
  assert.equal(await count(shop, 'capture', `order_id = '${orders[0].id}'`), 1);
});

test('a work that is put there while another tab buys is not in that order, and stays', async () => {
  const works = await someWorks(1_000, 2_000);
  const [late] = await someWorks(4_000);
  const buyer = await shop.aPerson();
  for (const work of works) await put(buyer, work);
  const shown = await cartOf(buyer);
  const [order] = await Promise.all([
    buyBasket(shop.as(buyer), {
      offerIds: shown.offerIds,
      expectedTotal: shown.quote.payable,
      idempotencyKey: newId(),
    }),
    put(buyer, late!),
  ]);
  await Promise.all([pay(buyer, order.id), put(buyer, late!), put(buyer, works[0]!)]);
  await shop.settle();
  assert.equal((await getOrder(shop.as(buyer), order.id)).lines.length, 2);
  const { lines, offerIds } = await cartOf(buyer);
  assert.deepEqual(offerIds, [late!.offerId]);
  for (const { workId, problem } of lines)
    assert.ok(workId === late!.workId || problem === 'owned', 'what is owned is never sold again');
});

test('over HTTP: put, looked at, priced, bought at that price, and taken out', async () => {
  const [one, two, three] = await someWorks(3_000, 2_000, 1_000);
  const buyer = await shop.aPerson();
  const app = shop.house.app([...cartApi, ...flowApi], () => buyer.actor);
  const ask = async (method: string, path: string, body?: object) => {
    const response = await app.request(`/api/v1/cart${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    return { status: response.status, value: text ? JSON.parse(text) : undefined };
  };
  for (const { offerId } of [one!, two!])
    assert.equal((await ask('PUT', `/${offerId}`, {})).status, 204);
  assert.equal((await ask('PUT', `/${three!.offerId}`, { isLater: true })).status, 204);
  const { items } = (await ask('GET', '')).value;
  assert.deepEqual(
    items.map(({ workId, isLater }: { workId: string; isLater: boolean }) => [workId, isLater]),
    [
      [three!.workId, true],
      [two!.workId, false],
      [one!.workId, false],
    ].toSorted((a, b) => (a[0]! < b[0]! ? -1 : 1)),
  );
  const quoted = (await ask('GET', '/quote')).value;
  assert.deepEqual([quoted.payable, quoted.offerIds.length], [5_000, 2]);
  const wanted = { offerIds: quoted.offerIds, idempotencyKey: newId() };
  const dear = await ask('POST', '/orders', { ...wanted, expectedTotal: 4_999 });
  assert.deepEqual([dear.status, dear.value.error.code], [409, 'order.price_changed']);
  const placed = await ask('POST', '/orders', { ...wanted, expectedTotal: 5_000 });
  assert.deepEqual([placed.status, placed.value.total], [201, 5_000]);
  const many = { ...wanted, offerIds: Array.from({ length: mostLines + 1 }, () => newId()) };
  assert.equal((await ask('POST', '/orders', many)).status, 422);
  assert.equal((await ask('DELETE', `/${three!.offerId}`)).status, 204);
  assert.equal((await ask('DELETE', `/${three!.offerId}`)).status, 404);
});

test('a membership, and what is not there, cannot be put in the cart', async () => {
  const buyer = await shop.aPerson();
  const input = TierInput.parse({
    nameZh: '畅学',
    nameEn: 'Access',
    covers: [{ scope: 'all' }],
    plans: [{ term: 'days', days: 30, price: 900 }],
  });
  const tierId = await createTier(owner(), input);
  const { id } = await shop.house.db
    .selectFrom('tierPlan')
    .select('id')
    .where('tierId', '=', tierId)
    .executeTakeFirstOrThrow();
  await assert.rejects(putInCart(shop.as(buyer), id), refused('cart.works_only'));
  await assert.rejects(putInCart(shop.as(buyer), newId()), refused('cart.unknown_offer'));
});
