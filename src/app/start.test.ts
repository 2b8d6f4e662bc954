import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres, type PostgresServer } from '#platform/postgres/server.ts';
import { Customer } from './fixtures/customer.ts';
import {
  databaseIsBack,
  endEverything,
  eventually,
  freePort,
  killDatabase,
  processesOf,
  run,
  statusOf,
  type Running,
} from './fixtures/running.ts';

// What the operator of a house can rely on, proven on the real product: `npm start` on a data folder of its own.

const scratch = mkdtempSync(join(tmpdir(), 'shuyuan-start-'));
chmodSync(scratch, 0o711);
const dataDir = join(scratch, 'data');
const settings: Record<string, string> = { DATA_DIR: dataDir, MODE: 'development' };

before(async () => {
  settings['PORT'] = await freePort();
});
// What fails leaves nothing running that the next would meet.
afterEach(() => endEverything(dataDir));
after(() => {
  rmSync(scratch, { recursive: true, force: true });
});

async function start(options: { isLaunched?: boolean } = {}): Promise<Running> {
  const product = run({ settings, ...options });
  await product.ready();
  return product;
}

async function assertAllStopped(): Promise<void> {
  assert.equal(await statusOf(`http://localhost:${settings['PORT']}/healthz`), 0);
  assert.deepEqual(await processesOf(dataDir), []);
}

