import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { aLesson, aWork } from '#catalog/fixtures/works.ts';
import { createWork, publishWork, setPrice } from '#catalog/service.ts';
import { hasAccess } from '#entitlement/service.ts';
import { money } from '#kernel/money.ts';
import { day, hour, second } from '#kernel/time.ts';
import { completeLesson } from '#learning/service.ts';
import { getOrder } from '#order/service/read-order.ts';
import { releaseEarnings } from '#payout/service/earn.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { changeSettings } from '#settings/service.ts';
import { assertBooks, count } from './fixtures/books.ts';
import { openShop, type Shop } from './fixtures/shop.ts';
import { previewRefund } from './preview-refund.ts';
import { requestRefund } from './refund-order.ts';
import { sendRefunds } from './settle-refund.ts';

let shop: Shop;
let owner: Ctx<User>;
before(async () => {
  shop = await openShop();
  owner = await shop.aPerson('owner');
});
after(() => shop.close());

const refused = (code: string) => ({ code });

interface Course {
  readonly workId: string;
  readonly offerId: string;
  /** The trial first. */
  readonly lessons: readonly string[];
}

/** A course of a trial and `count` lessons that must be bought. */
async function aCourse(price: number, count: number, at: Shop = shop): Promise<Course> {
  const { creatorId } = await at.aWork(0);
  const lessons = [aLesson('试学', '正文。', true)];
  for (let i = 1; i <= count; i += 1) lessons.push(aLesson(`第 ${i} 课`));
  const work = await aWork(at.system(), {
    creatorId,
    price,
    chapters: [{ source: '01', title: '第一章', lessons }],
  });
  return {
    workId: work.id,
    offerId: await currentOffer(at, work.id),
    lessons: await lessonsOf(at, work.id),
  };
}

async function currentOffer({ house }: Shop, workId: string): Promise<string> {
  const { id } = await house.db
    .selectFrom('offer')
    .select('id')
    .where('workId', '=', workId)
    .where('retiredAt', 'is', null)
    .executeTakeFirstOrThrow();
  return id;
}

async function lessonsOf({ house }: Shop, workId: string): Promise<string[]> {
  const rows = await house.db
    .selectFrom('lesson')
    .select('id')
    .where('workId', '=', workId)
    .orderBy('livePosition')
    .execute();
  return rows.map(({ id }) => id);
}

async function letItSettle(at: Shop = shop): Promise<void> {
  for (let i = 0; i < 3; i += 1) {
    await at.settle();
    at.wait(3 * second);
  }
  await at.settle();
}

async function learn(buyer: Ctx<User>, lessons: readonly string[], at: Shop = shop): Promise<void> {
  at.wait(hour);
  for (const id of lessons) await completeLesson(at.as(buyer), id);
}

