import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { aUser, aWork } from '#catalog/fixtures/works.ts';
import { newId } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import { businessDay, day, minute } from '#kernel/time.ts';
import { publish } from '#platform/outbox.ts';
import { inTransaction } from '#platform/db.ts';
import { openTestHouse, testUser } from '#platform/testing/database.ts';
import { analyticsApi } from './api.ts';
import { analyticsReactions } from './reactions.ts';
import {
  countFinishes,
  countLearning,
  countLearningLately,
  countOrders,
  getSummary,
  listLearning,
  listSales,
  listTopWorks,
} from './service.ts';

const house = await openTestHouse();
after(() => house.close());
const buyerId = await aUser(house.ctx());
const owner = house.as(await aUser(house.ctx(), '院长'), 'owner');
const span = { from: '2026-11-20', to: '2026-11-22' };
const evening = new Date('2026-11-20T15:59:00Z'); // 23:59 in Beijing
const midnight = new Date('2026-11-20T16:00:00Z'); // the next day in Beijing

let numbers = 0;

/** A paid order with what its creator earns, as rows. */
async function aSale(work: { id: string; creatorId: string }, paidAt: Date, price = 9_900) {
  const [orderId, lineId] = [newId(paidAt), newId(paidAt)];
  numbers += 1;
  const number = `20261120${String(numbers).padStart(10, '0')}`;
  const until = new Date(paidAt.getTime() + 7 * day);
  await sql`insert into "order" (id, number, buyer_id, state, total, currency, created_at, expires_at, close_at, paid_at, refund_until, idempotency_key)
    values (${orderId}, ${number}, ${buyerId}, 'paid', ${price}, 'CNY', ${paidAt}, ${paidAt}, ${paidAt}, ${paidAt}, ${until}, ${orderId})`.execute(
    house.db,
  );
  await sql`insert into order_line (id, order_id, position, offer_id, work_id, creator_id, list_price, price, commission_bps, refund_days)
    select ${lineId}, ${orderId}, 0, id, work_id, ${work.creatorId}, ${price}, ${price}, 2000, 7 from offer where work_id = ${work.id} and retired_at is null`.execute(
    house.db,
  );
  await sql`insert into earning (order_line_id, order_id, work_id, creator_id, gateway, gross, fee_bps, commission_bps, fee, commission, amount, earned_at, recorded_at, release_at)
    values (${lineId}, ${orderId}, ${work.id}, ${work.creatorId}, 'sandbox', ${price}, 0, 2000, 0, ${price / 5}, ${price - price / 5}, ${paidAt}, ${paidAt}, ${until})`.execute(
    house.db,
  );
  return orderId;
}

/** Everything of an order goes back. */
async function aRefund(orderId: string, at: Date): Promise<string> {
  const [refundId, paymentId, captureId] = [newId(at), newId(at), newId(at)];
  await sql`insert into payment (id, order_id, gateway, out_trade_no, amount, currency, fee_bps, description, state, opened_at, expires_at, next_query_at)
    select ${paymentId}, id, 'sandbox', ${paymentId}, total, 'CNY', 0, '', 'succeeded', ${at}, ${at}, ${at} from "order" where id = ${orderId}`.execute(
    house.db,
  );
  await sql`insert into capture (id, payment_id, order_id, gateway, transaction_id, amount, currency, fee, paid_at, received_at, outcome)
    select ${captureId}, ${paymentId}, id, 'sandbox', ${captureId}, total, 'CNY', 0, ${at}, ${at}, 'kept' from "order" where id = ${orderId}`.execute(
    house.db,
  );
  await sql`insert into refund (id, order_id, capture_id, out_refund_no, amount, cause, state, requested_at, next_try_at, finished_at)
    select ${refundId}, id, ${captureId}, ${refundId}, total, 'buyer', 'succeeded', ${at}, ${at}, ${at} from "order" where id = ${orderId}`.execute(
    house.db,
  );
  await sql`insert into refund_line (refund_id, line_id, amount, takes_back)
    select ${refundId}, id, price, true from order_line where order_id = ${orderId}`.execute(
    house.db,
  );
  await sql`update earning set refunded = gross, reversed = amount where order_id = ${orderId}`.execute(
    house.db,
  );
  return refundId;
}

