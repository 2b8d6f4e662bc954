import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { writeAll } from '#platform/files-local.ts';
import { Gathering, type GatherEnd } from './gather.ts';

/** Where bytes go that come in. */
export interface Place {
  readonly handle: FileHandle;
  /** Where the file ends. */
  readonly offset: number;
  /** How many bytes it still wants. */
  readonly room: number;
  /** Hears now and then how far it is. */
  readonly tell: (offset: number) => void;
}

export interface Received {
  readonly offset: number;
  readonly end: GatherEnd;
}

const tellEvery = 1024 * 1024;
// The disk works while the rest comes in, so that at the end there is little to wait for.
const syncEvery = 64 * 1024 * 1024;

/**
 * Appends what `source` brings to a file until it ends, is cut off or `stop` says so; all that came is written. The file holds a
 * beginning of what was sent at every moment, and is durable when it is synced once more.
 *
 * @throws what a disk that is full or broken throws
 */
export async function receiveBytes(
  source: Readable,
  { handle, offset: from, room, tell }: Place,
  stop: AbortSignal,
): Promise<Received> {
  const gathering = new Gathering(source, room, stop);
  const disk = new Syncing(handle, from);
  let [offset, told] = [from, from];
  try {
    for (;;) {
      const block = await gathering.next();
      if (!block) break;
      await writeAll(handle, block, offset);
      offset += block.length;
      gathering.giveBack(block);
      disk.reach(offset);
      if (offset - told < tellEvery) continue;
      told = offset;
      tell(offset);
    }
  } finally {
    gathering.release();
    await disk.rest();
  }
  tell(offset);
  return { offset, end: gathering.end ?? 'cut' };
}

/** Has the disk take what was written, one step after the other, beside the writing. */
class Syncing {
  readonly #handle: FileHandle;
  #synced: number;
  #step: Promise<void> = Promise.resolve();
  #isBusy = false;
  #fault: unknown;

  constructor(handle: FileHandle, from: number) {
    this.#handle = handle;
    this.#synced = from;
  }

  reach(offset: number): void {
    if (this.#isBusy || offset - this.#synced < syncEvery) return;
    this.#synced = offset;
    this.#step = this.#sync();
  }

  /** @throws what the disk said */
  async rest(): Promise<void> {
    await this.#step;
    if (this.#fault !== undefined) throw this.#fault;
  }

  async #sync(): Promise<void> {
    this.#isBusy = true;
    try {
      await this.#handle.datasync();
    } catch (error) {
      this.#fault = error;
    } finally {
      this.#isBusy = false;
    }
  }
}
