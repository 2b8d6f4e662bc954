import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { access, chmod, lchown, lstat, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

export type Ids = { readonly uid: number; readonly gid: number };

/** In whose name the server runs. PostgreSQL refuses to run as root. */
export type Account = {
  readonly prefix: readonly string[]; // command before the command
  readonly switchTo: Ids | undefined; // account to switch to before it
  readonly owner: Ids | undefined; // who must own the data; undefined: it is ours already
};

type Passwd = Ids & { readonly name: string };

const run = promisify(execFile);
const root: Ids = { uid: 0, gid: 0 };

/**
 * The accounts to try, best first: our own unless we are root. As root these are the owner of the
 * data, `shuyuan`, `postgres`, `nobody` and the owners of the folders above, each where it can
 * reach the paths; last, root's files under the name of nobody in a user namespace.
 */
export async function listAccounts(home: string, binFolder: string): Promise<Account[]> {
  if (process.getuid?.() !== 0) return [{ prefix: [], switchTo: undefined, owner: undefined }];

  const passwd = await readPasswd();
  const accounts: Account[] = [];
  for (const { uid, gid } of await listCandidates(passwd, [home, binFolder])) {
    const ids = { uid, gid };
    if (await canReach(ids, home, binFolder)) {
      accounts.push({ prefix: [], switchTo: ids, owner: ids });
    }
  }
  if (process.platform === 'linux' && (await canReach(root, home, binFolder))) {
    accounts.push(namespaced(passwd.find((entry) => entry.name === 'nobody')));
  }
  return accounts;
}

async function listCandidates(
  passwd: readonly Passwd[],
  paths: readonly string[],
): Promise<Passwd[]> {
  const owners = await listOwners(paths);
  const named = ['shuyuan', 'postgres', 'nobody'].flatMap((name) =>
    passwd.filter((entry) => entry.name === name),
  );
  return [
    ...passwd.filter((entry) => entry.uid === owners[0]),
    ...named,
    ...passwd.filter((entry) => owners.includes(entry.uid)),
  ].filter((entry) => entry.uid !== 0);
}

/** Runs a program in the name of the account and answers what it printed. */
export async function runAs(account: Account, command: Command): Promise<string> {
  const [file, args] = inNameOf(account, command);
  const { stdout } = await run(file, args, {
    cwd: command.cwd,
    env: environment(command.libraries),
    ...account.switchTo,
  });
  return stdout;
}

/** Starts a program in the name of the account; it outlives us, and writes to `output`. */
export function spawnAs(account: Account, command: Command, output: number): ChildProcess {
  const [file, args] = inNameOf(account, command);

  // Its own process group: Ctrl-C in the terminal is for the application, which then stops it.
  return spawn(file, args, {
    cwd: command.cwd,
    env: environment(command.libraries),
    detached: true,
    windowsHide: true,
    stdio: ['ignore', output, output],
    ...account.switchTo,
  });
}

export type Command = {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly libraries: string | undefined; // folder with libraries that the program needs
};

/** Gives a path and all below it to the account that will use it, if it is not its own yet. */
export async function giveTo(account: Account, path: string): Promise<void> {
  if (account.owner === undefined) return;
  const found = await lstat(path);
  if (found.uid === account.owner.uid) return;

  // What is inside first: when this is cut short, the folder still asks for it the next time.
  for (const name of found.isDirectory() ? await readdir(path) : []) {
    await giveTo(account, join(path, name));
  }
  await lchown(path, account.owner.uid, account.owner.gid);
}

/** Lets the account pass through a folder that stays another's. */
export async function letThrough(account: Account, folder: string): Promise<void> {
  if (account.switchTo === undefined) return;
  const { uid } = await stat(folder);
  if (uid !== account.switchTo.uid) await chmod(folder, 0o711);
}

function namespaced(nobody: Ids = { uid: 65_534, gid: 65_534 }): Account {
  // Outside it stays root without any capability, so it can use what lies in root's own 0700 home.
  const prefix = [
    'unshare',
    '--user',
    `--map-user=${nobody.uid}`,
    `--map-group=${nobody.gid}`,
    '--',
  ];
  return { prefix, switchTo: undefined, owner: root };
}

function inNameOf(account: Account, command: Command): [string, string[]] {
  const [file = command.file, ...args] = [...account.prefix, command.file, ...command.args];
  return [file, args];
}

// Neither our secrets nor a stray PGDATA or PGOPTIONS are any business of the server. Programs on
// Windows do not run without SystemRoot and its like.
function environment(libraries: string | undefined): NodeJS.ProcessEnv {
  if (process.platform === 'win32') {
    // oxlint-disable-next-line house/environment -- not a setting: what the system needs
    const all = Object.entries(process.env);
    return Object.fromEntries(all.filter(([key]) => !/^PG/i.test(key)));
  }
  const found = libraries === undefined ? {} : libraryPath(libraries);
  return { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC', ...found };
}

function libraryPath(folder: string): Record<string, string> {
  const name = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  return { [name]: folder };
}

async function readPasswd(): Promise<Passwd[]> {
  const path = '/etc/passwd';
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return [];

  const lines = (await readFile(path, 'utf8')).split('\n');
  return lines.flatMap((line) => {
    const [name = '', , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

// The owners of the paths and of the folders above them, those of the first path first.
async function listOwners(paths: readonly string[]): Promise<number[]> {
  const folders = paths.flatMap((path) => [path, ...listAbove(path)]);
  return Promise.all(folders.map(async (folder) => (await stat(folder)).uid));
}

// The home itself lets the account through; to all else it needs a way already.
async function canReach(ids: Ids, home: string, binFolder: string): Promise<boolean> {
  const folders = [...listAbove(home), binFolder, ...listAbove(binFolder)];
  const open = await Promise.all(
    folders.map(async (folder) => {
      const { uid, gid, mode } = await stat(folder);
      if (uid === ids.uid) return (mode & 0o100) !== 0;
      return (mode & (gid === ids.gid ? 0o010 : 0o001)) !== 0;
    }),
  );
  return open.every(Boolean);
}

function listAbove(path: string): string[] {
  const above = dirname(path);
  return above === path ? [] : [above, ...listAbove(above)];
}
