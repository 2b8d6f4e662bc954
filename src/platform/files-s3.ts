import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import type { Random } from '#kernel/random.ts';
import type { Refusal } from '#kernel/refusal.ts';
import type { S3Settings } from './config.ts';
import {
  assertFileKey,
  assertFilePrefix,
  FileMissing,
  isFileKey,
  refuseFile,
  type Files,
} from './files.ts';
import type { Logger } from './log.ts';
import { openConnection, type S3Connection, type S3ConnectionOptions } from './s3/connection.ts';
import { S3Fault } from './s3/fault.ts';
import { drained, putFile } from './s3/put-file.ts';
import { readFile } from './s3/read-file.ts';
import { blocksOf, textOf, textsOf } from './s3/xml.ts';

export interface S3Options extends S3ConnectionOptions {
  readonly log: Logger;
  readonly random: Random;
  /** The largest file that will be stored, in bytes: parts are as large as it takes. */
  readonly largestBytes: number;
  /** How much of a file is held in memory at a time; 8 MiB. */
  readonly partBytes?: number;
}

/** A bucket that cannot be used, in one plain sentence. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';
}

const mostParts = 9_000; // S3 takes 10,000
const deletedAtOnce = 8;

/** Files in a bucket of an S3-compatible store. @throws StoreRefused when it cannot be used as it is set */
export async function openS3Files(options: S3Options): Promise<Files> {
  const { settings, log, largestBytes, partBytes = 8 * 1024 * 1024 } = options;
  const connection = openConnection(options);
  await assertUsable(connection, settings);
  const target = {
    connection,
    log,
    partBytes: Math.max(partBytes, Math.ceil(largestBytes / mostParts)),
  };
  const guarded = guardWith(log);

  return {
    isFar: true,
    localPath: () => undefined,
    put: guarded('put', (key, content) => putFile(target, key, content)),
    take: guarded('take', (key, path) =>
      putFile(target, key, createReadStream(path, { highWaterMark: 1024 * 1024 })),
    ),
    read: guarded('read', (key, range) =>
      readFile({ connection, key, range, blame: (fault) => refused(log, 'read', fault) }),
    ),
    readBytes: guarded('readBytes', async (key, range) => {
      const blame = (fault: S3Fault) => refused(log, 'readBytes', fault);
      const bytes = await buffer(await readFile({ connection, key, range, blame }));
      if (bytes.length < range.end - range.start + 1) throw new FileMissing(key);
      return bytes;
    }),
    stat: guarded('stat', async (key) =>
      unlessMissing(
        connection.ask({ method: 'HEAD', key }, async ({ headers }) => ({
          sizeBytes: Number(headers.get('content-length')),
          modifiedAt: new Date(headers.get('last-modified') ?? 0),
        })),
      ),
    ),
    remove: guarded('remove', (key) => remove(connection, key)),
    removeAll: async (prefix) => {
      assertFilePrefix(prefix);
      await watched(log, 'removeAll', async () => {
        for await (const keys of pagesBelow(connection, prefix)) await removeEach(connection, keys);
      });
    },
    list: (prefix) => list(connection, log, prefix),
    removeUnfinished: (before) =>
      watched(log, 'removeUnfinished', () => abortOlder(connection, before)),
    freeBytes: async () => undefined,
  };
}

/** Wraps a verb on one key: the key is judged, a missing file is told as such, and silence is a refusal. */
function guardWith(log: Logger) {
  return <More extends unknown[], T>(
    verb: string,
    work: (key: string, ...more: More) => Promise<T>,
  ) =>
    async (key: string, ...more: More): Promise<T> => {
      assertFileKey(key);
      return watched(log, verb, () => work(key, ...more), key);
    };
}

/** @throws FileMissing, Refusal files.unavailable in place of what the store said, which stands in the log */
async function watched<T>(log: Logger, verb: string, work: () => Promise<T>, key = ''): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof S3Fault)) throw error;
    if (error.code === 'NoSuchKey' && key !== '') throw new FileMissing(key);
    throw refused(log, verb, error);
  }
}

function refused(log: Logger, verb: string, { status, code }: S3Fault): Refusal {
  log.error('the file store did not do what it was asked', { verb, status, code });
  return refuseFile('files.unavailable');
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((error: unknown) => {
    if (error instanceof S3Fault && error.code === 'NoSuchKey') return undefined;
    throw error;
  });
}

async function remove(connection: S3Connection, key: string): Promise<void> {
  await unlessMissing(connection.ask({ method: 'DELETE', key }, drained));
}

