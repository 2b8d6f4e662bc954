import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { newId } from '#kernel/id.ts';
import { day, after as later } from '#kernel/time.ts';
import { inTransaction } from '#platform/db.ts';
import { count, everything } from '../flows/fixtures/books.ts';
import { openShop, type Shop } from '../flows/fixtures/shop.ts';
import {
  grantEntitlement,
  grantWork,
  hasAccess,
  listEntitlements,
  restoreEntitlements,
  revokeEntitlements,
  revokeGrant,
} from './service.ts';

let shop: Shop;
before(async () => {
  shop = await openShop();
});
after(() => shop.close());

const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code;

test('a grant gives access until its end, is audited, and can be taken back', async () => {
  const [owner, learner, { workId }] = [
    await shop.aPerson('owner'),
    await shop.aPerson(),
    await shop.aWork(100),
  ];
  const { userId } = learner.actor;
  const endsAt = later(shop.house.now(), day).toISOString();
  const id = await grantWork(shop.as(owner), { userId, workId, endsAt, reason: '奖学金' });
  assert.ok(await hasAccess(shop.as(learner), userId, workId));
  assert.ok(
    !(await hasAccess({ ...learner, now: later(shop.house.now(), day) }, userId, workId)),
    'the end is not included',
  );
  assert.equal(await count(shop, 'audit_record', `subject = '${id}'`), 1);
  await revokeGrant(shop.as(owner), id);
  assert.ok(!(await hasAccess(shop.as(learner), userId, workId)));
  await assert.rejects(revokeGrant(shop.as(owner), id), refused('entitlement.unknown'));
});

test('what may not be granted is refused and leaves no trace', async () => {
  const [owner, learner, finance] = [
    await shop.aPerson('owner'),
    await shop.aPerson(),
    await shop.aPerson('finance'),
  ];
  const { workId } = await shop.aWork(100);
  const draft = await shop.aWork(100);
  await shop.house.db
    .updateTable('work')
    .set({ state: 'draft' })
    .where('id', '=', draft.workId)
    .execute();
  const wanted = { userId: learner.actor.userId, workId, reason: '奖学金' };
  await grantWork(shop.as(owner), wanted);
  const before = await everything(shop);
  const tries = [
    [owner, wanted, 'entitlement.already_owned'],
    [owner, { ...wanted, userId: workId }, 'entitlement.no_user'],
    [owner, { ...wanted, workId: draft.workId }, 'entitlement.not_published'],
    [owner, { ...wanted, endsAt: '2020-01-01T00:00:00Z' }, 'entitlement.in_the_past'],
    [finance, wanted, 'policy.forbidden'],
    [learner, wanted, 'policy.forbidden'],
  ] as const;
  for (const [person, input, code] of tries)
    await assert.rejects(grantWork(shop.as(person), input), refused(code), code);
  assert.equal(await everything(shop), before);
});

test('ten members of staff who give the same at once give it once', async () => {
  const [owner, learner, { workId }] = [
    await shop.aPerson('owner'),
    await shop.aPerson(),
    await shop.aWork(100),
  ];
  const input = { userId: learner.actor.userId, workId, reason: '奖学金' };
  const given = await Promise.allSettled(
    Array.from({ length: 10 }, () => grantWork(shop.as(owner), input)),
  );
  assert.equal(given.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.equal(await count(shop, 'learner_change', `work_id = '${workId}'`), 1);
});

test('access is the union of rights: ending one source leaves the other', async () => {
  const [learner, { workId }] = [await shop.aPerson(), await shop.aWork(100)];
  const { userId } = learner.actor;
  const [one, two] = [
    { kind: 'order', id: workId },
    { kind: 'order', id: userId },
  ] as const;
  const ctx = shop.system();
  await inTransaction(ctx, async (tx) => {
    for (const source of [one, two, one])
      await grantEntitlement(tx, { userId, workId, source }, ctx.now);
  });
  const can = () => hasAccess(shop.as(learner), userId, workId);
  await inTransaction(ctx, (tx) =>
    revokeEntitlements(tx, { kind: 'order', ids: [one.id] }, ctx.now),
  );
  assert.ok(await can());
  await inTransaction(ctx, (tx) =>
    revokeEntitlements(tx, { kind: 'order', ids: [two.id] }, ctx.now),
  );
  assert.ok(!(await can()));
  await inTransaction(ctx, (tx) => restoreEntitlements(tx, { kind: 'order', ids: [one.id] }));
  assert.ok(await can());
});

/** How many learners the counters say a work has, and how many people hold a right to it. */
async function learnersOf(workId: string): Promise<{ counted: number; are: number }> {
  const { rows } = await sql<{ counted: number; are: number }>`
    select (select coalesce(sum(change), 0)::int from learner_change where work_id = ${workId}) as counted,
           (select count(distinct user_id)::int from entitlement where work_id = ${workId} and revoked_at is null) as are`.execute(
    shop.house.db,
  );
  return rows[0]!;
}

test('who has a work by two rights, or once more after the first ran out, is one learner', async () => {
  const [owner, learner, { workId }] = [
    await shop.aPerson('owner'),
    await shop.aPerson(),
    await shop.aWork(100),
  ];
  const { userId } = learner.actor;
  const endsAt = later(shop.house.now(), day).toISOString();
  await grantWork(shop.as(owner), { userId, workId, endsAt, reason: '奖学金' });
  const afterwards = { ...shop.as(owner), now: later(shop.house.now(), 2 * day) };
  const id = await grantWork(afterwards, { userId, workId, reason: '奖学金' });
  assert.deepEqual(await learnersOf(workId), { counted: 1, are: 1 });
  await revokeGrant(afterwards, id);
  assert.deepEqual(await learnersOf(workId), { counted: 1, are: 1 });
});

test('rights of one learner that end and come back at the same moment are counted exactly', async () => {
  const { workId } = await shop.aWork(100);
  const ctx = shop.system();
  for (let round = 0; round < 10; round += 1) {
    const { userId } = (await shop.aPerson()).actor;
    const sources = Array.from(
      { length: 4 },
      () => ({ kind: 'order', id: newId(ctx.now) }) as const,
    );
    for (const source of sources)
      await inTransaction(ctx, (tx) => grantEntitlement(tx, { userId, workId, source }, ctx.now));
    const inParallel = (change: typeof revokeEntitlements | typeof restoreEntitlements) =>
      Promise.all(
        sources.map(({ kind, id }) =>
          inTransaction(ctx, (tx) => change(tx, { kind, ids: [id] }, ctx.now)),
        ),
      );
    await inParallel(revokeEntitlements);
    await inParallel(restoreEntitlements);
    if (round % 2 === 0) await inParallel(revokeEntitlements);
    const { counted, are } = await learnersOf(workId);
    assert.equal(counted, are, `round ${round}`);
  }
});

test('learners see their own rights only', async () => {
  const [one, other] = [await shop.aPerson(), await shop.aPerson()];
  await shop.buy(one, (await shop.aWork(100)).offerId);
  const query = { filter: { userId: one.actor.userId }, cursor: undefined, limit: 10 };
  assert.equal((await listEntitlements(shop.as(one), query)).items.length, 1);
  assert.equal((await listEntitlements(shop.as(other), query)).items.length, 0);
  assert.equal(
    (await listEntitlements(shop.as(await shop.aPerson('finance')), query)).items.length,
    1,
  );
});
