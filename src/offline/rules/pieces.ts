/** Files are kept in pieces of this size, so that a player that jumps need not open all of one. */
export const pieceBytes = 1024 * 1024;

/** A range of a file, both ends counted, as HTTP has it. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

// A player that asks for the rest of a film gets some of it, and asks again.
const mostBytes = 4 * pieceBytes;

/** What of a file of `size` bytes a `Range` header asks for; undefined: all of it; `none`: there is no such part. */
export function readRange(header: string | null, size: number): ByteRange | 'none' | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  // The last so many bytes, or from here on.
  if (!from) return to ? rangeOf(Math.max(0, size - Number(to)), size - 1, size) : undefined;
  return rangeOf(Number(from), Math.min(to ? Number(to) : Infinity, size - 1), size);
}

function rangeOf(start: number, last: number, size: number): ByteRange | 'none' {
  const end = Math.min(last, start + mostBytes - 1);
  return start > end || start >= size ? 'none' : { start, end };
}

/** Which pieces hold a range, and what of each: from and to within it, the end not counted. */
export function piecesOf({ start, end }: ByteRange): {
  readonly index: number;
  readonly from: number;
  readonly to: number;
}[] {
  const first = Math.floor(start / pieceBytes);
  const count = Math.floor(end / pieceBytes) - first + 1;
  return Array.from({ length: count }, (_, n) => {
    const before = (first + n) * pieceBytes;
    return {
      index: first + n,
      from: Math.max(0, start - before),
      to: Math.min(pieceBytes, end + 1 - before),
    };
  });
}
