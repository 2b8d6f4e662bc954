import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPostmaster, isListed } from './postmaster.ts';

/** Makes a folder for a server that lives as long as this process at most. */
export async function makeTemporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `shuyuan-pg-${process.pid}-`));
  await chmod(folder, 0o711); // the server may run as another account
  return folder;
}

/** Kills and removes the temporary servers of processes that are no more. */
export async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = Number(/^shuyuan-pg-(\d+)-/.exec(name)?.[1]);
    if (!owner || isListed(owner)) continue;

    const folder = join(tmpdir(), name);
    await killServer(join(folder, 'postgres', 'cluster'));
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function killServer(cluster: string): Promise<void> {
  const running = await findPostmaster({ cluster });
  if (running) process.kill(running.pid, 'SIGQUIT');
  for (let tries = 0; tries < 100 && (await findPostmaster({ cluster })); tries += 1) {
    await sleep(20);
  }
}
