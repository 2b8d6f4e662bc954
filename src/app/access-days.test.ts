import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { aWork } from '#catalog/fixtures/works.ts';
import { setPrice } from '#catalog/service.ts';
import { remindBuyers } from '#entitlement/service/remind.ts';
import { money } from '#kernel/money.ts';
import { day } from '#kernel/time.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { openShop, type Shop } from '../flows/fixtures/shop.ts';
import { domainRoutes } from './routes.ts';

let shop: Shop;
before(async () => {
  shop = await openShop();
});
after(() => shop.close());

/** A course that is sold for thirty days. */
async function aRental() {
  const { creatorId } = await shop.aWork(0);
  const work = await aWork(shop.system(), { creatorId, price: 3_000 });
  const offerId = await setPrice(shop.system(), work.id, money(3_000), { accessDays: 30 });
  const { id: lessonId } = await shop.house.db
    .selectFrom('lesson as l')
    .innerJoin('lessonVersion as v', 'v.id', 'l.liveId')
    .select('l.id')
    .where('l.workId', '=', work.id)
    .where('v.isTrial', '=', false)
    .executeTakeFirstOrThrow();
  return { ...work, offerId, lessonId };
}

function reader(person: Ctx<User>) {
  const app = shop.house.app(domainRoutes, () => person.actor);
  return async (path: string) => (await app.request(path)).text();
}

test('pages say for how long a work is had: before it is bought, while the days run, and when they are over', async () => {
  const { slug, offerId, lessonId } = await aRental();
  const buyer = await shop.aPerson();
  const read = reader(buyer);
  for (const path of [`/courses/${slug}`, `/checkout/${offerId}`])
    assert.match(await read(path), /付款后有效 30 天/, path);
  const { orderId } = await shop.buy(buyer, offerId);
  assert.match(await read(`/orders/${orderId}`), /有效期从 .* 到 .*（北京时间）/);
  shop.wait(10 * day);
  const course = await read(`/courses/${slug}`);
  assert.match(course, /还有 20 天，到 /);
  assert.match(course, /再买一次，接着延长/);
  shop.wait(9.5 * day);
  assert.match(await read(`/courses/${slug}`), /还有 11 天/, 'a page that is kept counts on');
  await read(`/learn/${slug}/${lessonId}`);
  shop.wait(11 * day);
  const ended = await read(`/learn/${slug}/${lessonId}`);
  assert.match(ended, /您的有效期已于 .*结束/);
  assert.match(ended, /再买一次/);
  assert.match(await read(`/en/courses/${slug}`), /Access for 30 days after paying/);
});

test('three days before the end a buyer is told once what more days cost; who has bought them already is not', async () => {
  const { offerId } = await aRental();
  const [one, two] = [await shop.aPerson(), await shop.aPerson()];
  const addresses = ['one@example.com', 'two@example.com'];
  for (const [n, { actor }] of [one, two].entries())
    await shop.house.db
      .updateTable('appUser')
      .set({ email: addresses[n]! })
      .where('id', '=', actor.userId)
      .execute();
  await shop.buy(one, offerId);
  await shop.buy(two, offerId);
  await shop.buy(two, offerId);
  const letters = async () =>
    (await shop.house.db.selectFrom('sentMessage').selectAll().execute()).filter(({ address }) =>
      addresses.includes(address),
    );
  shop.wait(26.9 * day);
  await remindBuyers(shop.system());
  assert.deepEqual(await letters(), []);
  shop.wait(0.2 * day);
  await Promise.all(Array.from({ length: 4 }, () => remindBuyers(shop.system())));
  const sent = await letters();
  assert.deepEqual(
    sent.map(({ address }) => address),
    ['one@example.com'],
  );
  assert.match(JSON.stringify(sent), /30\.00|¥30/);
});
