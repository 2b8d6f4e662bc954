import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import { day, hour, minute } from '#kernel/time.ts';
import { getOrder } from '#order/service/read-order.ts';
import { listTransfers } from '#payment/service/read.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { openAccountFor, saveAccount } from '#settings/service/keep-accounts.ts';
import { cancelOrder } from './close-orders.ts';
import { confirmRefund, confirmTransfer } from './confirm-transfer.ts';
import { openShop, type Shop } from './fixtures/shop.ts';
import { reconcileLately } from './reconcile-day.ts';
import { requestRefund } from './refund-order.ts';
import { buyOffer, startPayment } from './start-payment.ts';

let shop: Shop;
let finance: Ctx<User>;
before(async () => {
  shop = await openShop();
  finance = await shop.aPerson('finance');
  const owner = shop.as(await shop.aPerson('owner'));
  const account = { payee: '书院', bank: '示范银行', number: '6222 0000 0000 0000' };
  await saveAccount(owner, 'transfer', { ...account, noteZh: '', noteEn: '', days: 7 });
  await openAccountFor(owner, 'transfer', true);
});
after(() => shop.close());

/** An order whose buyer sends the money from a bank. */
async function promise(price: number) {
  const buyer = await shop.aPerson();
  const { offerId } = await shop.aWork(price);
  const { id: orderId } = await buyOffer(shop.as(buyer), { offerId, idempotencyKey: newId() });
  const { payUrl } = await startPayment(shop.as(buyer), orderId, 'transfer');
  assert.match(payUrl!, /\/orders\/[^?]*\?via=transfer$/);
  const { number } = await getOrder(shop.as(buyer), orderId);
  const filter = { number };
  const { items } = await listTransfers(shop.as(finance), { filter, cursor: undefined, limit: 5 });
  assert.equal(items.length, 1);
  return { buyer, orderId, id: items[0]!.id };
}

const arrived = (amount: number) => ({
  amount,
  receivedAt: shop.house.now().toISOString(),
  isReturned: false,
});
const stateOf = async (buyer: Ctx<User>, id: string) => (await getOrder(shop.as(buyer), id)).state;

test('the order waits for days, and opens when staff saw the money; twenty who confirm it confirm it once', async () => {
  const { buyer, orderId, id } = await promise(19_900);
  for (let i = 0; i < 3; i += 1) {
    shop.wait(20 * hour);
    await shop.sweep();
  }
  assert.equal(await stateOf(buyer, orderId), 'pending');
  const told = await Promise.all(
    Array.from({ length: 20 }, () => confirmTransfer(shop.as(finance), id, arrived(19_900))),
  );
  assert.equal(told.filter((outcome) => outcome === 'kept').length, 1);
  await shop.settle();
  assert.equal(await stateOf(buyer, orderId), 'paid');
  const audit = await shop.house.db
    .selectFrom('auditRecord')
    .select('actorId')
    .where('deed', '=', 'payment.confirm')
    .where('subject', '=', orderId)
    .execute();
  assert.deepEqual(audit, [{ actorId: finance.actor.userId }]);
});

test('another amount is refused in plain words; said to be known, it is booked and goes back by hand', async () => {
  const { buyer, orderId, id } = await promise(5_000);
  const less = confirmTransfer(shop.as(finance), id, arrived(4_000));
  await assert.rejects(less, { code: 'payment.amount_differs' });
  const more = { ...arrived(6_000), isReturned: true };
  assert.equal(await confirmTransfer(shop.as(finance), id, more), 'mismatch');
  await shop.settle();
  assert.equal(await stateOf(buyer, orderId), 'pending');
  const refund = await shop.house.db
    .selectFrom('refund')
    .selectAll()
    .where('orderId', '=', orderId)
    .executeTakeFirstOrThrow();
  assert.deepEqual([refund.cause, refund.amount, refund.state], ['mismatch', 6_000, 'requested']);
  await confirmRefund(shop.as(finance), refund.id);
  await confirmRefund(shop.as(finance), refund.id);
  const { state } = await shop.house.db
    .selectFrom('refund')
    .select('state')
    .where('id', '=', refund.id)
    .executeTakeFirstOrThrow();
  assert.equal(state, 'succeeded');
});

test('a refund waits until staff sent it, however often the sweep asks', async () => {
  const { buyer, orderId, id } = await promise(8_800);
  await confirmTransfer(shop.as(finance), id, arrived(8_800));
  await shop.settle();
  const refundId = await requestRefund(shop.as(buyer), orderId, {});
  for (let i = 0; i < 4; i += 1) {
    await shop.settle();
    shop.wait(hour);
    await shop.sweep();
  }
  assert.equal((await getOrder(shop.as(buyer), orderId)).refunding, 8_800);
  await confirmRefund(shop.as(finance), refundId);
  assert.equal(await stateOf(buyer, orderId), 'refunded');
});

test('a buyer may give it up at any time; nobody waits longer than was said', async () => {
  const given = await promise(1_000);
  await cancelOrder(shop.as(given.buyer), given.orderId);
  assert.equal(await stateOf(given.buyer, given.orderId), 'closed');
  const forgotten = await promise(1_100);
  shop.wait(7 * day + hour);
  await shop.sweep();
  shop.wait(2 * minute);
  await shop.sweep();
  assert.equal(await stateOf(forgotten.buyer, forgotten.orderId), 'closed');
});

test('nobody but finance and the owner confirms, no gateway’s money is confirmed by hand, and no bill is missed', async () => {
  const { buyer, orderId, id } = await promise(2_000);
  await assert.rejects(confirmTransfer(shop.as(buyer), id, arrived(2_000)), {
    code: 'policy.forbidden',
  });
  const future = { ...arrived(2_000), receivedAt: '2099-01-01T00:00:00.000Z' };
  await assert.rejects(confirmTransfer(shop.as(finance), id, future), { code: 'payment.not_yet' });
  await startPayment(shop.as(buyer), orderId, 'sandbox');
  const online = await shop.house.db
    .selectFrom('payment')
    .select('id')
    .where('orderId', '=', orderId)
    .where('gateway', '=', 'sandbox')
    .executeTakeFirstOrThrow();
  const byHand = confirmTransfer(shop.as(finance), online.id, arrived(2_000));
  await assert.rejects(byHand, { code: 'payment.not_by_hand' });
  await reconcileLately(shop.system());
  const rows = await shop.house.db.selectFrom('reconciliation').select('gateway').execute();
  assert.ok(rows.every(({ gateway }) => gateway === 'sandbox'));
});
