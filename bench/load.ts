import { fork } from 'node:child_process';
import { join } from 'node:path';

/** What the load process is told to do. */
export interface LoadOrder {
  readonly scenario: string;
  readonly port: number;
  readonly worldFile: string;
  readonly connections: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** Turns below were taken by earlier runs. */
  readonly firstTurn: number;
}

/** What it found. */
export interface LoadResult {
  readonly count: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly faultCount: number;
  /** The first few, in words. */
  readonly faults: readonly string[];
  /** The generated house had no more to give. */
  readonly isExhausted: boolean;
}

type Told =
  | { readonly kind: 'warm' }
  | { readonly kind: 'done'; readonly result: LoadResult; readonly nextTurn: number };

/** Drives a scenario from a process of its own; `onWarm` is called when the counted part begins, `onDone` when it ends. */
export async function drive(
  order: LoadOrder,
  marks: { readonly onWarm: () => void; readonly onDone: () => void },
): Promise<{ readonly result: LoadResult; readonly nextTurn: number }> {
  const worker = fork(join(import.meta.dirname, 'load-worker.ts'), { execArgv: process.execArgv });
  try {
    return await new Promise((resolve, reject) => {
      worker.on('message', (told: Told) => {
        if (told.kind === 'warm') return marks.onWarm();
        marks.onDone();
        resolve({ result: told.result, nextTurn: told.nextTurn });
      });
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`the load process ended with ${code}`)));
      worker.send(order);
    });
  } finally {
    worker.kill();
  }
}
