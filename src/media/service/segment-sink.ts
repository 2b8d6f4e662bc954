import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import type { Ctx } from '#platform/ctx.ts';
import type { Segment } from '../types.ts';

/** Where the segments of a stretch go. */
export interface SinkPlace {
  readonly key: Buffer;
  readonly prefix: string;
  /** What the rendition is called. */
  readonly name: string;
  /** How many segments stand before the first. */
  readonly position: number;
}

/** Takes the segments of one stretch of a rendition, encrypts each with an IV of its own, and stores them. */
export class SegmentSink {
  readonly segments: Segment[] = [];
  readonly #ctx: Ctx;
  readonly #place: SinkPlace;
  #header: Buffer | undefined;

  constructor(ctx: Ctx, place: SinkPlace) {
    this.#ctx = ctx;
    this.#place = place;
  }

  /** The file name of the header, which is stored in clear and only by the first stretch. */
  get headerName(): string {
    return `${this.#place.name}-init.mp4`;
  }

  get header(): Buffer {
    if (!this.#header) throw new Error('a stretch without a header');
    return this.#header;
  }

  get headerHash(): string {
    return createHash('sha256').update(this.header).digest('hex');
  }

  get sizeBytes(): number {
    return this.segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  async putHeader(bytes: Buffer): Promise<void> {
    this.#header = bytes;
    if (this.#place.position === 0)
      await this.#ctx.ports.files.put(this.#place.prefix + this.headerName, bytes);
  }

  async putSegment(bytes: Buffer, durationSec: number): Promise<void> {
    const { key, prefix, name, position } = this.#place;
    const number = position + this.segments.length + 1;
    const file = `${name}-${String(number).padStart(5, '0')}.m4s`;
    const iv = randomBytes(16);
    const cipher = createCipheriv('aes-128-cbc', key, iv);
    const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
    await this.#ctx.ports.files.put(prefix + file, sealed);
    this.segments.push({
      name: file,
      durationSec,
      iv: iv.toString('hex'),
      sizeBytes: sealed.length,
    });
  }
}
