import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { letThrough } from './account.ts';
import { attach, type Attached, type House } from './attach.ts';
import { chooseInstallation } from './binaries.ts';
import { makeTemporaryFolder, removeLeftovers } from './ephemeral.ts';
import { type Connection, giveUpHold } from './keeper.ts';
import { makeSocketFolder, prepareLayout } from './layout.ts';
import { stopPostmaster, type Transport } from './postmaster.ts';

export type { Connection } from './keeper.ts';
export { PostgresRefused } from './refused.ts';

export type StartOptions = {
  readonly dataDir?: string; // the application's; the server's own folder is `postgres` in it
  readonly ephemeral?: boolean; // for tests: a temporary folder, no fsync, removed by stop()
  readonly pgBin?: string; // folder of the programs of another PostgreSQL than the embedded one
  readonly settings?: Readonly<Record<string, string>>; // of postgresql.conf
  readonly transport?: Transport['kind']; // default: Unix socket, on Windows TCP
  readonly log?: (message: string) => void;
};

export type PostgresServer = {
  readonly connection: Connection;
  readonly adopted: boolean; // it was running already
  /** Stops the server, unless another process of the application uses it. May be called twice. */
  stop(): Promise<void>;
};

const unsafeButFast = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Starts the embedded PostgreSQL on the data below `dataDir`, or adopts the one that is running on
 * it, and keeps it running until `stop`: should it die, it is started again at the same address.
 *
 * @throws PostgresRefused when it cannot be started; the data is then as it was.
 */
export async function startPostgres(options: StartOptions): Promise<PostgresServer> {
  if (options.ephemeral) return startEphemeral(options);
  if (options.dataDir === undefined) throw new TypeError('dataDir is missing');

  const house = await openHouse(options, options.dataDir);
  const attached = await attach(house);
  return supervise(house, attached);
}

async function startEphemeral(options: StartOptions): Promise<PostgresServer> {
  await removeLeftovers();
  const dataDir = await makeTemporaryFolder();
  const remove = async (): Promise<void> => rm(dataDir, { recursive: true, force: true });
  const settings = { ...unsafeButFast, ...options.settings };

  try {
    const server = await startPostgres({ ...options, ephemeral: false, dataDir, settings });
    return { ...server, stop: async () => server.stop().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function openHouse(options: StartOptions, dataDir: string): Promise<House> {
  const layout = await prepareLayout(dataDir);
  const installation = await chooseInstallation(layout, options.pgBin);
  await letThrough(installation.account, layout.home);
  await makeSocketFolder(layout, installation.account);

  const kind = options.transport ?? (process.platform === 'win32' ? 'tcp' : 'socket');
  const transport: Transport = kind === 'tcp' ? { kind, port: await findFreePort() } : { kind };
  const { settings = {}, log = () => undefined } = options;
  return { layout, installation, transport, settings, log };
}

/** Watches over the server: when our hold on it ends unasked, finds or starts it again. */
function supervise(house: House, first: Attached): PostgresServer {
  let current: Attached | undefined;
  let revival: Promise<void> | undefined;
  let stopping: Promise<void> | undefined;
  const stopped = new AbortController();

  const watch = (attached: Attached): void => {
    current = attached;
    attached.keeper.client.unref();
    void attached.keeper.ended.then(() => {
      current = undefined;
      if (!stopped.signal.aborted) revival = revive();
    });
  };
  const revive = async (): Promise<void> => {
    house.log('The database went away; starting it again.');
    for (let waitMs = 500; !stopped.signal.aborted; waitMs = Math.min(waitMs * 2, 30_000)) {
      try {
        watch(await attach(withAddressOf(house, first)));
        house.log('The database is back.');
        return;
      } catch (error) {
        house.log(`The database does not start: ${String(error)}`);
        await pause(waitMs, stopped.signal);
      }
    }
  };
  const stop = async (): Promise<void> => {
    stopped.abort();
    await revival;
    if (current) await release(house, current);
  };
  watch(first);
  return {
    connection: first.connection,
    adopted: first.adopted,
    stop: async () => (stopping ??= stop()),
  };
}

async function pause(waitMs: number, signal: AbortSignal): Promise<void> {
  await sleep(waitMs, undefined, { ref: false, signal }).catch(() => undefined); // stopped: go on
}

async function release(house: House, { keeper, pid }: Attached): Promise<void> {
  keeper.client.ref();
  const isLast = await giveUpHold(keeper.client).catch(() => false); // it has just died by itself
  if (isLast) await stopPostmaster(house.layout, house.installation, pid);
  await keeper.client.end().catch(() => undefined); // the server has ended the connection
}

// The pool of the application knows the old port.
function withAddressOf(house: House, { connection }: Attached): House {
  if (house.transport.kind === 'socket') return house;
  return { ...house, transport: { kind: 'tcp', port: connection.port } };
}

async function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
