import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setPrice } from '#catalog/service.ts';
import { aCreator, aWork } from '#catalog/fixtures/works.ts';
import { openShop, type Shelf, type Shop } from '#flows/fixtures/shop.ts';
import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import { day, hour } from '#kernel/time.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { beginRule, endRule, getCreatorRates, getWorkRate, listRules } from './service.ts';
import { commissionApi } from './api.ts';
import { standardBps } from './rules.ts';

let shop: Shop;
let owner: Ctx<User>;

before(async () => {
  shop = await openShop();
  owner = await shop.aPerson('owner');
});
after(() => shop.close());

const inDays = (days: number) => new Date(shop.house.now().getTime() + days * day).toISOString();
const begin = (rule: Parameters<typeof beginRule>[1]) => beginRule(shop.as(owner), rule);
const rules = async (subjectId: string) =>
  (await listRules(shop.as(owner), { filter: { subjectId }, cursor: undefined, limit: 100 })).items;
const refused = (code: string) => ({ code });

async function promised({ offerId }: Shelf): Promise<number> {
  const { orderId } = await shop.order(await shop.aPerson(), offerId);
  const line = await shop.house.db
    .selectFrom('orderLine')
    .select('commissionBps')
    .where('orderId', '=', orderId)
    .executeTakeFirstOrThrow();
  return line.commissionBps;
}

test('an order is promised the most specific rate in force, and keeps it whatever is decided later', async () => {
  const shelf = await shop.aWork(10_000);
  assert.equal(await promised(shelf), standardBps);
  const site = await begin({ scope: 'site', bps: 2_500 });
  assert.equal(await promised(shelf), 2_500);
  await begin({ scope: 'creator', subjectId: shelf.creatorId, bps: 1_500 });
  assert.equal(await promised(shelf), 1_500);
  const own = await begin({ scope: 'work', subjectId: shelf.workId, bps: 0 });
  const buyer = await shop.aPerson();
  const { orderId, outTradeNo } = await shop.order(buyer, shelf.offerId);
  await endRule(shop.as(owner), own);
  assert.equal(await promised(shelf), 1_500);

  shop.simulator.pay(outTradeNo);
  await shop.settle();
  const earning = await shop.house.db
    .selectFrom('earning')
    .select(['commissionBps', 'commission', 'amount'])
    .where('orderId', '=', orderId)
    .executeTakeFirstOrThrow();
  assert.deepEqual({ ...earning }, { commissionBps: 0, commission: 0, amount: 9_940 });
  await endRule(shop.as(owner), site);
});

test('a category counts for all that stands in it and below it, the nearest first', async () => {
  const { db } = shop.house;
  const [top, below] = [newId(), newId()];
  for (const [id, parentId] of [
    [top, null],
    [below, top],
  ] as const) {
    await db
      .insertInto('category')
      .values({ id, parentId, slug: id, nameZh: '音乐', nameEn: 'Music', position: 0 })
      .execute();
  }
  const shelf = await shop.aWork(9_900);
  await db
    .updateTable('workVersion')
    .set({ categoryId: below })
    .where('workId', '=', shelf.workId)
    .execute();
  const wide = await begin({ scope: 'category', subjectId: top, bps: 1_800 });
  assert.equal(await promised(shelf), 1_800);
  await begin({ scope: 'category', subjectId: below, bps: 1_700 });
  assert.equal(await promised(shelf), 1_700);
  assert.deepEqual(await getWorkRate(shop.as(owner), shelf.workId), {
    bps: 1_700,
    scope: 'category',
    next: null,
  });
  await endRule(shop.as(owner), wide);
});

test('a new rule ends the one that holds when it begins; one that begins in its time is in the way', async () => {
  const { workId, creatorId } = await shop.aWork(100);
  const first = await begin({ scope: 'work', subjectId: workId, bps: 1_000 });
  const later = await begin({ scope: 'work', subjectId: workId, bps: 500, startsAt: inDays(10) });
  await assert.rejects(
    begin({ scope: 'work', subjectId: workId, bps: 700, startsAt: inDays(5) }),
    refused('commission.in_the_way'),
  );
  await begin({
    scope: 'work',
    subjectId: workId,
    bps: 700,
    startsAt: inDays(5),
    endsAt: inDays(10),
  });
  assert.deepEqual(
    (await rules(workId)).map(({ bps, startsAt, endsAt, state }) => [bps, startsAt, endsAt, state]),
    [
      [500, inDays(10), null, 'planned'],
      [700, inDays(5), inDays(10), 'planned'],
      [1_000, inDays(0), inDays(5), 'in_force'],
    ],
  );
  const seen = await getWorkRate(shop.house.as(creatorId, 'creator'), workId);
  assert.deepEqual(seen, {
    bps: 1_000,
    scope: 'work',
    next: { bps: 700, scope: 'work', at: inDays(5) },
  });

  await endRule(shop.as(owner), later);
  await assert.rejects(endRule(shop.as(owner), later), refused('commission.ended'));
  shop.wait(6 * day);
  await assert.rejects(endRule(shop.as(owner), first), refused('commission.ended'));
  assert.deepEqual(
    (await rules(workId)).map(({ state }) => state),
    ['ended', 'in_force', 'ended'],
  );
});

