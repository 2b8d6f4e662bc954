import { Readable } from 'node:stream';
import { second } from '#kernel/time.ts';
import type { ByteRange } from '../files.ts';
import type { S3Connection } from './connection.ts';
import { S3Fault, silence } from './fault.ts';

const idleMs = 30 * second;

/** A file that is to be read. */
export interface Reading {
  readonly connection: S3Connection;
  readonly key: string;
  readonly range: ByteRange | undefined;
  /** The error with which the stream ends when the rest cannot be had. */
  readonly blame: (fault: S3Fault) => Error;
}

/**
 * A stored file or a range of it. When the line breaks in the middle it goes on where it stopped, with the same edition of
 * the file.
 *
 * @throws S3Fault while nothing has been read
 */
export async function readFile({ connection, key, range, blame }: Reading): Promise<Readable> {
  const bytes = new Bytes(connection, key);
  await bytes.open(range);
  const stream = new Readable({ highWaterMark: 256 * 1024, read: () => void give() });
  const give = async () => {
    try {
      stream.push(await bytes.next());
    } catch (error) {
      stream.destroy(blame(silence(error)));
    }
  };
  return stream.once('close', () => void bytes.close());
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

class Bytes {
  readonly #connection: S3Connection;
  readonly #key: string;
  #reader: Reader | undefined;
  /** Which edition of the file it is. */
  #etag = '';
  /** The next byte, and the last that is wanted. */
  #at = 0;
  #end = 0;

  constructor(connection: S3Connection, key: string) {
    this.#connection = connection;
    this.#key = key;
  }

  async open(range: ByteRange | undefined): Promise<void> {
    this.#at = range?.start ?? 0;
    const answer = await this.#request(range && rangeHeader(range));
    this.#etag = answer.headers.get('etag') ?? '';
    this.#end = lastByteIn(answer);
  }

  /** The next chunk; null at the end. Each has as many tries as any question. */
  async next(): Promise<Uint8Array | null> {
    for (let attempt = 1; ; attempt += 1) {
      if (this.#at > this.#end) return this.#finish();
      if (!this.#reader) {
        const rest = rangeHeader({ start: this.#at, end: this.#end });
        await this.#request({ ...rest, 'if-match': this.#etag });
      }
      try {
        return await this.#chunk();
      } catch (error) {
        await this.close();
        if (attempt >= this.#connection.tries) throw silence(error);
        await this.#connection.pause(attempt);
      }
    }
  }

  async close(): Promise<void> {
    const reader = this.#reader;
    this.#reader = undefined;
    // What broke has nothing left to close.
    await reader?.cancel().catch(() => undefined);
  }

  async #chunk(): Promise<Uint8Array> {
    const { done, value } = await withinTime(this.#reader!.read());
    if (done) throw new S3Fault(0, 'CutShort');
    this.#at += value.length;
    return value;
  }

  /** Reads past the last byte, so that the connection can be used again. */
  async #finish(): Promise<null> {
    await this.#reader?.read().catch(() => undefined);
    await this.close();
    return null;
  }

  #request(headers: Readonly<Record<string, string>> | undefined): Promise<Response> {
    const request = { method: 'GET', key: this.#key, ...(headers ? { headers } : {}) } as const;
    return this.#connection.ask(request, async (answer) => {
      if (headers && answer.status !== 206) throw new S3Fault(answer.status, 'RangeIgnored');
      this.#reader = (answer.body as ReadableStream<Uint8Array>).getReader();
      return answer;
    });
  }
}

function rangeHeader({ start, end }: ByteRange): Readonly<Record<string, string>> {
  return { range: `bytes=${start}-${end}` };
}

function lastByteIn({ headers }: Response): number {
  const [, last] = /^bytes \d+-(\d+)\//.exec(headers.get('content-range') ?? '') ?? [];
  return last === undefined ? Number(headers.get('content-length')) - 1 : Number(last);
}

/** @throws S3Fault when nothing comes for a while */
async function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new S3Fault(0, 'TimedOut')), idleMs);
  });
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
