import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Db } from '#platform/db.ts';
import { cloneDatabase, copyDatabase, dropDatabase } from '#platform/testing/cluster.ts';
import { joinTestCluster } from '#platform/testing/cluster.ts';
import type { Book } from '#simulator/book.ts';
import { ask, numberOf, textOf } from './callers.ts';
import { findViolations } from './invariants.ts';
import { rowsOf } from './invariants/invariant.ts';
import { emptyMemory } from './operations/memory.ts';
import { quiesce } from './quiesce.ts';
import { evidenceOf, faultRates, openTally, programmeOf, runSteps } from './run.ts';
import { openWorld, type Site, type World } from './world.ts';

const size = { seed: 5, buyers: 40, clients: 4 };

/** Opens the world of a site and closes it when `run` is through; everything stays as it stands then. */
async function live(site: Site, run: (world: World) => Promise<void>): Promise<Site> {
  const world = await openWorld({ ...size, site });
  try {
    await run(world);
    assert.deepEqual(world.watch.violations(), []);
    return { ...site, people: world.people, begins: world.now() };
  } finally {
    await world.close();
  }
}

/** A while with every fault, and rest after it. */
async function past(world: World): Promise<void> {
  world.simulator.faults.set(faultRates);
  const scene = { world, memory: emptyMemory(), random: Math.random };
  const programme = programmeOf(size.seed, 200);
  await runSteps(scene, { ...size, programme }, openTally(), async () => false);
  await quiesce(world);
}

/** So many of these buyers are sent to the cashier, for works that cost something. */
async function arrive(world: World, buyers: readonly string[], count: number): Promise<string[]> {
  const offers = await rowsOf<{ id: string }>(
    world.observer.db,
    'select id from offer where retired_at is null and price > 0 order by id',
  );
  const numbers: string[] = [];
  for (const [at, buyerId] of buyers.entries()) {
    if (numbers.length === count) break;
    const wish = {
      offerId: offers[at % offers.length]!.id,
      idempotencyKey: `at the cashier ${count}`,
    };
    const id = textOf(await ask(world, buyerId, 'POST /orders', wish), 'id');
    if (id === undefined) continue;
    const paying = await ask(world, buyerId, `POST /orders/${id}/payments`, {});
    if (paying.status >= 400) continue;
    const [attempt] = await rowsOf<{ outTradeNo: string }>(
      world.observer.db,
      `select out_trade_no from payment where order_id = '${id}' and state = 'opened'`,
    );
    if (attempt) numbers.push(attempt.outTradeNo);
  }
  assert.equal(numbers.length, count);
  return numbers;
}

/** What is promised and not sent yet: parts of orders go back, creators are paid out. */
async function promise(world: World): Promise<void> {
  const { finance, creators } = world.people;
  const paid = await rowsOf<{ id: string }>(
    world.observer.db,
    `select id from "order" where state = 'paid' and total - refunded > 10 order by id limit 5`,
  );
  for (const { id } of paid) {
    const body = { amount: 7, reason: '协商退款' };
    assert.equal((await ask(world, finance, `POST /orders/${id}/refunds`, body)).status, 201);
  }
  let asked = 0;
  for (const creatorId of creators) {
    const balance = await ask(world, creatorId, 'GET /creators/me/balance');
    const wish = { amount: numberOf(balance, 'available'), payee: `o-${creatorId}` };
    const id = textOf(await ask(world, creatorId, 'POST /payouts', wish), 'id');
    if (id === undefined) continue;
    await ask(world, finance, `PUT /payouts/${id}/approval`);
    asked += 1;
  }
  assert.ok(paid.length > 0 && asked > 0);
}

