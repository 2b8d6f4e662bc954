import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { createWork, publishWork, saveOutline, setPrice } from '#catalog/service.ts';
import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { openTestHouse, testUser, type TestHouse } from '#platform/testing/database.ts';
import { countCompleted, writeProgress } from './store.ts';
import { writeStudy } from './store/study.ts';

// What one learner does may look at that learner's rights only, however many others there are.

const crowd = 20_000;

let house: TestHouse;
let workId: string;
let lessonId: string;
let learner: string;

before(async () => {
  house = await openTestHouse();
  const creator = testUser(newId(), 'creator');
  learner = newId();
  await addUsers([creator.userId, learner]);
  const ctx: Ctx = { ...house.ctx(), actor: creator };
  ({ id: workId } = await createWork(ctx, { title: '乐理', slug: 'theory' }));
  const lesson = { assetId: null, isTrial: false, durationSec: 60, body: '正文' };
  await saveOutline(ctx, workId, [
    { source: '1', title: '章', lessons: [{ ...lesson, source: 'a', title: '读', kind: 'text' }] },
  ]);
  await setPrice(ctx, workId, money(9900));
  await publishWork(house.ctx({ actor: { kind: 'system', name: 'test' } }), workId);
  ({ id: lessonId } = await house.db.selectFrom('lesson').select('id').executeTakeFirstOrThrow());
  await addCrowd();
});
after(() => house.close());

const addUsers = (ids: readonly string[]) =>
  house.db
    .insertInto('appUser')
    .values(ids.map((id) => ({ id, name: '学员', createdAt: house.now() })))
    .execute();

/** Others who have the work and are members of a tier that covers it, as the learner is who has not bought it. */
async function addCrowd(): Promise<void> {
  const tier = newId();
  await sql`insert into app_user (id, name, created_at) select gen_random_uuid(), '众', now() from generate_series(1, ${crowd})`.execute(
    house.db,
  );
  await sql`
    insert into entitlement (id, user_id, work_id, source_kind, source_id, since, starts_at)
    select gen_random_uuid(), id, ${workId}, 'order', gen_random_uuid(), now(), now() from app_user where name = '众'`.execute(
    house.db,
  );
  await sql`insert into tier (id, name_zh, name_en, created_at) values (${tier}, '会员', 'Members', now())`.execute(
    house.db,
  );
  await sql`insert into tier_cover (tier_id, scope, subject_id) values (${tier}, 'all', '00000000-0000-0000-0000-000000000000')`.execute(
    house.db,
  );
  await sql`
    insert into membership (id, user_id, tier_id, source_kind, source_id, since, starts_at)
    select gen_random_uuid(), id, ${tier}, 'order', gen_random_uuid(), now(), now() from app_user where name = '众' or id = ${learner}`.execute(
    house.db,
  );
  await sql`analyze entitlement, membership, tier_work, app_user`.execute(house.db);
}

// Often enough that the server settles on a plan for anybody, which no longer knows who asks.
const times = 8;

/** How many rows of rights and memberships, or entries of their indexes, the last of several deeds read. */
async function rowsRead(deed: (tx: Tx) => Promise<unknown>): Promise<number> {
  return inTransaction(house.ctx(), async (tx) => {
    for (let time = 1; time < times; time += 1) await deed(tx);
    const before = await readSoFar(tx);
    await deed(tx);
    return (await readSoFar(tx)) - before;
  });
}

async function readSoFar(tx: Tx): Promise<number> {
  const { rows } = await sql<{ read: number }>`
    select (
      (select coalesce(sum(seq_tup_read), 0) from pg_stat_xact_user_tables where relname in ('entitlement', 'membership')) +
      (select coalesce(sum(pg_stat_get_xact_tuples_returned(i.indexrelid)), 0) from pg_index i
        where i.indrelid in ('entitlement'::regclass, 'membership'::regclass)))::integer as read`.execute(
    tx,
  );
  return rows[0]!.read;
}

const few = 10;

test('progress, what was learned without network and a lesson that is done look at one learner’s rights', async () => {
  const now = house.now();
  const of = { userId: learner, lessonId };
  const written = { ...of, positionSec: 5, playedSec: 5, now };
  const brought = { ...of, addedSec: 5, positionSec: 9, at: now };
  const read = [
    await rowsRead((tx) => writeProgress(tx, written)),
    await rowsRead((tx) => writeStudy(tx, brought)),
    await rowsRead((tx) => countCompleted(tx, { ...of, workId, now })),
  ];
  assert.ok(Math.max(...read) < few, String(read));
});
