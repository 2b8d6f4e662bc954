import { Readable } from 'node:stream';
import type { Ctx } from '#platform/ctx.ts';
import { FileMissing, type ByteRange, type Files } from '#platform/files.ts';
import { attachment } from '#platform/http/attachment.ts';
import { Lru } from '#platform/lru.ts';
import { refuseMedia } from '../refusals.ts';
import { readRange } from '../rules/range.ts';

/** A stored file on its way out. */
export interface Outgoing {
  readonly key: string;
  readonly mediaType: string;
  readonly cacheControl: string;
  /** A name that makes it a download. */
  readonly download?: string;
  readonly contentPolicy?: string;
}

/** For PDF: the browser's own reader is a plug-in that the strict policy would stop. */
export const documentPolicy =
  "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";

const memories = new WeakMap<Files, Lru<number>>();
const rememberedSizes = 20_000;

function sizesOf(files: Files): Lru<number> {
  const sizes = memories.get(files) ?? new Lru<number>(rememberedSizes);
  memories.set(files, sizes);
  return sizes;
}

/** How long a stored file is; asked once, because a store may be far away. @throws Refusal media.unknown */
async function sizeOf(ctx: Ctx, key: string): Promise<number> {
  const sizes = sizesOf(ctx.ports.files);
  const known = sizes.get(key);
  if (known !== undefined) return known;
  const stat = await ctx.ports.files.stat(key);
  if (!stat) throw refuseMedia('media.unknown');
  sizes.set(key, stat.sizeBytes);
  return stat.sizeBytes;
}

// No longer than what a stream holds ready at a time.
const shortBytes = 256 * 1024;

/** Sends a stored file, or the one range of it that was asked for. @throws Refusal media.unknown */
export async function send(ctx: Ctx, request: Request, outgoing: Outgoing): Promise<Response> {
  const sizeBytes = await sizeOf(ctx, outgoing.key);
  const headers = headersOf(outgoing);
  const asked = readRange(request.headers.get('range') ?? undefined, sizeBytes);
  if (asked === 'unsatisfiable') {
    headers['content-range'] = `bytes */${sizeBytes}`;
    headers['cache-control'] = 'no-store';
    return new Response(null, { status: 416, headers });
  }

  const range = asked === 'whole' ? { start: 0, end: sizeBytes - 1 } : asked;
  headers['content-length'] = String(range.end - range.start + 1);
  if (asked !== 'whole')
    headers['content-range'] = `bytes ${range.start}-${range.end}/${sizeBytes}`;
  // Nothing is opened for HEAD: nobody would close it.
  const content = request.method === 'HEAD' ? null : await contentOf(ctx, outgoing.key, range);
  return new Response(content, { status: asked === 'whole' ? 200 : 206, headers });
}

async function contentOf(
  { ports: { files } }: Ctx,
  key: string,
  range: ByteRange,
): Promise<BodyInit> {
  try {
    // To lay a stream costs more than to read what is short.
    if (range.end - range.start < shortBytes)
      return (await files.readBytes(key, range)) as Uint8Array<ArrayBuffer>;
    return Readable.toWeb(await files.read(key, range)) as ReadableStream;
  } catch (error) {
    if (!(error instanceof FileMissing)) throw error;
    sizesOf(files).delete(key);
    throw refuseMedia('media.unknown');
  }
}

function headersOf(outgoing: Outgoing): Record<string, string> {
  const { mediaType, cacheControl, download, contentPolicy } = outgoing;
  const headers: Record<string, string> = {
    'content-type': mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType,
    'cache-control': cacheControl,
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'content-security-policy': contentPolicy ?? "default-src 'none'; sandbox",
    'content-disposition': 'inline',
  };
  if (download !== undefined) headers['content-disposition'] = attachment(download);
  return headers;
}
