import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createWork, publishWork, setPrice } from '#catalog/service.ts';
import { grantWork, hasAccess, listRights } from '#entitlement/service.ts';
import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import { after as later, day, second } from '#kernel/time.ts';
import { getOrder } from '#order/service/read-order.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { makeBatch, redeemCode } from '#redemption/service.ts';
import { findTeamOf } from '#team/service.ts';
import { assertBooks } from './fixtures/books.ts';
import { aGroupBuy } from './fixtures/offers.ts';
import { openShop, type Shelf, type Shop } from './fixtures/shop.ts';
import { requestRefund } from './refund-order.ts';
import { buyOffer, startPayment } from './start-payment.ts';

let shop: Shop;
let owner: Ctx<User>;
before(async () => {
  shop = await openShop();
  owner = await shop.aPerson('owner');
});
after(() => shop.close());

const refused = (code: string) => ({ code });

/** A work that is sold for `accessDays` days. */
async function aRental(accessDays: number, price = 3_000): Promise<Shelf> {
  const shelf = await shop.aWork(price);
  const offerId = await setPrice(shop.system(), shelf.workId, money(price), { accessDays });
  return { ...shelf, offerId };
}

const can = ({ actor }: Ctx<User>, { workId }: Shelf, at: Date) =>
  hasAccess({ ...shop.system(), now: at }, actor.userId, workId);

/** From when until when somebody has a work, as the tables say. */
async function stretches({ actor }: Ctx<User>, { workId }: Shelf) {
  const rows = await shop.house.db
    .selectFrom('entitlement')
    .select(['startsAt', 'endsAt', 'since'])
    .where('userId', '=', actor.userId)
    .where('workId', '=', workId)
    .where('revokedAt', 'is', null)
    .orderBy('startsAt')
    .execute();
  return rows;
}

async function tradeNoOf(buyer: Ctx<User>, orderId: string): Promise<string> {
  await startPayment(shop.as(buyer), orderId);
  const { outTradeNo } = await shop.house.db
    .selectFrom('payment')
    .select('outTradeNo')
    .where('orderId', '=', orderId)
    .executeTakeFirstOrThrow();
  return outTradeNo;
}

async function pay(buyer: Ctx<User>, orderId: string): Promise<void> {
  shop.simulator.pay(await tradeNoOf(buyer, orderId));
  await shop.settle();
}

async function letItSettle(): Promise<void> {
  for (let i = 0; i < 3; i += 1) {
    await shop.settle();
    shop.wait(3 * second);
  }
  await shop.settle();
}

test('who buys days has the work to their last instant, and who buys again goes on from there', async () => {
  const shelf = await aRental(30);
  const buyer = await shop.aPerson();
  const { orderId } = await shop.buy(buyer, shelf.offerId);
  const [line] = (await getOrder(shop.as(buyer), orderId)).lines;
  assert.equal(line!.accessDays, 30);
  const [first] = await stretches(buyer, shelf);
  assert.deepEqual(first!.endsAt, later(first!.startsAt, 30 * day));
  assert.ok(await can(buyer, shelf, later(first!.endsAt, -1)));
  assert.ok(!(await can(buyer, shelf, first!.endsAt)));

  shop.wait(10 * day);
  await shop.buy(buyer, shelf.offerId);
  const [, second] = await stretches(buyer, shelf);
  assert.deepEqual(second!.startsAt, first!.endsAt);
  assert.deepEqual(second!.endsAt, later(first!.startsAt, 60 * day));
  // At the seam there is no gap, and lessons that open by days do not begin anew.
  const seam = { ...shop.system(), now: first!.endsAt };
  assert.deepEqual(await listRights(seam, buyer.actor.userId, shelf.workId), [first!.since]);

  shop.wait(60 * day);
  assert.ok(!(await can(buyer, shelf, shop.house.now())));
  await shop.buy(buyer, shelf.offerId);
  const third = (await stretches(buyer, shelf))[2]!;
  assert.ok(third.startsAt > second!.endsAt);
  assert.deepEqual(third.since, third.startsAt);
  assert.ok(await can(buyer, shelf, shop.house.now()));
  await assertBooks(shop);
});

test('two renewals at once are one order, or extend twice: no day that is paid is lost', async () => {
  const shelf = await aRental(30);
  const buyer = await shop.aPerson();
  await shop.buy(buyer, shelf.offerId);
  const place = (offerId: string) => buyOffer(shop.as(buyer), { offerId, idempotencyKey: newId() });
  const placed = await Promise.all(Array.from({ length: 8 }, () => place(shelf.offerId)));
  assert.equal(new Set(placed.map(({ id }) => id)).size, 1);
  // Another offer by now: two orders wait, and both are paid at the same moment.
  const other = await setPrice(shop.system(), shelf.workId, money(5_000), { accessDays: 60 });
  const orders = [placed[0]!, await place(other)];
  const tradeNos = await Promise.all(orders.map(({ id }) => tradeNoOf(buyer, id)));
  for (const no of tradeNos) shop.simulator.pay(no);
  await shop.settle();
  const rights = await stretches(buyer, shelf);
  assert.equal(rights.length, 3);
  assert.deepEqual(rights[1]!.startsAt, rights[0]!.endsAt);
  assert.deepEqual(rights[2]!.startsAt, rights[1]!.endsAt);
  assert.deepEqual(rights[2]!.endsAt, later(rights[0]!.startsAt, 120 * day));
  await assertBooks(shop);
});

