import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { aWork } from '#catalog/fixtures/works.ts';
import { listHeld } from '#coupon/service.ts';
import { newId } from '#kernel/id.ts';
import { day, hour, second } from '#kernel/time.ts';
import { createTier, editTier, grantMembership, listOwn, removeTier } from '#membership/service.ts';
import { TierInput } from '#membership/schema.ts';
import { checkOut } from '#order/service/price-order.ts';
import { getOrder } from '#order/service/read-order.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { aClaim, aCoupon, aPromotion } from './fixtures/offers.ts';
import { assertBooks, balances, count, everything } from './fixtures/books.ts';
import { openShop, type Shop } from './fixtures/shop.ts';
import { previewRefund } from './preview-refund.ts';
import { requestRefund } from './refund-order.ts';
import { buyOffer } from './start-payment.ts';

let shop: Shop;
let owner: Ctx<User>;
before(async () => {
  shop = await openShop();
  owner = await shop.aPerson('owner');
});
after(() => shop.close());

const staff = (of = shop, who = owner) => of.as(who);
const refused = (code: string) => ({ code });
let names = 0;

interface Sold {
  readonly tierId: string;
  readonly planId: string;
  readonly input: ReturnType<typeof TierInput.parse>;
}

/** A tier over everything that is sold for thirty days. */
async function aPlan(price: number, of = shop, who = owner): Promise<Sold> {
  names += 1;
  const input = TierInput.parse({
    nameZh: `畅学${names}`,
    nameEn: `Access ${names}`,
    covers: [{ scope: 'all' }],
    plans: [{ term: 'days', days: 30, price }],
  });
  const tierId = await createTier(staff(of, who), input);
  const { id: planId } = await of.house.db
    .selectFrom('tierPlan')
    .select('id')
    .where('tierId', '=', tierId)
    .executeTakeFirstOrThrow();
  return { tierId, planId, input };
}

/** A work that stands on its shelves. */
async function onShelf(price: number): Promise<{ workId: string; offerId: string }> {
  const { id: workId } = await aWork(shop.house.ctx(), { price });
  const { id: offerId } = await shop.house.db
    .selectFrom('offer')
    .select('id')
    .where('workId', '=', workId)
    .executeTakeFirstOrThrow();
  return { workId, offerId };
}

const own = async (person: Ctx<User>, of = shop) => listOwn(of.as(person));
const order = (buyer: Ctx<User>, offerId: string, more: object = {}) =>
  buyOffer(shop.as(buyer), { offerId, idempotencyKey: newId(), ...more });

async function letItSettle(of = shop): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await of.settle();
    of.wait(3 * second);
  }
  await of.settle();
}

test('a plan is bought like a course: its buyer is a member, and the money is the house’s', async () => {
  const { planId } = await aPlan(20_000);
  const buyer = await shop.aPerson();
  const before = await balances(shop);
  const { orderId } = await shop.buy(buyer, planId);

  const [member] = await own(buyer);
  assert.deepEqual([member?.state, member?.sourceKind], ['active', 'order']);
  const length = Date.parse(member!.endsAt!) - Date.parse(member!.startsAt);
  assert.equal(length, 30 * day);
  const row = await getOrder(shop.as(buyer), orderId);
  const [line] = row.lines;
  assert.deepEqual(
    [line!.kind, row.title, line!.workId, line!.creatorName, row.state],
    ['plan', `畅学${names} · 30 天`, null, null, 'paid'],
  );
  const now = await balances(shop);
  const gained = (code: string) => (now[code] ?? 0) - (before[code] ?? 0);
  assert.deepEqual(
    [gained('platform:membership'), gained('gateway_fee:sandbox'), gained('platform:commission')],
    [19_880, 120, 0],
  );
  await assertBooks(shop);
});

test('who buys again goes on when the last one ends, without a gap', async () => {
  const { planId } = await aPlan(3_000);
  const buyer = await shop.aPerson();
  await shop.buy(buyer, planId);
  shop.wait(10 * day);
  await shop.buy(buyer, planId);
  const [later, first] = await own(buyer);
  assert.equal(later!.startsAt, first!.endsAt);
  assert.equal(later!.since, first!.startsAt);
  await assertBooks(shop);
});

