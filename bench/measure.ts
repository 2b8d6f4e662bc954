import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Linux counts processor time in hundredths of a second for every program (man 5 proc, sysconf(_SC_CLK_TCK)).
const ticksPerSecond = 100;

/** Processor time that was used, in microseconds. */
export interface Used {
  readonly nodeUs: number;
  readonly postgresUs: number;
}

/** Memory in MiB: of Node all that is resident, of PostgreSQL with shared pages counted once. */
export interface Memory {
  readonly nodeMiB: number;
  readonly postgresMiB: number;
}

/** The two processes that are watched. */
export interface Watched {
  readonly nodePid: number;
  readonly postmasterPid: number;
}

/** The process that runs on the data in `dataDir`. */
export function findPostmaster(dataDir: string): number {
  return Number(
    readFileSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0],
  );
}

/** Processor time so far; of PostgreSQL that of all its processes, living and ended. */
export function readUsed({ nodePid, postmasterPid }: Watched): Used {
  const node = readStat(nodePid);
  const parent = readStat(postmasterPid);
  const children = childrenOf(postmasterPid).map(readStat);
  const postgres = [parent, ...children].reduce(
    (sum, stat) => sum + (stat?.own ?? 0),
    parent?.ended ?? 0,
  );
  return { nodeUs: toUs(node?.own ?? 0), postgresUs: toUs(postgres) };
}

export function readMemory({ nodePid, postmasterPid }: Watched): Memory {
  const postgres = [postmasterPid, ...childrenOf(postmasterPid)];
  return {
    nodeMiB: readKiB(nodePid, 'Rss') / 1_024,
    postgresMiB: postgres.reduce((sum, pid) => sum + readKiB(pid, 'Pss'), 0) / 1_024,
  };
}

const toUs = (ticks: number) => (ticks * 1_000_000) / ticksPerSecond;

interface Stat {
  readonly parent: number;
  /** Ticks of the process itself, and of children that ended. */
  readonly own: number;
  readonly ended: number;
}

function readStat(pid: number): Stat | undefined {
  const text = readIfThere(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  // The second field is a name that may hold anything, so counting begins behind it.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent, user, system, endedUser, endedSystem] = [1, 11, 12, 13, 14].map(
    (index) => fields[index] ?? 0,
  );
  return { parent: parent!, own: user! + system!, ended: endedUser! + endedSystem! };
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((candidate) => candidate > 0 && readStat(candidate)?.parent === pid);
}

function readKiB(pid: number, field: 'Rss' | 'Pss'): number {
  const text = readIfThere(`/proc/${pid}/smaps_rollup`) ?? '';
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM')
      return undefined;
    throw error;
  }
}
