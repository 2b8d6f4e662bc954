import { type ChildProcess, execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { open, readFile, readlink, rename, rm, stat, writeFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { spawnAs } from './account.ts';
import { type Installation, programOf } from './binaries.ts';
import { type Layout, socketPort } from './layout.ts';
import { codeOf } from './refused.ts';

const run = promisify(execFile);

/** What a server says of itself in postmaster.pid. */
export type Postmaster = {
  readonly pid: number;
  readonly port: number;
  readonly socket: string; // folder, empty when it listens on TCP alone
  readonly status: string; // starting, ready, stopping
};

/** How a server that we start can be reached. */
export type Transport =
  | { readonly kind: 'socket' }
  | { readonly kind: 'tcp'; readonly port: number };

// As root we must not be led astray by a link that the server's account has put in the way.
const { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } = constants;
// Windows has no such flag, whatever the types say.
const O_NOFOLLOW = (constants as Partial<typeof constants>).O_NOFOLLOW ?? 0;
const rewrite = O_WRONLY | O_TRUNC | O_NOFOLLOW;
const append = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW;

const maxLogBytes = 10 * 2 ** 20;
const noProcess = 2 ** 31 - 1; // above every system's largest process id

/** The server that runs on the data, or undefined when none does. */
export async function findPostmaster(
  layout: Pick<Layout, 'cluster'>,
): Promise<Postmaster | undefined> {
  const text = await readIfThere(join(layout.cluster, 'postmaster.pid'));
  if (text === undefined) return undefined;

  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!(await runsOn(pid, layout.cluster))) return undefined;
  const [port, socket = '', , , status = 'starting'] = lines.slice(3);
  return { pid, port: Number(port), socket, status };
}

/**
 * Lets the next start pass by lock files whose process is a zombie that nobody buries, or is by
 * now some other program. Only their process id goes: with the rest of the file PostgreSQL still
 * finds out whether old backends are at work on the data. Call it under the start lock only.
 */
export async function disownLocks(layout: Layout): Promise<void> {
  const files = [
    join(layout.cluster, 'postmaster.pid'),
    join(layout.socket, `.s.PGSQL.${socketPort}.lock`),
  ];
  for (const file of files) {
    const text = await readIfThere(file);
    if (text === undefined) continue;
    if (text === '') await removeIfOld(file);

    const pid = Number(text.split('\n')[0]);
    if (isListed(pid) && !(await runsOn(pid, layout.cluster))) {
      await writeFile(file, text.replace(/^\d+/, String(noProcess)), { flag: rewrite });
    }
  }
}

/** Starts the server on the data; its messages go to the log file. It outlives us. */
export async function spawnPostmaster(
  layout: Layout,
  installation: Installation,
  transport: Transport,
  settings: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const all = { ...defaultSettings(), ...listenSettings(layout, transport), ...settings };
  const options = Object.entries(all).map(([name, value]) => `--${name}=${value}`);
  const command = commandFor(layout, installation, options);

  const log = await openLog(layout.log);
  try {
    const child = spawnAs(installation.account, command, log.fd);
    child.on('error', () => undefined); // then it has no pid, and counts as ended
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

/**
 * Stops the server: the sessions that are left are cut off, what was acknowledged is on disk.
 * After ten seconds it is stopped without a checkpoint, which the next start makes up for.
 */
export async function stopPostmaster(
  layout: Layout,
  installation: Installation,
  pid: number,
): Promise<void> {
  const steps: ['SIGINT' | 'SIGQUIT', number][] = [
    ['SIGINT', 10_000],
    ['SIGQUIT', 10_000],
  ];
  for (const [signal, patienceMs] of steps) {
    if (!(await runsOn(pid, layout.cluster))) return;
    await sendSignal(installation, pid, signal);

    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      if (!(await runsOn(pid, layout.cluster))) return;
      await sleep(5);
    }
  }
}

/** The bytes in the log now, so that `readLog` can answer what came after. */
export async function measureLog(layout: Layout): Promise<number> {
  return stat(layout.log).then(
    ({ size }) => size,
    () => 0,
  );
}

/** The errors in the log since `from`, each without time and process. */
export async function readLog(layout: Layout, from: number): Promise<string[]> {
  const text = (await readIfThere(layout.log)) ?? '';
  const lines = Buffer.from(text).subarray(from).toString().split('\n');
  return lines.filter((line) => /(FATAL|PANIC|ERROR|error|cannot)/.test(line));
}

/** Whether the system knows a process of this id: alive, or a zombie. */
export function isListed(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function commandFor(layout: Layout, installation: Installation, options: string[]) {
  const shared = { cwd: layout.home, libraries: installation.libraries };
  if (process.platform !== 'win32') {
    const args = ['-D', layout.cluster, ...options];
    return { ...shared, file: programOf(installation, 'postgres'), args };
  }
  // pg_ctl gives up the rights of an administrator, with which the server would not start.
  const quoted = options.map((option) => `"${option}"`).join(' ');
  const args = ['start', '-W', '-D', layout.cluster, '-o', quoted];
  return { ...shared, file: programOf(installation, 'pg_ctl'), args };
}

/** An eighth of the machine's memory, from 128 MiB to 2 GiB: it is only taken as far as there is data to keep in it. */
function sharedMiB(memoryBytes: number): number {
  return Math.min(2_048, Math.max(128, Math.floor(memoryBytes / 8 / 2 ** 20)));
}

function defaultSettings(): Record<string, string> {
  return {
    shared_buffers: `${sharedMiB(totalmem())}MB`,
    max_connections: '80',
    max_wal_size: '1GB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
  };
}

function listenSettings(layout: Layout, transport: Transport): Record<string, string> {
  if (transport.kind === 'tcp') {
    const port = String(transport.port);
    return { listen_addresses: '127.0.0.1', port, unix_socket_directories: '' };
  }
  return {
    listen_addresses: '',
    port: String(socketPort),
    unix_socket_directories: quoteListItem(layout.socket),
    unix_socket_permissions: '0700',
  };
}

// The setting is a list: a comma or a blank in the path would split it.
function quoteListItem(path: string): string {
  return `"${path.replaceAll('"', '""')}"`;
}

async function openLog(path: string) {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > maxLogBytes) await rename(path, `${path}.1`);
  return open(path, append, 0o600);
}

async function sendSignal(
  installation: Installation,
  pid: number,
  signal: 'SIGINT' | 'SIGQUIT',
): Promise<void> {
  if (process.platform === 'win32') {
    const name = signal.slice('SIG'.length);
    await run(programOf(installation, 'pg_ctl'), ['kill', name, String(pid)]);
    return;
  }
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

// A process id says little: it may be a zombie's, or by now another program's.
async function runsOn(pid: number, cluster: string): Promise<boolean> {
  if (!isListed(pid)) return false;
  if (process.platform === 'linux') return worksIn(pid, cluster);
  if (process.platform === 'win32') return true;
  const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({
    stdout: '', // it has ended meanwhile
  }));
  return stdout.includes(cluster);
}

// A server's working directory is its data; a zombie has none.
async function worksIn(pid: number, cluster: string): Promise<boolean> {
  try {
    await readlink(`/proc/${pid}/cwd`);
    const [theirs, ours] = await Promise.all([stat(`/proc/${pid}/cwd`), stat(cluster)]);
    return theirs.ino === ours.ino && theirs.dev === ours.dev;
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(codeOf(error) ?? '')) return false;
    throw error;
  }
}

// An empty lock file is what a server leaves that was killed in the moment it made the file.
async function removeIfOld(file: string): Promise<void> {
  const { mtimeMs } = await stat(file);
  if (Date.now() - mtimeMs > 5_000) await rm(file);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