test('a day is a day in Beijing, and counting twice is counting once', async () => {
  const work = await aWork(house.ctx());
  const late = await aSale(work, evening);
  const early = await aSale(work, midnight);
  await inTransaction(house.ctx(), async (tx) => {
    for (const orderId of [late, early, late]) {
      await publish(tx, 'order.paid', {
        orderId,
        buyerId,
        creatorIds: [work.creatorId],
      });
    }
  });
  await house.drain(analyticsReactions);

  const creator = house.as(work.creatorId, 'creator');
  const { items } = await listSales(creator, span);
  assert.deepEqual(
    items.map(({ day, orders, gross, earned }) => [day, orders, gross, earned]),
    [
      ['2026-11-20', 1, 9_900, 7_920],
      ['2026-11-21', 1, 9_900, 7_920],
      ['2026-11-22', 0, 0, 0],
    ],
  );
});

test('a refund counts on the day it is made, and takes what was earned back from the day of the sale', async () => {
  const work = await aWork(house.ctx());
  const orderId = await aSale(work, evening);
  await countOrders(house.ctx(), [{ orderId, creatorIds: [] }]);
  const refundId = await aRefund(orderId, new Date('2026-11-22T02:00:00Z'));
  await countOrders(house.ctx(), [{ orderId, refundId, creatorIds: [] }]);

  const { items } = await listSales(house.as(work.creatorId, 'creator'), span);
  assert.deepEqual(
    items.map(({ gross, refunded, earned }) => [gross, refunded, earned]),
    [
      [9_900, 0, 0],
      [0, 0, 0],
      [0, 9_900, 0],
    ],
  );
});

test('twenty sales that are counted at once are all counted', async () => {
  const work = await aWork(house.ctx());
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      const orderId = await aSale(work, midnight, 1_000);
      await countOrders(house.ctx(), [{ orderId, creatorIds: [] }]);
    }),
  );
  const { now } = await getSummary(house.as(work.creatorId, 'creator'), span);
  assert.deepEqual([now.orders, now.gross, now.earned], [20, 20_000, 16_000]);
});

test('a creator sees their own figures, the owner all, a learner none', async () => {
  const work = await aWork(house.ctx());
  const other = await aWork(house.ctx());
  const orderId = await aSale(other, midnight);
  await countOrders(house.ctx(), [{ orderId, creatorIds: [] }]);

  const mine = await getSummary(house.as(work.creatorId, 'creator'), span);
  assert.deepEqual([mine.now.gross, mine.now.joined], [0, null]);
  const foreign = await getSummary(house.as(work.creatorId, 'creator'), {
    ...span,
    work: other.id,
  });
  assert.equal(foreign.now.gross, 0, 'naming a work of another shows nothing of it');
  const all = await getSummary(owner, span);
  assert(all.now.gross >= 9_900 && all.now.joined !== null);
  const top = await listTopWorks(owner, span, 50);
  assert(top.items.some(({ workId, gross }) => workId === other.id && gross === 9_900));
  await assert.rejects(
    getSummary(house.as(buyerId), span),
    (error) => error instanceof Refusal && error.status === 403,
  );
});

/** Somebody learned in a work. */
async function aStudy(userId: string, workId: string, at: Date, learnedSec = 60): Promise<void> {
  await sql`insert into study_day (work_id, day, user_id, learned_sec) values (${workId}, ${businessDay(at)}, ${userId}, ${learnedSec})
    on conflict (work_id, day, user_id) do update set learned_sec = study_day.learned_sec + excluded.learned_sec`.execute(
    house.db,
  );
}

