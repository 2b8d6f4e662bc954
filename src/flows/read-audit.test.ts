import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { beginRule } from '#commission/service.ts';
import { approvePayout, requestPayout } from '#payout/service/request.ts';
import { releaseEarnings } from '#payout/service/earn.ts';
import { day } from '#kernel/time.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { flowApi } from './api.ts';
import { openShop, type Shop } from './fixtures/shop.ts';
import { listNamedAudit } from './read-audit.ts';
import { requestRefund } from './refund-order.ts';

let shop: Shop;
let owner: Ctx<User>;
before(async () => {
  shop = await openShop();
  owner = await shop.aPerson('owner', 'finance');
});
after(() => shop.close());

const all = { filter: {}, cursor: undefined, limit: 50 };

test('what the ids in a record are called is told beside them, in the reader’s language', async () => {
  const shelf = await shop.aWork(99_000);
  await shop.house.db
    .updateTable('workVersion')
    .set({ titleEn: 'Music Theory You Can Hear' })
    .where('workId', '=', shelf.workId)
    .execute();
  const { orderId } = await shop.buy(await shop.aPerson(), shelf.offerId);
  await shop.buy(await shop.aPerson(), shelf.offerId);
  shop.wait(8 * day);
  await releaseEarnings(shop.system());
  await requestRefund(shop.as(owner), orderId, { amount: 100, reason: '补偿' });
  const creator = shop.house.as(shelf.creatorId, 'creator');
  const payoutId = await requestPayout(shop.as(creator), { amount: 20_000, payee: 'openid' });
  await approvePayout(shop.as(owner), payoutId);
  await beginRule(shop.as(owner), { scope: 'work', subjectId: shelf.workId, bps: 1_000 });

  const { items } = await listNamedAudit(shop.as(owner), all);
  const of = (deed: string) => items.find((item) => item.deed === deed)!;
  const number = (
    await shop.house.db
      .selectFrom('order')
      .select('number')
      .where('id', '=', orderId)
      .executeTakeFirstOrThrow()
  ).number;
  assert.equal(of('order.refund').names[orderId], number);
  assert.equal(of('order.refund').names[owner.actor.userId], '学员');
  assert.equal(of('payout.approve').names[payoutId], '讲师 ¥200');
  assert.equal(of('commission.begin').names[shelf.workId], '听得懂的乐理');
  const english = await listNamedAudit({ ...shop.as(owner), locale: 'en' }, all);
  const begun = english.items.find(({ deed }) => deed === 'commission.begin')!;
  assert.equal(begun.names[shelf.workId], 'Music Theory You Can Hear');
});

test('only the owner reads the audit, as JSON or as CSV', async () => {
  const ask = (role: 'owner' | 'finance' | undefined, query = '') =>
    shop.house
      .app(flowApi, () =>
        role ? shop.house.as(owner.actor.userId, role).actor : { kind: 'visitor' },
      )
      .request(`/api/v1/audit-records${query}`);
  assert.equal((await ask('owner', '?limit=0')).status, 400);
  assert.equal((await ask('owner', '?cursor=nonsense')).status, 400);
  assert.equal((await ask('owner', '?deed=Payout')).status, 400);
  assert.equal((await ask(undefined)).status, 401);
  assert.equal((await ask('finance')).status, 403);
  const { items } = (await (await ask('owner', '?deed=payout')).json()) as {
    items: { deed: string }[];
  };
  assert.deepEqual(
    items.map(({ deed }) => deed),
    ['payout.approve'],
  );
  const csv = await (await ask('owner', '?format=csv')).text();
  assert.match(csv, /^\uFEFF?时间,操作人/);
  assert.match(csv, /批准提现,讲师 ¥200/);
});
