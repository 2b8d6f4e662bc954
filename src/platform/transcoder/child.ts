import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import { refuseFile } from '../files.ts';
import { CutShort } from '../log.ts';
import { MediumRefused } from './transcoder.ts';

/** One run of a program that reads a recording. */
export interface Run {
  readonly args: readonly string[];
  /** Who takes what it writes to file descriptors 3, 4 and so on. Nobody may leave before the end. */
  readonly outputs: readonly ((stream: Readable) => Promise<void>)[];
  readonly limitMs: number;
  readonly onProgress?: (doneSec: number) => void;
}

// The last lines say what went wrong; whoever writes more writes the same again.
const keptCharacters = 16_000;

/**
 * Programs that run for us: gentle to the rest of the machine, bounded in time, ended with this process. One that outlives
 * us in spite of that ends at its next write, for nobody reads its pipes any more.
 */
export class Children {
  readonly #program: string;
  readonly #living = new Set<ChildProcess>();
  readonly #endAll = () => this.#killAll();
  #isClosed = false;

  constructor(program: string) {
    this.#program = program;
    process.on('exit', this.#endAll);
  }

  /** Runs the program to its end. Answers what it said. @throws MediumRefused when it fails by itself, CutShort when we close */
  async run({ args, outputs, limitMs, onProgress }: Run): Promise<string> {
    if (this.#isClosed) throw new CutShort('a recording');
    const child = spawn(this.#program, args, {
      stdio: ['ignore', 'pipe', 'pipe', ...outputs.map(() => 'pipe' as const)],
      windowsHide: true,
    });
    this.#living.add(child);
    yieldTo(child);
    let fault: unknown;
    const giveUp = (error: unknown) => {
      fault ??= error;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => giveUp(new Error(`it took over ${limitMs / 1000} s`)), limitMs);
    const said = listen(child.stderr!);
    if (onProgress) watchProgress(child.stdout!, onProgress);
    else child.stdout!.resume();
    const taking = outputs.map((take, index) =>
      take(child.stdio[3 + index] as Readable).catch(giveUp),
    );
    try {
      const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
      await Promise.all(taking);
      // Whoever reads its pipes finds them broken then, too.
      if (this.#isClosed) throw new CutShort('a recording');
      if (fault !== undefined) throw fault;
      if (code !== 0) throw reasonOf(said.text(), signal);
      return said.text();
    } finally {
      clearTimeout(timer);
      this.#living.delete(child);
    }
  }

  /** Ends what runs; nothing more can be run. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const ending = Array.from(this.#living, (child) => once(child, 'close'));
    this.#killAll();
    await Promise.all(ending);
    process.off('exit', this.#endAll);
  }

  #killAll(): void {
    // ffmpeg takes SIGTERM as a wish, and may finish a file first.
    for (const child of this.#living) child.kill('SIGKILL');
  }
}

/** Whoever serves pages on this machine comes first. */
function yieldTo({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch (error) {
    // It has ended already, or this system knows no priorities: then it runs as it is.
    if (!(error instanceof Error && 'errno' in error)) throw error;
  }
}

function listen(stream: Readable): { text(): string } {
  let kept = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    kept = (kept + text).slice(-keptCharacters);
  });
  return { text: () => kept };
}

/** `-progress` writes blocks of `name=value`. */
function watchProgress(stream: Readable, tell: (doneSec: number) => void): void {
  createInterface({ input: stream }).on('line', (line) => {
    const [, micros] = /^out_time_us=(\d+)$/.exec(line) ?? [];
    if (micros !== undefined) tell(Number(micros) / 1_000_000);
  });
}

function reasonOf(said: string, signal: string | null): Error {
  if (/No space left on device|Disk quota exceeded/i.test(said)) return refuseFile('files.full');
  const last = said.trim().split('\n').slice(-3).join(' / ').slice(0, 500);
  // Somebody else ended it, such as a system without memory: that says nothing of the recording.
  return signal === null ? new MediumRefused(last) : new Error(`ended by ${signal}: ${last}`);
}
