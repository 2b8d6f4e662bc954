import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hasAccess } from '#entitlement/service.ts';
import { newId } from '#kernel/id.ts';
import { hour, minute, second } from '#kernel/time.ts';
import { getOrder } from '#order/service/read-order.ts';
import type { PlaceOrder } from '#order/types.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { findTeamOf, getTeam, listMembers, listOwnTeams } from '#team/service.ts';
import { assertBooks, balances, count } from './fixtures/books.ts';
import { aGroupBuy } from './fixtures/offers.ts';
import { aCrowd, allAtOnce } from './fixtures/crowd.ts';
import { openShop, type Shelf, type Shop } from './fixtures/shop.ts';
import { pollOrder } from './poll-payments.ts';
import { requestRefund } from './refund-order.ts';
import { buyOffer, startPayment } from './start-payment.ts';

let shop: Shop;
let owner: Ctx<User>;
before(async () => {
  shop = await openShop();
  owner = await shop.aPerson('owner');
});
after(() => shop.close());

const staff = () => shop.as(owner);
const refused = (code: string) => ({ code });
const place = (buyer: Ctx<User>, shelf: Shelf, more: Partial<PlaceOrder> = {}) =>
  buyOffer(shop.as(buyer), { offerId: shelf.offerId, idempotencyKey: newId(), ...more });
const stateOf = async (buyer: Ctx<User>, orderId: string) =>
  (await getOrder(shop.as(buyer), orderId)).state;
const learns = (buyer: Ctx<User>, { workId }: Shelf) =>
  hasAccess(shop.as(buyer), buyer.actor.userId, workId);

async function tradeNoOf(orderId: string): Promise<string> {
  const { outTradeNo } = await shop.house.db
    .selectFrom('payment')
    .select('outTradeNo')
    .where('orderId', '=', orderId)
    .executeTakeFirstOrThrow();
  return outTradeNo;
}

/** Orders at a group's price and pays; answers the order's id. */
async function join(
  buyer: Ctx<User>,
  shelf: Shelf,
  wanted: { activityId: string; teamId?: string | undefined },
): Promise<string> {
  const { id } = await place(buyer, shelf, wanted);
  await startPayment(shop.as(buyer), id);
  shop.simulator.pay(await tradeNoOf(id));
  await shop.settle();
  return id;
}

const teamOf = async (orderId: string) => (await findTeamOf(staff(), orderId))!.id;

async function letItSettle(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await shop.settle();
    shop.wait(3 * second);
  }
  await shop.settle();
}

const people = (n: number) => Promise.all(Array.from({ length: n }, () => shop.aPerson()));

/** Nothing is held without an open team, and what is held is what the ledger holds. */
async function assertHeld(): Promise<void> {
  assert.equal(
    await count(
      shop,
      'order',
      `state = 'held' and refunding = 0 and not exists (
        select from team_seat s join team t on t.id = s.team_id
        where s.order_id = "order".id and s.left_at is null and t.state = 'open')`,
    ),
    0,
  );
  assert.equal(
    await count(
      shop,
      'team',
      `taken <> (select count(*) from team_seat s where s.team_id = team.id and s.left_at is null)`,
    ),
    0,
  );
  await assertBooks(shop);
}

test('three people: what they pay is held, the third completes the team, and all of them learn', async () => {
  const shelf = await shop.aWork(10_000);
  const activityId = await aGroupBuy(staff(), shelf.workId);
  const [leader, second_, third] = await people(3);
  const first = await join(leader!, shelf, { activityId });
  assert.equal(await stateOf(leader!, first), 'held');
  assert.ok(!(await learns(leader!, shelf)));
  assert.equal((await balances(shop))[`creator:${shelf.creatorId}:pending`] ?? 0, 0);
  const teamId = await teamOf(first);
  await join(second_!, shelf, { activityId, teamId });
  await assertHeld();
  const last = await join(third!, shelf, { activityId, teamId });
  for (const person of [leader!, second_!, third!]) assert.ok(await learns(person, shelf));
  assert.equal(await stateOf(third!, last), 'paid');
  const team = await getTeam(staff(), teamId);
  assert.deepEqual([team.state, team.taken, team.leaderId], ['full', 3, leader!.actor.userId]);
  assert.equal((await getOrder(shop.as(leader!), first)).total, 6_000);
  await assertHeld();
  const held = Object.entries(await balances(shop)).find(([code]) => code.startsWith('held:'));
  assert.equal(held?.[1], 0);
});

