import { createHash, randomBytes } from 'node:crypto';

/** A stored object. */
export interface StoredObject {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly modifiedAt: Date;
  /** Headers `x-amz-meta-…` that it came with. */
  readonly meta: Readonly<Record<string, string>>;
}

/** An object that is being put together. */
export interface Upload {
  readonly key: string;
  readonly begunAt: Date;
  readonly meta: StoredObject['meta'];
  readonly parts: Map<number, { readonly bytes: Buffer; readonly etag: string }>;
}

/** A part as its sender names it in the end. */
export interface NamedPart {
  readonly number: number;
  readonly etag: string;
}

const smallestPart = 5 * 1024 * 1024;

/** What the store holds, in memory. */
export class Shelf {
  readonly objects = new Map<string, StoredObject>();
  readonly uploads = new Map<string, Upload>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  put(key: string, bytes: Buffer, meta: StoredObject['meta'], etag = `"${md5(bytes)}"`): string {
    this.objects.set(key, { bytes, etag, meta, modifiedAt: this.#now() });
    return etag;
  }

  /** Keys below a prefix in the order of their bytes, after `after`. */
  keys(prefix: string, after = ''): string[] {
    return [...this.objects.keys()]
      .filter((key) => key.startsWith(prefix) && compareBytes(key, after) > 0)
      .toSorted(compareBytes);
  }

  begin(key: string, meta: StoredObject['meta']): string {
    const id = randomBytes(12).toString('base64');
    this.uploads.set(id, { key, meta, begunAt: this.#now(), parts: new Map() });
    return id;
  }

  /** Undefined when there is no such upload of this key. */
  find(key: string, uploadId: string): Upload | undefined {
    const upload = this.uploads.get(uploadId);
    return upload?.key === key ? upload : undefined;
  }

  putPart({ parts }: Upload, number: number, bytes: Buffer): string {
    const etag = `"${md5(bytes)}"`;
    parts.set(number, { bytes, etag });
    return etag;
  }

  /** Puts an object together. Answers the store's word for what is wrong with the parts, or the new object's tag. */
  complete(
    uploadId: string,
    upload: Upload,
    named: readonly NamedPart[],
  ): string | { etag: string } {
    const parts = named.map(({ number, etag }) => {
      const part = upload.parts.get(number);
      return part?.etag === etag ? part.bytes : undefined;
    });
    const isOrdered = named.every(({ number }, at) => at === 0 || number > named[at - 1]!.number);
    if (parts.length === 0 || !isOrdered) return 'InvalidPartOrder';
    if (parts.includes(undefined)) return 'InvalidPart';
    const bytes = parts as Buffer[];
    const [first] = bytes;
    const full = bytes.slice(0, -1);
    if (full.some(({ length }) => length < smallestPart)) return 'EntityTooSmall';
    // So strict is not every store, but some are.
    if (full.some(({ length }) => length !== first!.length)) return 'InvalidPart';

    const sums = Buffer.concat(bytes.map((part) => Buffer.from(md5(part), 'hex')));
    const etag = `"${md5(sums)}-${bytes.length}"`;
    this.uploads.delete(uploadId);
    return { etag: this.put(upload.key, Buffer.concat(bytes), upload.meta, etag) };
  }
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function md5(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex');
}
