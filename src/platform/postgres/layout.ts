import { createHash, randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Account, giveTo } from './account.ts';
import { codeOf, PostgresRefused } from './refused.ts';

/** Where everything of one embedded server lies. */
export type Layout = {
  readonly home: string; // of the application; the server's account may pass through
  readonly cluster: string; // PGDATA
  readonly socket: string; // folder of the Unix socket, 0700
  readonly log: string;
  readonly password: string; // file with the password that connections over TCP need
};

export const socketPort = 5432;

// sockaddr_un.sun_path holds 108 bytes on Linux and 104 on macOS, the closing NUL included.
const socketPathBytes = process.platform === 'darwin' ? 103 : 107;

/**
 * Makes `<dataDir>/postgres` and says what lies where in it.
 *
 * @throws PostgresRefused when the folder cannot be made or written.
 */
export async function prepareLayout(dataDir: string): Promise<Layout> {
  const home = await makeHome(join(dataDir, 'postgres'));

  return {
    home,
    cluster: join(home, 'cluster'),
    socket: chooseSocketFolder(home),
    log: join(home, 'server.log'),
    password: join(home, 'password'),
  };
}

/** The major version that made the data, or undefined when there is none yet. */
export async function findDataMajor(layout: Layout): Promise<number | undefined> {
  try {
    return Number.parseInt(await readFile(join(layout.cluster, 'PG_VERSION'), 'utf8'), 10);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (codeOf(error) === 'EACCES') throw foreignData(layout.cluster);
    throw error;
  }
}

/** The refusal for data that another account of this machine owns. */
export function foreignData(path: string): PostgresRefused {
  return new PostgresRefused(
    `The data in ${path} belongs to another account of this machine: ` +
      `start as that account, or set DATA_DIR to a folder of your own.`,
  );
}

/**
 * Makes the folder of the socket, open to its owner alone, wherever it lies.
 *
 * @throws PostgresRefused when somebody else made it first.
 */
export async function makeSocketFolder(layout: Layout, account: Account): Promise<void> {
  await mkdir(layout.socket, { recursive: true, mode: 0o700 });
  if (process.getuid === undefined) return;

  // In a shared temporary folder anybody could have made it before us, to listen in.
  const found = await lstat(layout.socket);
  if (!found.isDirectory() || ![process.getuid(), account.owner?.uid].includes(found.uid)) {
    throw new PostgresRefused(`${layout.socket} is somebody else's: remove it, or set TMPDIR.`);
  }
  await chmod(layout.socket, 0o700);
  await giveTo(account, layout.socket);
}

async function makeHome(path: string): Promise<string> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await mkdir(path, { recursive: true, mode: 0o700 });
    const home = await realpath(path);
    const probe = join(home, `.writable-${randomUUID()}`);
    await writeFile(probe, '');
    await rm(probe);
    return home;
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new PostgresRefused(
      `The data folder ${path} cannot be written (${describe(code)}): ` +
        'make it writable, or set DATA_DIR to another folder.',
      { cause: error },
    );
  }
}

function describe(code: string): string {
  const known: Record<string, string> = {
    EROFS: 'its file system is read-only',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a file stands in its path',
    EEXIST: 'a file stands in its path',
  };
  return known[code] ?? code;
}

function chooseSocketFolder(home: string): string {
  const short = `shuyuan-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`;
  const folders = [join(home, 'socket'), join(tmpdir(), short), join('/tmp', short)];
  const fits = (folder: string): boolean =>
    Buffer.byteLength(join(folder, `.s.PGSQL.${socketPort}`)) <= socketPathBytes;

  return folders.find(fits) ?? join('/tmp', short);
}