/** Starts what must not start: one sentence, exit code 1, nothing left running. */
async function assertRefused(
  more: Record<string, string>,
  sentence: RegExp,
  uid?: number,
): Promise<void> {
  const refused = run({
    settings: { ...settings, ...more },
    ...(uid === undefined ? {} : { uid }),
  });
  assert.equal(await refused.ended(), 1, refused.said());
  const sentences = refused
    .said()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{'));
  assert.equal(sentences.length, 1, refused.said());
  assert.match(sentences[0]!, sentence);
  assert.deepEqual(await processesOf(more['DATA_DIR'] ?? dataDir), []);
}

test('everything that is wrong with the settings is told at once, and nothing is started', async () => {
  const product = run({
    settings: { ...settings, PORT: 'http', ROLE: 'boss', DATABASE_URL: 'mysql://me:secret@here' },
  });
  assert.equal(await product.ended(), 1);
  assert.equal(
    product.said(),
    [
      'PORT=http cannot be used: it has to be a whole number from 0 to 65535.',
      'DATABASE_URL=… cannot be used: it has to look like postgres://name:password@host:5432/database.',
      'ROLE=boss cannot be used: it has to be all or web or worker.\n',
    ].join('\n'),
  );
});

test('a first start that is killed at any moment does not spoil the next, and its Ctrl-C leaves nothing running', async (t) => {
  for (const afterMs of [150, 500, 1_000, 1_600]) {
    const product = run({ settings });
    await sleep(afterMs);
    await product.end('SIGKILL');
    if (afterMs > 500) await killDatabase(dataDir);
  }
  const stopped = run({ settings });
  while ((await statusOf(`${stopped.url}/healthz`)) === 0) await sleep(10);
  assert.equal(await stopped.end('SIGINT', 'SIGINT'), 0, stopped.said());
  await assertAllStopped();

  const product = run({ settings });
  t.diagnostic(`ready after ${await product.ready()} ms`);
  assert.equal(await product.end('SIGTERM'), 0, product.said());
  await assertAllStopped();
});

test('a start serves only when it is ready, and Ctrl-C, however often, stops everything', async (t) => {
  const product = run({ settings, isLaunched: true });
  for (let status = 0; status !== 200; await sleep(20)) {
    status = await statusOf(`${product.url}/healthz`);
    assert([0, 200, 503].includes(status), `/healthz answered ${status}`);
    assert(product.process.exitCode === null, product.said());
  }
  t.diagnostic(`a warm start through the launcher: ready after ${await product.ready()} ms`);
  assert.equal(await statusOf(product.url), 200);
  assert(
    !product.said().includes('Demonstration accounts'),
    'accounts that are not there are announced',
  );

  const slow = connect(Number(settings['PORT']), '127.0.0.1', () =>
    slow.write('GET / HTTP/1.1\r\nhost: x\r\n'),
  );
  slow.on('error', () => undefined);
  await sleep(100);
  const began = performance.now();
  assert.equal(await product.end('SIGINT', 'SIGINT', 'SIGTERM'), 0, product.said());
  t.diagnostic(
    `stopped after ${Math.round(performance.now() - began)} ms, with a request that never ended`,
  );
  await assertAllStopped();
});

test('who serves outlives the database from the first moment on', async () => {
  const product = run({ settings });
  while ((await statusOf(`${product.url}/healthz`)) !== 200) await sleep(2);
  await killDatabase(dataDir);
  const customer = new Customer(product.url);
  await eventually(() => customer.register('early@example.com'));
  await product.ready();
  assert.equal(await product.end('SIGTERM'), 0, product.said());
  await assertAllStopped();
});

test('a second start on the same port is told so, and the first goes on undisturbed', async () => {
  const first = await start();
  const second = run({ settings });
  assert.equal(await second.ended(), 1);
  assert.match(
    second.said(),
    /^Port \d+ is already in use\. Stop what uses it, or choose another with PORT=…\n$/,
  );
  assert.equal(await statusOf(`${first.url}/healthz`), 200);
  const customer = new Customer(first.url);
  await customer.register('undisturbed@example.com');
  assert(await customer.whoAmI());
  assert.equal(await first.end('SIGTERM'), 0);
  await assertAllStopped();
});

test('whatever is killed, nothing that was acknowledged is lost', async () => {
  const customers = new Map<string, Customer>();
  const kills: ((product: Running) => Promise<unknown>)[] = [
    async (product) => product.end('SIGKILL'),
    async () => killDatabase(dataDir),
    async (product) => Promise.all([killDatabase(dataDir), product.end('SIGKILL')]),
  ];
  let product = await start({ isLaunched: true });
  for (const [round, kill] of kills.entries()) {
    const customer = new Customer(product.url);
    // The programme that ended may have taken the database along with it, under the one that had just begun.
    const userId = await eventually(() => customer.register(`round-${round}@example.com`));
    customers.set(userId, customer);
    await kill(product);
    if (product.process.exitCode !== null || product.process.signalCode !== null) {
      // Where the launcher was killed outright the programme ends by itself, and frees the port.
      while ((await statusOf(`${product.url}/healthz`)) !== 0) await sleep(20);
      product = await start({ isLaunched: true });
    }
    await databaseIsBack(dataDir);
    await product.ready();
    for (const [userId, known] of customers)
      assert.equal(await eventually(() => known.whoAmI()), userId);
  }
  assert.equal(await product.end('SIGINT'), 0, product.said());
  await assertAllStopped();
});

test('while the database is away /healthz says so, and after it came back everything works again', async () => {
  const product = await start();
  const customer = new Customer(product.url);
  const userId = await customer.register('patient@example.com');
  const seen = new Map<string, Set<number>>();
  const look = async (path: string) => {
    const status = await statusOf(product.url + path);
    seen.set(path, (seen.get(path) ?? new Set()).add(status));
    return status;
  };
  const began = performance.now();
  await killDatabase(dataDir);
  for (let isBack = false; !isBack || !seen.get('/healthz')?.has(503);) {
    await Promise.all(['/login', '/api/v1/catalogue'].map(look));
    isBack = (await look('/healthz')) === 200;
    // It may be away and back between two looks.
    if (isBack && !seen.get('/healthz')?.has(503)) await killDatabase(dataDir);
    assert(performance.now() - began < 30_000, 'never away, or never back');
  }
  for (const [path, statuses] of seen)
    assert(statuses.isSubsetOf(new Set([200, 503])), `${path}: ${[...statuses].join()}`);
  assert.equal(await eventually(() => customer.whoAmI()), userId);
  // A letter is sent by nobody but the worker's own process: reactions go on, too.
  await new Customer(product.url).register('after@example.com');
  assert.equal(product.process.exitCode, null);
  assert.equal(await product.end('SIGTERM'), 0);
  await assertAllStopped();
});

test('a data folder that cannot be used is refused in one sentence', async () => {
  const file = join(scratch, 'file');
  writeFileSync(file, '');
  await assertRefused(
    { DATA_DIR: file },
    /^The data folder .*file cannot be written \(a file stands in its path\): .*DATA_DIR\.$/,
  );
  const closed = join(scratch, 'closed');
  mkdirSync(closed, { mode: 0o555 });
  const nobody = process.getuid?.() === 0 ? 65_534 : undefined;
  await assertRefused(
    { DATA_DIR: closed },
    /^The data folder .*closed cannot be written \(permission denied\): /,
    nobody,
  );
});

test('a store that cannot be used is refused in one sentence, without its secret', async () => {
  const store = {
    S3_ENDPOINT: `http://127.0.0.1:${await freePort()}`,
    S3_BUCKET: 'academy',
    S3_ACCESS_KEY_ID: 'AKID',
    S3_SECRET_ACCESS_KEY: 'hush-hush',
  };
  await assertRefused(
    { ...store, S3_PATH_STYLE: 'true' },
    /^The file store cannot be used: nothing answers at http:\/\/127\.0\.0\.1:\d+: check S3_ENDPOINT\.$/,
  );
});

test('a database that cannot be used is refused in one sentence', async (t) => {
  const server = await startPostgres({ ephemeral: true, transport: 'tcp' });
  t.after(() => server.stop());
  const { user, password, port } = server.connection;
  const at = (more: { user?: string; password?: string; port?: number; database?: string }) => {
    const it = { user, password, port, database: 'postgres', ...more };
    return {
      DATABASE_URL: `postgres://${it.user}:${it.password}@127.0.0.1:${it.port}/${it.database}`,
    };
  };
  await assertRefused(
    at({ port: 1 }),
    /^The database cannot be used: nothing answers at 127\.0\.0\.1:1\. Check DATABASE_URL\.$/,
  );
  await assertRefused(at({ password: 'wrong' }), /: the password for shuyuan is wrong\. Check/);
  await assertRefused(
    at({ database: 'elsewhere' }),
    /: there is no database named elsewhere\. Check/,
  );
  await assertRefused(
    at({ database: 'postgres' }),
    /may not make tables .*: let it own its database\.$/,
  );

  await makeNewer(server);
  await assertRefused(
    at({ database: 'shuyuan' }),
    /^The database is newer than this program: it knows 9999_later\.sql\./,
  );
});

test('with DATABASE_URL it lives on a server of somebody else, and leaves that running when it stops', async (t) => {
  const server = await startPostgres({ ephemeral: true, transport: 'tcp' });
  t.after(() => server.stop());
  const { user, password, port } = server.connection;
  const far = { DATABASE_URL: `postgres://${user}:${password}@127.0.0.1:${port}/shuyuan` };
  const first = run({ settings: { ...settings, ...far } });
  await first.ready();
  const customer = new Customer(first.url);
  const id = await customer.register('far@example.com');
  assert.equal(await first.end('SIGTERM'), 0, first.said());
  await assertAllStopped();

  const again = run({ settings: { ...settings, ...far } });
  await again.ready();
  assert.equal(await customer.whoAmI(), id);
  assert.equal(await again.end('SIGTERM'), 0, again.said());
  await assertAllStopped();
});

/** A database that a later version of the product has migrated. */
async function makeNewer({ connection }: PostgresServer): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  await client.query(
    'create table schema_migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
  );
  await client.query(
    `insert into schema_migration (name, checksum) values ('9999_later.sql', 'x')`,
  );
  await client.end();
}
