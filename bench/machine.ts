import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Where something was measured. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
}

export function readMachine(): Machine {
  return {
    processor: cpus()[0]?.model ?? '',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
}

/** When, of what and where something is measured, in one line. */
export function sayWhere(date = new Date().toISOString()): string {
  const { cores, processor, memoryGiB } = readMachine();
  return `${date.slice(0, 10)}, commit ${readCommit()}; ${cores} cores (${processor}), ${memoryGiB} GiB; Node ${process.versions.node}.`;
}

export function readCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: root,
      encoding: 'utf8',
    }).trim();
  } catch (error) {
    // A released copy has no history, and a machine may have no git.
    return error instanceof Error ? 'unknown' : String(error);
  }
}