test('who has days may buy the work for good, and who has it for good buys no days', async () => {
  const shelf = await aRental(7);
  const buyer = await shop.aPerson();
  await shop.buy(buyer, shelf.offerId);
  const [days] = await stretches(buyer, shelf);
  const ever = await setPrice(shop.system(), shelf.workId, money(9_000), { accessDays: null });
  await shop.buy(buyer, ever);
  const rights = await listRights(
    { ...shop.system(), now: later(shop.house.now(), 400 * day) },
    buyer.actor.userId,
    shelf.workId,
  );
  assert.deepEqual(rights, [days!.since]);
  const again = await setPrice(shop.system(), shelf.workId, money(3_000), { accessDays: 7 });
  await assert.rejects(
    buyOffer(shop.as(buyer), { offerId: again, idempotencyKey: newId() }),
    refused('order.already_owned'),
  );
});

test('ten years are as good as for good, and days that are free are given by the same terms', async () => {
  const shelf = await aRental(3650, 0);
  const buyer = await shop.aPerson();
  const take = () => buyOffer(shop.as(buyer), { offerId: shelf.offerId, idempotencyKey: newId() });
  await take();
  shop.wait(day);
  await take();
  await assert.rejects(take(), refused('order.already_owned'));
  const rights = await stretches(buyer, shelf);
  assert.deepEqual(rights.at(-1)!.endsAt, later(rights[0]!.startsAt, 7300 * day));
});

test('a refund ends exactly the days of its line', async () => {
  const shelf = await aRental(30);
  const buyer = await shop.aPerson();
  const first = await shop.buy(buyer, shelf.offerId);
  const second = await shop.buy(buyer, shelf.offerId);
  const [one] = await stretches(buyer, shelf);
  await requestRefund(shop.as(buyer), second.orderId, {});
  await letItSettle();
  assert.deepEqual(await stretches(buyer, shelf), [one]);
  await requestRefund(shop.as(buyer), first.orderId, {});
  await letItSettle();
  assert.deepEqual(await stretches(buyer, shelf), []);
  assert.equal((await getOrder(shop.as(buyer), first.orderId)).state, 'refunded');
  await assertBooks(shop);
});

test('codes and staff give days as orders do: behind those that there are', async () => {
  const shelf = await aRental(30);
  const learner = await shop.aPerson();
  const { userId } = learner.actor;
  await shop.buy(learner, shelf.offerId);
  const batch = { name: '书展', workId: shelf.workId, quantity: 1, days: 10 };
  const { codes } = await makeBatch(shop.as(owner), batch);
  const given = await redeemCode({ ...shop.as(learner), ip: '198.51.100.9' }, codes[0]!);
  const [bought] = await stretches(learner, shelf);
  assert.deepEqual(given.endsAt, later(bought!.endsAt!, 10 * day));
  await grantWork(shop.as(owner), { userId, workId: shelf.workId, reason: '奖学金' });
  assert.ok((await stretches(learner, shelf)).some(({ endsAt }) => endsAt === null));
});

test('of a bundle each part goes on from its own end', async () => {
  const [one, two] = [await aRental(30), await aRental(30)];
  const parts = [one, two];
  const creatorId = one.creatorId;
  await shop.house.db
    .updateTable('work')
    .set({ creatorId })
    .where(
      'id',
      'in',
      parts.map(({ workId }) => workId),
    )
    .execute();
  const partIds = parts.map(({ workId }) => workId);
  const { id: workId } = await createWork(shop.system(), {
    kind: 'bundle',
    title: '两门合集',
    creatorId,
    partIds,
  });
  const offerId = await setPrice(shop.system(), workId, money(5_000), { accessDays: 90 });
  await publishWork(shop.system(), workId);
  const buyer = await shop.aPerson();
  await shop.buy(buyer, one.offerId);
  await shop.buy(buyer, offerId);
  const ends = await Promise.all(
    parts.map(async (shelf) => (await stretches(buyer, shelf)).at(-1)!),
  );
  const [own] = await stretches(buyer, one);
  assert.deepEqual(ends[0]!.endsAt, later(own!.endsAt!, 90 * day));
  assert.deepEqual(ends[1]!.endsAt, later(ends[1]!.startsAt, 90 * day));
});

test('who gives the first of two stretches back has no pause, and days bought next lie upon none', async () => {
  const shelf = await aRental(30, 10_000);
  const buyer = await shop.aPerson();
  const { orderId } = await shop.buy(buyer, shelf.offerId);
  await shop.buy(buyer, shelf.offerId);
  await requestRefund(shop.as(buyer), orderId, {});
  await shop.settle();
  const [second] = await stretches(buyer, shelf);
  assert.ok(second!.startsAt <= shop.house.now());
  await shop.buy(buyer, shelf.offerId);
  const [running, next] = await stretches(buyer, shelf);
  assert.deepEqual(running!.endsAt, later(running!.startsAt, 30 * day));
  assert.deepEqual(next!.startsAt, running!.endsAt);
});

test('of a team the days begin when it is complete', async () => {
  const shelf = await aRental(30, 10_000);
  const activityId = await aGroupBuy(shop.as(owner), shelf.workId);
  const people = await Promise.all(Array.from({ length: 3 }, () => shop.aPerson()));
  let teamId: string | undefined;
  for (const person of people) {
    shop.wait(day / 4);
    const wanted = { offerId: shelf.offerId, idempotencyKey: newId(), activityId, teamId };
    const { id } = await buyOffer(shop.as(person), wanted);
    await pay(person, id);
    teamId ??= (await findTeamOf(shop.as(owner), id))!.id;
  }
  for (const person of people) {
    const [right] = await stretches(person, shelf);
    assert.ok(right!.startsAt >= later(shop.house.now(), -day / 4), 'not from when it was paid');
    assert.deepEqual(right!.endsAt, later(right!.startsAt, 30 * day));
  }
  await assertBooks(shop);
});
