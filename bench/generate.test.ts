import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { postTransaction, proveLedger } from '#ledger/service.ts';
import {
  commissionAccount,
  gatewayAccount,
  gatewayFeeAccount,
  pendingAccount,
} from '#ledger/types.ts';
import { money } from '#kernel/money.ts';
import { inTransaction } from '#platform/db.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';
import { hashToken } from '#identity/service.ts';
import { shelveWork } from '#catalog/store/publication.ts';
import { recountRefunds, recountSales } from '#analytics/store.ts';
import { generate } from './generate.ts';
import { sessionToken, staff } from './generate/keys.ts';

const size = { name: 'tiny', works: 100, creators: 4, members: 60, orders: 200 };

let house: TestHouse;

before(async () => {
  house = await openTestHouse();
  await generate(house.connection, size, house.now());
});
after(() => house.close());

async function one<Row>(query: ReturnType<typeof sql<Row>>): Promise<Row> {
  const { rows } = await query.execute(house.db);
  return rows[0]!;
}

test('a generated house has what was asked for, under every key, reference and index of the schema', async () => {
  const counts = await one(sql<Record<string, number>>`
    select (select count(*) from work where state = 'published') as works, (select count(*) from "order") as orders,
      (select count(*) from session) as sessions,
      (select count(*) from pg_constraint where contype in ('p', 'u', 'f') and connamespace = 'public'::regnamespace) as constraints,
      (select count(*) from pg_indexes where schemaname = 'public') as indexes`);
  const fresh = await openTestHouse();
  const { rows } = await sql<Record<string, number>>`
    select (select count(*) from pg_constraint where contype in ('p', 'u', 'f') and connamespace = 'public'::regnamespace) as constraints,
      (select count(*) from pg_indexes where schemaname = 'public') as indexes`.execute(fresh.db);
  await fresh.close();
  assert.deepEqual(counts, { works: 100, orders: 200, sessions: 63, ...rows[0] });
});

test('the ledger of a generated house proves', async () => {
  const proof = await proveLedger(house.ctx({ actor: { kind: 'system', name: 'test' } }));
  assert.deepEqual(
    { ...proof, accounts: 0 },
    { accounts: 0, differing: [], sum: 0, isProven: true },
  );
});

test('the points of a generated house are the sum of their book and of their lots', async () => {
  const proof = await one(sql<{ people: number; wrong: number }>`
    select count(*)::int as people, count(*) filter (where a.balance <> e.sum or a.balance <> l.rest)::int as wrong
    from point_account a
    cross join lateral (select sum(amount) as sum from point_entry e where e.user_id = a.user_id) e
    cross join lateral (select sum(remaining) as rest from point_lot l where l.user_id = a.user_id) l`);
  assert.ok(proof.people > 10);
  assert.equal(proof.wrong, 0);
});

test('a generated sale is the one that the ledger would have posted', async () => {
  const sale = await one(sql<{
    id: string;
    orderId: string;
    creatorId: string;
    fee: number;
    commission: number;
    amount: number;
    key: string;
  }>`
    select t.id, e.order_id, e.creator_id, e.fee, e.commission, e.amount, t.key
    from earning e join transaction t on t.subject_id = e.order_id and t.kind = 'sale' limit 1`);
  const gateway = gatewayAccount('sandbox');
  const posted = await inTransaction(house.ctx(), (tx) =>
    postTransaction(tx, {
      key: sale.key,
      kind: 'sale',
      subjectId: sale.orderId,
      at: house.now(),
      movements: [
        { source: gateway, destination: gatewayFeeAccount('sandbox'), amount: money(sale.fee) },
        { source: gateway, destination: commissionAccount, amount: money(sale.commission) },
        {
          source: gateway,
          destination: pendingAccount(sale.creatorId),
          amount: money(sale.amount),
        },
      ],
    }),
  );
  assert.equal(posted, sale.id);
});

test('every paid order has its right of use and its learner, and nobody else has one', async () => {
  const { missing, extra, miscounted } = await one(sql<{
    missing: number;
    extra: number;
    miscounted: number;
  }>`
    select
      (select count(*) from "order" o where state = 'paid' and not exists (
        select from order_line l join entitlement e on e.source_id = l.id
        where l.order_id = o.id and e.user_id = o.buyer_id and e.revoked_at is null)) as missing,
      (select count(*) from entitlement e where revoked_at is null and not exists (
        select from order_line l join "order" o on o.id = l.order_id where l.id = e.source_id and o.state = 'paid')) as extra,
      (select count(*) from work w where learner_count <> (
        select count(*) from entitlement e where e.work_id = w.id and e.revoked_at is null)) as miscounted`);
  assert.deepEqual({ missing, extra, miscounted }, { missing: 0, extra: 0, miscounted: 0 });
});

test('works stand on the shelves on which publication would put them', async () => {
  const shelves = sql<{
    all: string;
  }>`select string_agg(p::text, E'\n' order by shelf) as all from work_place p where work_id = ${
    (await one(sql<{ id: string }>`select id from work where slug = 'course-7'`)).id
  }`;
  const generated = await one(shelves);
  await inTransaction(house.ctx(), async (tx) => {
    const { rows } = await sql<{ id: string }>`select id from work where slug = 'course-7'`.execute(
      tx,
    );
    await shelveWork(tx, rows[0]!.id);
  });
  assert.equal((await one(shelves)).all, generated.all);
});

test('figures by day are those that a recount finds', async () => {
  const { rows: cells } = await sql<{ day: string; workId: string }>`
    select day, work_id from sales_day order by refunded desc, day, work_id limit 40`.execute(
    house.db,
  );
  const figures = sql<{
    all: string;
  }>`select string_agg(s::text, E'\n' order by day, work_id) as all from sales_day s`;
  const generated = await one(figures);
  await inTransaction(house.ctx(), async (tx) => {
    await recountSales(tx, cells);
    await recountRefunds(tx, cells);
  });
  assert.equal((await one(figures)).all, generated.all);
});

test('the finance officer and every member have a session whose token is known', async () => {
  for (const n of [staff.finance, 1, 20]) {
    const found = await one(sql<{ name: string }>`
      select u.name from session s join app_user u on u.id = s.user_id where token_hash = ${hashToken(sessionToken(n))}`);
    assert.ok(found.name);
  }
});
