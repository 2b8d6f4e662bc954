import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { inTransaction, isAway, openDatabase, type Tx } from './db.ts';
import { openTestHouse, type TestHouse } from './testing/database.ts';

let house: TestHouse;
before(async () => {
  house = await openTestHouse({ poolSize: 3 });
});
after(() => house.close());

async function backendOf(tx: Tx): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
  return rows[0]!.pid;
}

test('a connection that is lost between two statements ends its transaction, not the process', async () => {
  const lost = inTransaction(house.ctx(), async (tx) => {
    const pid = await backendOf(tx);
    await sql`select pg_terminate_backend(${pid}::integer)`.execute(house.db);
    await sleep(100); // nobody waits for an answer while the connection breaks
    await backendOf(tx);
  });
  await assert.rejects(lost);

  assert.ok(await inTransaction(house.ctx(), backendOf), 'the next one has a connection again');
});

/** One message of PostgreSQL's protocol 3. */
function message(kind: string, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length + 4);
  return Buffer.concat([Buffer.from(kind), length, bytes]);
}

test('a connection that is lost in the moment it is handed out ends a query, not the process', async () => {
  const welcome = [message('R', Buffer.alloc(4)), message('Z', 'I')];
  const farewell = message('E', 'SFATAL\0C57P01\0Mterminating connection\0\0');
  const server = createServer((socket) =>
    socket.once('data', () => socket.end(Buffer.concat([...welcome, farewell]))),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const lost: string[] = [];
  const { db, close } = openDatabase({
    connection: { host: '127.0.0.1', port, user: 'a', database: 'a' },
    onLost: ({ message: why }) => void lost.push(why),
  });
  await assert.rejects(sql`insert into outbox (event) values ('x')`.execute(db), isAway);
  assert.match(lost[0]!, /terminating connection/);
  await close();
  server.close();
});

const pidOf = async () => {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(house.db);
  return rows[0]!.pid;
};

test('single reads share a lane, however many ask at once, and each has its own answer', async () => {
  const asked = Array.from({ length: 200 }, (_, number) => number);
  const answers = await Promise.all(
    asked.map(async (number) => {
      const { rows } = await sql<{ theNumber: number; pid: number }>`
        select ${number}::integer as the_number, pg_backend_pid() as pid`.execute(house.db);
      return rows[0]!;
    }),
  );
  assert.deepEqual(
    answers.map(({ theNumber }) => theNumber),
    asked,
  );
  assert.equal(new Set(answers.map(({ pid }) => pid)).size, 1);
});

test('a read that fails on a lane fails alone', async () => {
  const wrong = sql`select ${'x'}::integer as number`.execute(house.db);
  const right = pidOf();
  await assert.rejects(wrong, { code: '22P02' });
  assert.ok(await right);
});

test('a lane that breaks fails what was on it, and the next read has another', async () => {
  const before = await pidOf();
  const ending = Promise.allSettled([sql`select pg_sleep(5)`.execute(house.db), pidOf()]);
  await inTransaction(house.ctx(), (tx) =>
    sql`select pg_terminate_backend(${before}::integer)`.execute(tx),
  );
  assert.deepEqual(
    (await ending).map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  assert.notEqual(await pidOf(), before);
});

test('a transaction sees what it wrote, and a read beside it does not', async () => {
  const count = async (db: Pick<TestHouse, 'db'>['db']) => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from outbox`.execute(db);
    return rows[0]!.n;
  };
  await assert.rejects(
    inTransaction(house.ctx(), async (tx) => {
      await sql`insert into outbox (event, payload) values ('test.event', '{}')`.execute(tx);
      assert.equal(await count(tx), 1);
      assert.equal(await count(house.db), 0);
      throw new Error('not to be kept');
    }),
    /not to be kept/,
  );
});
