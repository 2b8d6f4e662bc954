import type { ByteRange } from '#platform/files.ts';

/** What part of a file of `sizeBytes` a `Range` header asks for (RFC 9110 §14.2): one range or the whole, never several. */
export function readRange(
  header: string | undefined,
  sizeBytes: number,
): ByteRange | 'whole' | 'unsatisfiable' {
  if (header === undefined) return 'whole';
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim());
  // Several ranges would let one small request ask for the same bytes many times over.
  if (!match) return header.trim().startsWith('bytes=') ? 'unsatisfiable' : 'whole';

  const [, first = '', last = ''] = match;
  const range =
    first === ''
      ? suffixOf(last, sizeBytes)
      : { start: Number(first), end: endOf(last, sizeBytes) };
  return range && range.start < sizeBytes && range.start <= range.end ? range : 'unsatisfiable';
}

function suffixOf(last: string, sizeBytes: number): ByteRange | undefined {
  return last === ''
    ? undefined
    : { start: Math.max(0, sizeBytes - Number(last)), end: sizeBytes - 1 };
}

function endOf(last: string, sizeBytes: number): number {
  return last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
}
