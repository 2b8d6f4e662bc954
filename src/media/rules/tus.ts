// Headers of the tus protocol 1.0.0.

/** The version that we speak. */
export const tusVersion = '1.0.0';

/** What a request says of its body when it carries a piece of an upload. */
export const pieceType = 'application/offset+octet-stream';

/** A number of bytes, as `Upload-Length` and `Upload-Offset` name it. */
export function readBytesHeader(value: string | null): number | undefined {
  if (value === null || !/^\d{1,16}$/.test(value)) return undefined;
  const bytes = Number(value);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** `Upload-Metadata`: pairs of a key and, in base64, its value. Undefined when it is none. */
export function readMetadata(header: string | null): Map<string, string> | undefined {
  const known = new Map<string, string>();
  if (header === null || header === '') return known;
  for (const pair of header.split(',')) {
    const [, key, value = ''] =
      /^([!-+\--~]+)(?: ([A-Za-z0-9+/]*={0,2}))?$/.exec(pair.trim()) ?? [];
    if (key === undefined || known.has(key)) return undefined;
    known.set(key, Buffer.from(value, 'base64').toString());
  }
  return known;
}

/** What `readMetadata` reads. */
export function writeMetadata(known: Readonly<Record<string, string>>): string {
  return Object.entries(known)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');
}
