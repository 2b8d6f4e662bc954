import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { changeTerms, followed, getTerms } from '#affiliate/service.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { promotionRoutes } from './promotion.tsx';

let shop: Shop;
let owner: Ctx<User>;
before(async () => {
  shop = await openShop();
  owner = await shop.aPerson('owner');
});
after(() => shop.close());

const path = '/account/promotion';

async function ask(person: Ctx<User>, to: string, form?: Record<string, string>) {
  const app = shop.house.app(promotionRoutes, () => person.actor);
  const response = await app.request(`http://localhost${to}`, {
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    headers: { origin: 'http://localhost' },
  });
  return { status: response.status, text: await response.text() };
}

test('the page says why there is no way to promote, then takes who agrees, and makes links to pages of ours alone', async () => {
  const person = await shop.aPerson();
  assert.match((await ask(person, path)).text, /本站现在不招募推广员/);
  const terms = { ...(await getTerms(shop.as(owner))), textZh: '如实介绍', level2Bps: 300 };
  await changeTerms(shop.as(owner), { ...terms, mode: 'open' });

  const before = await ask(person, path);
  assert.match(before.text, /如实介绍/);
  assert.match(before.text, /实付金额的 10%.*实付金额的 3%/s);
  const refused = await ask(person, path, { note: '' });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /请先阅读并同意/);
  assert.equal((await ask(person, path, { note: '', agreed: 'yes' })).status, 303);

  const made = await ask(person, `${path}?page=${encodeURIComponent('/courses/a?x=1')}`);
  const link = /value="([^"]*\/s\/[a-z2-9]{8}\/courses\/a\?x=1)"/.exec(made.text)?.[1];
  assert.ok(link);
  const elsewhere = await ask(person, `${path}?page=${encodeURIComponent('https://e.example/')}`);
  assert.match(elsewhere.text, /这不是本站的地址/);
});

test('a promoter reads what they earned and whom they brought, asks for it, and is told what is wrong with the request', async () => {
  const person = await shop.aPerson();
  await ask(person, path, { note: '', agreed: 'yes' });
  const { code } = await shop.house.db
    .selectFrom('promoter')
    .select('code')
    .where('userId', '=', person.actor.userId)
    .executeTakeFirstOrThrow();
  const buyer = await shop.aPerson();
  await followed(shop.as(buyer), code, { source: '', medium: '', campaign: '' });
  await shop.buy(buyer, (await shop.aWork(128_800)).offerId);
  const { text } = await ask(person, path);
  for (const told of ['¥128.80', '听得懂的乐理', '学**', '冻结中'])
    assert.ok(text.includes(told), told);
  assert.ok(!text.includes(buyer.actor.userId));
  const early = await ask(person, `${path}/payout`, { amount: '128.80', payee: 'openid' });
  assert.equal(early.status, 409);
  for (const amount of ['', 'viel', '-1']) {
    const { status, text: said } = await ask(person, `${path}/payout`, { amount, payee: 'openid' });
    assert.deepEqual([status, said.includes('请填写金额')], [422, true]);
  }
  const english = await ask(person, `/en${path}`);
  assert.match(english.text, /What you earned/);
});
