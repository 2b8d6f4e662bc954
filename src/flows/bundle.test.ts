import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createWork, foldLearners, getWork, publishWork, setPrice } from '#catalog/service.ts';
import { grantWork, hasAccess, revokeGrant } from '#entitlement/service.ts';
import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { assertBooks } from './fixtures/books.ts';
import { openShop, type Shelf, type Shop } from './fixtures/shop.ts';
import { requestRefund } from './refund-order.ts';
import { buyOffer } from './start-payment.ts';

let shop: Shop;
before(async () => {
  shop = await openShop();
});
after(() => shop.close());

interface Bundle extends Shelf {
  readonly parts: readonly Shelf[];
}

/** Two works of one creator, and a bundle of them. */
async function aBundle(price: number): Promise<Bundle> {
  const one = await shop.aWork(6_000);
  const { creatorId } = one;
  const two = await shop.aWork(5_000, creatorId);
  const partIds = [one.workId, two.workId];
  const { id } = await createWork(shop.system(), {
    title: '套餐',
    kind: 'bundle',
    creatorId,
    partIds,
  });
  const offerId = await setPrice(shop.system(), id, money(price));
  await publishWork(shop.system(), id);
  return { workId: id, offerId, creatorId, parts: [one, two] };
}

/** Which of the bundle and its parts somebody has. */
async function has({ workId, parts }: Bundle, buyer: Ctx<User>): Promise<boolean[]> {
  const ids = [workId, ...parts.map((part) => part.workId)];
  return Promise.all(ids.map((id) => hasAccess(shop.as(buyer), buyer.actor.userId, id)));
}

async function learners({ parts }: Bundle): Promise<number[]> {
  await foldLearners(shop.system());
  return Promise.all(
    parts.map(async ({ workId }) => (await getWork(shop.system(), workId)).learnerCount),
  );
}

test('who buys a bundle has it and all its parts; a refund takes all of it back', async () => {
  const bundle = await aBundle(9_900);
  const buyer = await shop.aPerson();
  const { orderId } = await shop.buy(buyer, bundle.offerId);
  assert.deepEqual(await has(bundle, buyer), [true, true, true]);
  assert.deepEqual(await learners(bundle), [1, 1]);
  assert.deepEqual(await has(bundle, await shop.aPerson()), [false, false, false]);

  await requestRefund(shop.as(buyer), orderId, { reason: '买错了' });
  assert.deepEqual(await has(bundle, buyer), [false, false, false]);
  assert.deepEqual(await learners(bundle), [0, 0]);
  await shop.settle();
  await assertBooks(shop);
});

test('a part that was bought before stays when the bundle goes back, and counts its learner once', async () => {
  const bundle = await aBundle(9_900);
  const buyer = await shop.aPerson();
  await shop.buy(buyer, bundle.parts[0]!.offerId);
  const { orderId } = await shop.buy(buyer, bundle.offerId);
  assert.deepEqual(await learners(bundle), [1, 1]);
  await requestRefund(shop.as(buyer), orderId, { reason: '买错了' });
  assert.deepEqual(await has(bundle, buyer), [false, true, false]);
  assert.deepEqual(await learners(bundle), [1, 0]);
});

test('the bundle stays when a part that was bought before goes back', async () => {
  const bundle = await aBundle(9_900);
  const buyer = await shop.aPerson();
  const { orderId } = await shop.buy(buyer, bundle.parts[0]!.offerId);
  await shop.buy(buyer, bundle.offerId);
  await requestRefund(shop.as(buyer), orderId, { reason: '买重了' });
  assert.deepEqual(await has(bundle, buyer), [true, true, true]);
  assert.deepEqual(await learners(bundle), [1, 1]);
});

test('a free bundle gives its parts, though they cost something alone; twenty askers at once are one learner', async () => {
  const bundle = await aBundle(0);
  const buyer = await shop.aPerson();
  const asked = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      buyOffer(shop.as(buyer), { offerId: bundle.offerId, idempotencyKey: newId() }),
    ),
  );
  assert(asked.some(({ status }) => status === 'fulfilled'));
  assert.deepEqual(await has(bundle, buyer), [true, true, true]);
  assert.deepEqual(await learners(bundle), [1, 1]);
});

test('what staff give is the whole bundle, and what they take back as well', async () => {
  const bundle = await aBundle(9_900);
  const [owner, learner] = [await shop.aPerson('owner'), await shop.aPerson()];
  const { userId } = learner.actor;
  const gift = { userId, workId: bundle.workId, reason: '赠送' };
  const id = await grantWork(shop.as(owner), gift);
  assert.deepEqual(await has(bundle, learner), [true, true, true]);
  await revokeGrant(shop.as(owner), id);
  assert.deepEqual(await has(bundle, learner), [false, false, false]);
  assert.deepEqual(await learners(bundle), [0, 0]);
});
