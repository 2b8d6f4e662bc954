import type { Readable } from 'node:stream';
import { refuser } from '#kernel/refusal.ts';

/** What is known of a stored file. */
export interface FileStat {
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
}

/** Bytes `start` to `end`, both inclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The port for stored files. A key is a relative path of safe segments made by us, never by a person
 * (`media/<id>/0001.m4s`); a write is whole or not at all.
 *
 * Every verb @throws Refusal files.unavailable when the store could not be reached in spite of several tries.
 */
export interface Files {
  /** Whether each read is a question over a network, so that few long ones are better than many short ones. */
  readonly isFar: boolean;
  /** Stores a stream under `key`, durable when the promise resolves. @throws Refusal files.full; what the stream throws */
  put(key: string, content: Readable | Uint8Array): Promise<Pick<FileStat, 'sizeBytes'>>;
  /**
   * Stores a file of this machine that nobody writes to any more, as durable as `put` does: where both lie on one disk, no byte
   * is copied. The file keeps its own name until its owner removes it. @throws Refusal files.full
   */
  take(key: string, path: string): Promise<Pick<FileStat, 'sizeBytes'>>;
  /** The content, or a range of it. @throws FileMissing */
  read(key: string, range?: ByteRange): Promise<Readable>;
  /** A short range at once, without a stream. @throws FileMissing, also when the file ends before the range does */
  readBytes(key: string, range: ByteRange): Promise<Uint8Array>;
  /** Where the file lies on this machine, for a program that reads it by itself; undefined in a far store. */
  localPath(key: string): string | undefined;
  stat(key: string): Promise<FileStat | undefined>;
  /** Removes a file; a missing one is no error. */
  remove(key: string): Promise<void>;
  /** Removes everything below a prefix that ends with a slash. */
  removeAll(prefix: string): Promise<void>;
  /** Keys below a prefix that ends with a slash, in order. */
  list(prefix: string): AsyncIterable<string>;
  /** Removes what writes left that began before `before` and never ended. Returns how many. */
  removeUnfinished(before: Date): Promise<number>;
  /** How many bytes still find room; undefined when the store knows no limit. */
  freeBytes(): Promise<number | undefined>;
}

/** There is no file of this key: nothing that another try would mend. */
export class FileMissing extends Error {
  override readonly name = 'FileMissing';

  constructor(key: string) {
    super(`there is no stored file ${key}`);
  }
}

export const refuseFile = refuser({
  'files.full': {
    status: 503,
    zh: '服务器的存储空间满了，这个文件没有存下。请联系站点管理员',
    en: 'The server has no room left, and this file was not stored. Please tell the operator.',
  },
  'files.unavailable': {
    status: 503,
    zh: '文件存储暂时连不上，请稍后再试。没有丢失任何东西',
    en: 'The file store cannot be reached just now: please try again soon. Nothing is lost.',
  },
});

/** Whether a disk was full. */
export function isOutOfRoom(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
}

const segment = /^[\p{L}\p{N}_.-]{1,200}$/u;

/** Whether `key` is a relative path of safe segments: no `..`, nothing absolute, no control characters. */
export function isFileKey(key: string): boolean {
  if (key.length > 1_000) return false;
  return key.split('/').every((part) => segment.test(part) && !part.startsWith('.'));
}

/** @throws what a bug deserves when `key` is not one */
export function assertFileKey(key: string): void {
  if (!isFileKey(key)) throw new Error(`not a file key: ${JSON.stringify(key)}`);
}

/** @throws what a bug deserves when `prefix` is no folder of keys */
export function assertFilePrefix(prefix: string): void {
  if (!prefix.endsWith('/'))
    throw new Error(`a prefix ends with a slash: ${JSON.stringify(prefix)}`);
  assertFileKey(prefix.slice(0, -1));
}