test('twenty clicks at once are one order; paid twice, the second money goes back', async () => {
  const { planId } = await aPlan(3_000);
  const buyer = await shop.aPerson();
  const clicks = await Promise.all(Array.from({ length: 20 }, () => order(buyer, planId)));
  assert.equal(new Set(clicks.map(({ id }) => id)).size, 1);
  const { outTradeNo } = await shop.order(buyer, planId);
  shop.simulator.pay(outTradeNo, { twice: true });
  await letItSettle();
  assert.equal((await own(buyer)).length, 1);
  assert.equal(
    await count(shop, 'refund', `order_id = '${clicks[0]!.id}' and cause = 'duplicate'`),
    1,
  );
  await assertBooks(shop);
});

test('a coupon over everything makes a plan cheaper; one for a course says why it does not, and promotions are about works', async () => {
  const { planId } = await aPlan(5_000);
  const shelf = await shop.aWork(5_000);
  await aPromotion(staff(), [], {
    kind: 'limited',
    scope: { kind: 'all', ids: [] },
    reduction: { kind: 'percent', offBps: 5_000 },
  });
  const buyer = await shop.aPerson();
  const forAll = await aClaim(shop.as(buyer), await aCoupon(staff()));
  const forWork = await aClaim(
    shop.as(buyer),
    await aCoupon(staff(), { scope: { kind: 'works', ids: [shelf.workId] } }),
  );
  assert.equal((await listHeld(shop.as(buyer), null)).length, 2);

  const told = await checkOut(shop.as(buyer), planId);
  assert.equal(told.quote.payable, 4_000);
  assert.deepEqual(
    told.quote.declined.map(({ id, why }) => [id, why]),
    [[forWork, 'out_of_scope']],
  );
  await assert.rejects(
    order(buyer, planId, { claimId: forWork }),
    refused('order.coupon_out_of_scope'),
  );
  const placed = await order(buyer, planId, { claimId: forAll, expectedTotal: 4_000 });
  assert.equal(placed.total, 4_000);
  await shop.buy(buyer, planId);
  assert.equal((await own(buyer)).length, 1);
  await assertBooks(shop);
});

test('what is not sold any more, or is had for good, is not ordered and leaves no trace', async () => {
  const closed = await aPlan(3_000);
  const dearer = await aPlan(3_000);
  const forGood = await aPlan(3_000);
  const buyer = await shop.aPerson();
  await editTier(staff(), closed.tierId, { ...closed.input, state: 'closed' });
  await editTier(staff(), dearer.tierId, {
    ...dearer.input,
    plans: [{ ...dearer.input.plans[0]!, price: 4_000 }],
  });
  const { userId } = buyer.actor;
  await grantMembership(staff(), { userId, tierId: forGood.tierId, reason: '老师' });
  const traces = await everything(shop);
  await assert.rejects(order(buyer, closed.planId), refused('order.tier_closed'));
  await assert.rejects(order(buyer, dearer.planId), refused('order.offer_retired'));
  await assert.rejects(order(buyer, forGood.planId), refused('order.member_for_good'));
  await assert.rejects(checkOut(shop.as(buyer), newId()), refused('order.offer_unknown'));
  assert.equal(await everything(shop), traces);
});

test('who became a member for good while paying gets the money back', async () => {
  const { planId, tierId } = await aPlan(3_000);
  const buyer = await shop.aPerson();
  const { outTradeNo } = await shop.order(buyer, planId);
  await grantMembership(staff(), { userId: buyer.actor.userId, tierId, reason: '老师' });
  shop.simulator.pay(outTradeNo);
  await letItSettle();
  assert.equal((await own(buyer)).length, 1);
  assert.equal(
    (await count(shop, 'refund', `cause = 'duplicate' and state = 'succeeded'`)) > 0,
    true,
  );
  await assertBooks(shop);
});

test('a tier that somebody ordered is not deleted', async () => {
  const { planId, tierId } = await aPlan(3_000);
  await order(await shop.aPerson(), planId);
  await assert.rejects(removeTier(staff(), tierId), refused('tier.has_members'));
});

