import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, hour } from '#kernel/time.ts';
import { getOrder } from '#order/service/read-order.ts';
import { listCaptures } from '#payment/service/read.ts';
import { listDifferences, listReconciliations } from '#payment/service/reconciliation.ts';
import type { Ctx } from '#platform/ctx.ts';
import { openShop, type Shop } from './fixtures/shop.ts';
import { flowSweeps } from './jobs.ts';
import { runReconciliation } from './reconcile-day.ts';

const reconcile = flowSweeps.find(({ name }) => name === 'payment.reconcile')!;

test('a bill that nobody could read in time is read some days later', async () => {
  const shop = await openShop();
  const buyer = await shop.aPerson();
  const { offerId } = await shop.aWork(2_500);
  const { outTradeNo, orderId } = await shop.order(buyer, offerId);
  shop.simulator.pay(outTradeNo, { lose: true });
  shop.wait(4 * day); // a machine that slept, or a provider that did not answer

  await reconcile.run(shop.system());
  assert.equal((await getOrder(shop.as(buyer), orderId)).state, 'paid');
  await shop.close();
});

const all = { filter: {}, cursor: undefined, limit: 50 } as const;
const today = { gateway: 'sandbox', day: '2026-11-21' };

async function daysOf(finance: Ctx) {
  return (await listReconciliations(finance, all)).items;
}

async function openOf(finance: Ctx) {
  const { items } = await listDifferences(finance, { ...all, filter: { open: 'yes' } });
  return items.map(({ kind, billed, ours }) => [kind, billed, ours]);
}

async function aDay(): Promise<Shop> {
  const shop = await openShop();
  await shop.buy(await shop.aPerson(), (await shop.aWork(9_900)).offerId);
  const lost = await shop.order(await shop.aPerson(), (await shop.aWork(2_500)).offerId);
  shop.simulator.pay(lost.outTradeNo, { lose: true });
  shop.wait(day);
  return shop;
}

test('a day that was read is kept: what the bill told us, what both say, and that nothing is open', async () => {
  const shop = await aDay();
  const finance = await shop.aPerson('finance');
  const { found, open } = await runReconciliation(shop.as(finance), today);
  assert.deepEqual([found.length, open.length], [1, 0]);
  const [first] = await daysOf(finance);
  assert.deepEqual(
    [first!.day, first!.state, first!.billedPayments, first!.billedPaid, first!.ourPaid],
    ['2026-11-21', 'clear', 2, 12_400, 12_400],
  );
  assert.deepEqual([first!.found, first!.open], [1, 0]);

  await Promise.all(Array.from({ length: 6 }, () => runReconciliation(shop.as(finance), today)));
  const again = await daysOf(finance);
  assert.equal(again.length, 1);
  assert.deepEqual(
    [again[0]!.found, again[0]!.open],
    [1, 0],
    'what the bill told stays told, once',
  );
  await shop.close();
});

test('what bill and books do not both say stands open until they do', async () => {
  const shop = await aDay();
  const finance = await shop.aPerson('finance');
  await runReconciliation(shop.as(finance), today);
  const { items } = await listCaptures(finance, all);
  const taken = items.find(({ amount }) => amount === 9_900)!;
  const change = (to: { amount?: number; fee?: number; transactionId?: string }) =>
    shop.house.db.updateTable('capture').set(to).where('id', '=', taken.id).execute();

  await change({ amount: 9_800 });
  await runReconciliation(shop.as(finance), today);
  assert.deepEqual(await openOf(finance), [['amount', 9_900, 9_800]]);
  assert.equal((await daysOf(finance))[0]!.state, 'differs');

  await change({ amount: 9_900, fee: 1 });
  await runReconciliation(shop.as(finance), today);
  assert.deepEqual(await openOf(finance), [['fee', 59, 1]]);

  await change({ fee: 59 });
  await runReconciliation(shop.as(finance), today);
  assert.deepEqual(await openOf(finance), []);
  const history = await listDifferences(finance, all);
  assert.deepEqual(
    history.items.map(({ kind, settledAt }) => `${kind} ${settledAt !== null}`).toSorted(),
    ['amount true', 'fee true', 'found true'],
  );
  await shop.close();
});

test('a bill that cannot be read is a day that nobody looked at, told with its reason; read later, it is clear', async () => {
  const shop = await aDay();
  const finance = await shop.aPerson('finance');
  shop.simulator.faults.set({ timeoutBefore: 1 });
  await reconcile.run(shop.system());
  const silent = await listReconciliations(finance, { ...all, filter: { state: 'unread' } });
  assert.ok(silent.items.length >= 1);
  assert.ok(silent.items.every(({ failure, checkedAt }) => failure === 'timeout' && !checkedAt));
  await assert.rejects(runReconciliation(shop.as(finance), today), { code: 'payment.bill_silent' });
  await assert.rejects(runReconciliation(shop.as(finance), { day: today.day }), {
    code: 'payment.bill_silent',
  });
  shop.simulator.faults.stop();
  const { found } = await runReconciliation(shop.as(finance), { day: today.day });
  assert.equal(found.length, 1, 'without a gateway the bills of all are read');
  await reconcile.run(shop.system());
  assert.ok((await daysOf(finance)).every(({ state, failure }) => state === 'clear' && !failure));
  await shop.close();
});

test('only who keeps the books has a bill read, of a day that is over, audited', async () => {
  const shop = await aDay();
  const [finance, creator] = [await shop.aPerson('finance'), await shop.aPerson('creator')];
  const tries = [
    [creator, today, 'policy.forbidden'],
    [finance, { ...today, gateway: 'nowhere' }, 'payment.unknown_gateway'],
    [finance, { ...today, day: '2026-11-22' }, 'payment.day_not_over'],
  ] as const;
  for (const [who, what, code] of tries)
    await assert.rejects(runReconciliation(shop.as(who), what), { code });
  await runReconciliation(shop.as(finance), today);
  const record = await shop.house.db
    .selectFrom('auditRecord')
    .select(['actorId', 'subject', 'detail'])
    .where('deed', '=', 'payment.reconcile')
    .executeTakeFirstOrThrow();
  assert.deepEqual(
    { ...record },
    { actorId: finance.actor.userId, subject: 'sandbox 2026-11-21', detail: { found: 1, open: 0 } },
  );
  await shop.close();
});

test('captures are found by any of their numbers, and those that go back say how far they are', async () => {
  const shop = await openShop();
  const finance = await shop.aPerson('finance');
  const { outTradeNo } = await shop.order(await shop.aPerson(), (await shop.aWork(6_900)).offerId);
  shop.simulator.pay(outTradeNo, { twice: true });
  await shop.settle();
  shop.wait(hour);
  await shop.sweep();
  await shop.settle();
  const find = async (filter: Parameters<typeof listCaptures>[1]['filter']) =>
    (await listCaptures(finance, { ...all, filter })).items;
  const both = await find({ number: outTradeNo });
  assert.deepEqual(both.map(({ outcome, returnState }) => `${outcome} ${returnState}`).toSorted(), [
    'duplicate succeeded',
    'kept null',
  ]);
  assert.equal((await find({ number: both[0]!.orderNumber })).length, 2);
  assert.equal((await find({ number: both[0]!.transactionId })).length, 1);
  assert.equal((await find({ outcome: 'returned' })).length, 1);
  assert.equal((await find({ outcome: 'mismatch' })).length, 0);
  await shop.close();
});
