import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import { day, minute, second } from '#kernel/time.ts';
import { getOrder } from '#order/service/read-order.ts';
import { approvePayout, requestPayout } from '#payout/service/request.ts';
import { releaseEarnings } from '#payout/service/earn.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { assertBooks, count } from './fixtures/books.ts';
import { openShop, type Shop } from './fixtures/shop.ts';
import { requestRefund } from './refund-order.ts';
import { buyOffer, startPayment } from './start-payment.ts';

/** The process dies before its n-th statement from now, and stays dead until it is restarted. */
const fate = { left: Infinity };

class Crash extends Error {}

function probe(statement: string): void {
  // A dead process says nothing; the server rolls back by itself.
  if (statement === 'rollback') return;
  fate.left -= 1;
  if (fate.left < 0) throw new Crash('the process died');
}

let shop: Shop;
let finance: Ctx<User>;
before(async () => {
  shop = await openShop({ probe });
  finance = await shop.aPerson('finance');
});
after(() => shop.close());

/** Runs `work` with death before its n-th statement; false when it came to its end alive. */
async function diesIn(n: number, work: () => Promise<unknown>): Promise<boolean> {
  fate.left = n;
  try {
    await work();
    return fate.left < 0;
  } catch {
    // A death is seen as whatever error it caused on its way; anything else fails below, at the books.
    return true;
  } finally {
    fate.left = Infinity;
  }
}

/** The process is back: notices come again, sweeps come round. */
async function recover(): Promise<void> {
  for (let i = 0; i < 4; i += 1) {
    shop.wait(10 * minute);
    await shop.settle();
    await shop.sweep();
    await shop.settle();
  }
}

const most = 60;

test('wherever it dies between order and entitlement, who paid is served once after the restart', async () => {
  let deaths = 0;
  for (let n = 0; n < most; n += 1) {
    const buyer = await shop.aPerson();
    const { offerId } = await shop.aWork(2_000 + n);
    const idempotencyKey = newId();
    const story = async () => {
      const { id } = await buyOffer(shop.as(buyer), { offerId, idempotencyKey });
      await startPayment(shop.as(buyer), id);
      const row = await shop.house.db
        .selectFrom('payment')
        .select('outTradeNo')
        .where('orderId', '=', id)
        .executeTakeFirstOrThrow();
      shop.simulator.pay(row.outTradeNo);
      await shop.settle();
    };
    const isDead = await diesIn(n, story);
    deaths += isDead ? 1 : 0;
    // The buyer presses again, as buyers do.
    if (isDead) await story();
    await recover();
    const [order] = await shop.house.db
      .selectFrom('order')
      .select(['id', 'state'])
      .where('buyerId', '=', buyer.actor.userId)
      .execute();
    assert.equal(order?.state, 'paid', `after death ${n}`);
    assert.equal(await count(shop, 'capture', `order_id = '${order.id}' and outcome = 'kept'`), 1);
    if (!isDead) break;
  }
  assert.ok(deaths > 18, `only ${deaths} places to die`);
  await assertBooks(shop);
});

test('wherever it dies between request and refund, the money goes back once after the restart', async () => {
  let deaths = 0;
  for (let n = 0; n < most; n += 1) {
    const buyer = await shop.aPerson();
    const { offerId } = await shop.aWork(3_000 + n);
    const { orderId } = await shop.buy(buyer, offerId);
    const story = async () => {
      await requestRefund(shop.as(buyer), orderId, {});
      await shop.settle();
      shop.wait(3 * second);
      await shop.settle();
    };
    const isDead = await diesIn(n, story);
    deaths += isDead ? 1 : 0;
    const { refunding, refunded } = await getOrder(shop.as(buyer), orderId);
    if (refunding + refunded === 0) await story();
    await recover();
    assert.equal((await getOrder(shop.as(buyer), orderId)).state, 'refunded', `after death ${n}`);
    if (!isDead) break;
  }
  assert.ok(deaths > 20, `only ${deaths} places to die`);
  await assertBooks(shop);
});

test('wherever it dies between release and transfer, a creator is paid once after the restart', async () => {
  let deaths = 0;
  for (let n = 0; n < most; n += 1) {
    const { offerId, creatorId } = await shop.aWork(50_000);
    const creator = shop.house.as(creatorId, 'creator');
    await shop.buy(await shop.aPerson(), offerId);
    shop.wait(7 * day);
    const story = async () => {
      await releaseEarnings(shop.system());
      const id = await requestPayout(shop.as(creator), { amount: 39_000, payee: 'x' });
      await approvePayout(shop.as(finance), id);
      await shop.settle();
      shop.wait(5 * second);
      await shop.settle();
    };
    const isDead = await diesIn(n, story);
    deaths += isDead ? 1 : 0;
    await recover();
    const [payout] = await shop.house.db
      .selectFrom('payout')
      .select(['id', 'state'])
      .where('creatorId', '=', creatorId)
      .execute();
    if (!payout) await story();
    if (payout?.state === 'requested') await approvePayout(shop.as(finance), payout.id);
    await recover();
    assert.equal(
      await count(shop, 'payout', `creator_id = '${creatorId}' and state = 'paid'`),
      1,
      `after death ${n}`,
    );
    if (!isDead) break;
  }
  assert.ok(deaths > 20, `only ${deaths} places to die`);
  await assertBooks(shop);
});
