import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import type { Ctx } from './ctx.ts';
import { inTransaction } from './db.ts';
import {
  drainOutbox,
  on,
  onMany,
  publish,
  relayOutbox,
  type Owed,
  type Reaction,
} from './outbox.ts';
import { openTestHouse, type TestHouse } from './testing/database.ts';

declare module './outbox.ts' {
  interface Events {
    'bell.rung': { readonly n: number };
    'bell.broken': { readonly n: number };
  }
}

let house: TestHouse;
// The statement at which the process dies, as a test wants it.
let deadly: RegExp | undefined;
const heard: string[] = [];

before(async () => {
  house = await openTestHouse({
    probe: (statement) => {
      if (deadly?.test(statement)) throw new Error('killed');
    },
  });
});
after(() => house.close());
beforeEach(async () => {
  deadly = undefined;
  heard.length = 0;
  await sql`delete from outbox`.execute(house.db);
});

const system = () => house.ctx({ actor: { kind: 'system', name: 'test' } });
const hear = (name: string, event: 'bell.rung' | 'bell.broken' = 'bell.rung') =>
  on(event, name, async (_ctx: Ctx, { n }) => {
    heard.push(`${name} ${n}`);
  });

async function ring(n: number, event: 'bell.rung' | 'bell.broken' = 'bell.rung'): Promise<void> {
  await inTransaction(system(), (tx) => publish(tx, event, { n }));
}

const waiting = async () => (await house.db.selectFrom('outbox').select('id').execute()).length;

test('every reaction to an event runs, in the order in which the facts came', async () => {
  for (const n of [1, 2, 3]) await ring(n);
  assert.equal(await drainOutbox(system(), [hear('a'), hear('b'), hear('c', 'bell.broken')]), 3);
  assert.deepEqual(heard, ['a 1', 'b 1', 'a 2', 'b 2', 'a 3', 'b 3']);
  assert.equal(await waiting(), 0);
});

test('a fact that is rolled back has no event', async () => {
  const failing = inTransaction(system(), async (tx) => {
    await publish(tx, 'bell.rung', { n: 1 });
    throw new Error('changed my mind');
  });
  await assert.rejects(failing, /changed my mind/);
  assert.equal(await waiting(), 0);
});

test('the outbox is woken after the commit, and only when there is something in it', async () => {
  let woken = 0;
  const ports = {
    ...house.ports,
    wakeOutbox: () => {
      woken += 1;
    },
  };
  const ctx = { ...system(), ports };
  await inTransaction(ctx, async () => undefined);
  assert.equal(woken, 0);
  await inTransaction(ctx, async (tx) => {
    await publish(tx, 'bell.rung', { n: 1 });
    assert.equal(woken, 0);
  });
  assert.equal(woken, 1);
});

test('who dies after a reaction and before the event is forgotten runs it again: at least once', async () => {
  await ring(1);
  deadly = /^delete from outbox where id = /;
  await assert.rejects(drainOutbox(system(), [hear('a')]), /killed/);
  deadly = undefined;
  await drainOutbox(system(), [hear('a')]);
  assert.deepEqual(heard, ['a 1', 'a 1']);
});

test('a reaction that fails keeps its event and those behind it', async () => {
  await ring(1);
  await ring(2);
  const failing: Reaction = on('bell.rung', 'failing', async () => {
    throw new Error('not today');
  });
  await assert.rejects(drainOutbox(system(), [failing]), /not today/);
  assert.equal(await waiting(), 2);
});

test('the relay hands over what is owed with its event, or neither', async () => {
  await ring(1);
  const broken = relayOutbox(system(), [hear('a')], async () => {
    throw new Error('no room');
  });
  await assert.rejects(broken, /no room/);
  assert.equal(await waiting(), 1);

  const handed: Owed[] = [];
  await relayOutbox(
    system(),
    [hear('a'), hear('b')],
    async (_tx, owed) => void handed.push(...owed),
  );
  assert.deepEqual(handed, [
    { reaction: 'a', payload: { n: 1 } },
    { reaction: 'b', payload: { n: 1 } },
  ]);
  assert.deepEqual(heard, []);
  assert.equal(await waiting(), 0);
});

