import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  appointPromoter,
  changeTerms,
  followed,
  getOwnPromotion,
  getTerms,
} from '#affiliate/service.ts';
import type { PromotionTerms } from '#affiliate/schema.ts';
import { newId } from '#kernel/id.ts';
import { day, second } from '#kernel/time.ts';
import { releaseEarnings } from '#payout/service/earn.ts';
import {
  getBalance,
  getShareBalance,
  listOwnPayouts,
  listPayouts,
  listShares,
} from '#payout/service/read.ts';
import { approvePayout, rejectPayout, requestPayout } from '#payout/service/request.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { assertBooks } from './fixtures/books.ts';
import { aGroupBuy } from './fixtures/offers.ts';
import { openShop, type Shop } from './fixtures/shop.ts';
import { requestRefund } from './refund-order.ts';
import { buyBasket, buyOffer, startPayment } from './start-payment.ts';

let shop: Shop;
let owner: Ctx<User>;
let finance: Ctx<User>;
before(async () => {
  shop = await openShop();
  [owner, finance] = [await shop.aPerson('owner'), await shop.aPerson('finance')];
  await decide({
    mode: 'appointment',
    level1Bps: 1_000,
    level2Bps: 500,
    validDays: 0,
    frozenDays: 7,
  });
});
after(() => shop.close());

const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code;
const nothing = { source: '', medium: '', campaign: '' };
const page = { filter: {}, cursor: undefined, limit: 50 };

async function decide(more: Partial<PromotionTerms>): Promise<void> {
  await changeTerms(shop.as(owner), { ...(await getTerms(shop.as(owner))), ...more });
}

/** A promoter, brought by another one where one is named. */
async function aPromoter(by?: Ctx<User>): Promise<Ctx<User>> {
  const person = await shop.aPerson();
  if (by) await follow(person, by);
  await appointPromoter(shop.as(owner), person.actor.userId);
  return person;
}

async function follow(customer: Ctx<User>, promoter: Ctx<User>): Promise<void> {
  const { code } = await getOwnPromotion(shop.as(promoter));
  await followed(shop.as(customer), code!, nothing);
}

async function aCustomer(promoter: Ctx<User>): Promise<Ctx<User>> {
  const person = await shop.aPerson();
  await follow(person, promoter);
  return person;
}

const parts = async (promoter: Ctx<User>) => {
  const { pending, available, debt, inTransit, paidOut } = await getShareBalance(shop.as(promoter));
  return { pending, available, debt, inTransit, paidOut };
};
const none = { pending: 0, available: 0, debt: 0, inTransit: 0, paidOut: 0 };

async function letItSettle(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await shop.settle();
    shop.wait(5 * second);
  }
  await shop.settle();
}

async function giveBack(orderId: string, amount: number): Promise<void> {
  await requestRefund(shop.as(finance), orderId, { amount, reason: '协商退款' });
  await letItSettle();
}

test('two levels earn before the sale is split, wait for the window, are paid out, and owe what a refund takes after that', async () => {
  // The gateway has money of others for what goes back after a payout.
  await shop.buy(await shop.aPerson(), (await shop.aWork(500_00)).offerId);
  const top = await aPromoter();
  const seller = await aPromoter(top);
  const buyer = await aCustomer(seller);
  const shelf = await shop.aWork(199_00);
  const { orderId } = await shop.buy(buyer, shelf.offerId);
  assert.deepEqual(await parts(seller), { ...none, pending: 1_990 });
  assert.deepEqual(await parts(top), { ...none, pending: 995 });
  const creator = shop.house.as(shelf.creatorId, 'creator');
  // ¥199 − 19.90 − 9.95 − 1.19 = 167.96, of which the platform has a fifth.
  assert.equal((await getBalance(shop.as(creator))).pending, 13_437);
  await assertBooks(shop);

  shop.wait(7 * day);
  await Promise.all([releaseEarnings(shop.system()), releaseEarnings(shop.system())]);
  assert.deepEqual(await parts(seller), { ...none, available: 1_990 });
  await decideLeastPayout(100);
  const asks = await Promise.allSettled(
    [1, 2].map(() =>
      requestPayout(shop.as(seller), { amount: 1_900, payee: 'openid-p' }, 'promoter'),
    ),
  );
  assert.equal(asks.filter(({ status }) => status === 'fulfilled').length, 1);
  await assert.rejects(
    requestPayout(shop.as(seller), { amount: 90_00, payee: 'openid-p' }, 'creator'),
    refused('policy.forbidden'),
  );
  const [asked] = (await listOwnPayouts(shop.as(seller), page)).items;
  await rejectPayout(shop.as(finance), asked!.id, '账户不对');
  assert.deepEqual(await parts(seller), { ...none, available: 1_990 });
  const id = await requestPayout(shop.as(seller), { amount: 1_900, payee: 'openid-p' }, 'promoter');
  await approvePayout(shop.as(finance), id);
  await letItSettle();
  assert.deepEqual(await parts(seller), { ...none, available: 90, paidOut: 1_900 });
  const [told] = (await listPayouts(shop.as(finance), page)).items;
  assert.deepEqual([told!.promoterId, told!.ownerName], [seller.actor.userId, '学员']);
  await assertBooks(shop);

  await giveBack(orderId, 9_950);
  assert.deepEqual(await parts(seller), { ...none, debt: 905, paidOut: 1_900 });
  assert.deepEqual(await parts(top), { ...none, available: 995 - 498 });
  await giveBack(orderId, 9_950);
  assert.deepEqual(await parts(seller), { ...none, debt: 1_900, paidOut: 1_900 });
  assert.deepEqual(await parts(top), none);
  await assertBooks(shop);

  const other = await shop.aWork(300_00);
  await shop.buy(buyer, other.offerId);
  shop.wait(7 * day);
  await releaseEarnings(shop.system());
  assert.deepEqual(await parts(seller), { ...none, available: 1_100, paidOut: 1_900 });
  const { items } = await listShares(shop.as(seller), page);
  assert.deepEqual(
    items.map(({ gross, amount, reversed }) => [gross, amount, reversed]),
    [
      [30_000, 3_000, 0],
      [19_900, 1_990, 1_990],
    ],
  );
  await assertBooks(shop);
});