test('who has done lessons gets back the part for the others, once; the right ends, the creator keeps the rest', async () => {
  const { workId, offerId, lessons } = await aCourse(10_000, 3);
  const buyer = await shop.aPerson();
  const { orderId } = await shop.buy(buyer, offerId);
  // A trial is everybody's.
  await learn(buyer, lessons.slice(0, 2));
  const preview = await previewRefund(shop.as(buyer), orderId);
  assert.deepEqual(
    [preview.askable, preview.lines[0]!.share, preview.lines[0]!.parts],
    [6_667, { of: 'lessons', left: 2, whole: 3 }, []],
  );
  await learn(buyer, [lessons[2]!]);
  const late = requestRefund(shop.as(buyer), orderId, { expected: 6_667 });
  await assert.rejects(late, refused('order.refund_changed'));

  const ask = () => requestRefund(shop.as(buyer), orderId, { expected: 3_333 });
  const asked = await Promise.allSettled(Array.from({ length: 12 }, ask));
  assert.equal(asked.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.ok(!(await hasAccess(shop.as(buyer), buyer.actor.userId, workId)));
  await letItSettle();
  const row = await getOrder(shop.as(buyer), orderId);
  assert.deepEqual([row.state, row.refunded], ['paid', 3_333]);
  await assert.rejects(ask(), refused('order.nothing_to_refund'));
  shop.wait(8 * day);
  await releaseEarnings(shop.system());
  await assertBooks(shop);
});

test('who has done everything gets nothing back, and staff may still give all of it', async () => {
  const { offerId, lessons } = await aCourse(9_900, 2);
  const buyer = await shop.aPerson();
  const { orderId } = await shop.buy(buyer, offerId);
  await learn(buyer, lessons);
  await assert.rejects(
    requestRefund(shop.as(buyer), orderId, {}),
    refused('order.nothing_to_refund'),
  );
  await requestRefund(shop.as(owner), orderId, { reason: '补偿' });
  await letItSettle();
  assert.equal((await getOrder(shop.as(buyer), orderId)).state, 'refunded');
  await assertBooks(shop);
});

test('what was learned before an order is not consumed by it', async () => {
  const { offerId, lessons } = await aCourse(9_000, 2);
  const buyer = await shop.aPerson();
  const first = await shop.buy(buyer, offerId);
  await learn(buyer, lessons.slice(1, 2));
  await requestRefund(shop.as(buyer), first.orderId, {});
  await letItSettle();
  shop.wait(hour);
  const { orderId } = await shop.buy(buyer, offerId);
  assert.equal((await previewRefund(shop.as(buyer), orderId)).askable, 9_000);
});

test('a refund of a part that fails gives the right back', async () => {
  const at = await openShop({ faults: { refundClosed: 1 } });
  const { workId, offerId, lessons } = await aCourse(9_000, 3, at);
  const buyer = await at.aPerson();
  const { orderId } = await at.buy(buyer, offerId);
  await learn(buyer, lessons.slice(1, 2), at);
  await requestRefund(at.as(buyer), orderId, {});
  for (let i = 0; i < 8; i += 1) {
    at.wait(hour);
    await sendRefunds(at.system());
    await letItSettle(at);
  }
  assert.equal(await count(at, 'refund', `state = 'failed'`), 1);
  assert.ok(await hasAccess(at.as(buyer), buyer.actor.userId, workId));
  assert.equal((await previewRefund(at.as(buyer), orderId)).askable, 6_000);
  await assertBooks(at);
  await at.close();
});

test('of two refunds of one work one fails: the right stays away while the other goes on, and comes back when both failed', async () => {
  const at = await openShop({ faults: { refundClosed: 1 } });
  const { workId, offerId, lessons } = await aCourse(9_000, 3, at);
  const [buyer, staff] = [await at.aPerson(), await at.aPerson('finance')];
  const { orderId } = await at.buy(buyer, offerId);
  await learn(buyer, lessons.slice(1, 2), at);
  await requestRefund(at.as(buyer), orderId, {});
  const seen = new Set<string>();
  for (let hours = 0; hours < 12; hours += 1) {
    if (hours === 2)
      await requestRefund(at.as(staff), orderId, { amount: 3_000, reason: '其余也退' });
    at.wait(hour);
    await sendRefunds(at.system());
    await letItSettle(at);
    const waiting = await count(at, 'refund', `state = 'requested'`);
    const failed = await count(at, 'refund', `state = 'failed'`);
    seen.add(`${waiting} wait, ${failed} failed`);
    const has = await hasAccess(at.as(buyer), buyer.actor.userId, workId);
    assert.equal(has, waiting === 0, `${waiting} wait, ${failed} failed`);
  }
  assert.ok(seen.has('1 wait, 1 failed') && seen.has('0 wait, 2 failed'), [...seen].join('; '));
  await assertBooks(at);
  await at.close();
});

test('a bundle goes back work by work: shared by what each costs alone, less what was done of it', async () => {
  const [one, two] = [await aCourse(6_000, 2), await aCourse(3_000, 4)];
  const { creatorId } = await shop.house.db
    .updateTable('work')
    .set({ creatorId: (await shop.aWork(0)).creatorId })
    .where('id', 'in', [one.workId, two.workId])
    .returning('creatorId')
    .executeTakeFirstOrThrow();
  const { id } = await createWork(shop.system(), {
    title: '套餐',
    kind: 'bundle',
    creatorId,
    partIds: [one.workId, two.workId],
  });
  const offerId = await setPrice(shop.system(), id, money(5_000));
  await publishWork(shop.system(), id);
  const buyer = await shop.aPerson();
  const { orderId } = await shop.buy(buyer, offerId);
  await learn(buyer, [one.lessons[1]!, two.lessons[1]!]);
  const preview = await previewRefund(shop.as(buyer), orderId);
  // 5,000 is 3,333 + 1,667; of these a half, and three quarters.
  assert.deepEqual(
    preview.lines[0]!.parts.map(({ paid, back, left, whole }) => [
      paid,
      back,
      left,
      whole,
    ]).toSorted((a, b) => b[0]! - a[0]!),
    [
      [3_333, 1_667, 1, 2],
      [1_667, 1_250, 3, 4],
    ],
  );
  assert.equal(preview.askable, 2_917);
  await requestRefund(shop.as(buyer), orderId, { expected: 2_917 });
  await letItSettle();
  await assertBooks(shop);
});

test('a work’s own window is copied when the order is placed; the site’s least holds for all', async () => {
  const { workId, offerId } = await aCourse(2_000, 1);
  const until = async (offer: string) => {
    const buyer = await shop.aPerson();
    const { orderId } = await shop.buy(buyer, offer);
    const { paidAt, refundUntil } = await getOrder(shop.as(buyer), orderId);
    return (refundUntil!.getTime() - paidAt!.getTime()) / day;
  };
  assert.equal(await until(offerId), 7, 'as the site says');
  const buyer = await shop.aPerson();
  const { orderId, outTradeNo } = await shop.order(buyer, offerId);
  const short = await setPrice(shop.system(), workId, money(2_000), { refundDays: 1 });
  assert.notEqual(short, offerId, 'other terms are another offer');
  assert.equal(await setPrice(shop.system(), workId, money(2_000), { refundDays: 1 }), short);
  assert.equal(await until(short), 1);
  shop.simulator.pay(outTradeNo);
  await shop.settle();
  const kept = await getOrder(shop.as(buyer), orderId);
  assert.equal((kept.refundUntil!.getTime() - kept.paidAt!.getTime()) / day, 7, 'as promised');

  await changeSettings(shop.as(owner), { leastRefundDays: 3 });
  assert.equal(await until(short), 3);
  const free = await setPrice(shop.system(), workId, money(2_500));
  assert.equal(await until(free), 3, 'a new price keeps the window');
  await changeSettings(shop.as(owner), { leastRefundDays: 0 });
  const none = await setPrice(shop.system(), workId, money(2_500), { refundDays: 0 });
  const late = await shop.aPerson();
  const sold = await shop.buy(late, none);
  shop.wait(second);
  await assert.rejects(
    requestRefund(shop.as(late), sold.orderId, {}),
    refused('order.refund_too_late'),
  );
});
