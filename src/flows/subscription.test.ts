import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { newId } from '#kernel/id.ts';
import { day, hour, minute, second } from '#kernel/time.ts';
import { createTier, listOwn } from '#membership/service.ts';
import { TierInput } from '#membership/schema.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { listOwnSubscriptions } from '#subscription/service.ts';
import type { Subscription } from '#subscription/types.ts';
import {
  cancelSubscription,
  changePlan,
  confirmAgreement,
  keepSubscription,
  pauseSubscription,
  previewChange,
  resumeSubscription,
  retrySubscription,
  subscribe,
} from './change-subscription.ts';
import { assertBooks, count } from './fixtures/books.ts';
import { openShop, type Shop } from './fixtures/shop.ts';
import { requestRefund } from './refund-order.ts';
import { noticeRenewals, renewSubscriptions } from './renew-subscriptions.ts';

let shop: Shop;
let owner: Ctx<User>;
before(async () => {
  shop = await openShop();
  owner = await shop.aPerson('owner');
});
after(() => shop.close());

const refused = (code: string) => ({ code });
let names = 0;

interface Plans {
  readonly month: string;
  readonly year: string;
}

/** A tier with a plan by the month (¥30) and one by the year (¥300). */
async function aTier(trialDays = 0, keepBps = 0): Promise<Plans> {
  names += 1;
  const more = { renews: true, trialDays, keepBps };
  const tierId = await createTier(
    shop.as(owner),
    TierInput.parse({
      nameZh: `订阅${names}`,
      nameEn: `Sub ${names}`,
      covers: [{ scope: 'all' }],
      plans: [
        { term: 'month', price: 3_000, ...more },
        { term: 'year', price: 30_000, ...more },
      ],
    }),
  );
  const plans = await shop.house.db
    .selectFrom('tierPlan')
    .select(['id', 'term'])
    .where('tierId', '=', tierId)
    .execute();
  const of = (term: string) => plans.find((plan) => plan.term === term)!.id;
  return { month: of('month'), year: of('year') };
}

async function aSubscriber(): Promise<Ctx<User>> {
  const person = await shop.aPerson();
  await shop.house.db
    .updateTable('appUser')
    .set({ email: `${newId()}@example.com` })
    .where('id', '=', person.actor.userId)
    .execute();
  return person;
}

const of = async (person: Ctx<User>): Promise<Subscription> =>
  (await listOwnSubscriptions(shop.as(person)))[0]!;
const memberships = (person: Ctx<User>) => listOwn(shop.as(person));
const isMember = async (person: Ctx<User>) =>
  (await memberships(person)).some(({ state }) => state === 'active');
const charges = (person: Ctx<User>) =>
  count(
    shop,
    'capture',
    `outcome = 'kept' and order_id in (select id from "order" where buyer_id = '${person.actor.userId}')`,
  );
const letters = async (person: Ctx<User>): Promise<string[]> => {
  const { email } = await shop.house.db
    .selectFrom('appUser')
    .select('email')
    .where('id', '=', person.actor.userId)
    .executeTakeFirstOrThrow();
  const { rows } = await sql<{ subject: string }>`
    select subject from sent_message where address = ${email} order by id`.execute(shop.house.db);
  return rows.map(({ subject }) => subject);
};

async function signed(person: Ctx<User>, planId: string, card: 'good' | 'empty' = 'good') {
  await subscribe(shop.as(person), planId);
  const begun = await of(person);
  shop.simulator.agreements.sign(begun.contractCode, card);
  await confirmAgreement(shop.as(person), begun);
  await settle();
}

async function settle(): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await shop.settle();
    shop.wait(second);
  }
}

/** Lets time pass hour by hour where something may happen, and sweeps. */
async function pass(ms: number): Promise<void> {
  shop.wait(ms);
  await renewSubscriptions(shop.system());
  await settle();
}

/** To the hour before the next charge, and on to it. */
async function toNextCharge(person: Ctx<User>): Promise<void> {
  const { nextChargeAt } = await of(person);
  await pass(nextChargeAt!.getTime() - shop.house.now().getTime() + minute);
}

test('nothing is charged before the agreement is signed; then the first month is, and the membership is open', async () => {
  const { month } = await aTier();
  const person = await aSubscriber();
  await subscribe(shop.as(person), month);
  await confirmAgreement(shop.as(person), await of(person));
  assert.deepEqual([(await of(person)).state, await charges(person)], ['signing', 0]);
  shop.simulator.agreements.sign((await of(person)).contractCode);
  await confirmAgreement(shop.as(person), await of(person));
  await settle();
  const begun = await of(person);
  assert.deepEqual([begun.state, begun.period, await charges(person)], ['active', 1, 1]);
  assert.ok(await isMember(person));
  await assert.rejects(subscribe(shop.as(person), month), refused('subscription.exists'));
  await assertBooks(shop);
});

