import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { newId } from '#kernel/id.ts';
import { day } from '#kernel/time.ts';
import { TierInput } from '#membership/schema.ts';
import { createTier, giveTerm, listMembers, listOwn } from '#membership/service.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { openShop, type Shop } from '../flows/fixtures/shop.ts';
import { TermsInput } from './schema.ts';
import {
  changeTerms,
  earnLesson,
  earnPurchase,
  earnWork,
  getOwn,
  getTerms,
  giveGrowth,
  listAccounts,
  listEntries,
  settleDue,
  takeBackRefund,
} from './service.ts';
import type { Formula } from './types.ts';

let shop: Shop;
let owner: Ctx<User>;
let basic: string;
let vip: string;
before(async () => {
  shop = await openShop();
  owner = await shop.aPerson('owner');
  const tier = (name: string) =>
    createTier(shop.as(owner), TierInput.parse({ nameZh: name, nameEn: name, discountBps: 1_000 }));
  [basic, vip] = [await tier('basic'), await tier('vip')];
  await decide({});
});
after(() => shop.close());

const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code;
const now = () => shop.system();

/** Decides the rules anew: two levels, at 100 and at 300 of growth. */
async function decide(more: { formula?: Formula; isOn?: boolean; vipFrom?: number }) {
  const { version, levels } = await getTerms(shop.as(owner));
  const known = (name: string) => levels.find(({ nameEn }) => nameEn === name)?.id;
  const level = (name: string, threshold: number, tierId: string) => ({
    ...(known(name) ? { id: known(name) } : {}),
    nameZh: name,
    nameEn: name,
    threshold,
    tierId,
  });
  const { vipFrom = 300, ...rest } = more;
  const terms = {
    isOn: true,
    formula: 'reached',
    factorBps: 100,
    perYuan: 1,
    perLesson: 2,
    dailyLessons: 10,
    perWork: 20,
    version,
    levels: [level('silver', 100, basic), level('gold', vipFrom, vip)],
    ...rest,
  };
  await changeTerms(shop.as(owner), TermsInput.parse(terms));
}

async function assertHolds(): Promise<void> {
  const { rows } = await sql<{ userId: string }>`
    select a.user_id from growth_account a
    where a.value <> coalesce((select sum(amount) from growth_entry e where e.user_id = a.user_id), 0)
      or (a.tier_id is not null)::int <> (
        select count(*) from membership m
        where m.user_id = a.user_id and m.source_kind = 'level' and m.revoked_at is null)`.execute(
    shop.house.db,
  );
  assert.deepEqual(rows, []);
}

const grow = (userId: string, amount: number) =>
  giveGrowth(shop.as(owner), { userId, amount, reason: '活动奖励' });

async function tiersOf(person: Ctx<User>): Promise<string[]> {
  const own = await listOwn(shop.as(person));
  return own.filter(({ state }) => state === 'active').map(({ tierName }) => tierName);
}

test('an order earns once, however often it is heard of at once, and gives nothing when all of it went back', async () => {
  const buyer = await shop.aPerson();
  const { offerId } = await shop.aWork(19_950);
  const { orderId } = await shop.buy(buyer, offerId);
  const { userId } = buyer.actor;
  await Promise.all(Array.from({ length: 20 }, () => earnPurchase(now(), orderId, userId)));
  assert.equal((await getOwn(shop.as(buyer), undefined)).value, 199);
  assert.deepEqual(await tiersOf(buyer), ['basic']);

  const { db } = shop.house;
  const goesBack = (refunded: number) =>
    db.updateTable('order').set({ refunded }).where('id', '=', orderId).execute();
  await goesBack(10_000);
  const refunds = [newId(), newId(), newId()];
  await Promise.all(refunds.map((id) => takeBackRefund(now(), orderId, id)));
  // 199 × 9,950 ÷ 19,950, whole.
  assert.equal((await getOwn(shop.as(buyer), undefined)).value, 99);
  assert.deepEqual(await tiersOf(buyer), []);
  await db
    .updateTable('order')
    .set({ refunded: 19_950, state: 'refunded' })
    .where('id', '=', orderId)
    .execute();
  await Promise.all(refunds.map((id) => takeBackRefund(now(), orderId, id)));
  await takeBackRefund(now(), orderId, newId());
  assert.equal((await getOwn(shop.as(buyer), undefined)).value, 0);
  await assertHolds();
});