test('a learner counts once a day and work, however often they learn', async () => {
  const work = await aWork(house.ctx());
  for (const userId of [buyerId, buyerId, owner.actor.userId]) {
    await aStudy(userId, work.id, midnight);
    await countLearning(house.ctx(), [{ workId: work.id, at: midnight }]);
  }
  const { items } = await listLearning(house.as(work.creatorId, 'creator'), span);
  assert.deepEqual(
    items.map(({ learners, learnedSec }) => [learners, learnedSec]),
    [
      [0, 0],
      [2, 180],
      [0, 0],
    ],
  );
});

test('learning that tells nobody is counted by the clock, the end of a day after midnight', async () => {
  const work = await aWork(house.ctx());
  await aStudy(buyerId, work.id, evening, 30);
  await aStudy(buyerId, work.id, midnight, 90);
  await countLearningLately({ ...house.ctx(), now: new Date(midnight.getTime() + 5 * minute) });
  await countLearningLately({ ...house.ctx(), now: new Date(midnight.getTime() + 9 * minute) });
  const { items } = await listLearning(house.as(work.creatorId, 'creator'), span);
  assert.deepEqual(
    items.map(({ learnedSec }) => learnedSec),
    [30, 90, 0],
  );
});

test('a house that was down over days counts what was learned before', async () => {
  const work = await aWork(house.ctx());
  const at = (iso: string) => ({ ...house.ctx(), now: new Date(iso) });
  await countLearningLately(at('2026-12-20T15:50:00Z'));
  await aStudy(buyerId, work.id, new Date('2026-12-20T15:52:00Z'), 45);
  await countLearningLately(at('2026-12-23T02:00:00Z'));
  const { items } = await listLearning(house.as(work.creatorId, 'creator'), {
    from: '2026-12-20',
    to: '2026-12-20',
  });
  assert.deepEqual(
    items.map(({ learnedSec }) => learnedSec),
    [45],
  );
});

test('twenty finishes that are counted at once are all counted, and a share of those who may learn', async () => {
  const work = await aWork(house.ctx());
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      const userId = await aUser(house.ctx());
      await sql`insert into work_finish (work_id, user_id, finished_at) values (${work.id}, ${userId}, ${midnight})`.execute(
        house.db,
      );
      await countFinishes(house.ctx(), [{ workId: work.id }]);
    }),
  );
  const { completion } = await getSummary(house.as(work.creatorId, 'creator'), span);
  assert.equal(completion.finished, 20);
  const foreign = await getSummary(house.as(buyerId, 'creator'), { ...span, work: work.id });
  assert.equal(foreign.completion.finished, 0);
});

test('accounts are counted on the day they are made', async () => {
  const at = house.now();
  await inTransaction(house.ctx(), (tx) =>
    publish(tx, 'user.registered', { userId: buyerId, at: at.toISOString() }),
  );
  await house.drain(analyticsReactions);
  const { now, before } = await getSummary(owner, { from: '2026-11-21', to: '2026-11-21' });
  assert(now.joined !== null && now.joined > 0);
  assert.equal(before.joined, 0);
});

test('over HTTP a span must be one, and a chart can be taken away as CSV', async () => {
  const app = house.app(analyticsApi, () => testUser(owner.actor.userId, 'owner'));
  const backwards = await app.request('/api/v1/analytics/sales?from=2026-11-22&to=2026-11-20');
  assert.equal(backwards.status, 400);
  const long = await app.request('/api/v1/analytics/summary?from=2020-01-01&to=2026-11-20');
  assert.equal(long.status, 400);
  const csv = await app.request(
    '/api/v1/analytics/sales?from=2026-11-20&to=2026-11-21&format=csv&lang=en',
  );
  assert.match(await csv.text(), /^Day,Orders,Gross \(CNY\)[^\n]*\r\n2026-11-20,/);
});
