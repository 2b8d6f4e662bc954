import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getCart } from '#cart/service.ts';
import { newId } from '#kernel/id.ts';
import type { Actor, Ctx, User } from '#platform/ctx.ts';
import { aPromotion, aCoupon, aClaim } from '../fixtures/offers.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { flowPages } from './routes.ts';

let shop: Shop;
let staff: Ctx<User>;
before(async () => {
  shop = await openShop();
  staff = await shop.aPerson('owner');
});
after(() => shop.close());

const visitor: Actor = { kind: 'visitor' };
const texts = async (response: Response | Promise<Response>) => (await response).text();

/** A browser that keeps its cookies; who uses it changes when they sign in. */
function browser() {
  let actor: Actor = visitor;
  const cookies = new Map<string, string>();
  const app = shop.house.app(flowPages, () => actor);
  const ask = async (path: string, init: RequestInit = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...init.headers, ...(cookie ? { cookie } : {}) };
    const response = await app.request(path, { ...init, headers });
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      if (/max-age=0/i.test(set)) cookies.delete(name!);
      else cookies.set(name!, value!);
    }
    return response;
  };
  return {
    cookies,
    signIn: (person: Ctx<User>) => {
      actor = person.actor;
    },
    get: (path: string) => ask(path),
    post: (path: string, form: Record<string, string> = {}) =>
      ask(path, {
        method: 'POST',
        body: new URLSearchParams(form),
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
        },
      }),
  };
}

async function workIdsIn(person: Ctx<User>): Promise<string[]> {
  return (await getCart(shop.as(person))).lines.map(({ workId }) => workId);
}

test('what a visitor chose is in the cart once they have signed in, and the browser forgets it', async () => {
  const [one, two] = [await shop.aWork(1_000), await shop.aWork(2_000)];
  const person = await shop.aPerson();
  const me = browser();
  for (const { offerId } of [one, two, one]) {
    const sent = await me.post('/en/cart', { offerId });
    assert.deepEqual([sent.status, sent.headers.get('location')], [303, '/en/cart']);
  }
  const turned = await me.get('/en/cart');
  assert.equal(turned.headers.get('location'), `/en/login?next=${encodeURIComponent('/en/cart')}`);
  me.signIn(person);
  assert.match(await texts(me.get('/en/cart')), /It is in your cart/);
  assert.deepEqual((await workIdsIn(person)).toSorted(), [one.workId, two.workId].toSorted());
  assert.deepEqual([...me.cookies.keys()], []);
  assert.doesNotMatch(await texts(me.get('/en/cart')), /It is in your cart/);
});

test('what a visitor chose and cannot be put there is said, and keeps nothing else away', async () => {
  const work = await shop.aWork(1_000);
  const person = await shop.aPerson();
  const me = browser();
  for (const offerId of [newId(), work.offerId]) await me.post('/cart', { offerId });
  me.signIn(person);
  assert.match(await texts(me.get('/cart')), /没有这个售卖方案/);
  assert.deepEqual(await workIdsIn(person), [work.workId]);
});

test('without script: put there, kept for later, bought after all, taken out, put back, and to the cashier', async () => {
  const [one, two] = [await shop.aWork(10_000), await shop.aWork(5_000)];
  await aPromotion(shop.as(staff), [one.workId, two.workId], {
    kind: 'threshold',
    name: '满 150 减 20',
    by: 'amount',
    tiers: [{ from: 15_000, off: 2_000 }],
  } as never);
  const person = await shop.aPerson();
  await aClaim(shop.as(person), await aCoupon(shop.as(staff)));
  const me = browser();
  me.signIn(person);
  assert.match(await texts(me.get('/cart')), /购物车是空的/);
  await me.post('/cart', { offerId: one.offerId });
  await me.post('/cart', { offerId: two.offerId, isLater: 'yes' });
  const alone = await texts(me.get('/cart'));
  assert.match(alone, /再买 ¥50 的适用作品，少付 ¥20/);
  assert.match(alone, /以后再买/);
  await me.post('/cart', { offerId: two.offerId });
  const gone = await me.post('/cart/removal', { offerId: one.offerId });
  assert.match(await texts(me.get(gone.headers.get('location')!)), /放回购物车/);
  await me.post('/cart', { offerId: one.offerId });
  const both = await texts(me.get('/cart'));
  assert.match(both, /¥120/);
  const { offerIds, choices } = await getCart(shop.as(person));
  const offers = offerIds.join('.');
  const chosen = `${choices[0]!.coupon!.id}.${choices[0]!.payable}`;
  assert.ok(both.includes(`value="${chosen}"`) && both.includes(`value="${offers}"`));

  const dear = await me.post('/cart/checkout', { offers, choice: 'none.1' });
  assert.equal(dear.status, 409);
  assert.match(await dear.text(), /价格或优惠刚刚有变化/);
  const code = await me.post('/coupons', { couponCode: 'NOSUCH', from: 'cart' });
  assert.match(await code.text(), /<h1>购物车<\/h1>/);
  const bought = await me.post('/cart/checkout', { offers, choice: chosen });
  assert.equal(new URL(bought.headers.get('location')!).pathname, '/sandbox/cashier');
  assert.match(await texts(me.get('/cart')), /在一笔待支付的订单里/);
});
