import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { chownSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { after, test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { findPostmaster } from './postmaster.ts';
import {
  type Connection,
  PostgresRefused,
  type PostgresServer,
  startPostgres,
  type StartOptions,
} from './server.ts';

const isRoot = process.getuid?.() === 0;
const scratch = mkdtempSync(join(tmpdir(), 'shuyuan-test-'));
chmodSync(scratch, 0o755);
after(() => rmSync(scratch, { recursive: true, force: true }));

// An application that writes rows without end and says which ones were acknowledged.
const application = `
  import pg from 'pg';
  import { startPostgres } from '${new URL('./server.ts', import.meta.url).href}';
  process.stdout.on('error', () => {}); // the test has gone
  const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
  try {
    const began = performance.now();
    const server = await startPostgres({ dataDir: process.argv[1] });
    const ms = Math.round(performance.now() - began);
    say({ kind: 'started', ms, adopted: server.adopted, connection: server.connection });
    process.once('SIGTERM', () => {
      stopped = true;
      void server.stop().then(() => { say({ kind: 'stopped' }); process.exit(0); });
    });
    let stopped = process.argv[2] !== 'write';
    setInterval(() => {}, 1000);
    while (!stopped) {
      const client = new pg.Client(server.connection);
      client.on('error', () => {});
      try {
        await client.connect();
        await client.query('create table if not exists fact (id bigint generated always as identity)');
        while (!stopped) {
          const { rows } = await client.query('insert into fact default values returning id');
          say({ kind: 'acknowledged', id: Number(rows[0].id) });
        }
      } catch (error) { await new Promise((resolve) => setTimeout(resolve, 20)); }
      await client.end().catch(() => {});
    }
  } catch (error) { say({ kind: 'refused', name: error.name, message: error.message }); process.exit(1); }
`;

type Message =
  | { kind: 'started'; ms: number; adopted: boolean; connection: Connection }
  | { kind: 'acknowledged'; id: number }
  | { kind: 'refused'; name: string; message: string }
  | { kind: 'stopped' };

class App {
  readonly process: ChildProcess;
  readonly lines: Interface;
  readonly acknowledged: number[] = [];
  readonly seen: Message[] = [];

  constructor(dataDir: string, mode: 'idle' | 'write', ids: { uid?: number; gid?: number } = {}) {
    const root = new URL('../../../', import.meta.url);
    const args = ['--input-type=module', '-e', application, dataDir, mode];
    const stdio = ['ignore', 'pipe', 'inherit'] as const;
    this.process = spawn(process.execPath, args, { cwd: root, stdio: [...stdio], ...ids });
    apps.add(this);
    assert(this.process.stdout);
    this.lines = createInterface(this.process.stdout);
    this.lines.on('line', (line) => {
      const message = JSON.parse(line) as Message;
      if (message.kind === 'acknowledged') this.acknowledged.push(message.id);
      else this.seen.push(message);
    });
  }

  async next<K extends Message['kind']>(kind: K): Promise<Extract<Message, { kind: K }>> {
    for (let waited = 0; waited < 30_000; waited += 10) {
      const index = this.seen.findIndex((message) => message.kind === kind);
      if (index >= 0) return this.seen.splice(index, 1)[0] as Extract<Message, { kind: K }>;
      assert(this.seen.length === 0, `waited for ${kind}: ${JSON.stringify(this.seen)}`);
      await sleep(10);
    }
    throw new Error(`no ${kind} within 30 s`);
  }

  async writes(count: number): Promise<void> {
    const wanted = this.acknowledged.length + count;
    while (this.acknowledged.length < wanted) await sleep(5);
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.kill(signal);
    await ended;
  }
}

const apps = new Set<App>();
const servers = new Set<PostgresServer>();

async function start(options: StartOptions): Promise<PostgresServer> {
  const server = await startPostgres(options);
  servers.add(server);
  return server;
}

/** A data folder of one test; what the test leaves running on it is stopped after it. */
function dataFolder(t: TestContext, name: string, above: string = scratch): string {
  const dataDir = join(above, name);
  t.after(async () => {
    for (const app of apps) app.process.kill('SIGKILL');
    for (const server of servers) await server.stop();
    apps.clear();
    servers.clear();
    const left = await findPostmaster({ cluster: clusterOf(dataDir) });
    if (left) process.kill(left.pid, 'SIGQUIT');
    while (await findPostmaster({ cluster: clusterOf(dataDir) })) await sleep(10);
  });
  return dataDir;
}

function clusterOf(dataDir: string): string {
  return join(dataDir, 'postgres', 'cluster');
}

async function pidOf(dataDir: string): Promise<number> {
  const running = await findPostmaster({ cluster: clusterOf(dataDir) });
  assert(running, 'no server runs');
  return running.pid;
}

async function ask<T>(connection: Connection, sql: string): Promise<T[]> {
  const client = new Client({ ...connection });
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}

async function assertAllThere(connection: Connection, ids: readonly number[]): Promise<void> {
  const before = [...ids]; // the application goes on writing
  const rows = await ask<{ id: string }>(connection, 'select id from fact');
  const stored = new Set(rows.map(({ id }) => Number(id)));
  assert.deepEqual(
    before.filter((id) => !stored.has(id)),
    [],
    'acknowledged rows are lost',
  );
}

/** Waits for the server: what it acknowledged before it was killed may be heard only afterwards, while it is not there. */
async function comesBack(connection: Connection): Promise<void> {
  for (const end = performance.now() + 30_000; performance.now() < end; await sleep(50)) {
    const isThere = await ask(connection, 'select 1').then(
      () => true,
      () => false,
    );
    if (isThere) return;
  }
  throw new Error('the server did not come back within 30 s');
}

test('the first start makes a database, a warm one finds it, stop leaves nothing running', async (t) => {
  const dataDir = dataFolder(t, 'plain');
  for (const word of ['first', 'warm', 'warm']) {
    const began = performance.now();
    const server = await start({ dataDir });
    t.diagnostic(`${word} start ${Math.round(performance.now() - began)} ms`);
    const sql = `select upper('é') as upper, current_setting('is_superuser') as super,
      datlocprovider::text || datlocale as locale from pg_database where datname = current_database()`;
    const rows = await ask(server.connection, sql);
    assert.deepEqual(rows, [{ upper: 'É', super: 'off', locale: 'bC.UTF-8' }]);
    assert.equal(server.adopted, false);

    const stopped = performance.now();
    await Promise.all([server.stop(), server.stop()]);
    t.diagnostic(`stop ${Math.round(performance.now() - stopped)} ms`);
    assert.equal(await findPostmaster({ cluster: clusterOf(dataDir) }), undefined);
  }
});

test('when the application alone is killed, the next one adopts the server and stops it', async (t) => {
  const dataDir = dataFolder(t, 'adopt');
  const app = new App(dataDir, 'write');
  await app.next('started');
  await app.writes(50);
  await app.end('SIGKILL');

  const next = await start({ dataDir });
  assert.equal(next.adopted, true);
  await assertAllThere(next.connection, app.acknowledged);
  await next.stop();
  assert.equal(await findPostmaster({ cluster: clusterOf(dataDir) }), undefined);
});

test('when the server is killed under the application, it comes back with all that was acknowledged', async (t) => {
  const dataDir = dataFolder(t, 'revive');
  const app = new App(dataDir, 'write');
  const { connection } = await app.next('started');
  for (let round = 0; round < 3; round += 1) {
    await app.writes(50);
    process.kill(await pidOf(dataDir), 'SIGKILL');
    await app.writes(50);
  }
  await comesBack(connection);
  await assertAllThere(connection, app.acknowledged);
  await app.end('SIGTERM');
  assert.equal(await findPostmaster({ cluster: clusterOf(dataDir) }), undefined);
});

test('when all are killed at once, the next start recovers all that was acknowledged', async (t) => {
  const dataDir = dataFolder(t, 'all');
  for (let round = 0; round < 3; round += 1) {
    const app = new App(dataDir, 'write');
    await app.next('started');
    await app.writes(100);
    process.kill(await pidOf(dataDir), 'SIGKILL');
    await app.end('SIGKILL');

    const began = performance.now();
    const server = await start({ dataDir });
    t.diagnostic(`recovery ${Math.round(performance.now() - began)} ms`);
    await assertAllThere(server.connection, app.acknowledged);
    await server.stop();
  }
});

test('lock files that name some other living process do not stop a start', async (t) => {
  const dataDir = dataFolder(t, 'reused');
  const server = await start({ dataDir });
  const pidFile = join(clusterOf(dataDir), 'postmaster.pid');
  const left = readFileSync(pidFile, 'utf8');
  await server.stop();

  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], {
    ...(isRoot ? ownerOf(clusterOf(dataDir)) : {}),
  });
  t.after(() => other.kill());
  writeFileSync(pidFile, left.replace(/^\d+/, String(other.pid)));
  chownSync(pidFile, ...(Object.values(ownerOf(clusterOf(dataDir))) as [number, number]));
  const again = await start({ dataDir });
  await again.stop();
});

