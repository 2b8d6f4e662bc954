import type { Readable } from 'node:stream';
import { newToken } from '#kernel/id.ts';
import { errorFields, type Logger } from '../log.ts';
import type { S3Connection, S3Request } from './connection.ts';
import { faultIn, S3Fault } from './fault.ts';
import { cutInPieces, type Piece } from './pieces.ts';
import { textOf } from './xml.ts';

/** Where a file is put, and how much of it is held in memory at a time. */
export interface PutTarget {
  readonly connection: S3Connection;
  readonly log: Logger;
  /** S3 wants at least 5 MiB, and at most 10,000 parts a file; one part is on its way while the next is read. */
  readonly partBytes: number;
}

/**
 * Stores a stream under `key`: a short one at once, a longer one in parts that are seen as a file only when all are there.
 * Whatever goes wrong, the parts are given up.
 *
 * @throws S3Fault, and what the stream throws
 */
export async function putFile(
  target: PutTarget,
  key: string,
  content: Readable | Uint8Array,
): Promise<{ readonly sizeBytes: number }> {
  const pieces = cutInPieces(content, target.partBytes);
  const first = (await pieces.next()).value!;
  if (!first.isLast) return putInParts(target, key, first, pieces);
  await target.connection.ask({ method: 'PUT', key, body: first.bytes }, drained);
  return { sizeBytes: first.bytes.length };
}

async function putInParts(
  target: PutTarget,
  key: string,
  first: Piece,
  rest: AsyncGenerator<Piece, undefined>,
): Promise<{ readonly sizeBytes: number }> {
  const parts = new Parts(target.connection, key);
  try {
    await parts.begin();
    parts.send(first.bytes);
    for await (const { bytes } of rest) {
      await parts.sent();
      parts.send(bytes);
    }
    await parts.sent();
    await parts.complete();
  } catch (error) {
    await rest.return(undefined);
    await giveUp(target, parts);
    throw error;
  }
  return { sizeBytes: parts.sizeBytes };
}

async function giveUp({ log }: PutTarget, parts: Parts): Promise<void> {
  try {
    await parts.abort();
  } catch (error) {
    log.error('parts of a file stay in the store until they are swept', errorFields(error));
  }
}

const mark = 'x-amz-meta-upload';

/** A file that is being put together in the store. */
class Parts {
  readonly #connection: S3Connection;
  readonly #key: string;
  /** Tells the finished file from one that somebody else put in the same place. */
  readonly #token = newToken();
  readonly #etags: string[] = [];
  #uploadId: string | undefined;
  #sending: Promise<void> = Promise.resolve();
  sizeBytes = 0;

  constructor(connection: S3Connection, key: string) {
    this.#connection = connection;
    this.#key = key;
  }

  async begin(): Promise<void> {
    const request: S3Request = {
      method: 'POST',
      key: this.#key,
      query: { uploads: '' },
      headers: { [mark]: this.#token },
    };
    this.#uploadId = await this.#connection.ask(request, async (answer) => {
      const uploadId = textOf(await answer.text(), 'UploadId');
      if (uploadId === undefined) throw new S3Fault(0, 'NoUploadId');
      return uploadId;
    });
  }

  /** Begins to send the next part; `sent` tells of its end. */
  send(bytes: Buffer<ArrayBuffer>): void {
    this.sizeBytes += bytes.length;
    const partNumber = String(this.#etags.length + 1);
    this.#sending = this.#ask('PUT', { query: { partNumber }, body: bytes }, async (answer) => {
      await drained(answer);
      this.#etags.push(answer.headers.get('etag') ?? '');
    });
    // Met by `sent`; until then the stream is read on, and it must not count as unhandled.
    this.#sending.catch(() => undefined);
  }

  async sent(): Promise<void> {
    await this.#sending;
  }

  /** Makes the parts one file. An answer that was lost is made up for by looking whether the file is there. */
  async complete(): Promise<void> {
    const body = Buffer.from(
      `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${this.#etags
        .map((etag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${etag}</ETag></Part>`)
        .join('')}</CompleteMultipartUpload>`,
    );
    try {
      await this.#ask('POST', { body, headers: { 'content-type': 'application/xml' } }, isDone);
    } catch (error) {
      const isGone = error instanceof S3Fault && error.code === 'NoSuchUpload';
      if (!isGone || !(await this.#isThere())) throw error;
    }
  }

  async abort(): Promise<void> {
    if (this.#uploadId === undefined) return;
    // A part that arrives after its upload was given up would stay.
    await Promise.allSettled([this.#sending]);
    await this.#ask('DELETE', {}, drained).catch((error: S3Fault) => {
      if (error.code !== 'NoSuchUpload') throw error;
    });
  }

  async #isThere(): Promise<boolean> {
    return this.#connection.ask(
      { method: 'HEAD', key: this.#key },
      async (answer) => answer.headers.get(mark) === this.#token,
    );
  }

  #ask<T>(
    method: S3Request['method'],
    request: Pick<S3Request, 'query' | 'body' | 'headers'>,
    read: (answer: Response) => Promise<T>,
  ): Promise<T> {
    const query = { ...request.query, uploadId: this.#uploadId ?? '' };
    return this.#connection.ask({ ...request, method, key: this.#key, query }, read);
  }
}

/** S3 answers 200 before it knows how it ends: what went wrong stands in the body. */
async function isDone(answer: Response): Promise<void> {
  const body = await answer.text();
  if (!body.includes('<Error>')) return;
  const { code } = faultIn(500, body);
  throw new S3Fault(500, code);
}

/** Reads an answer that says nothing, so that its connection can be used again. */
export async function drained(answer: Response): Promise<void> {
  await answer.arrayBuffer();
}