/** What the backup knows of the provider's book: the rest is of numbers that were lost. */
async function asKnown(db: Db, book: Book): Promise<{ known: Book; lost: string[] }> {
  const numbers = async (text: string) =>
    new Set((await rowsOf<{ number: string }>(db, text)).map(({ number }) => number));
  const ours = await numbers(`select out_trade_no as number from payment
    union all select out_refund_no from refund union all select out_bill_no from payout`);
  const parts = <Row>(rows: ReadonlyMap<string, Row>, numberOfRow: (row: Row) => string) =>
    new Map([...rows].filter(([, row]) => ours.has(numberOfRow(row))));
  const charges = parts(book.charges, ({ outTradeNo }) => outTradeNo);
  const refunds = parts(book.refunds, ({ outRefundNo }) => outRefundNo);
  const transfers = parts(book.transfers, ({ outBillNo }) => outBillNo);
  const sum = <Row>(rows: Iterable<Row>, amountOf: (row: Row) => number) =>
    [...rows].reduce((total, row) => total + amountOf(row), 0);
  const isDone = ({ state }: { readonly state: string }) => state === 'succeeded';
  const totals = () => ({
    ...book.totals(),
    paid: sum(charges.values(), ({ amount }) => amount),
    fees: sum(charges.values(), ({ feeKept }) => feeKept),
    refunded: sum([...refunds.values()].filter(isDone), ({ amount }) => amount),
    transferred: sum([...transfers.values()].filter(isDone), ({ amount }) => amount),
  });
  const lost = [...book.charges.keys()].filter((number) => !charges.has(number));
  return { known: { ...book, charges, refunds, transfers, totals }, lost };
}

/** How everything ended that the backup knows of, by its number. */
const ends = {
  order: `select id, state, total, refunded, refunding from "order"`,
  refund: 'select id, state, amount, out_refund_no from refund',
  payout: 'select id, state, amount, out_bill_no from payout',
  capture: 'select transaction_id as id, order_id, amount, outcome from capture',
  entitlement: `select source_id || ' ' || work_id as id, user_id, revoked_at is null as is_good from entitlement`,
};

async function endsOf(db: Db): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const [table, text] of Object.entries(ends))
    for (const row of await rowsOf<{ id: string }>(db, text))
      found.set(`${table} ${row.id}`, JSON.stringify(row));
  return found;
}

test('a backup from before, the provider and its bills give the books back, and nothing is sent twice', async (t) => {
  const cluster = await joinTestCluster();
  const book = await mkdtemp(join(tmpdir(), 'shuyuan-book-'));
  const connection = await cloneDatabase(cluster);
  const begins = new Date('2026-11-02T01:00:00Z');
  let waiting: string[] = [];
  const saved = await live(
    { connection, book, begins, publicUrl: 'http://127.0.0.1:3000' },
    async (world) => {
      await past(world);
      waiting = await arrive(world, world.people.buyers, 6);
      await promise(world);
    },
  );
  const backup = await copyDatabase(cluster, connection);

  // What happens until the disk is lost: all of that comes true, and people whom the backup does not know buy and pay.
  let original = new Map<string, string>();
  let sent = { refunded: 0, transferred: 0 };
  const lost = await live(saved, async (world) => {
    const strangers = await arrive(world, world.people.buyers.toReversed(), 3);
    for (const number of [...waiting, ...strangers]) await world.pay(number, {});
    await quiesce(world);
    original = await endsOf(world.observer.db);
    sent = world.simulator.book.totals();
  });

  await live({ ...lost, connection: backup }, async (world) => {
    const { db } = world.observer;
    const before = await endsOf(db);
    const hours = await quiesce(world);
    const { known, lost: unknown } = await asKnown(db, world.simulator.book);
    assert.deepEqual(await findViolations({ ...evidenceOf(world), book: known }, 'quiet'), []);

    const after = await endsOf(db);
    for (const [what, row] of after) assert.equal(row, original.get(what), what);
    const changed = [...after].filter(([what, row]) => before.get(what) !== row);
    assert.ok(changed.length > waiting.length, 'there was something to give back');
    const { refunded, transferred } = world.simulator.book.totals();
    assert.deepEqual(
      { refunded, transferred },
      { refunded: sent.refunded, transferred: sent.transferred },
    );

    const open = await rowsOf<{ kind: string; number: string }>(
      db,
      'select kind, number from reconciliation_difference where settled_at is null order by number',
    );
    assert.deepEqual(
      open,
      unknown.toSorted().map((number) => ({ kind: 'foreign', number })),
    );
    assert.equal(unknown.length, 3);
    t.diagnostic(
      `${changed.length} of ${after.size} facts were given back, after ${hours.toFixed(0)} h of the run's own time`,
    );
  });
  await dropDatabase(cluster, connection);
  await dropDatabase(cluster, backup);
  await rm(book, { recursive: true });
  await cluster.stop();
});