test('several applications share one server, and the last to leave stops it', async (t) => {
  const dataDir = dataFolder(t, 'shared');
  const sharers = [1, 2, 3].map(() => new App(dataDir, 'idle'));
  const started = await Promise.all(sharers.map((app) => app.next('started')));
  assert.equal(started.filter(({ adopted }) => !adopted).length, 1);

  const pid = await pidOf(dataDir);
  await sharers[0]?.end('SIGTERM');
  await sharers[1]?.end('SIGKILL');
  assert.equal(await pidOf(dataDir), pid);
  await sharers[2]?.end('SIGTERM');
  assert.equal(await findPostmaster({ cluster: clusterOf(dataDir) }), undefined);
});

test('applications that leave at the same time stop the server exactly once', async (t) => {
  const dataDir = dataFolder(t, 'leaving');
  const leaving = await Promise.all([1, 2, 3, 4].map(async () => start({ dataDir })));
  await Promise.all(leaving.map(async (server) => server.stop()));
  assert.equal(await findPostmaster({ cluster: clusterOf(dataDir) }), undefined);
});

test('a first start that is cut short does not spoil the next', async (t) => {
  const dataDir = dataFolder(t, 'short');
  const app = new App(dataDir, 'idle');
  while (!existsSync(join(dataDir, 'postgres', 'password'))) await sleep(2);
  await sleep(150);
  await app.end('SIGKILL');

  const server = await start({ dataDir });
  await server.stop();
});

