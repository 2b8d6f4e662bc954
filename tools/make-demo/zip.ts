import { crc32, deflateRawSync } from 'node:zlib';

/** Writes zip archives by hand: small ones for EPUB, and odd ones for tests of what an importer must refuse. */

export interface ZipEntry {
  readonly name: string | Buffer;
  readonly data: Buffer;
  readonly stored?: boolean;
  /** Unix mode, for example 0o120777 for a symbolic link. */
  readonly mode?: number;
}

const DOS_DATE = ((2026 - 1980) << 9) | (1 << 5) | 1; // one day for all, so that the same input gives the same bytes
const UTF8_NAME = 0x0800;

export interface ZipHead {
  readonly name: Buffer;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly method: 0 | 8;
  readonly mode: number;
  readonly offset: number;
}

export function localHeader(head: ZipHead): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(UTF8_NAME, 6);
  header.writeUInt16LE(head.method, 8);
  header.writeUInt16LE(DOS_DATE, 12);
  header.writeUInt32LE(head.crc, 14);
  header.writeUInt32LE(head.packed, 18);
  header.writeUInt32LE(head.size, 22);
  header.writeUInt16LE(head.name.length, 26);
  return Buffer.concat([header, head.name]);
}

export function centralHeader(head: ZipHead): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE((3 << 8) | 20, 4); // made on Unix
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(UTF8_NAME, 8);
  header.writeUInt16LE(head.method, 10);
  header.writeUInt16LE(DOS_DATE, 14);
  header.writeUInt32LE(head.crc, 16);
  header.writeUInt32LE(head.packed, 20);
  header.writeUInt32LE(head.size, 24);
  header.writeUInt16LE(head.name.length, 28);
  header.writeUInt32LE((head.mode << 16) >>> 0, 38);
  header.writeUInt32LE(head.offset, 42);
  return Buffer.concat([header, head.name]);
}

const ZIP64_END = 0x06064b50;
const ZIP64_LOCATOR = 0x07064b50;

/** The closing records; archives of more than 65,534 entries get those of ZIP64 too. */
export function endOfZip(count: number, centralSize: number, centralAt: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, 0xffff), 8);
  end.writeUInt16LE(Math.min(count, 0xffff), 10);
  end.writeUInt32LE(centralSize, 12);
  end.writeUInt32LE(centralAt, 16);
  if (count < 0xffff) return end;

  const large = Buffer.alloc(56);
  large.writeUInt32LE(ZIP64_END, 0);
  large.writeBigUInt64LE(44n, 4);
  large.writeUInt16LE(45, 12);
  large.writeUInt16LE(45, 14);
  large.writeBigUInt64LE(BigInt(count), 24);
  large.writeBigUInt64LE(BigInt(count), 32);
  large.writeBigUInt64LE(BigInt(centralSize), 40);
  large.writeBigUInt64LE(BigInt(centralAt), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(ZIP64_LOCATOR, 0);
  locator.writeBigUInt64LE(BigInt(centralAt + centralSize), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([large, locator, end]);
}

export function zip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const heads: ZipHead[] = [];
  let offset = 0;
  for (const entry of entries) {
    const packed = entry.stored ? entry.data : deflateRawSync(entry.data, { level: 9 });
    const head: ZipHead = {
      name: typeof entry.name === 'string' ? Buffer.from(entry.name) : entry.name,
      crc: crc32(entry.data),
      packed: packed.length,
      size: entry.data.length,
      method: entry.stored ? 0 : 8,
      mode: entry.mode ?? 0o100644,
      offset,
    };
    const local = localHeader(head);
    parts.push(local, packed);
    heads.push(head);
    offset += local.length + packed.length;
  }
  const central = Buffer.concat(heads.map(centralHeader));
  return Buffer.concat([...parts, central, endOfZip(heads.length, central.length, offset)]);
}