test('a trial costs nothing, is had once, and is followed by what was told: a letter, the charge, and no gap', async () => {
  const { month } = await aTier(7);
  const person = await aSubscriber();
  await signed(person, month);
  assert.deepEqual([(await of(person)).state, await charges(person)], ['trialing', 0]);
  assert.ok(await isMember(person));
  shop.wait(2 * day + hour);
  await noticeRenewals(shop.system());
  await noticeRenewals(shop.system());
  const [told, ...more] = await letters(person);
  assert.ok(told?.includes('自动续费') && more.length === 0);
  await toNextCharge(person);
  assert.deepEqual([(await of(person)).state, await charges(person)], ['active', 1]);
  const [paid, trial] = await memberships(person);
  assert.equal(paid!.startsAt, trial!.endsAt);
  assert.equal(paid!.since, trial!.startsAt);

  await cancelSubscription(shop.as(person), (await of(person)).id, '');
  await pass(40 * day);
  await signed(person, month);
  assert.deepEqual(
    [(await of(person)).state, await charges(person)],
    ['active', 2],
    'no second trial',
  );
  await assertBooks(shop);
});

test('two sweeps at once, and one that is killed after asking, charge nobody twice', async () => {
  const { month } = await aTier();
  const people = await Promise.all(Array.from({ length: 6 }, aSubscriber));
  for (const person of people) await signed(person, month);
  const due = (await of(people[0]!)).nextChargeAt!;
  shop.wait(due.getTime() - shop.house.now().getTime() + minute);
  // Every answer is lost: each sweep is left without knowing what it did.
  shop.simulator.faults.set({ timeoutAfter: 1 });
  await Promise.all([1, 2, 3].map(() => renewSubscriptions(shop.system())));
  shop.simulator.faults.stop();
  shop.wait(11 * minute);
  await Promise.all([1, 2, 3].map(() => renewSubscriptions(shop.system())));
  await settle();
  await shop.sweep();
  await settle();
  for (const person of people) {
    assert.deepEqual([(await of(person)).period, await charges(person)], [2, 2]);
    assert.equal((await memberships(person)).length, 2);
  }
  assert.equal(shop.simulator.book.refunds.size, 0);
  await assertBooks(shop);
});

test('a card that fails is tried after 2, 5, 7 and 7 days with a letter each; days of grace first, then it ends', async () => {
  const { month } = await aTier();
  const person = await aSubscriber();
  await signed(person, month);
  const { contractCode } = await of(person);
  shop.simulator.agreements.sign(contractCode, 'empty');
  await toNextCharge(person);
  const failed = await of(person);
  assert.deepEqual(
    [failed.state, failed.tries, failed.failure],
    ['past_due', 1, 'not_enough_money'],
  );
  shop.wait(2 * hour);
  assert.ok(await isMember(person), 'days of grace');
  for (const tries of [2, 3, 4]) {
    await toNextCharge(person);
    assert.equal((await of(person)).tries, tries);
  }
  assert.ok(!(await isMember(person)));
  await toNextCharge(person);
  assert.equal((await of(person)).state, 'ended');
  assert.equal(shop.simulator.agreements.find(contractCode)?.state, 'TERMINATED');
  assert.equal((await letters(person)).length, 5);
  assert.equal(await charges(person), 1);
  await pass(30 * day);
  assert.equal(await charges(person), 1);
  await assertBooks(shop);
});

test('a failed card recovers when its owner tries again, without a gap', async () => {
  const { month } = await aTier();
  const person = await aSubscriber();
  await signed(person, month);
  const { contractCode, id } = await of(person);
  shop.simulator.agreements.sign(contractCode, 'expired');
  await toNextCharge(person);
  assert.equal((await of(person)).failure, 'account');
  shop.simulator.agreements.sign(contractCode);
  shop.wait(day);
  await retrySubscription(shop.as(person), id);
  await settle();
  const back = await of(person);
  assert.deepEqual([back.state, back.tries, back.period], ['active', 0, 2]);
  const rows = await memberships(person);
  assert.equal(new Set(rows.map(({ since }) => since)).size, 1, 'nothing closed in between');
  await assertBooks(shop);
});