test('a refund that is heard of before its order takes its part all the same', async () => {
  const buyer = await shop.aPerson();
  const { userId } = buyer.actor;
  const { offerId } = await shop.aWork(10_000);
  const { orderId } = await shop.buy(buyer, offerId);
  await shop.house.db
    .updateTable('order')
    .set({ refunded: 2_500 })
    .where('id', '=', orderId)
    .execute();
  const refundId = newId();
  await takeBackRefund(now(), orderId, refundId);
  await earnPurchase(now(), orderId, userId);
  await takeBackRefund(now(), orderId, refundId);
  assert.equal((await getOwn(shop.as(buyer), undefined)).value, 75);
  await assertHolds();
});

test('no more lessons earn in a day than the rules say, however many are done at once; each counts once', async () => {
  const learner = await shop.aPerson();
  const { userId } = learner.actor;
  const lessons = Array.from({ length: 40 }, () => newId());
  await Promise.all([...lessons, ...lessons].map((id) => earnLesson(now(), userId, id)));
  assert.equal((await getOwn(shop.as(learner), undefined)).value, 20);
  shop.wait(day);
  await Promise.all(lessons.map((id) => earnLesson(now(), userId, id)));
  assert.equal((await getOwn(shop.as(learner), undefined)).value, 40);
  const workId = newId();
  await Promise.all([1, 2, 3].map(() => earnWork(now(), userId, workId)));
  assert.equal((await getOwn(shop.as(learner), undefined)).value, 60);
  await assertHolds();
});

test('a level gives its tier beside what was bought, moves it up and down, and keeps nobody from buying', async () => {
  const member = await shop.aPerson();
  const { userId } = member.actor;
  await grow(userId, 150);
  assert.deepEqual(await tiersOf(member), ['basic']);
  const bought = await inTransaction(now(), (tx) =>
    giveTerm(tx, now(), {
      userId,
      tierId: basic,
      source: { kind: 'order', id: newId() },
      term: { term: 'days', days: 30 },
    }),
  );
  assert.deepEqual(bought?.startsAt, shop.house.now());
  await grow(userId, 150);
  assert.deepEqual((await tiersOf(member)).toSorted(), ['basic', 'vip']);
  await grow(userId, -250);
  assert.deepEqual(await tiersOf(member), ['basic']);
  const page = await listMembers(shop.as(owner), {
    filter: { userId, source: 'level' },
    cursor: undefined,
    limit: 10,
  });
  assert.deepEqual(
    page.items.map(({ state }) => state),
    ['revoked', 'revoked'],
  );
  await assertHolds();
});

test('who goes up is told, once', async () => {
  const reader = await shop.aPerson();
  const { userId } = reader.actor;
  const email = `${userId}@example.com`;
  await shop.house.db.updateTable('appUser').set({ email }).where('id', '=', userId).execute();
  await grow(userId, 120);
  await grow(userId, 10);
  await grow(userId, -100);
  const letters = await shop.house.db
    .selectFrom('sentMessage')
    .select('subject')
    .where('address', '=', email)
    .execute();
  assert.deepEqual(letters, [{ subject: '您升到了“silver”' }]);
});

