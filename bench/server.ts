import { spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Line } from './http.ts';

const root = join(import.meta.dirname, '..');
const patienceMs = 120_000;

/** The real server, in a process of its own. */
export interface Server {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts `src/app/main.ts` on a data folder as an operator would in earnest, and waits until it serves. */
export async function startServer(dataDir: string): Promise<Server> {
  const sandbox = await lendSandboxMemory(dataDir);
  const server = await start(dataDir, {});
  const stop = async () => {
    await server.stop();
    await rm(sandbox, { recursive: true, force: true });
  };
  return { ...server, stop };
}

/** Starts a second server beside the first that keeps no page, so that what it takes to make one can be measured. */
export async function startFreshServer(dataDir: string): Promise<Server> {
  return start(dataDir, { ROLE: 'web', PAGE_CACHE_MB: '0' });
}

async function start(dataDir: string, more: Readonly<Record<string, string>>): Promise<Server> {
  const port = await findFreePort();
  const log = createWriteStream(join(dataDir, 'bench-server.log'), { flags: 'a' });
  const child = spawn(process.execPath, [...process.execArgv, join(root, 'src/app/main.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      MODE: 'production',
      DEMO: 'false',
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: String(port),
      // On loopback the sandbox gateway may run in production too.
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      TRUSTED_PROXIES: '1',
      AUTH_RATE_LIMIT: '1000000',
      ...more,
    },
  });
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };

  const until = performance.now() + patienceMs;
  while (!(await isServing(port))) {
    if (child.exitCode !== null || performance.now() > until) {
      await stop();
      throw new Error(`the server did not start: see ${join(dataDir, 'bench-server.log')}`);
    }
    await sleep(100);
  }
  return { port, pid: child.pid!, stop };
}

/** Gives the simulated provider an empty book in memory: what it has on its disk is not our cost. */
async function lendSandboxMemory(dataDir: string): Promise<string> {
  const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const folder = await mkdtemp(join(memory, 'shuyuan-bench-sandbox-'));
  await chmod(folder, 0o700);
  await rm(join(dataDir, 'sandbox'), { recursive: true, force: true });
  await symlink(folder, join(dataDir, 'sandbox'));
  return folder;
}

async function isServing(port: number): Promise<boolean> {
  const line = new Line(port);
  try {
    return (await line.ask({ path: '/healthz' })).status === 200;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return false;
    throw error;
  } finally {
    line.close();
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
