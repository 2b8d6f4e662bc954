import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { aClaim, aCoupon } from '#flows/fixtures/offers.ts';
import { openShop, type Shop } from '#flows/fixtures/shop.ts';
import { after as later, day } from '#kernel/time.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { claimByCode, grantCoupon, listClaims } from './service/claim.ts';
import { listCoupons, pauseCoupon, showCoupons } from './service/coupon.ts';

let shop: Shop;
let owner: Ctx<User>;
before(async () => {
  shop = await openShop();
  owner = await shop.aPerson('owner');
});
after(() => shop.close());

const staff = () => shop.as(owner);
const refused = (code: string) => ({ code });
const claimsOf = async (holder: Ctx<User>) =>
  (await listClaims(shop.as(holder), { filter: {}, cursor: undefined, limit: 100 })).items;
const outcomes = async (asked: Promise<unknown>[]) =>
  (await Promise.allSettled(asked)).map((one) =>
    one.status === 'fulfilled' ? 'taken' : (one.reason as { code: string }).code,
  );

/** Asks again where no connection was free in time, as who is told to come again does. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('timeout exceeded'))
      return patiently(ask);
    throw error;
  }
}

test('two hundred ask for the last one at once: exactly one gets it, and the others are told', async () => {
  const id = await aCoupon(staff(), { total: 1 });
  const people = await Promise.all(Array.from({ length: 200 }, () => shop.aPerson()));
  const said = await outcomes(people.map((holder) => patiently(() => aClaim(shop.as(holder), id))));
  assert.equal(said.filter((one) => one === 'taken').length, 1);
  assert.equal(said.filter((one) => one === 'coupon.exhausted').length, 199);
  const rows = await shop.house.db
    .selectFrom('couponClaim')
    .select('id')
    .where('couponId', '=', id)
    .execute();
  assert.equal(rows.length, 1);
});

test('somebody who asks forty times at once has as many as each may', async () => {
  const id = await aCoupon(staff(), { perCustomer: 3, total: 100 });
  const holder = await shop.aPerson();
  const said = await outcomes(Array.from({ length: 40 }, () => aClaim(shop.as(holder), id)));
  assert.equal(said.filter((one) => one === 'taken').length, 3);
  assert.equal(said.filter((one) => one === 'coupon.already_claimed').length, 37);
  const { claimed } = await shop.house.db
    .selectFrom('coupon')
    .select('claimed')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  assert.equal(claimed, 3, 'who was refused took none away from the others');
});

test('a code is read in any case; an unknown one is refused, and after ten tries nobody goes on guessing', async () => {
  const id = await aCoupon(staff(), { way: 'code', code: 'XINSHENG26' });
  const holder = await shop.aPerson();
  const yes = async () => true;
  await claimByCode(shop.as(holder), ' xinsheng26 ', yes);
  assert.deepEqual(
    (await claimsOf(holder)).map(({ couponId }) => couponId),
    [id],
  );
  for (let tries = 1; tries < 10; tries += 1)
    await assert.rejects(
      claimByCode(shop.as(holder), `WRONG${tries}`, yes),
      refused('coupon.unknown_code'),
    );
  await assert.rejects(claimByCode(shop.as(holder), 'XINSHENG26', yes), refused('rate.limited'));
  await assert.rejects(
    aCoupon(staff(), { way: 'code', code: 'xinsheng26' }),
    refused('coupon.code_taken'),
  );
  await assert.rejects(aClaim(shop.as(holder), id), refused('coupon.unknown'));
});

test('a coupon that is paused, not begun or over is not given out; who holds one keeps it', async () => {
  const id = await aCoupon(staff());
  const [early, late] = [await shop.aPerson(), await shop.aPerson()];
  await aClaim(shop.as(early), id);
  await pauseCoupon(staff(), id, true);
  await assert.rejects(aClaim(shop.as(late), id), refused('coupon.not_given_out'));
  assert.equal((await claimsOf(early))[0]!.state, 'unused');
  await pauseCoupon(staff(), id, false);
  await aClaim(shop.as(late), id);
  const soon = await aCoupon(staff(), {
    startsAt: later(shop.house.now(), day).toISOString(),
  });
  await assert.rejects(aClaim(shop.as(late), soon), refused('coupon.not_given_out'));
});

test('so many days after it was taken a coupon expires, whenever it stopped being given out', async () => {
  const id = await aCoupon(staff(), { validDays: 30 });
  const holder = await shop.aPerson();
  await aClaim(shop.as(holder), id);
  const [claim] = await claimsOf(holder);
  assert.equal(Date.parse(claim!.expiresAt), later(shop.house.now(), 30 * day).getTime());
});

test('staff give a coupon to people, all or none of them, and it is audited', async () => {
  const id = await aCoupon(staff(), { way: 'granted' });
  const people = await Promise.all([shop.aPerson(), shop.aPerson()]);
  const ids = people.map(({ actor }) => actor.userId);
  await grantCoupon(staff(), id, ids);
  const another = await shop.aPerson();
  await assert.rejects(
    grantCoupon(staff(), id, [another.actor.userId, ids[0]!]),
    refused('coupon.already_claimed'),
  );
  assert.deepEqual(await claimsOf(another), []);
  const { count } = await shop.house.db
    .selectFrom('auditRecord')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('deed', '=', 'coupon.grant')
    .where('subject', '=', id)
    .executeTakeFirstOrThrow();
  assert.equal(Number(count), 1);
});

test('a creator makes coupons for their own works alone, and sees no others', async () => {
  const mine = await shop.aWork(9_900);
  const other = await shop.aWork(9_900);
  const creator = shop.house.as(mine.creatorId, 'creator');
  for (const scope of [
    { kind: 'all' as const },
    { kind: 'works' as const, ids: [other.workId] },
    { kind: 'creator' as const, ids: [other.creatorId] },
  ])
    await assert.rejects(aCoupon(creator, { scope }), refused('promotion.not_yours'));
  const id = await aCoupon(creator, { scope: { kind: 'works', ids: [mine.workId] } });
  const { items } = await listCoupons(creator, { filter: {}, cursor: undefined, limit: 50 });
  assert.deepEqual(
    items.map((item) => item.id),
    [id],
  );
  assert.deepEqual(items[0]!.scopeNames, ['听得懂的乐理']);
  const stranger = shop.house.as(other.creatorId, 'creator');
  await assert.rejects(pauseCoupon(stranger, id, true), refused('policy.not_found'));

  assert.deepEqual(
    (await showCoupons(staff(), mine.workId)).offered.map((one) => one.id).includes(id),
    true,
  );
  assert.deepEqual(
    (await showCoupons(staff(), other.workId)).offered.map((one) => one.id).includes(id),
    false,
  );
});
