import type { KeptLesson } from '../schema.ts';

// As the worker keeps files; said here as well, for a worker shares no module with pages.
const pieceBytes = 1024 * 1024;
const jsonType = { 'content-type': 'application/json' };

type File = KeptLesson['files'][number];

/** Why a lesson was not kept: the name of a sentence, or the house's own words. */
export interface Failure {
  readonly why: 'cancelled' | 'failed' | 'full';
  readonly message?: string;
}

/** Addresses of files live for hours, that of a key for minutes: who comes later asks for new ones. */
class StaleAddress extends Error {}

/** A lesson on its way to this device: from the house, in pieces to the worker, which encrypts them. What is there is not fetched again. */
export class Download {
  readonly #address: string;
  readonly #height: number | undefined;
  readonly #stop = new AbortController();

  constructor(address: string, height: number | undefined) {
    this.#address = address;
    this.#height = height;
  }

  cancel(): void {
    this.#stop.abort();
  }

  /** Fetches all of it; `onProgress` hears how many bytes of how many are there. */
  async run(onProgress: (done: number, all: number) => void): Promise<'kept' | Failure> {
    let id: string | undefined;
    try {
      for (let attempt = 0; ; attempt += 1) {
        const lesson = await this.#ask();
        if ('why' in lesson) return lesson;
        ({ id } = lesson);
        if (!(await hasRoom(lesson.sizeBytes))) return await this.#giveUp(id, { why: 'full' });
        if (await this.#fetchAll(lesson, onProgress, attempt < 3)) return 'kept';
      }
    } catch (error) {
      if (this.#stop.signal.aborted) return this.#giveUp(id, { why: 'cancelled' });
      if (error instanceof DOMException && error.name === 'QuotaExceededError')
        return this.#giveUp(id, { why: 'full' });
      // What came so far stays: one goes on from there.
      return { why: 'failed' };
    }
  }

  async #giveUp(id: string | undefined, why: Failure): Promise<Failure> {
    if (id) await fetch(`/kept/${id}`, { method: 'DELETE' });
    return why;
  }

  async #ask(): Promise<KeptLesson | Failure> {
    const answer = await fetch(this.#address, {
      method: 'POST',
      headers: jsonType,
      body: JSON.stringify(this.#height === undefined ? {} : { height: this.#height }),
      signal: this.#stop.signal,
    });
    if (answer.ok) return (await answer.json()) as KeptLesson;
    const { error } = (await answer.json()) as { error: { message: string } };
    return { why: 'failed', message: error.message };
  }

  /** False when addresses ended on the way and may be asked for again. */
  async #fetchAll(
    lesson: KeptLesson,
    onProgress: (done: number, all: number) => void,
    mayAskAgain: boolean,
  ): Promise<boolean> {
    const { id, files } = lesson;
    await Promise.all([navigator.storage?.persist?.(), tell('/kept/shell', { method: 'POST' })]);
    await tell(`/kept/${id}`, { method: 'PUT', body: JSON.stringify(lesson) });
    const there = new Set(await namesOf(id));
    const all = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    let done = 0;
    try {
      for (const file of files) {
        if (!there.has(file.name)) await this.#take(id, file);
        done += file.sizeBytes;
        onProgress(done, all);
      }
    } catch (error) {
      if (error instanceof StaleAddress && mayAskAgain) return false;
      throw error;
    }
    await tell(`/kept/${id}/whole`, { method: 'POST' });
    return true;
  }

  async #take(id: string, { name, src, text, type }: File): Promise<void> {
    const { signal } = this.#stop;
    const answer = src === null ? new Response(text) : await fetch(src, { signal });
    if (answer.status === 401 || answer.status === 403) throw new StaleAddress();
    if (!answer.ok || !answer.body) throw new Error(`no ${name}`);
    const at = `/kept/${id}/${name}?piece=`;
    let index = 0;
    for await (const [piece, isLast] of inPieces(answer.body)) {
      const said = isLast ? `&type=${encodeURIComponent(type)}` : '';
      await tell(`${at}${index}${said}`, { method: 'PUT', body: piece, signal });
      index += 1;
    }
  }
}

/** Asks the worker to do something. @throws QuotaExceededError */
async function tell(address: string, request: RequestInit): Promise<void> {
  const answer = await fetch(address, request);
  if (answer.status === 507) throw new DOMException('the device is full', 'QuotaExceededError');
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
}

async function namesOf(id: string): Promise<readonly string[]> {
  const answer = await fetch('/kept/');
  const { lessons } = (await answer.json()) as { lessons: { id: string; names: string[] }[] };
  return lessons.find((lesson) => lesson.id === id)?.names ?? [];
}

async function hasRoom(bytes: number): Promise<boolean> {
  const { quota, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return quota === undefined || quota - usage > bytes * 1.05;
}

/** A stream in pieces of one size, the last as long as it is; each with whether it is the last. */
async function* inPieces(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<readonly [Uint8Array<ArrayBuffer>, boolean]> {
  const reader = body.getReader();
  let piece = new Uint8Array(pieceBytes);
  let filled = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    for (let from = 0; from < value.length;) {
      // Only once there is more of it is a full piece known not to be the last.
      if (filled === pieceBytes) {
        yield [piece, false];
        piece = new Uint8Array(pieceBytes);
        filled = 0;
      }
      const part = value.subarray(from, from + pieceBytes - filled);
      piece.set(part, filled);
      filled += part.length;
      from += part.length;
    }
  }
  yield [piece.subarray(0, filled), true];
}
