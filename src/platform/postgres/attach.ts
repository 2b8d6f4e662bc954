import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Installation } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import {
  type Connection,
  type Endpoint,
  ensureDatabase,
  type Keeper,
  openKeeper,
} from './keeper.ts';
import { findDataMajor, type Layout } from './layout.ts';
import {
  disownLocks,
  findPostmaster,
  measureLog,
  type Postmaster,
  readLog,
  spawnPostmaster,
  type Transport,
} from './postmaster.ts';
import { PostgresRefused } from './refused.ts';
import { withStartLock } from './start-lock.ts';

/** All that is settled before a server is started. */
export type House = {
  readonly settings: Readonly<Record<string, string>>;
  readonly log: (message: string) => void;
  readonly layout: Layout;
  readonly installation: Installation;
  readonly transport: Transport;
};

/** A server that is ready, and our hold on it. */
export type Attached = {
  readonly keeper: Keeper;
  readonly pid: number;
  readonly connection: Connection;
  readonly adopted: boolean; // it was running already
};

// A server that we started, and where its messages begin in the log.
type Launch = { readonly child: ChildProcess; readonly logFrom: number };

const patienceMs = 20_000;

/**
 * Finds the server ready, or starts it; whoever comes at the same time waits.
 *
 * @throws PostgresRefused when there is no server within twenty seconds, a recovery not counted.
 */
export async function attach(house: House): Promise<Attached> {
  return withStartLock(house.layout.home, async () => {
    if ((await findDataMajor(house.layout)) === undefined) {
      house.log('Making the database: this happens once.');
    }
    await ensureCluster(house.layout, house.installation);
    return findOrStart(house);
  });
}

async function findOrStart(house: House): Promise<Attached> {
  let deadline = Date.now() + patienceMs;
  let own: Launch | undefined;
  while (Date.now() < deadline) {
    const running = await findPostmaster(house.layout);
    if (running?.status === 'ready') {
      const attached = await hold(house, running, own === undefined);
      if (attached) return attached;
    } else if (running) {
      // A server that is at work may take its time: it replays what a crash left behind.
      deadline = Date.now() + patienceMs;
    } else if (own === undefined || hasEnded(own.child)) {
      if (own) await judgeFailure(house, own);
      own = await launch(house);
    }
    await sleep(5);
  }
  own?.child.kill('SIGINT');
  throw await explainFailure(house, own);
}

async function launch(house: House): Promise<Launch> {
  const { layout, installation, transport, settings } = house;
  await disownLocks(layout);
  const logFrom = await measureLog(layout);
  return { logFrom, child: await spawnPostmaster(layout, installation, transport, settings) };
}

async function hold(
  house: House,
  running: Postmaster,
  adopted: boolean,
): Promise<Attached | undefined> {
  const endpoint = await endpointOf(house.layout, running);
  const keeper = await openKeeper(endpoint);
  if (keeper === undefined) return undefined;

  try {
    const connection = await ensureDatabase(keeper.client, endpoint);
    return { keeper, pid: running.pid, connection, adopted };
  } catch (error) {
    await keeper.client.end().catch(() => undefined); // the connection is gone already
    throw error;
  }
}

async function endpointOf(layout: Layout, { port, socket }: Postmaster): Promise<Endpoint> {
  if (socket !== '') return { host: socket, port };
  const password = (await readFile(layout.password, 'utf8')).trim();
  return { host: '127.0.0.1', port, password };
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** Waits a little where trying again helps: something of the dead server is still there. */
async function judgeFailure(house: House, own: Launch): Promise<void> {
  const said = (await readLog(house.layout, own.logFrom)).join('\n');
  const passes = /lock file ".*" already exists|shared memory block|is being used by/.test(said);
  const stopped = !/FATAL|PANIC/.test(said); // by somebody, or by a signal
  if (!passes && !stopped) throw await explainFailure(house, own);
  await sleep(100);
}

async function explainFailure(house: House, own: Launch | undefined): Promise<PostgresRefused> {
  const lines = own ? await readLog(house.layout, own.logFrom) : [];
  const said = lines.find((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1);
  const reason = (said ?? 'it does not say why').replace(/^.*?(FATAL|PANIC|ERROR|error): */, '');
  return new PostgresRefused(`PostgreSQL does not start: ${reason} (${house.layout.log}).`);
}