test('new rules reach everybody, once, by however many sweeps; off, nobody stands anywhere and nothing is earned', async () => {
  const people = await Promise.all(Array.from({ length: 30 }, () => shop.aPerson()));
  await Promise.all(people.map(({ actor }) => grow(actor.userId, 200)));
  await decide({ vipFrom: 200 });
  assert.ok((await getTerms(shop.as(owner))).waiting >= 30);
  await Promise.all([settleDue(now()), settleDue(now()), settleDue(now())]);
  await settleDue(now());
  assert.equal((await getTerms(shop.as(owner))).waiting, 0);
  for (const person of people) assert.deepEqual(await tiersOf(person), ['vip']);
  await assertHolds();
  await decide({ isOn: false });
  await settleDue(now());
  const [one] = people;
  assert.deepEqual(await tiersOf(one!), []);
  await earnLesson(now(), one!.actor.userId, newId());
  assert.equal((await getOwn(shop.as(one!), undefined)).value, 200);
  await decide({});
  await settleDue(now());
  assert.deepEqual(await tiersOf(one!), ['basic']);
  await assertHolds();
});

test('by the year, growth stops counting after 365 days, and a refund as long as what it takes back', async () => {
  await decide({ formula: 'yearly' });
  const learner = await shop.aPerson();
  const { userId } = learner.actor;
  const { offerId } = await shop.aWork(20_000);
  const { orderId } = await shop.buy(learner, offerId);
  await earnPurchase(now(), orderId, userId);
  shop.wait(200 * day);
  await grow(userId, 120);
  assert.deepEqual(await tiersOf(learner), ['vip']);
  await shop.house.db
    .updateTable('order')
    .set({ refunded: 10_000 })
    .where('id', '=', orderId)
    .execute();
  await takeBackRefund(now(), orderId, newId());
  assert.deepEqual(await tiersOf(learner), ['basic']);
  shop.wait(166 * day);
  await settleDue(now());
  const own = await getOwn(shop.as(learner), undefined);
  assert.deepEqual([own.counted, own.value, own.level?.nameEn], [120, 220, 'silver']);
  shop.wait(200 * day);
  await settleDue(now());
  assert.deepEqual(await tiersOf(learner), []);
  await assertHolds();
  await decide({});
});

test('what cannot be is refused, and nothing is written', async () => {
  const person = await shop.aPerson();
  const { userId } = person.actor;
  await assert.rejects(grow(userId, -1), refused('growth.too_little'));
  await assert.rejects(grow(newId(), 5), refused('growth.no_user'));
  const terms = await getTerms(shop.as(owner));
  const put = (more: object) =>
    changeTerms(shop.as(owner), TermsInput.parse({ ...terms, ...more }));
  const twice = terms.levels.map((level) => ({ ...level, threshold: 7 }));
  await assert.rejects(put({ levels: twice }), refused('growth.same_threshold'));
  const gone = terms.levels.map((level) => ({ ...level, tierId: newId() }));
  await assert.rejects(put({ levels: gone }), refused('growth.unknown_tier'));
  await assert.rejects(put({ version: terms.version - 1 }), refused('growth.changed'));
  assert.deepEqual(await getTerms(shop.as(owner)), terms);
  const query = { filter: {}, cursor: undefined, limit: 5 };
  await assert.rejects(listAccounts(shop.as(person), query), refused('policy.forbidden'));
  await assert.rejects(listEntries(shop.as(person), query), refused('policy.forbidden'));
});

test('lists page by cursor, the most growth and the latest entries first', async () => {
  const page = async (cursor?: string) =>
    listAccounts(shop.as(owner), { filter: {}, cursor, limit: 7 });
  const seen: number[] = [];
  for (let at = await page(); ; at = await page(at.nextCursor)) {
    seen.push(...at.items.map(({ value }) => value));
    if (at.nextCursor === null) break;
  }
  assert.deepEqual(
    seen,
    seen.toSorted((a, b) => b - a),
  );
  const all = await listEntries(shop.as(owner), { filter: {}, cursor: undefined, limit: 200 });
  const ids = all.items.map(({ id }) => id);
  assert.deepEqual(ids, ids.toSorted().toReversed());
});