test('a membership given back is paid back for the days not used, once, however many ask', async () => {
  const { planId } = await aPlan(3_001);
  const buyer = await shop.aPerson();
  const { orderId } = await shop.buy(buyer, planId);
  const whole = await previewRefund(shop.as(buyer), orderId);
  assert.deepEqual(
    [whole.askable, whole.lines[0]!.share],
    [3_001, { of: 'days', left: 30, whole: 30 }],
  );
  shop.wait(2 * day + hour);
  const preview = await previewRefund(shop.as(buyer), orderId);
  // 3,001 × 28 ÷ 30 = 2,800.93
  assert.deepEqual(
    [preview.askable, preview.lines[0]!.share],
    [2_801, { of: 'days', left: 28, whole: 30 }],
  );
  const ask = () => requestRefund(shop.as(buyer), orderId, { expected: 2_801 });
  await assert.rejects(
    requestRefund(shop.as(buyer), orderId, { expected: 3_001 }),
    refused('order.refund_changed'),
  );
  const asked = await Promise.allSettled(Array.from({ length: 10 }, ask));
  assert.equal(asked.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.equal((await own(buyer))[0]!.state, 'revoked');
  await letItSettle();
  await assert.rejects(
    requestRefund(shop.as(buyer), orderId, {}),
    refused('order.nothing_to_refund'),
  );
  const row = await getOrder(shop.as(buyer), orderId);
  assert.deepEqual([row.state, row.refunded], ['paid', 2_801]);
  await assertBooks(shop);

  // What was used is the house's; staff may still give it back.
  await requestRefund(staff(), orderId, {});
  await letItSettle();
  assert.equal((await getOrder(shop.as(buyer), orderId)).state, 'refunded');
  await assertBooks(shop);
});

test('a refund that fails gives the membership back, unless staff took it', async () => {
  const shop = await openShop({ faults: { refundClosed: 1 } });
  try {
    const who = await shop.aPerson('owner');
    const { planId } = await aPlan(3_000, shop, who);
    const buyer = await shop.aPerson();
    const { orderId } = await shop.buy(buyer, planId);
    await requestRefund(shop.as(buyer), orderId, {});
    assert.equal((await own(buyer, shop))[0]!.state, 'revoked');
    for (let round = 0; round < 12; round += 1) {
      await letItSettle(shop);
      shop.wait(2 * hour);
      await shop.sweep();
    }
    assert.equal(await count(shop, 'refund', `state = 'failed'`), 1);
    assert.equal((await own(buyer, shop))[0]!.state, 'active');
    await assertBooks(shop);
  } finally {
    await shop.close();
  }
});

test('a member pays less for what the tier does not cover: the better of the limited and the member price, once', async () => {
  const [covered, other] = [await onShelf(10_000), await onShelf(10_000)];
  names += 1;
  const tierId = await createTier(
    staff(),
    TierInput.parse({
      nameZh: `九折${names}`,
      nameEn: `Ten off ${names}`,
      discountBps: 6_000,
      covers: [{ scope: 'work', subjectId: covered.workId }],
    }),
  );
  const [member, stranger] = [await shop.aPerson(), await shop.aPerson()];
  const { userId } = member.actor;
  await grantMembership(staff(), { userId, tierId, reason: '读者', days: 30 });
  const price = async (who: Ctx<User>, offerId: string) =>
    (await checkOut(shop.as(who), offerId)).quote;

  // Everything is at half price by the promotion of an earlier test, or by this one.
  await aPromotion(staff(), [covered.workId, other.workId]);
  assert.equal((await price(stranger, other.offerId)).payable, 5_000);
  const told = await price(member, other.offerId);
  assert.deepEqual(
    [told.payable, told.taken.map(({ kind, amount }) => [kind, amount])],
    [4_000, [['member', 6_000]]],
  );
  assert.ok(told.declined.every(({ kind, why }) => kind === 'limited' && why === 'lower_price'));
  assert.equal(
    (await price(member, covered.offerId)).payable,
    5_000,
    'what is covered is no discount',
  );

  const placed = await order(member, other.offerId, { expectedTotal: 4_000 });
  assert.equal(placed.total, 4_000);
  shop.wait(31 * day);
  const late = await price(member, other.offerId);
  assert.ok(
    late.taken.every(({ kind }) => kind !== 'member'),
    'the price ends with the membership',
  );
});