const flock = (name: string, fate: () => Promise<void> = async () => undefined) =>
  onMany('bell.rung', name, async (_ctx: Ctx, rung) => {
    await fate();
    heard.push(`${name} ${rung.map(({ n }) => n).join()}`);
  });

test('what takes many events at once runs in the relay, once for all of them, and makes no job', async () => {
  for (const n of [1, 2, 3]) await ring(n);
  await ring(4, 'bell.broken');
  const handed: Owed[] = [];
  const reactions = [flock('many'), hear('alone')];
  await relayOutbox(system(), reactions, async (_tx, owed) => void handed.push(...owed));
  assert.deepEqual(heard, ['many 1,2,3']);
  assert.deepEqual(
    handed.map(({ reaction, payload }) => [reaction, payload]),
    [1, 2, 3].map((n) => ['alone', { n }]),
  );
  assert.equal(await waiting(), 0);
});

test('what fails in the relay becomes a job for each event, and nothing else does', async () => {
  for (const n of [1, 2]) await ring(n);
  const handed: Owed[] = [];
  const failing = flock('failing', () => Promise.reject(new Error('not today')));
  const reactions = [failing, flock('fine')];
  await relayOutbox(system(), reactions, async (_tx, owed) => void handed.push(...owed));
  assert.deepEqual(heard, ['fine 1,2']);
  assert.deepEqual(
    handed.map(({ reaction, payload }) => [reaction, payload]),
    [1, 2].map((n) => ['failing', { n }]),
  );
});

test('who dies after the relay ran a reaction and before its events are forgotten runs it again', async () => {
  await ring(1);
  deadly = /^commit/;
  await assert.rejects(
    relayOutbox(system(), [flock('many')], async () => undefined),
    /killed/,
  );
  deadly = undefined;
  await relayOutbox(system(), [flock('many')], async () => undefined);
  assert.deepEqual(heard, ['many 1', 'many 1']);
});

test('a reaction that takes many is drained like every other', async () => {
  for (const n of [1, 2]) await ring(n);
  await drainOutbox(system(), [flock('many'), hear('alone')]);
  assert.deepEqual(heard, ['many 1', 'alone 1', 'many 2', 'alone 2']);
});

test('who dies between handing over and forgetting has handed over nothing', async () => {
  await ring(1);
  await sql`create table handed (reaction text)`.execute(house.db);
  deadly = /^insert into handed_twice/;
  const dying = relayOutbox(system(), [hear('a')], async (tx, owed) => {
    for (const { reaction } of owed) await sql`insert into handed values (${reaction})`.execute(tx);
    await sql`insert into handed_twice values (1)`.execute(tx);
  });
  await assert.rejects(dying, /killed/);
  assert.equal((await sql`select * from handed`.execute(house.db)).rows.length, 0);
  assert.equal(await waiting(), 1);
});

test('an event to which nothing reacts is forgotten without a job', async () => {
  await ring(1, 'bell.broken');
  let calls = 0;
  assert.equal(await relayOutbox(system(), [hear('a')], async () => void (calls += 1)), 1);
  assert.equal(calls, 0);
  assert.equal(await waiting(), 0);
});

test('four relays at once hand over each of twelve hundred events once, and each of them in order', async () => {
  await sql`insert into outbox (event, payload)
    select 'bell.rung', jsonb_build_object('n', n) from generate_series(1, 1200) n`.execute(
    house.db,
  );
  const batches: number[][] = [];
  const relay = async () => {
    for (;;) {
      const moved = await relayOutbox(system(), [hear('a')], async (_tx, owed) => {
        batches.push(owed.map(({ payload }) => (payload as { n: number }).n));
      });
      if (moved === 0) return;
    }
  };
  await Promise.all([relay(), relay(), relay(), relay()]);
  assert.deepEqual(
    batches.flat().toSorted((a, b) => a - b),
    Array.from({ length: 1_200 }, (_, i) => i + 1),
  );
  for (const batch of batches)
    assert.deepEqual(
      batch,
      batch.toSorted((a, b) => a - b),
    );
});