async function decideLeastPayout(minPayout: number): Promise<void> {
  const row = { name: 'minPayout', value: JSON.stringify(minPayout), updatedAt: shop.house.now() };
  await shop.house.db.insertInto('setting').values(row).execute();
  shop.wait(4 * second);
}

test('refunds in parts of any size take from the pending part, and a whole one leaves nothing with anybody', async () => {
  const seller = await aPromoter(await aPromoter());
  for (const price of [1, 7, 99, 12_345]) {
    const { offerId, creatorId } = await shop.aWork(price);
    const { orderId } = await shop.buy(await aCustomer(seller), offerId);
    for (let left = price; left > 0;) {
      const amount = Math.min(left, Math.max(1, Math.floor(price / 3)));
      await giveBack(orderId, amount);
      left -= amount;
      await assertBooks(shop);
    }
    assert.deepEqual(await parts(seller), none);
    const creator = shop.house.as(creatorId, 'creator');
    assert.equal((await getBalance(shop.as(creator))).pending, 0);
  }
});

test('a release and a refund that race leave each promoter with exactly what is theirs', async () => {
  const seller = await aPromoter();
  const orders = await Promise.all(
    [0, 1, 2, 3].map(async () => {
      const { offerId } = await shop.aWork(10_000);
      return shop.buy(await aCustomer(seller), offerId);
    }),
  );
  shop.wait(7 * day);
  await Promise.all([
    ...orders.map(({ orderId }) =>
      requestRefund(shop.as(finance), orderId, { amount: 10_000, reason: '协商退款' }),
    ),
    releaseEarnings(shop.system()),
  ]);
  await Promise.all([shop.settle(), releaseEarnings(shop.system())]);
  await letItSettle();
  await releaseEarnings(shop.system());
  assert.deepEqual(await parts(seller), none);
  await assertBooks(shop);
});

test('each line of a basket earns by itself; a refund of one leaves the other’s', async () => {
  const seller = await aPromoter();
  const buyer = await aCustomer(seller);
  const [one, two] = [await shop.aWork(10_000), await shop.aWork(5_000)];
  const order = await buyBasket(shop.as(buyer), {
    offerIds: [one.offerId, two.offerId],
    idempotencyKey: newId(),
  });
  await startPayment(shop.as(buyer), order.id);
  shop.simulator.pay(await tradeNoOf(order.id));
  await shop.settle();
  assert.deepEqual(await parts(seller), { ...none, pending: 1_500 });
  const lineIds = order.lines.filter(({ offerId }) => offerId === one.offerId).map(({ id }) => id);
  await requestRefund(shop.as(finance), order.id, { lineIds, amount: 10_000, reason: '买错了' });
  await letItSettle();
  assert.deepEqual(await parts(seller), { ...none, pending: 500 });
  await assertBooks(shop);
});

async function tradeNoOf(orderId: string): Promise<string> {
  const row = await shop.house.db
    .selectFrom('payment')
    .select('outTradeNo')
    .where('orderId', '=', orderId)
    .executeTakeFirstOrThrow();
  return row.outTradeNo;
}

test('what a team holds earns nothing until it is complete, and only where the owner lets teams count', async () => {
  const seller = await aPromoter();
  for (const withTeams of [false, true]) {
    await decide({ withTeams });
    const shelf = await shop.aWork(10_000);
    const activityId = await aGroupBuy(shop.as(owner), shelf.workId, { teamSize: 2 });
    const join = async (teamId?: string) => {
      const buyer = await aCustomer(seller);
      const wanted = { offerId: shelf.offerId, activityId, idempotencyKey: newId() };
      const { id } = await buyOffer(shop.as(buyer), { ...wanted, ...(teamId ? { teamId } : {}) });
      await startPayment(shop.as(buyer), id);
      shop.simulator.pay(await tradeNoOf(id));
      await shop.settle();
      return id;
    };
    const first = await join();
    assert.deepEqual(await parts(seller), none);
    const { teamId } = await shop.house.db
      .selectFrom('teamSeat')
      .select('teamId')
      .where('orderId', '=', first)
      .executeTakeFirstOrThrow();
    await join(teamId ?? undefined);
    await letItSettle();
    const { pending } = await parts(seller);
    assert.equal(pending > 0, withTeams);
  }
  await assertBooks(shop);
});
