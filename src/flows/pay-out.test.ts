import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { day, hour, minute, second } from '#kernel/time.ts';
import { releaseEarnings } from '#payout/service/earn.ts';
import { getBalance, listPayouts, listSales } from '#payout/service/read.ts';
import { approvePayout, rejectPayout, requestPayout } from '#payout/service/request.ts';
import { sendPayout, sendPayouts, settlePayout } from '#payout/service/send.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { assertBooks, count, everything } from './fixtures/books.ts';
import { openShop, type Shop } from './fixtures/shop.ts';
import { requestRefund } from './refund-order.ts';

let shop: Shop;
let finance: Ctx<User>;
before(async () => {
  shop = await openShop();
  finance = await shop.aPerson('finance');
});
after(() => shop.close());

const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code;

/** A creator who sold one work for `price` and whose part is free; 78,730 of ¥990. */
async function aCreator(at: Shop, price = 99_000) {
  const shelf = await at.aWork(price);
  const { orderId } = await at.buy(await at.aPerson(), shelf.offerId);
  at.wait(7 * day);
  await releaseEarnings(at.system());
  return { ...shelf, orderId, creator: at.house.as(shelf.creatorId, 'creator') };
}

async function letItSettle(at: Shop): Promise<void> {
  for (let i = 0; i < 3; i += 1) {
    await at.settle();
    at.wait(5 * second);
  }
  await at.settle();
}

test("a creator's part is held for the window, then free, then paid out", async () => {
  const shelf = await shop.aWork(99_000);
  await shop.buy(await shop.aPerson(), shelf.offerId);
  const creator = shop.house.as(shelf.creatorId, 'creator');
  const held = await getBalance(shop.as(creator));
  assert.deepEqual([held.pending, held.available], [78_725, 0]);
  assert.deepEqual(held.upcoming, [{ day: '2026-11-28', amount: 78_725 }]);
  await releaseEarnings(shop.system());
  assert.equal((await getBalance(shop.as(creator))).available, 0);

  shop.wait(7 * day);
  await Promise.all([releaseEarnings(shop.system()), releaseEarnings(shop.system())]);
  const free = await getBalance(shop.as(creator));
  assert.deepEqual([free.pending, free.available], [0, 78_725]);

  const id = await requestPayout(shop.as(creator), { amount: 78_725, payee: 'openid-1' });
  assert.equal((await getBalance(shop.as(creator))).inTransit, 78_725);
  await approvePayout(shop.as(finance), id);
  await letItSettle(shop);
  const paid = await getBalance(shop.as(creator));
  assert.deepEqual([paid.available, paid.inTransit, paid.paidOut, paid.debt], [0, 0, 78_725, 0]);
  assert.equal(
    await count(shop, 'audit_record', `deed = 'payout.approve' and subject = '${id}'`),
    1,
  );
  await assertBooks(shop);
});

test('what may not go out is refused and leaves no trace', async () => {
  const { creator } = await aCreator(shop);
  const self = shop.house.as(creator.actor.userId, 'creator', 'owner');
  const stranger = shop.house.as((await aCreator(shop)).creatorId, 'creator');
  const before = await everything(shop);
  await assert.rejects(
    requestPayout(shop.as(creator), { amount: 9_999, payee: 'x' }),
    refused('payout.too_small'),
  );
  await assert.rejects(
    requestPayout(shop.as(creator), { amount: 78_726, payee: 'x' }),
    refused('payout.not_enough'),
  );
  assert.equal(await everything(shop), before);

  const id = await requestPayout(shop.as(creator), { amount: 10_000, payee: 'x' });
  const asked = await everything(shop);
  await assert.rejects(
    requestPayout(shop.as(creator), { amount: 10_000, payee: 'x' }),
    refused('payout.under_way'),
  );
  await assert.rejects(approvePayout(shop.as(self), id), refused('payout.own'));
  await assert.rejects(approvePayout(shop.as(stranger), id), refused('policy.forbidden'));
  assert.equal(await everything(shop), asked);
  assert.equal(
    (await listPayouts(shop.as(stranger), { filter: {}, cursor: undefined, limit: 10 })).items
      .length,
    0,
  );
});

