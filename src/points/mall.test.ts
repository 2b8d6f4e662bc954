import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { NewCoupon } from '#coupon/schema.ts';
import { createCoupon, listClaims } from '#coupon/service.ts';
import { findSource } from '#entitlement/service.ts';
import { newId } from '#kernel/id.ts';
import { day } from '#kernel/time.ts';
import { TierInput } from '#membership/schema.ts';
import { createTier, listOwn } from '#membership/service.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { redeemCode } from '#redemption/service.ts';
import { openShop, type Shop } from '../flows/fixtures/shop.ts';
import { GoodChange, NewGood, RedeemGood } from './schema.ts';
import {
  cancelRedemption,
  changeGood,
  changeTerms,
  correctPoints,
  createGood,
  expirePoints,
  getGood,
  getOwn,
  getTerms,
  listGoods,
  listOwnRedemptions,
  listRedemptions,
  listShelf,
  redeemGood,
  shipRedemption,
} from './service.ts';

let shop: Shop;
let owner: Ctx<User>;
before(async () => {
  shop = await openShop();
  owner = await shop.aPerson('owner');
  const terms = await getTerms(shop.as(owner));
  await changeTerms(shop.as(owner), { ...terms, isOn: true });
});
after(() => shop.close());

const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code;
const all = { cursor: undefined, limit: 50 };

const put = (good: Partial<NewGood>) =>
  createGood(
    shop.as(owner),
    NewGood.parse({
      kind: 'physical',
      nameZh: '书签',
      nameEn: 'Bookmark',
      price: 10,
      stock: 5,
      ...good,
    }),
  );
const parcel = { receiver: '林同学', phone: '13900000000', address: '杭州市西湖区北山街 1 号' };
const have = (person: Ctx<User>, goodId: string, more: Partial<RedeemGood> = {}) =>
  redeemGood(shop.as(person), goodId, {
    ...RedeemGood.parse({ key: newId(), price: 10, ...parcel }),
    ...more,
  });

async function withPoints(amount: number): Promise<Ctx<User>> {
  const person = await shop.aPerson();
  await correctPoints(shop.as(owner), { userId: person.actor.userId, amount, reason: '活动奖励' });
  return person;
}
const balanceOf = async (person: Ctx<User>) => (await getOwn(shop.as(person))).balance;
const ownOf = async (person: Ctx<User>) =>
  (await listOwnRedemptions(shop.as(person), { filter: {}, ...all })).items;

/** What goods, redemptions and points must agree on at any time. */
async function assertHolds(): Promise<void> {
  const { rows } = await sql`
    select g.id from point_good g
    where g.taken <> (select count(*) from point_redemption r where r.good_id = g.id and r.state <> 'cancelled')
    union all
    select r.id from point_redemption r
    where -r.price <> (select coalesce(sum(amount), 0) from point_entry e where e.kind = 'redeem' and e.source_id = r.id)
      or (case r.state when 'cancelled' then r.price else 0 end)
        <> (select coalesce(sum(amount), 0) from point_entry e where e.kind = 'return' and e.source_id = r.id)
    union all
    select user_id from point_account a
    where greatest(balance, 0) <> (select coalesce(sum(remaining), 0) from point_lot l where l.user_id = a.user_id)
      or balance <> (select coalesce(sum(amount), 0) from point_entry e where e.user_id = a.user_id)
    union all
    select e.id from entitlement e where e.source_kind = 'points'
      and not exists (select from point_redemption r where r.id = e.source_id and r.user_id = e.user_id)`.execute(
    shop.house.db,
  );
  assert.deepEqual(rows, []);
}

