import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Connection } from '#platform/db.ts';

/** The real product in a process of its own, which is killed and started again. */
export interface RunningServer {
  readonly url: string;
  readonly connection: Connection;
  /** Starts the process unless it runs, and waits until it serves. */
  start(): Promise<void>;
  /** Waits until it serves again, as whoever killed something under it does. @throws Error when it gave up */
  recover(): Promise<void>;
  /** SIGKILL, and nothing else: what was acknowledged has to be on the disk. */
  kill(): Promise<void>;
  /** Ends the database at once, without a checkpoint; its supervisor starts it again. */
  killDatabase(signal: 'SIGQUIT' | 'SIGKILL'): Promise<void>;
  /** What it wrote to its log. */
  readonly said: () => string;
}

const patienceMs = 60_000;
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Prepares a server on `dataDir`; nothing runs until `start`. */
export async function prepareServer(dataDir: string): Promise<RunningServer> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let said = '';
  const hear = (chunk: Buffer): void => {
    said = (said + chunk.toString()).slice(-200_000);
  };

  const start = async (): Promise<void> => {
    if (!child || hasEnded(child)) {
      child = spawn(
        process.execPath,
        ['--import', here('../src/platform/hooks.mjs'), here('../src/app/main.ts')],
        {
          env: { ...process.env, ...environmentOf(dataDir, port) },
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      );
      child.stdout?.on('data', hear);
      child.stderr?.on('data', hear);
    }
    await untilServing(url, child, () => said);
  };
  return {
    url,
    start,
    recover: () => untilServing(url, child!, () => said),
    said: () => said,
    connection: {
      host: join(dataDir, 'postgres', 'socket'),
      port: 5432,
      user: 'shuyuan',
      database: 'shuyuan',
    },
    kill: async () => {
      if (!child || hasEnded(child)) return;
      const ended = new Promise((resolve) => child!.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    },
    killDatabase: async (signal) => {
      const pid = await findPostmaster(dataDir);
      if (pid !== undefined) signalIfThere(pid, signal);
    },
  };
}

function environmentOf(dataDir: string, port: number): Record<string, string> {
  return {
    DATA_DIR: dataDir,
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    MODE: 'development',
    DEMO: 'false',
    AUTH_RATE_LIMIT: '1000000',
  };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function untilServing(url: string, child: ChildProcess, said: () => string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    if (hasEnded(child)) throw new Error(`the server ended by itself:\n${said().slice(-4_000)}`);
    if (await isServing(url)) return;
    await sleep(50);
  }
  throw new Error(
    `the server did not serve within ${patienceMs / 1000} s:\n${said().slice(-4_000)}`,
  );
}

/** Whether requests can be served now. */
async function isServing(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(5_000) });
    await response.text();
    return response.status === 200;
  } catch (error) {
    if (error instanceof Error) return false; // Not up, or just killed: both are "not yet".
    throw error;
  }
}

/** The database server's process; undefined while there is none. */
async function findPostmaster(dataDir: string): Promise<number | undefined> {
  const text = await readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').catch(
    () => '',
  );
  const pid = Number(text.split('\n')[0]);
  return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined;
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

async function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
