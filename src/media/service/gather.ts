import type { Readable } from 'node:stream';

// Blocks are used again and again: fresh memory costs more to touch than the bytes cost to copy, and few long writes
// less than many short ones.
const blockBytes = 256 * 1024;
const blocksEach = 4;
const spareBlocks = 32;
const spare: Buffer[] = [];

/** Why nothing more comes: all was there, the sender went away or was stopped, or more came than may. */
export type GatherEnd = 'whole' | 'cut' | 'too_much';

/** Collects what a stream brings into blocks, as fast as they are taken from it, without a promise for each chunk. */
export class Gathering {
  readonly #source: Readable;
  readonly #full: Buffer[] = [];
  readonly #free: Buffer[] = [];
  #made = 0;
  #room: number;
  #filling: Buffer | undefined;
  #filled = 0;
  #rest: Buffer | undefined;
  #end: GatherEnd | undefined;
  #wake: (() => void) | undefined;

  /** At most `room` bytes; the stream is left alone when `stop` says so. */
  constructor(source: Readable, room: number, stop: AbortSignal) {
    this.#source = source;
    this.#room = room;
    const cut = () => this.#close('cut');
    source.on('data', (chunk: Buffer) => this.#take(chunk));
    source.once('end', () => this.#close('whole'));
    source.once('error', cut);
    source.once('close', cut);
    stop.addEventListener('abort', cut, { once: true });
    if (stop.aborted || source.destroyed) cut();
  }

  /** Undefined while something may still come. */
  get end(): GatherEnd | undefined {
    return this.#rest ? undefined : this.#end;
  }

  /** The next bytes, to be given back; undefined at the end. */
  async next(): Promise<Buffer | undefined> {
    for (;;) {
      const block = this.#full.shift() ?? this.#last();
      if (block || this.end) return block;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
  }

  /** Lets a block that `next` gave be filled again. */
  giveBack(block: Buffer): void {
    this.#free.push(Buffer.from(block.buffer));
    if (!this.#rest) return;
    const rest = this.#rest;
    this.#rest = undefined;
    this.#copy(rest);
    if (!this.#rest && !this.#end) this.#source.resume();
  }

  /** Ends it: nothing more is taken from the stream. */
  release(): void {
    this.#close('cut');
    const blocks = this.#filling ? [...this.#free, this.#filling] : this.#free;
    spare.push(...blocks.splice(0, spareBlocks - spare.length));
    this.#free.length = 0;
    this.#filling = undefined;
  }

  #take(chunk: Buffer): void {
    if (this.#end) return;
    if (chunk.length > this.#room) return this.#close('too_much');
    this.#room -= chunk.length;
    if (this.#rest) this.#rest = Buffer.concat([this.#rest, chunk]);
    else this.#copy(chunk);
  }

  #copy(chunk: Buffer): void {
    for (let done = 0; done < chunk.length;) {
      const block = (this.#filling ??= this.#freeBlock());
      if (!block) {
        this.#rest = chunk.subarray(done);
        this.#source.pause();
        return;
      }
      const copied = chunk.copy(block, this.#filled, done);
      done += copied;
      this.#filled += copied;
      if (this.#filled === block.length) this.#hand(block);
    }
  }

  #freeBlock(): Buffer | undefined {
    const free = this.#free.pop();
    if (free || this.#made === blocksEach) return free;
    this.#made += 1;
    return spare.pop() ?? Buffer.allocUnsafeSlow(blockBytes);
  }

  #hand(block: Buffer): void {
    this.#full.push(block);
    this.#filling = undefined;
    this.#filled = 0;
    this.#rouse();
  }

  /** What was begun when the end came. */
  #last(): Buffer | undefined {
    if (!this.end || !this.#filling || this.#filled === 0) return undefined;
    const block = this.#filling.subarray(0, this.#filled);
    this.#filling = undefined;
    this.#filled = 0;
    return block;
  }

  #close(end: GatherEnd): void {
    if (this.#end) return;
    this.#end = end;
    if (end !== 'whole') this.#source.pause();
    this.#rouse();
  }

  #rouse(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