test('what cannot be a rule is refused and leaves no trace', async () => {
  const { workId } = await shop.aWork(100);
  const before = await shop.house.db.selectFrom('commissionRule').selectAll().execute();
  const tries = [
    [{ scope: 'work', subjectId: workId, bps: 1, startsAt: inDays(-1) }, 'commission.past'],
    [{ scope: 'work', subjectId: workId, bps: 1, endsAt: inDays(0) }, 'commission.no_time'],
    [{ scope: 'work', bps: 1 }, 'commission.unknown_subject'],
    [{ scope: 'creator', subjectId: workId, bps: 1 }, 'commission.unknown_subject'],
    [{ scope: 'category', subjectId: newId(), bps: 1 }, 'commission.unknown_subject'],
  ] as const;
  for (const [rule, code] of tries) await assert.rejects(begin(rule), refused(code), code);
  await assert.rejects(endRule(shop.as(owner), newId()), refused('commission.unknown'));
  for (const role of ['finance', 'creator', 'reviewer'] as const) {
    const other = await shop.aPerson(role);
    await assert.rejects(beginRule(other, { scope: 'site', bps: 0 }), refused('policy.forbidden'));
  }
  assert.deepEqual(await shop.house.db.selectFrom('commissionRule').selectAll().execute(), before);
});

test('thirty rules of one subject set at once: at every instant at most one holds, and the last one set stays', async () => {
  const { workId } = await shop.aWork(100);
  await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      beginRule(
        { ...shop.as(owner), now: new Date(shop.house.now().getTime() + n) },
        { scope: 'work', subjectId: workId, bps: n, startsAt: inDays(1) },
      ),
    ),
  );
  const set = await rules(workId);
  assert.equal(set.length, 30);
  assert.equal(set.filter(({ state }) => state === 'planned').length, 1);
  const { n } = await shop.house.db
    .selectFrom('auditRecord')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('deed', '=', 'commission.begin')
    .where(
      'subject',
      'in',
      set.map(({ id }) => id),
    )
    .executeTakeFirstOrThrow();
  assert.equal(n, 30);
});

test('a rule ended by twenty at once ends once', async () => {
  const { workId } = await shop.aWork(100);
  const id = await begin({ scope: 'work', subjectId: workId, bps: 100 });
  shop.wait(hour);
  const tries = await Promise.allSettled(
    Array.from({ length: 20 }, () => endRule(shop.as(owner), id)),
  );
  assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1);
});

test('orders that race a change are each promised a rate that was decided', async () => {
  const shelf = await shop.aWork(5_000);
  await begin({ scope: 'work', subjectId: shelf.workId, bps: 1_000 });
  const [, ...rates] = await Promise.all([
    begin({ scope: 'work', subjectId: shelf.workId, bps: 3_000 }),
    ...Array.from({ length: 12 }, () => promised(shelf)),
  ]);
  for (const rate of rates) assert.ok([1_000, 3_000].includes(rate), String(rate));
});

test('creators see their own rates with the works that differ, and nobody else’s', async () => {
  const ctx = shop.house.ctx({ actor: { kind: 'system', name: 'test' } });
  const creatorId = await aCreator(ctx);
  const { id: plain } = await aWork(ctx, { creatorId });
  const { id: special } = await aWork(ctx, { creatorId });
  await setPrice(ctx, plain, money(100));
  await begin({ scope: 'creator', subjectId: creatorId, bps: 1_200 });
  await begin({ scope: 'work', subjectId: special, bps: 800 });
  const rates = await getCreatorRates(shop.house.as(creatorId, 'creator'), creatorId);
  assert.deepEqual([rates.bps, rates.scope, rates.next], [1_200, 'creator', null]);
  assert.deepEqual(
    rates.works.map(({ id, bps, scope }) => [id, bps, scope]),
    [[special, 800, 'work']],
  );
  const stranger = await shop.aPerson('creator');
  await assert.rejects(getCreatorRates(stranger, creatorId), refused('policy.not_found'));
  await assert.rejects(getWorkRate(stranger, special), refused('policy.not_found'));
});

test('the list filters, pages and exports in the reader’s language', async () => {
  const app = shop.house.app(commissionApi, () => owner.actor);
  const get = (query: string) => app.request(`/api/v1/commission-rules?${query}`);
  const page = (await (await get('limit=2')).json()) as { items: unknown[]; nextCursor: string };
  assert.equal(page.items.length, 2);
  assert.equal((await get(`limit=2&cursor=${page.nextCursor}`)).status, 200);
  for (const state of ['in_force', 'planned', 'ended']) {
    const { items } = (await (await get(`state=${state}&limit=100`)).json()) as {
      items: { state: string }[];
    };
    assert.ok(items.length > 0 && items.every((item) => item.state === state), state);
  }
  const csv = await (await get('format=csv&state=in_force')).text();
  assert.match(csv, /适用于,名称,佣金（%）/);
  assert.match(csv, /课程,听得懂的乐理,[\d.]+,2026-1\d-\d\d \d\d:\d\d,/);
  assert.match(await (await get('format=csv&lang=en&state=ended')).text(), /Course,.*Ended/);
});
