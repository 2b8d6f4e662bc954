import { Worker } from 'node:worker_threads';

/** `goal`: how far a file is written; without it the file is nobody's any more. */
export interface HashTask {
  readonly path: string;
  readonly goal?: number;
  readonly question?: number;
}

export type HashAnswer =
  | { readonly question: number; readonly sha256: Uint8Array }
  | { readonly question: number; readonly error: unknown };

// One thread for all files that grow in this process. It reads what has just been written and still lies in memory.
let thread: Worker | undefined;
let asked = 0;
const waiting = new Map<number, PromiseWithResolvers<Buffer>>();

/** Says that a file that only grows has so many bytes now: they are hashed while the next ones come. */
export function hashSoFar(path: string, sizeBytes: number): void {
  post({ path, goal: sizeBytes });
}

/** The SHA-256 of a file of so many bytes, of which little is left to read when its growth was told. */
export async function hashOf(path: string, sizeBytes: number): Promise<Buffer> {
  const question = (asked += 1);
  const answer = Promise.withResolvers<Buffer>();
  waiting.set(question, answer);
  post({ path, goal: sizeBytes, question });
  thread?.ref();
  return answer.promise;
}

/** Forgets a file of which no hash is wanted. */
export function forgetHash(path: string): void {
  if (thread) post({ path });
}

function post(task: HashTask): void {
  thread ??= begin();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  thread.postMessage(task);
}

function begin(): Worker {
  const worker = new Worker(new URL('hash-thread.ts', import.meta.url));
  worker.unref();
  worker.on('message', hear);
  worker.on('error', (error) => lose(worker, error));
  worker.on('exit', () => lose(worker, new Error('a thread ended in the middle of its work')));
  return worker;
}

function hear(answer: HashAnswer): void {
  const asker = waiting.get(answer.question);
  waiting.delete(answer.question);
  if (waiting.size === 0) thread?.unref();
  if ('error' in answer) asker?.reject(answer.error);
  else asker?.resolve(Buffer.from(answer.sha256));
}

/** The next file begins another thread, which reads from the beginning. */
function lose(worker: Worker, error: unknown): void {
  if (thread !== worker) return;
  thread = undefined;
  for (const asker of waiting.values()) asker.reject(error);
  waiting.clear();
}