test('who cancels is charged no more and keeps what is paid; cancelling while renewing is one or the other', async () => {
  const { month } = await aTier();
  const people = await Promise.all(Array.from({ length: 5 }, aSubscriber));
  for (const person of people) await signed(person, month);
  const due = (await of(people[0]!)).nextChargeAt!;
  shop.wait(due.getTime() - shop.house.now().getTime() + minute);
  await Promise.all([
    renewSubscriptions(shop.system()),
    ...people.map(async (person) =>
      cancelSubscription(shop.as(person), (await of(person)).id, '太忙'),
    ),
    renewSubscriptions(shop.system()),
  ]);
  await settle();
  await shop.sweep();
  await pass(40 * day);
  for (const person of people) {
    const over = await of(person);
    const paid = await charges(person);
    assert.ok(['ended', 'cancelled'].includes(over.state), over.state);
    assert.equal(over.period, paid, 'a period for each time that money came');
    assert.equal((await memberships(person)).length, paid);
    assert.equal(shop.simulator.agreements.find(over.contractCode)?.state, 'TERMINATED');
  }
  await assertBooks(shop);
});

test('a pause skips a month; what was offered for staying is taken off once', async () => {
  const { month } = await aTier(0, 2_000);
  const person = await aSubscriber();
  await signed(person, month);
  const { id, nextChargeAt } = await of(person);
  await pauseSubscription(shop.as(person), id);
  await assert.rejects(pauseSubscription(shop.as(person), id), refused('subscription.not_now'));
  await pass(nextChargeAt!.getTime() - shop.house.now().getTime() + 2 * hour);
  assert.deepEqual([(await of(person)).state, await charges(person)], ['paused', 1]);
  await keepSubscription(shop.as(person), id);
  await resumeSubscription(shop.as(person), id);
  await settle();
  assert.deepEqual([(await of(person)).state, await charges(person)], ['active', 2]);
  const { rows } = await sql<{ total: number }>`
    select total from "order" where buyer_id = ${person.actor.userId} order by id desc limit 1`.execute(
    shop.house.db,
  );
  assert.equal(rows[0]!.total, 2_400);
  assert.equal((await of(person)).keepBps, 0);
  await assertBooks(shop);
});

test('a dearer plan begins at once with the unused days credited, a cheaper one when the period ends', async () => {
  const basic = await aTier();
  const better = await aTier();
  await sql`update tier_plan set price = 6000 where id = ${better.month}`.execute(shop.house.db);
  const person = await aSubscriber();
  await signed(person, basic.month);
  shop.wait(10 * day);
  const { id } = await of(person);
  const preview = await previewChange(shop.as(person), id, better.month);
  assert.equal(preview.when, 'now');
  const { total, credit } = preview as typeof preview & { when: 'now' };
  assert.ok(credit > 1_900 && credit < 2_200 && total === 6_000 - credit);
  await assert.rejects(
    changePlan(shop.as(person), id, { planId: better.month, total: 1 }),
    refused('subscription.not_now'),
  );
  const clicks = await Promise.allSettled(
    [1, 2, 3].map(() => changePlan(shop.as(person), id, { planId: better.month, total })),
  );
  await settle();
  assert.equal(clicks.filter(({ status }) => status === 'fulfilled').length, 1);
  const up = await of(person);
  assert.deepEqual([up.planId, up.period, await charges(person)], [better.month, 2, 2]);
  const active = (await memberships(person)).filter(({ state }) => state === 'active');
  assert.equal(active.length, 1, 'the old membership ended');

  assert.equal(await changePlan(shop.as(person), id, { planId: basic.month, total: 0 }), 'at_end');
  assert.equal((await of(person)).planId, better.month);
  await toNextCharge(person);
  assert.deepEqual([(await of(person)).planId, await charges(person)], [basic.month, 3]);
  await assertBooks(shop);
});

test('who gives the running period back is not charged for the next', async () => {
  const { month } = await aTier();
  const person = await aSubscriber();
  await signed(person, month);
  const { periodOrderId } = await of(person);
  await requestRefund(shop.as(person), periodOrderId!, {});
  await pass(40 * day);
  assert.equal(await charges(person), 1);
  assert.ok(['cancelled', 'ended'].includes((await of(person)).state));
  await assertBooks(shop);
});

test('nobody sees or changes the subscription of another', async () => {
  const { month } = await aTier();
  const [person, other] = [await aSubscriber(), await aSubscriber()];
  await signed(person, month);
  const { id } = await of(person);
  for (const deed of [pauseSubscription, resumeSubscription, keepSubscription, retrySubscription])
    await assert.rejects(deed(shop.as(other), id), refused('policy.not_found'));
  await assert.rejects(cancelSubscription(shop.as(other), id, ''), refused('policy.not_found'));
  await assert.rejects(previewChange(shop.as(other), id, month), refused('policy.not_found'));
});
