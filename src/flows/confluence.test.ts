import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { hasAccess } from '#entitlement/service.ts';
import { day, second } from '#kernel/time.ts';
import { releaseEarnings } from '#payout/service/earn.ts';
import { getBalance } from '#payout/service/read.ts';
import { approvePayout, requestPayout } from '#payout/service/request.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import type { Deliver } from '#simulator/callbacks.ts';
import { assertBooks } from './fixtures/books.ts';
import { openShop, type Shelf, type Shop } from './fixtures/shop.ts';
import { requestRefund } from './refund-order.ts';

type Letter = () => Promise<Response>;

/** A line that can keep notices back: the provider believes that they were heard. */
function openPost() {
  const kept: Letter[] = [];
  let keeps = false;
  return {
    carry:
      (deliver: Deliver): Deliver =>
      async (url, init) => {
        if (!keeps) return deliver(url, init);
        kept.push(() => deliver(url, init));
        return new Response(null, { status: 204 });
      },
    hold: () => {
      keeps = true;
    },
    /** What was kept back since `hold`; what comes from now on is delivered. */
    release: (): Letter[] => {
      keeps = false;
      return kept.splice(0);
    },
  };
}

const post = openPost();
let shop: Shop;
let finance: Ctx<User>;
before(async () => {
  shop = await openShop({ carry: post.carry });
  finance = await shop.aPerson('finance');
});
after(() => shop.close());

interface Sold extends Shelf {
  readonly orderId: string;
  readonly buyer: Ctx<User>;
}

async function sell(price: number): Promise<Sold> {
  const [shelf, buyer] = [await shop.aWork(price), await shop.aPerson()];
  return { ...shelf, buyer, orderId: (await shop.buy(buyer, shelf.offerId)).orderId };
}

/** Sales whose window is over. */
interface Past {
  readonly takenOut: Sold;
  readonly bounced: Sold;
}

/** Of what is under way by now nobody has heard: each of these has two notices that both change it, or money that another moves. */
interface Scene extends Past {
  readonly doubled: Sold;
  readonly partly: Sold;
}

/** Who had their part paid out, and who tried, while staff give the sale of it back; a buyer is charged twice, another gets a part back. */
async function play({ takenOut, bounced }: Past): Promise<{ scene: Scene; letters: Letter[] }> {
  const partly = await sell(9_900);
  const [shelf, buyer] = [await shop.aWork(29_901), await shop.aPerson()];
  const { orderId, outTradeNo } = await shop.order(buyer, shelf.offerId);
  post.hold();
  for (const [{ creatorId }, payee] of [
    [takenOut, 'openid-1'],
    [bounced, 'fail-1'],
  ] as const) {
    const creator = shop.as(shop.house.as(creatorId, 'creator'));
    const id = await requestPayout(creator, { amount: 70_000, payee });
    await approvePayout(shop.as(finance), id);
  }
  shop.simulator.pay(outTradeNo, { twice: true });
  await requestRefund(shop.as(finance), takenOut.orderId, {});
  await requestRefund(shop.as(finance), bounced.orderId, { amount: 60_000 });
  await requestRefund(shop.as(finance), partly.orderId, { amount: 3_333 });
  await pass();
  const scene = { takenOut, bounced, partly, doubled: { ...shelf, buyer, orderId } };
  return { scene, letters: post.release() };
}

/** Longer than the provider takes for anything, shorter than anybody asks it again. */
async function pass(): Promise<void> {
  await shop.settle();
  shop.wait(4 * second);
  await shop.settle();
}

/** All that became of a sale, without its numbers: what the order says, its money, its creator's, and whether its buyer may learn. */
async function outcomeOf({ orderId, creatorId, workId, buyer }: Sold): Promise<unknown> {
  const rowsOf = async (query: ReturnType<typeof sql>) => (await query.execute(shop.house.db)).rows;
  return {
    order: await rowsOf(
      sql`select state, total, refunded, refunding from "order" where id = ${orderId}`,
    ),
    attempts: await rowsOf(sql`select state, amount from payment where order_id = ${orderId}`),
    captures: await rowsOf(sql`
      select outcome, amount, fee from capture where order_id = ${orderId} order by outcome`),
    refunds: await rowsOf(sql`
      select cause, state, amount from refund where order_id = ${orderId} order by cause, amount`),
    payouts: await rowsOf(sql`select state, amount from payout where creator_id = ${creatorId}`),
    postings: await rowsOf(sql`
      select t.kind, replace(s.code, ${creatorId}, 'creator') as source, replace(d.code, ${creatorId}, 'creator') as destination,
        sum(p.amount)::bigint as amount
      from posting p join transaction t on t.id = p.transaction_id
      join account s on s.id = p.source_id join account d on d.id = p.destination_id
      where t.subject_id = ${orderId} and t.kind <> 'refund' group by 1, 2, 3 order by 1, 2, 3`),
    balance: await balanceOf(creatorId),
    mayLearn: await hasAccess(shop.as(buyer), buyer.actor.userId, workId),
  };
}

async function balanceOf(creatorId: string) {
  const { pending, available, inTransit, paidOut, debt } = await getBalance(
    shop.as(shop.house.as(creatorId, 'creator')),
  );
  return { pending, available, inTransit, paidOut, debt };
}

const noticeCount = 7;
/** Every notice once, in any order, and some of them again before or after. */
const deliveries = fc
  .tuple(
    fc.shuffledSubarray([...Array(noticeCount).keys()], { minLength: noticeCount }),
    fc.array(fc.nat(noticeCount - 1), { maxLength: 4 }),
    fc.array(fc.nat(noticeCount - 1), { maxLength: 4 }),
  )
  .map(([once, first, last]) => [...first, ...once, ...last]);

test('whatever the order in which notices come, and however often, all ends the same', async () => {
  const orders = [
    [...Array(noticeCount).keys()],
    ...fc.sample(deliveries, { numRuns: 9, seed: 23 }),
  ];
  const pasts: Past[] = [];
  for (const _ of orders) pasts.push({ takenOut: await sell(99_000), bounced: await sell(99_000) });
  shop.wait(7 * day);
  await releaseEarnings(shop.system());

  let straight: unknown;
  for (const [at, order] of orders.entries()) {
    const { scene, letters } = await play(pasts[at]!);
    assert.equal(letters.length, noticeCount);
    for (const n of order) assert.ok((await letters[n]!()).ok, `notice ${n} of ${order.join()}`);
    await pass();
    const ends = {
      takenOut: await outcomeOf(scene.takenOut),
      bounced: await outcomeOf(scene.bounced),
      doubled: await outcomeOf(scene.doubled),
      partly: await outcomeOf(scene.partly),
    };
    straight ??= ends;
    assert.deepEqual(ends, straight, `delivered as ${order.join()}`);
  }
  await assertBooks(shop);
});