test('ten requests at once take the money once', async () => {
  const { creator } = await aCreator(shop);
  const asked = await Promise.allSettled(
    Array.from({ length: 10 }, () =>
      requestPayout(shop.as(creator), { amount: 50_000, payee: 'x' }),
    ),
  );
  assert.equal(asked.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.equal((await getBalance(shop.as(creator))).available, 28_725);
  await assertBooks(shop);
});

test('approval and rejection at once: one of them is true', async () => {
  const { creator } = await aCreator(shop);
  const id = await requestPayout(shop.as(creator), { amount: 50_000, payee: 'x' });
  const decided = await Promise.allSettled([
    ...Array.from({ length: 5 }, () => approvePayout(shop.as(finance), id)),
    ...Array.from({ length: 5 }, () => rejectPayout(shop.as(finance), id, '资料不全')),
  ]);
  assert.equal(decided.filter(({ status }) => status === 'fulfilled').length, 1);
  await letItSettle(shop);
  await assertBooks(shop);
});

test('a rejected payout is available again', async () => {
  const { creator } = await aCreator(shop);
  const id = await requestPayout(shop.as(creator), { amount: 50_000, payee: 'x' });
  await rejectPayout(shop.as(finance), id, '资料不全');
  assert.equal((await getBalance(shop.as(creator))).available, 78_725);
  await assertBooks(shop);
});

test('a transfer that fails puts the money back once', async () => {
  const { creator } = await aCreator(shop);
  const id = await requestPayout(shop.as(creator), { amount: 50_000, payee: 'fail-1' });
  await approvePayout(shop.as(finance), id);
  await Promise.all([sendPayout(shop.system(), id), sendPayout(shop.system(), id)]);
  await letItSettle(shop);
  shop.simulator.replayNotices();
  await letItSettle(shop);
  const balance = await getBalance(shop.as(creator));
  assert.deepEqual([balance.available, balance.inTransit, balance.paidOut], [78_725, 0, 0]);
  await assertBooks(shop);
});

test('a result that is not known stays in transit, under the same number, until a question answers', async () => {
  const shop = await openShop();
  const staff = await shop.aPerson('finance');
  const { creator } = await aCreator(shop);
  const id = await requestPayout(shop.as(creator), { amount: 50_000, payee: 'x' });
  await approvePayout(shop.as(staff), id);
  shop.simulator.faults.set({ timeoutAfter: 1, callbackLost: 1 });
  await shop.settle();
  for (let i = 0; i < 3; i += 1) {
    shop.wait(hour);
    await sendPayouts(shop.system());
    await shop.simulator.tick();
  }
  assert.equal((await getBalance(shop.as(creator))).inTransit, 50_000);
  shop.simulator.faults.stop();
  shop.wait(6 * hour);
  await sendPayouts(shop.system());
  assert.equal((await getBalance(shop.as(creator))).paidOut, 50_000);
  assert.equal(shop.simulator.book.transfers.size, 1);
  await assertBooks(shop);
  await shop.close();
});

test('a refund of what was paid out is owed, and what is released next pays the debt first', async () => {
  const shop = await openShop();
  const staff = await shop.aPerson('finance');
  const { creator, creatorId, orderId } = await aCreator(shop);
  await shop.buy(await shop.aPerson(), (await shop.aWork(200_000)).offerId);
  const id = await requestPayout(shop.as(creator), { amount: 70_000, payee: 'x' });
  await approvePayout(shop.as(staff), id);
  await letItSettle(shop);

  await requestRefund(shop.as(staff), orderId, { reason: '质量问题' });
  await letItSettle(shop);
  const owing = await getBalance(shop.as(creator));
  assert.deepEqual([owing.available, owing.debt], [0, 70_000]);
  await assertBooks(shop);

  const next = await shop.aWork(99_000, creatorId);
  await shop.buy(await shop.aPerson(), next.offerId);
  shop.wait(7 * day);
  await releaseEarnings(shop.system());
  const after = await getBalance(shop.as(creator));
  assert.deepEqual([after.available, after.debt], [8_725, 0]);
  await assertBooks(shop);
  await shop.close();
});

test('a list of sales says nothing about who bought', async () => {
  const { creator } = await aCreator(shop);
  const { items } = await listSales(shop.as(creator), { filter: {}, cursor: undefined, limit: 10 });
  assert.equal(items.length, 1);
  assert.ok(!Object.keys(items[0]!).some((key) => key.startsWith('buyer')));
  shop.wait(minute);
});

test('lists of payouts mask who is paid, and no other gateway decides how one ended', async () => {
  const { creator } = await aCreator(shop);
  const payee = 'openid-of-somebody-1234';
  const id = await requestPayout(shop.as(creator), { amount: 10_000, payee });
  await approvePayout(shop.as(finance), id);
  for (const who of [creator, finance]) {
    const { items } = await listPayouts(shop.as(who), { filter: {}, cursor: undefined, limit: 10 });
    const shown = items.find((item) => item.id === id)!;
    assert.doesNotMatch(JSON.stringify(shown), /openid/);
    assert.match(shown.payee, /1234$/);
  }
  const said = {
    gateway: 'another',
    outBillNo: id.replaceAll('-', ''),
    state: 'failed',
    transferId: 't',
    amount: 10_000,
  } as const;
  assert.equal(
    await inTransaction(shop.system(), (tx) => settlePayout(tx, said, shop.system().now)),
    false,
  );
  assert.equal((await getBalance(shop.as(creator))).inTransit, 10_000);
});
