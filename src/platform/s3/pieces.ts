import type { Readable } from 'node:stream';

/** A stretch of a stream, held in memory. */
export interface Piece {
  readonly bytes: Buffer<ArrayBuffer>;
  readonly isLast: boolean;
}

/**
 * Cuts a stream of unknown length into pieces of `size` bytes; the last may be shorter, and is empty only when there is
 * nothing at all. Holds one piece at a time.
 */
export async function* cutInPieces(
  content: Readable | Uint8Array,
  size: number,
): AsyncGenerator<Piece, undefined> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunksOf(content, size)) {
    if (length + chunk.length > size) {
      const room = size - length;
      yield { bytes: Buffer.concat([...held, chunk.subarray(0, room)]), isLast: false };
      held = [chunk.subarray(room)];
      length = chunk.length - room;
    } else {
      held.push(chunk);
      length += chunk.length;
    }
  }
  yield { bytes: Buffer.concat(held), isLast: true };
}

/** The content in chunks of at most `size` bytes, none of them copied. */
async function* chunksOf(
  content: Readable | Uint8Array,
  size: number,
): AsyncGenerator<Uint8Array, undefined> {
  const chunks: AsyncIterable<Uint8Array> | readonly Uint8Array[] =
    content instanceof Uint8Array ? [content] : content;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += size) yield chunk.subarray(at, at + size);
  }
}