test('of ten pieces two hundred people who ask at once have exactly ten, and nobody else pays', async () => {
  const goodId = await put({ stock: 10 });
  const people = await Promise.all(Array.from({ length: 200 }, () => withPoints(10)));
  const asked = await Promise.allSettled(people.map((person) => have(person, goodId)));
  assert.equal(asked.filter(({ status }) => status === 'fulfilled').length, 10);
  for (const one of asked)
    if (one.status === 'rejected') assert.ok(refused('points.good_gone')(one.reason));
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from point_account where user_id = any(${people.map(({ actor }) => actor.userId)}::uuid[]) and balance = 0`.execute(
    shop.house.db,
  );
  assert.equal(rows[0]!.n, 10);
  await assertHolds();
});

test('who has points for one has one, however many they ask for at once; the same key is the same redemption', async () => {
  const goodId = await put({ stock: 50 });
  const person = await withPoints(19);
  const asked = await Promise.allSettled(Array.from({ length: 20 }, () => have(person, goodId)));
  assert.equal(asked.filter(({ status }) => status === 'fulfilled').length, 1);
  const other = await withPoints(100);
  const key = newId();
  const clicks = await Promise.all(Array.from({ length: 20 }, () => have(other, goodId, { key })));
  assert.equal(clicks.filter(({ isNew }) => isNew).length, 1);
  assert.equal(new Set(clicks.map(({ id }) => id)).size, 1);
  assert.equal(await balanceOf(other), 90);
  const another = await put({});
  await assert.rejects(have(other, another, { key }), refused('points.key_used'));
  await assertHolds();
});

test('no more than each may have, also at once; a piece that came back may be had again', async () => {
  const goodId = await put({ perPerson: 2, stock: 20 });
  const person = await withPoints(100);
  const asked = await Promise.allSettled(Array.from({ length: 8 }, () => have(person, goodId)));
  assert.equal(asked.filter(({ status }) => status === 'fulfilled').length, 2);
  await assert.rejects(have(person, goodId), refused('points.one_each'));
  const [one] = await ownOf(person);
  await cancelRedemption(shop.as(owner), one!.id, '缺货');
  await have(person, goodId);
  assert.equal(await balanceOf(person), 80);
  await assertHolds();
});

test('a work is theirs by points, once; who owns it keeps their points', async () => {
  const { workId } = await shop.aWork(9_900);
  const goodId = await put({ kind: 'work', workId });
  const person = await withPoints(30);
  const { id } = await have(person, goodId);
  const { userId } = person.actor;
  assert.deepEqual(await findSource(shop.as(person), userId, workId), { kind: 'points', id });
  await assert.rejects(have(person, goodId), refused('points.already_owned'));
  assert.equal(await balanceOf(person), 20);
  const [item] = await ownOf(person);
  assert.deepEqual([item?.state, item?.slug], ['given', workId]);
  await assertHolds();
});

test('a coupon, days of a tier and a code are given; the code works for whoever has it, and is told to its holder alone', async () => {
  const coupon = NewCoupon.parse({
    name: '十元券',
    effect: { kind: 'fixed', off: 1_000 },
    scope: { kind: 'all' },
    endsAt: new Date(shop.house.now().getTime() + 30 * day).toISOString(),
    way: 'granted',
  });
  const couponId = await createCoupon(shop.as(owner), coupon);
  const tierId = await createTier(
    shop.as(owner),
    TierInput.parse({ nameZh: '书友', nameEn: 'Reader' }),
  );
  const { workId } = await shop.aWork(9_900);
  const person = await withPoints(100);
  await have(person, await put({ kind: 'coupon', couponId }));
  const claims = await listClaims(shop.as(person), { filter: { state: 'unused' }, ...all });
  assert.deepEqual(
    claims.items.map(({ couponId: id }) => id),
    [couponId],
  );

  const month = await put({ kind: 'tier', tierId, days: 30 });
  await have(person, month);
  await have(person, month);
  const stretches = (await listOwn(shop.as(person))).map(({ startsAt, endsAt }) => [
    startsAt,
    endsAt,
  ]);
  assert.equal(stretches.length, 2);
  assert.equal(stretches[0]![0], stretches[1]![1]);

  const codes = await put({ kind: 'code', workId });
  await have(person, codes);
  const code = (await ownOf(person)).find(({ kind }) => kind === 'code')?.code;
  const seen = await listRedemptions(shop.as(owner), { filter: { goodId: codes }, ...all });
  assert.deepEqual(
    seen.items.map((item) => item.code),
    [null],
  );
  const friend = await shop.aPerson();
  await redeemCode(shop.as(friend), code!);
  await assert.rejects(redeemCode(shop.as(person), code!), refused('redemption.redeemed'));
  assert.equal(await balanceOf(person), 60);
  await assertHolds();
});

test('what cannot be had is refused in words, and nothing is written', async () => {
  const person = await withPoints(10);
  const goodId = await put({ stock: 3 });
  const change = (more: Partial<GoodChange>) =>
    changeGood(
      shop.as(owner),
      goodId,
      GoodChange.parse({ nameZh: '书签', nameEn: 'Bookmark', price: 10, stock: 3, ...more }),
    );
  const { address: _, ...noAddress } = parcel;
  await assert.rejects(
    have(person, goodId, { ...noAddress, address: undefined }),
    refused('points.no_address'),
  );
  await change({ price: 11 });
  await assert.rejects(have(person, goodId), refused('points.price_changed'));
  await assert.rejects(have(person, goodId, { price: 11 }), refused('points.too_few'));
  await change({ isHidden: true });
  await assert.rejects(have(person, goodId), refused('points.unknown_good'));
  await assert.rejects(getGood(shop.as(person), goodId), refused('points.unknown_good'));
  const soon = new Date(shop.house.now().getTime() + day).toISOString();
  await change({ startsAt: soon });
  await assert.rejects(have(person, goodId), refused('points.good_planned'));
  await change({ startsAt: shop.house.now().toISOString(), endsAt: soon });
  shop.wait(day);
  await assert.rejects(have(person, goodId), refused('points.good_ended'));
  await assert.rejects(have(person, newId()), refused('points.unknown_good'));
  assert.equal(await balanceOf(person), 10);
  assert.deepEqual(await ownOf(person), []);
  assert.ok(!(await listShelf(shop.as(person), all)).items.some(({ id }) => id === goodId));
  assert.ok((await listGoods(shop.as(owner), all)).items.some(({ id }) => id === goodId));
  await assert.rejects(put({ kind: 'work', workId: newId() }), refused('points.unknown_subject'));
  await assert.rejects(change({ startsAt: soon, endsAt: soon }), refused('points.no_time'));
  await assertHolds();
});

test('a thing is sent or cancelled, by one of all who decide; cancelled, its points come back with the ends that they had', async () => {
  const goodId = await put({ stock: 9 });
  const person = await withPoints(6);
  const { userId } = person.actor;
  const email = `${userId}@example.com`;
  await shop.house.db.updateTable('appUser').set({ email }).where('id', '=', userId).execute();
  shop.wait(day);
  await correctPoints(shop.as(owner), { userId, amount: 14, reason: '活动奖励' });
  const ends = (await getOwn(shop.as(person))).ends;
  const { id } = await have(person, goodId);
  assert.deepEqual((await getOwn(shop.as(person))).ends, [{ ...ends[1], amount: 10 }]);
  const send = { carrier: '顺丰', number: 'SF1234567890' };
  const decided = await Promise.allSettled([
    ...Array.from({ length: 6 }, () => cancelRedemption(shop.as(owner), id, '缺货')),
    ...Array.from({ length: 6 }, () => shipRedemption(shop.as(owner), id, send)),
  ]);
  assert.equal(decided.filter(({ status }) => status === 'fulfilled').length, 1);
  await assertHolds();

  const { id: other } = await have(person, goodId);
  const before = await balanceOf(person);
  await cancelRedemption(shop.as(owner), other, '缺货');
  assert.equal(await balanceOf(person), before + 10);
  await assert.rejects(shipRedemption(shop.as(owner), other, send), refused('points.not_waiting'));
  await assert.rejects(
    shipRedemption(shop.as(owner), newId(), send),
    refused('points.unknown_redemption'),
  );
  assert.ok(
    (await getOwn(shop.as(person))).ends.every(({ at }) => ends.some((end) => end.at === at)),
  );
  const letters = await shop.house.db
    .selectFrom('sentMessage')
    .select('subject')
    .where('address', '=', email)
    .execute();
  assert.ok(
    letters.some(({ subject }) => subject === '您的兑换“书签”已取消，积分已退回'),
    JSON.stringify(letters),
  );
  await assertHolds();
});

test('points that come back make up first what is owed; those that ended meanwhile end again', async () => {
  const goodId = await put({ stock: 9 });
  const person = await withPoints(10);
  const { id } = await have(person, goodId);
  await sql`
    with e as (
      insert into point_entry (id, user_id, kind, source_id, amount, made_by, at)
      values (${newId()}, ${person.actor.userId}, 'staff', ${newId()}, -4, ${owner.actor.userId}, ${shop.house.now()}) returning user_id)
    update point_account a set balance = -4 from e where a.user_id = e.user_id`.execute(
    shop.house.db,
  );
  await assert.rejects(have(person, goodId), refused('points.too_few'));
  await cancelRedemption(shop.as(owner), id, '缺货');
  assert.equal(await balanceOf(person), 6);
  await assertHolds();

  const late = await withPoints(10);
  const { id: waiting } = await have(late, goodId);
  shop.wait(400 * day);
  await cancelRedemption(shop.as(owner), waiting, '缺货');
  assert.equal(await balanceOf(late), 0);
  await expirePoints(shop.system());
  await assertHolds();
});

test('one sees one’s own redemptions; addresses are for the owner, and only the owner sends', async () => {
  const person = await shop.aPerson();
  const finance = await shop.aPerson('finance');
  for (const other of [person, finance]) {
    const { items } = await listRedemptions(shop.as(other), { filter: {}, ...all });
    assert.deepEqual(items, []);
    await assert.rejects(
      cancelRedemption(shop.as(other), newId(), '一'),
      refused('policy.forbidden'),
    );
    await assert.rejects(
      shipRedemption(shop.as(other), newId(), { carrier: '一', number: '二' }),
      refused('policy.forbidden'),
    );
    await assert.rejects(
      createGood(
        shop.as(other),
        NewGood.parse({ kind: 'physical', nameZh: '一', nameEn: 'a', price: 1, stock: 1 }),
      ),
      refused('policy.forbidden'),
    );
  }
  const { items } = await listRedemptions(shop.as(owner), { filter: { state: 'waiting' }, ...all });
  assert.ok(items.length > 0 && items.every(({ address }) => address === parcel.address));
});