// One by one, as not every store knows how to delete many; they are few.
async function removeEach(connection: S3Connection, keys: readonly string[]): Promise<void> {
  for (let at = 0; at < keys.length; at += deletedAtOnce) {
    const some = keys.slice(at, at + deletedAtOnce);
    await Promise.all(some.map((key) => remove(connection, key)));
  }
}

async function* list(
  connection: S3Connection,
  log: Logger,
  prefix: string,
): AsyncGenerator<string, undefined> {
  assertFilePrefix(prefix);
  const pages = pagesBelow(connection, prefix);
  for (;;) {
    const page = await watched(log, 'list', () => pages.next());
    if (page.done) return;
    yield* page.value;
  }
}

/** Keys of ours below a prefix, a thousand at a time, in the order of their bytes. */
async function* pagesBelow(
  connection: S3Connection,
  prefix: string,
): AsyncGenerator<readonly string[], undefined> {
  let token: string | undefined;
  do {
    const query = { 'list-type': '2', prefix, ...(token ? { 'continuation-token': token } : {}) };
    const answer = await connection.ask({ method: 'GET', query }, (said) => said.text());
    yield textsOf(answer, 'Key').filter(isFileKey);
    token = textOf(answer, 'NextContinuationToken');
  } while (token);
}

/** Gives up uploads in parts that began before `before`. */
async function abortOlder(connection: S3Connection, before: Date): Promise<number> {
  let removed = 0;
  let place: Readonly<Record<string, string>> | undefined = {};
  while (place) {
    const query: Record<string, string> = { uploads: '', ...place };
    const answer = await connection.ask({ method: 'GET', query }, (said) => said.text());
    for (const upload of blocksOf(answer, 'Upload')) {
      if (new Date(textOf(upload, 'Initiated') ?? 0) >= before) continue;
      const [key = '', uploadId = ''] = [textOf(upload, 'Key'), textOf(upload, 'UploadId')];
      await unlessGone(connection.ask({ method: 'DELETE', key, query: { uploadId } }, drained));
      removed += 1;
    }
    place = nextPlace(answer);
  }
  return removed;
}

function nextPlace(answer: string): Readonly<Record<string, string>> | undefined {
  if (textOf(answer, 'IsTruncated') !== 'true') return undefined;
  const key = textOf(answer, 'NextKeyMarker') ?? '';
  return { 'key-marker': key, 'upload-id-marker': textOf(answer, 'NextUploadIdMarker') ?? '' };
}

async function unlessGone(work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof S3Fault) || error.code !== 'NoSuchUpload') throw error;
  });
}

/** Asks for one key, which needs address, name, key and secret to be right. @throws StoreRefused */
async function assertUsable(connection: S3Connection, settings: S3Settings): Promise<void> {
  const query = { 'list-type': '2', 'max-keys': '1' };
  try {
    await connection.ask({ method: 'GET', query }, drained);
  } catch (error) {
    if (!(error instanceof S3Fault)) throw error;
    throw new StoreRefused(`The file store cannot be used: ${whyNot(settings, error)}.`);
  }
}

function whyNot({ endpoint, bucket, region }: S3Settings, { status, code }: S3Fault): string {
  const elsewhere = `${bucket} is not in the region ${region}: check S3_REGION and S3_ENDPOINT`;
  const key = 'the key is not accepted: check S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY';
  const reasons: Readonly<Record<string, string>> = {
    NoSuchBucket: `there is no bucket named ${bucket}: make it, or check S3_BUCKET`,
    NoSuchKey: `there is no bucket named ${bucket}: make it, or check S3_BUCKET and S3_PATH_STYLE`,
    AccessDenied: `the key may not list ${bucket}: give it the right to list, read, write and delete`,
    InvalidAccessKeyId: key,
    SignatureDoesNotMatch: key,
    RequestTimeTooSkewed: 'the clock of this machine is wrong',
    PermanentRedirect: elsewhere,
    AuthorizationHeaderMalformed: elsewhere,
    ENOTFOUND: `there is no host of the name in ${endpoint}: check S3_ENDPOINT and S3_PATH_STYLE`,
    ECONNREFUSED: `nothing answers at ${endpoint}: check S3_ENDPOINT`,
  };
  const silent = `${endpoint} does not answer (${code}): check S3_ENDPOINT`;
  return reasons[code] ?? (status === 0 ? silent : `${endpoint} says ${code} (${status})`);
}