test('a deep data folder with blanks, commas and Chinese in its name works', async (t) => {
  const dataDir = dataFolder(
    t,
    join(`${'很长的, "文件夹" '.repeat(4)}x`, 'deep '.repeat(12), 'data'),
  );
  const server = await start({ dataDir });
  t.after(() => rmSync(server.connection.host, { recursive: true, force: true }));
  assert(Buffer.byteLength(join(server.connection.host, '.s.PGSQL.5432')) <= 107);
  assert.equal(lstatSync(server.connection.host).mode & 0o777, 0o700);
  assert.equal((await ask(server.connection, 'select 1')).length, 1);
  await server.stop();
});

test('root can keep the data in its own closed home', { skip: !isRoot }, async (t) => {
  const home = mkdtempSync(join(homedir(), '.shuyuan-test-'));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const dataDir = dataFolder(t, 'data', home);
  for (const word of ['first', 'warm']) {
    const began = performance.now();
    const server = await start({ dataDir });
    t.diagnostic(`${word} start in a closed home ${Math.round(performance.now() - began)} ms`);
    assert.equal((await ask(server.connection, 'select 1')).length, 1);
    await server.stop();
  }
});

test(
  'data moves from a closed home to an open folder, and to another account',
  { skip: !isRoot },
  async (t) => {
    const closed = join(scratch, 'closed');
    const dataDir = dataFolder(t, 'data', closed);
    mkdirSync(closed, { mode: 0o700 });
    await start({ dataDir }).then(async (server) => server.stop());
    assert.equal(ownerOf(clusterOf(dataDir)).uid, 0);

    chmodSync(closed, 0o755);
    await start({ dataDir }).then(async (server) => server.stop());
    assert.notEqual(ownerOf(clusterOf(dataDir)).uid, 0);
  },
);

test('a folder that cannot be written is refused in one sentence', async () => {
  const dataDir = join(scratch, 'read-only');
  mkdirSync(dataDir, { mode: 0o555 });
  const app = new App(dataDir, 'idle', isRoot ? { uid: 65_534, gid: 65_534 } : {});
  const { name, message } = await app.next('refused');
  assert.equal(name, 'PostgresRefused');
  assert.match(message, /^The data folder .* cannot be written \(permission denied\): .*\.$/);
});

test('a file in place of the data folder is refused in one sentence', async () => {
  const dataDir = join(scratch, 'file');
  writeFileSync(dataDir, '');
  await assert.rejects(start({ dataDir }), (error) => {
    assert(error instanceof PostgresRefused);
    assert.match(error.message, /a file stands in its path/);
    return true;
  });
});

test('data of another major version is refused and left as it is', async (t) => {
  const dataDir = dataFolder(t, 'other-major');
  mkdirSync(clusterOf(dataDir), { recursive: true });
  writeFileSync(join(clusterOf(dataDir), 'PG_VERSION'), '99\n');
  await assert.rejects(start({ dataDir }), /was made by PostgreSQL 99, but here is/);
  assert.equal(readFileSync(join(clusterOf(dataDir), 'PG_VERSION'), 'utf8'), '99\n');
});

test('a server that cannot start says why in one sentence', async (t) => {
  const dataDir = dataFolder(t, 'bad-setting');
  const settings = { shared_buffers: 'plenty' };
  await assert.rejects(start({ dataDir, settings }), /does not start: invalid value for/);
});

test('programs that are not there are refused by name', async (t) => {
  const dataDir = dataFolder(t, 'no-programs');
  await assert.rejects(start({ dataDir, pgBin: '/nowhere' }), /PG_BIN is \/nowhere/);
});

test('over TCP it asks for the password, and keeps its port when it comes back', async (t) => {
  const dataDir = dataFolder(t, 'tcp');
  const server = await start({ dataDir, transport: 'tcp' });
  assert.equal((await ask(server.connection, 'select 1')).length, 1);
  await assert.rejects(ask({ ...server.connection, password: 'wrong' }, 'select 1'), /password/);

  process.kill(await pidOf(dataDir), 'SIGKILL');
  for (let back = false; !back; await sleep(20)) {
    back = await ask(server.connection, 'select 1').then(
      () => true,
      () => false,
    );
  }
  await server.stop();
});

test('an ephemeral server leaves no file behind', async () => {
  const server = await start({ ephemeral: true });
  const [row] = await ask<{ fsync: string }>(server.connection, 'show fsync');
  assert.equal(row?.fsync, 'off');
  await server.stop();
  assert.equal(existsSync(server.connection.host), false);
});

function ownerOf(path: string): { uid: number; gid: number } {
  const { uid, gid } = lstatSync(path);
  return { uid, gid };
}
