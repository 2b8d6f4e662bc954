import { newId } from '#kernel/id.ts';
import { after, day } from '#kernel/time.ts';
import { buyOffer } from '#flows/start-payment.ts';
import { requestRefund } from '#flows/refund-order.ts';
import { aPerson, asPerson, type Person } from './people.ts';
import { aFace, aWork, type MadeWork } from './works.ts';
import type { World } from './world.ts';

/** A published work of a stranger, whom nobody else knows. */
export async function aStrangersWork(world: World): Promise<MadeWork> {
  return aWork(world, await aPerson(world, { roles: ['creator'] }), true);
}

/** An order that waits to be paid. */
export async function anOrder(
  world: World,
  buyer: Person,
): Promise<{ readonly id: string; readonly number: string }> {
  const { offerId } = await aStrangersWork(world);
  const { id, number } = await buyOffer(asPerson(world, buyer), {
    offerId,
    idempotencyKey: world.canaries.plant('orderKey'),
  });
  return { id, number };
}

/** An order that was paid and served, with all its rows in the books. */
export async function aPaidOrder(
  world: World,
  buyer: Person,
): Promise<{ readonly id: string; readonly work: MadeWork }> {
  const work = await aStrangersWork(world);
  const { orderId } = await world.shop.buy(asPerson(world, buyer), work.offerId);
  return { id: orderId, work };
}

/** A refund of the buyer's own asking. */
export async function aRefund(world: World, buyer: Person): Promise<{ readonly orderId: string }> {
  const { id } = await aPaidOrder(world, buyer);
  await requestRefund(asPerson(world, buyer), id, { reason: world.canaries.plant('refundReason') });
  return { orderId: id };
}

/** A right of use that staff gave. */
export async function aGrant(
  world: World,
  userId: string,
  giver: Person,
  workId?: string,
): Promise<{ readonly id: string }> {
  const id = newId(world.now());
  const given = {
    sourceKind: 'grant',
    sourceId: id,
    grantedBy: giver.id,
    reason: world.canaries.plant('grantReason'),
  } as const;
  const work = workId ?? (await aStrangersWork(world)).id;
  await world.db
    .insertInto('entitlement')
    .values({ id, userId, workId: work, ...given, since: world.now(), startsAt: world.now() })
    .execute();
  return { id };
}

/** A work that `learner` may learn, with a place in it. */
export async function aClassroom(world: World, learner: Person): Promise<MadeWork> {
  const work = await aStrangersWork(world);
  const now = world.now();
  await aGrant(world, learner.id, learner, work.id);
  const place = { userId: learner.id, workId: work.id };
  await world.db
    .insertInto('enrolment')
    .values({ ...place, enrolledAt: now, lastAt: now, lastLessonId: work.paidId })
    .execute();
  await world.db
    .insertInto('progress')
    .values({ ...place, lessonId: work.paidId, updatedAt: now })
    .execute();
  return work;
}

/** Growth that the owner gave somebody, with a reason that is not theirs to see. */
export async function someGrowth(world: World, { id: userId }: Person, giver: Person) {
  const id = newId(world.now());
  const given = { amount: 7, reason: world.canaries.plant('growthReason'), grantedBy: giver.id };
  await world.db.insertInto('growthAccount').values({ userId, value: 7 }).execute();
  await world.db
    .insertInto('growthEntry')
    .values({ id, userId, kind: 'staff', sourceId: id, countsFrom: world.now(), ...given })
    .execute();
}

/** A lesson that a learner keeps on a device, of a course that they have. */
export async function aKeep(world: World, learner: Person): Promise<string> {
  const { id: workId, paidId: lessonId } = await aClassroom(world, learner);
  const id = newId(world.now());
  const { id: userId, sessionId } = learner;
  const times = { keptAt: world.now(), endsAt: after(world.now(), day) };
  await world.db
    .insertInto('offlineKeep')
    .values({ id, userId, sessionId, lessonId, workId, ...times, endedAt: null })
    .execute();
  return id;
}

/** A payout that a creator asked for, with the money on its way in the books. */
export async function aPayout(world: World, creator: Person): Promise<{ readonly id: string }> {
  await aFace(world, creator);
  const id = newId(world.now());
  const row = {
    id,
    creatorId: creator.id,
    amount: 20_000,
    gateway: 'sandbox',
    outBillNo: id.replaceAll('-', ''),
  };
  const times = { requestedAt: world.now(), nextTryAt: world.now() };
  await world.db
    .insertInto('payout')
    .values({ ...row, payee: world.canaries.plant('payee'), ...times })
    .execute();
  return { id };
}

/** A payout that was turned down, and one that the gateway could not send. */
export async function pastPayouts(world: World, creator: Person, decider: Person): Promise<void> {
  const now = world.now();
  for (const state of ['rejected', 'failed'] as const) {
    const { id } = await aPayout(world, creator);
    const words = {
      reason: world.canaries.plant('payoutReason'),
      failure: world.canaries.plant('payoutFailure'),
    };
    const decided = { state, decidedBy: decider.id, decidedAt: now, finishedAt: now } as const;
    await world.db
      .updateTable('payout')
      .set({ ...words, ...decided })
      .where('id', '=', id)
      .execute();
  }
}
