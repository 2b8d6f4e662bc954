import { access, constants, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Settings } from '#platform/config.ts';
import type { Connection } from '#platform/db.ts';
import type { Logger } from '#platform/log.ts';

/** A database or data folder that cannot be used, in one plain sentence. */
export class HouseRefused extends Error {
  override readonly name = 'HouseRefused';
}

/** The data folder, and the way to the database. */
export interface Data {
  readonly connection: Connection;
  /** Stops the embedded database, unless another process uses it. */
  close(): Promise<void>;
}

/** Makes sure of the data folder and starts the embedded database, if there is no other. @throws HouseRefused, PostgresRefused */
export async function openData(settings: Settings, log: Logger): Promise<Data> {
  await ensureFolder(settings.dataDir);
  if (settings.databaseUrl !== undefined) {
    return { connection: { connectionString: settings.databaseUrl }, close: async () => undefined };
  }
  const { startPostgres } = await import('#platform/postgres/server.ts');
  const { connection, stop } = await startPostgres({
    dataDir: settings.dataDir,
    log: (message) => log.info(message),
    ...(settings.pgBin ? { pgBin: settings.pgBin } : {}),
  });
  return { connection, close: stop };
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'its file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a file stands in its path',
  EEXIST: 'a file stands in its path',
  ENOENT: 'no folder can be made there',
};

// Node's own recursive mkdir never ends where the system answers ENOENT to a name it does not like, as in /proc.
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    if (codeOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

async function ensureFolder(folder: string): Promise<void> {
  const probe = join(folder, `.writable-${process.pid}`);
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    const code = codeOf(error);
    throw new HouseRefused(
      `The data folder ${folder} cannot be written (${reasons[code] ?? code}): make it writable, or choose another with DATA_DIR.`,
    );
  }
}
