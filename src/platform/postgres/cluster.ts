import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { giveTo, runAs } from './account.ts';
import { type Installation, programOf } from './binaries.ts';
import { findDataMajor, foreignData, type Layout } from './layout.ts';
import { codeOf, PostgresRefused } from './refused.ts';

export const superuser = 'postgres';

// Collation and case come from PostgreSQL itself, the same on every system. Only the classes of
// characters (which trigrams and text search ask for) still come from the system's library.
const characterLocales: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'en_US.UTF-8',
  win32: 'en-US',
};
const localeOptions = [
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  `--lc-ctype=${characterLocales[process.platform] ?? 'C.UTF-8'}`,
];

/**
 * Makes the data unless it is there, whole or not at all: a start that is cut short leaves a
 * folder of another name, which the next one removes.
 *
 * @throws PostgresRefused when it cannot be made, or is another account's.
 */
export async function ensureCluster(layout: Layout, installation: Installation): Promise<void> {
  const { account } = installation;
  if ((await findDataMajor(layout)) !== undefined) {
    const { uid } = await stat(layout.cluster);
    if (process.getuid && ![0, uid].includes(process.getuid())) throw foreignData(layout.cluster);
    await giveTo(account, layout.cluster);
    return;
  }

  const fresh = `${layout.cluster}.new-${randomBytes(4).toString('hex')}`;
  await removeUnfinished(layout);
  await mkdir(fresh, { mode: 0o700 });
  await writeFile(layout.password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  await giveTo(account, layout.password);
  await giveTo(account, fresh);
  await initialise(layout, installation, fresh);
  await moveInto(fresh, layout.cluster);
  await syncFolder(layout.home);
}

async function initialise(
  layout: Layout,
  installation: Installation,
  fresh: string,
): Promise<void> {
  const args = [
    `--pgdata=${fresh}`,
    `--username=${superuser}`,
    '--auth-local=trust', // whoever reaches the socket's folder owns the data anyway
    '--auth-host=scram-sha-256',
    `--pwfile=${layout.password}`,
    ...localeOptions,
  ];
  const { libraries } = installation;
  const command = { file: programOf(installation, 'initdb'), args, cwd: layout.home, libraries };

  try {
    await runAs(installation.account, command);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    const line = said.split('\n').find((text) => /error|fatal|could not/i.test(text)) ?? said;
    throw new PostgresRefused(
      `PostgreSQL could not make its data in ${layout.cluster}: ${line.trim()}`,
      { cause: error },
    );
  }
}

async function moveInto(fresh: string, cluster: string): Promise<void> {
  try {
    await rename(fresh, cluster);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
    throw new PostgresRefused(
      `${cluster} holds files but no PostgreSQL data: move them away, or set DATA_DIR.`,
    );
  }
}

// The initdb of a start that was killed may still be writing there. What it makes us leave, the
// next first start removes.
async function removeUnfinished(layout: Layout): Promise<void> {
  for (const name of await readdir(layout.home)) {
    if (!name.startsWith('cluster.new-')) continue;
    try {
      const options = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 };
      await rm(join(layout.home, name), options);
    } catch (error) {
      if (!['ENOTEMPTY', 'EBUSY', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
    }
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // folders cannot be opened there
  const folder = await open(path);
  await folder.sync();
  await folder.close();
}
