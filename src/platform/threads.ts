import assert from 'node:assert/strict';
import { getHeapStatistics } from 'node:v8';
import { parentPort, Worker } from 'node:worker_threads';

/** Work that nobody goes on with: it took too long or too much memory, or too much of it waits already. */
export class WorkGivenUp extends Error {
  readonly why: 'late' | 'too_large' | 'busy';

  constructor(why: WorkGivenUp['why']) {
    super(`work was given up: ${why}`);
    this.name = 'WorkGivenUp';
    this.why = why;
  }
}

export interface ThreadsOptions {
  /** What a thread runs; it calls `serveThread`. */
  readonly module: URL;
  /** How many work at once. */
  readonly size: number;
  /**
   * A piece that takes more processor time is given up, and its thread ended: however busy the machine is, the same
   * pieces are. Where it waits without working, six times as long ends it, too.
   */
  readonly limitMs: number;
  /** MiB of heap for a thread; a piece that takes it beyond them is given up. */
  readonly heapMb: number;
  /** How many pieces may wait. */
  readonly longestLine: number;
  /** A thread that did so many pieces is replaced by a fresh one. */
  readonly piecesEach: number;
}

interface Piece<Task, Answer> {
  readonly task: Task;
  readonly by: string;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

interface Thread<Task, Answer> {
  readonly worker: Worker;
  piece: Piece<Task, Answer> | undefined;
  /** Look at what its piece takes, of time and memory. */
  clock: NodeJS.Timeout | undefined;
  scale: NodeJS.Timeout | undefined;
  /** Processor time that it had used when its piece began. */
  usedMs: number;
  isReady: boolean;
  isEnding: boolean;
  done: number;
}

// A thread that reaches V8's own limit may take the whole process with it, so it is weighed, and ended long before.
const headroom = 5;
const weighMs = 50;
const patience = 6;

type Word<Answer> =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly answer: Answer; readonly heapBytes: number }
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * A few threads for work that would hold up everybody on the event loop. They begin with the first piece, so that no
 * start waits for them, and keep no process alive while they are idle.
 */
export class Threads<Task, Answer> {
  readonly #options: ThreadsOptions;
  readonly #line: Piece<Task, Answer>[] = [];
  readonly #threads = new Set<Thread<Task, Answer>>();

  constructor(options: ThreadsOptions) {
    this.#options = options;
  }

  /**
   * What a thread makes of `task`. Pieces of one `by` are done one after the other, so that nobody holds all threads.
   *
   * @throws WorkGivenUp; whatever the thread threw
   */
  ask(task: Task, by: string): Promise<Answer> {
    if (this.#line.length >= this.#options.longestLine)
      return Promise.reject(new WorkGivenUp('busy'));
    return new Promise((resolve, reject) => {
      this.#line.push({ task, by, resolve, reject });
      this.#handOut();
    });
  }

  #handOut(): void {
    for (let thread = this.#freeThread(); thread; thread = this.#freeThread()) {
      const piece = this.#takePiece();
      if (!piece) return;
      this.#give(thread, piece);
    }
  }

  /** A thread that waits for work, or a new one while there may be more. Nothing is begun when nothing waits. */
  #freeThread(): Thread<Task, Answer> | undefined {
    const idle = [...this.#threads].find(({ piece, isEnding }) => !piece && !isEnding);
    if (idle || this.#threads.size >= this.#options.size) return idle;
    return this.#line.some((piece) => this.#isFree(piece.by)) ? this.#begin() : undefined;
  }

  #isFree(by: string): boolean {
    return ![...this.#threads].some(({ piece }) => piece?.by === by);
  }

  #takePiece(): Piece<Task, Answer> | undefined {
    const place = this.#line.findIndex(({ by }) => this.#isFree(by));
    return place < 0 ? undefined : this.#line.splice(place, 1)[0];
  }

