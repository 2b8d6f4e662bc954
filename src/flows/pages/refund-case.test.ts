import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { day } from '#kernel/time.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { refuseRefundCase } from '../decide-refund.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { flowPages } from './routes.ts';

let shop: Shop;
before(async () => {
  shop = await openShop();
});
after(() => shop.close());

function browser(person: Ctx<User>) {
  const app = shop.house.app(flowPages, () => person.actor);
  return {
    read: async (path: string) => (await app.request(path)).text(),
    post: (path: string, form: Record<string, string> = {}) =>
      app.request(path, {
        method: 'POST',
        body: new URLSearchParams(form),
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
        },
      }),
  };
}

test('outside the window the order’s page leads to asking, shows how that stands, and lets it be taken back', async () => {
  const buyer = await shop.aPerson();
  const { orderId } = await shop.buy(buyer, (await shop.aWork(19_900)).offerId);
  const me = browser(buyer);
  const [page, ask] = [`/orders/${orderId}`, `/orders/${orderId}/refund`];
  assert.match(await me.read(page), />申请退款</);
  shop.wait(8 * day);
  assert.match(await me.read(page), />申请人工退款</);
  assert.match(await me.read(ask), new RegExp(`action="/orders/${orderId}/refund-case"`));

  const empty = await me.post(`${page}/refund-case`, { reason: ' ' });
  assert.equal(empty.status, 400);
  const sent = await me.post(`${page}/refund-case`, { reason: '生病了' });
  assert.deepEqual([sent.status, sent.headers.get('location')], [303, page]);
  for (const path of [page, ask]) {
    const html = await me.read(path);
    assert.match(html, /退款申请处理中/);
    assert.doesNotMatch(html, />申请人工退款</);
  }
  const withdrawn = await me.post(`${page}/refund-case/withdrawal`);
  assert.equal(withdrawn.status, 303);
  assert.match(await me.read(page), />申请人工退款</);

  shop.wait(day);
  await me.post(`${page}/refund-case`, { reason: '生病了，还没有学' });
  const { id } = await shop.house.db
    .selectFrom('refundCase')
    .select('id')
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  await refuseRefundCase(shop.as(await shop.aPerson('finance')), id, '课程已经学完');
  const html = await me.read(`/en${page}`);
  assert.match(html, /Your request was not granted/);
  assert.match(html, /课程已经学完/);
  assert.match(html, />Ask us for a refund</);
});
