import { stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, PostgresRefused } from './refused.ts';

const patienceMs = 120_000; // another process may be making the data on a slow disk

/**
 * Does `work` while no other process does so for the same folder. The lock is a name that the
 * kernel takes back when its holder dies, so it never goes stale. Systems without such names go
 * unlocked: there the server's own lock file has to be enough.
 *
 * @throws PostgresRefused when another process holds it for two minutes.
 */
export async function withStartLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const name = await lockName(folder);
  if (name === undefined) return work();

  const held = await takeName(name, folder);
  try {
    return await work();
  } finally {
    held.close();
  }
}

/**
 * Holds `folder` until this process ends, however it ends, or until the answered function is called. Undefined when
 * another process holds it. Systems without such names never refuse.
 */
export async function holdFolder(folder: string): Promise<(() => void) | undefined> {
  const name = await lockName(folder);
  if (name === undefined) return () => undefined;
  try {
    const held = await listen(name);
    held.unref();
    return () => void held.close();
  } catch (error) {
    if (['EADDRINUSE', 'EACCES'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}

async function lockName(folder: string): Promise<string | undefined> {
  const { dev, ino } = await stat(folder);
  const name = `shuyuan-postgres-${dev}-${ino}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : undefined;
}

async function takeName(name: string, folder: string): Promise<Server> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await listen(name);
    } catch (error) {
      if (!['EADDRINUSE', 'EACCES'].includes(codeOf(error) ?? '')) throw error;
      if (Date.now() > deadline) {
        throw new PostgresRefused(`Another process has long been starting the data in ${folder}.`);
      }
    }
    await sleep(20);
  }
}

async function listen(name: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(name, () => resolve(server));
  });
}