test('a team that is not full in time fails by the clock, and everybody has their money back', async () => {
  const shelf = await shop.aWork(10_000);
  const activityId = await aGroupBuy(staff(), shelf.workId);
  const [leader, other] = await people(2);
  const first = await join(leader!, shelf, { activityId });
  const teamId = await teamOf(first);
  const next = await join(other!, shelf, { activityId, teamId });
  shop.wait(24 * hour);
  await shop.sweep();
  assert.equal((await getTeam(staff(), teamId)).state, 'open', 'a word may still be on its way');
  shop.wait(6 * minute);
  await shop.sweep();
  await letItSettle();
  assert.equal((await getTeam(staff(), teamId)).state, 'failed');
  for (const [person, id] of [
    [leader!, first],
    [other!, next],
  ] as const) {
    const order = await getOrder(shop.as(person), id);
    assert.deepEqual([order.state, order.refunded], ['refunded', 6_000]);
    assert.ok(!(await learns(person, shelf)));
  }
  await assertHeld();
  assert.equal(await count(shop, 'earning', `work_id = '${shelf.workId}'`), 0);
  const again = await place(leader!, shelf, { activityId });
  assert.equal(again.total, 6_000, 'a team that failed does not count against the limit');
});

test('a second payment of an order that is held goes back, and the first stays held', async () => {
  const shelf = await shop.aWork(10_000);
  const activityId = await aGroupBuy(staff(), shelf.workId);
  const [leader] = await people(1);
  const { id } = await place(leader!, shelf, { activityId });
  await startPayment(shop.as(leader!), id);
  shop.simulator.pay(await tradeNoOf(id), { twice: true });
  await letItSettle();
  const returned = `order_id = '${id}' and cause = 'duplicate' and state = 'succeeded'`;
  assert.equal(await count(shop, 'refund', returned), 1);
  const { state, refunded, refunding } = await getOrder(shop.as(leader!), id);
  assert.deepEqual([state, refunded, refunding], ['held', 0, 0]);
  await assertHeld();

  await requestRefund(shop.as(leader!), id, {});
  await letItSettle();
  assert.equal(await stateOf(leader!, id), 'refunded');
  await assertHeld();
});

test('honest short completion: enough when the time is over, and nobody is invented', async () => {
  const shelf = await shop.aWork(10_000);
  const activityId = await aGroupBuy(staff(), shelf.workId, { shortFrom: 2 });
  const [leader, other] = await people(2);
  const first = await join(leader!, shelf, { activityId });
  const teamId = await teamOf(first);
  await join(other!, shelf, { activityId, teamId });
  shop.wait(24 * hour + 6 * minute);
  await shop.sweep();
  await letItSettle();
  assert.equal((await getTeam(staff(), teamId)).state, 'short');
  assert.equal((await listMembers(staff(), teamId)).length, 2);
  assert.ok((await learns(leader!, shelf)) && (await learns(other!, shelf)));
  await assertHeld();
});

test('the leader leaves with the money, and who came next leads; the last to leave ends the team', async () => {
  const shelf = await shop.aWork(10_000);
  const activityId = await aGroupBuy(staff(), shelf.workId);
  const [leader, other] = await people(2);
  const first = await join(leader!, shelf, { activityId });
  const teamId = await teamOf(first);
  const next = await join(other!, shelf, { activityId, teamId });
  const { deadline } = await getTeam(staff(), teamId);
  await requestRefund(shop.as(leader!), first, {});
  const after_ = await getTeam(staff(), teamId);
  assert.deepEqual(
    [after_.leaderId, after_.taken, after_.state, after_.deadline.getTime()],
    [other!.actor.userId, 1, 'open', deadline.getTime()],
  );
  await letItSettle();
  assert.equal(await stateOf(leader!, first), 'refunded');
  await requestRefund(shop.as(other!), next, {});
  await letItSettle();
  assert.equal((await getTeam(staff(), teamId)).state, 'failed');
  assert.equal(await stateOf(other!, next), 'refunded');
  await assertHeld();
});