  #begin(): Thread<Task, Answer> {
    const { module, heapMb } = this.#options;
    const limits = { maxOldGenerationSizeMb: heapMb * headroom };
    const worker = new Worker(module, { resourceLimits: limits });
    const thread: Thread<Task, Answer> = {
      worker,
      piece: undefined,
      clock: undefined,
      scale: undefined,
      usedMs: 0,
      isReady: false,
      isEnding: false,
      done: 0,
    };
    worker.on('message', (word: Word<Answer>) => this.#hear(thread, word));
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const isLarge = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      thread.isEnding = true;
      worker.ref();
      this.#fail(thread, isLarge ? new WorkGivenUp('too_large') : error);
    });
    worker.on('exit', () => {
      this.#threads.delete(thread);
      this.#fail(thread, new Error('a thread ended in the middle of its work'));
      this.#handOut();
    });
    this.#threads.add(thread);
    return thread;
  }

  #give(thread: Thread<Task, Answer>, piece: Piece<Task, Answer>): void {
    thread.piece = piece;
    thread.worker.ref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    thread.worker.postMessage(piece.task);
    if (thread.isReady) this.#startClock(thread);
  }

  /** What a thread needs to begin is not counted against its first piece. */
  #startClock(thread: Thread<Task, Answer>): void {
    const { limitMs } = this.#options;
    thread.usedMs = Infinity;
    thread.clock = setTimeout(() => this.#giveUp(thread, 'late'), limitMs * patience);
    thread.scale = setInterval(() => void this.#weigh(thread), weighMs);
  }

  async #weigh(thread: Thread<Task, Answer>): Promise<void> {
    const { piece } = thread;
    const { heapBytes, processorMs } = await weightOf(thread.worker);
    if (!piece || piece !== thread.piece) return;
    thread.usedMs = Math.min(thread.usedMs, processorMs);
    if (heapBytes > this.#limitBytes) this.#giveUp(thread, 'too_large');
    else if (processorMs - thread.usedMs > this.#options.limitMs) this.#giveUp(thread, 'late');
  }

  get #limitBytes(): number {
    return this.#options.heapMb * 1024 * 1024;
  }

  #giveUp(thread: Thread<Task, Answer>, why: WorkGivenUp['why']): void {
    this.#end(thread);
    this.#fail(thread, new WorkGivenUp(why));
  }

  #hear(thread: Thread<Task, Answer>, word: Word<Answer>): void {
    if (word.kind === 'ready') {
      thread.isReady = true;
      if (thread.piece) this.#startClock(thread);
      return;
    }
    thread.done += 1;
    if (word.kind === 'failed') return this.#fail(thread, word.error);
    this.#release(thread)?.resolve(word.answer);
    const isFat = word.heapBytes > this.#limitBytes / 2;
    if (isFat || thread.done >= this.#options.piecesEach) this.#end(thread);
    this.#handOut();
  }

  #fail(thread: Thread<Task, Answer>, error: unknown): void {
    this.#release(thread)?.reject(error);
    this.#handOut();
  }

  #release(thread: Thread<Task, Answer>): Piece<Task, Answer> | undefined {
    const { piece } = thread;
    clearTimeout(thread.clock);
    clearInterval(thread.scale);
    thread.piece = undefined;
    if (!thread.isEnding) thread.worker.unref();
    return piece;
  }

  /** Its place is free when it has ended: there are never more threads than there may be. */
  #end(thread: Thread<Task, Answer>): void {
    thread.isEnding = true;
    // Whoever waits for its place waits for its end.
    thread.worker.ref();
    void thread.worker.terminate();
  }
}

/** What a thread has in its heap, and what it has worked; nothing of one that has ended. */
async function weightOf(
  worker: Worker,
): Promise<{ readonly heapBytes: number; readonly processorMs: number }> {
  try {
    const [heap, { user, system }] = await Promise.all([
      worker.getHeapStatistics(),
      worker.cpuUsage(),
    ]);
    return { heapBytes: heap.used_heap_size, processorMs: (user + system) / 1_000 };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_NOT_RUNNING')
      return { heapBytes: 0, processorMs: 0 };
    throw error;
  }
}

/** Makes this thread answer tasks with what `work` makes of them, one after the other. */
export function serveThread<Task, Answer>(work: (task: Task) => Promise<Answer>): void {
  const port = parentPort;
  assert(port, 'this module is for a thread');
  const say = (word: Word<Answer>) => port.postMessage(word);
  const answer = async (task: Task) => {
    try {
      const made = await work(task);
      say({ kind: 'done', answer: made, heapBytes: getHeapStatistics().used_heap_size });
    } catch (error) {
      say({ kind: 'failed', error });
    }
  };
  port.on('message', (task: Task) => void answer(task));
  say({ kind: 'ready' });
}