test('five hundred pay for one place: one has it, and each of the others opens a team of their own', async () => {
  const shelf = await shop.aWork(10_000);
  const activityId = await aGroupBuy(staff(), shelf.workId, { teamSize: 2 });
  const leader = await shop.aPerson();
  const teamId = await teamOf(await join(leader, shelf, { activityId }));
  const placed = await allAtOnce(await aCrowd(shop, 500), async (buyer) => {
    const { id } = await place(buyer, shelf, { activityId, teamId });
    await startPayment(shop.as(buyer), id);
    return id;
  });
  const orders = placed.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  assert.equal(orders.length, 500);
  for (const id of orders) shop.simulator.pay(await tradeNoOf(id));
  // Everybody comes back from the cashier at once, before any notice does.
  await allAtOnce(orders, (id) => pollOrder(shop.system(), id));
  await shop.settle();
  assert.equal((await getTeam(staff(), teamId)).taken, 2);
  assert.equal(await count(shop, 'team', `promotion_id = '${activityId}'`), 500);
  assert.equal(
    await count(shop, 'team', `promotion_id = '${activityId}' and state = 'open' and taken = 1`),
    499,
  );
  assert.equal(await count(shop, 'order', `state = 'held' and group_id = '${activityId}'`), 499);
  assert.equal(await count(shop, 'order', `state = 'paid' and group_id = '${activityId}'`), 2);
  await assertHeld();
});

test('a group’s price is for those who ask for it; buying alone stays, but not beside a team that holds the money', async () => {
  const shelf = await shop.aWork(10_000);
  const activityId = await aGroupBuy(staff(), shelf.workId);
  const [alone, member] = await people(2);
  assert.equal((await place(alone!, shelf)).total, 10_000);
  await join(member!, shelf, { activityId });
  await assert.rejects(place(member!, shelf), refused('order.in_team'));
  await assert.rejects(place(member!, shelf, { activityId }), refused('order.in_team'));
  await assert.rejects(
    place(await shop.aPerson(), shelf, { activityId, teamId: newId() }),
    refused('team.unknown'),
  );
  await assert.rejects(
    place(await shop.aPerson(), shelf, { teamId: newId() }),
    refused('order.activity_ended'),
  );
  assert.equal(
    (await listOwnTeams(shop.as(member!), { cursor: undefined, limit: 5 })).items.length,
    1,
  );
});

test('who paid in time is in, although the notice came after the deadline', async () => {
  const shelf = await shop.aWork(10_000);
  const activityId = await aGroupBuy(staff(), shelf.workId, { teamSize: 2 });
  const [leader, other] = await people(2);
  const first = await join(leader!, shelf, { activityId });
  const teamId = await teamOf(first);
  shop.wait(24 * hour - minute);
  const { id } = await place(other!, shelf, { activityId, teamId });
  await startPayment(shop.as(other!), id);
  shop.simulator.pay(await tradeNoOf(id));
  shop.wait(7 * minute);
  // No notice was let in: the sweep asks before it ends the team.
  await shop.sweep();
  await letItSettle();
  assert.equal((await getTeam(staff(), teamId)).state, 'full');
  assert.ok((await learns(leader!, shelf)) && (await learns(other!, shelf)));
  await assertHeld();
});

test('members are told once when they are in, and once how it ended', async () => {
  const shelf = await shop.aWork(10_000);
  const activityId = await aGroupBuy(staff(), shelf.workId, { teamSize: 2 });
  const [leader, other] = await people(2);
  const address = `${newId()}@example.com`;
  await shop.house.db
    .updateTable('appUser')
    .set({ email: address })
    .where('id', '=', leader!.actor.userId)
    .execute();
  const teamId = await teamOf(await join(leader!, shelf, { activityId }));
  await join(other!, shelf, { activityId, teamId });
  await letItSettle();
  assert.equal(await count(shop, 'sent_message', `address = '${address}'`), 2);
});
