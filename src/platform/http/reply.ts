import { hash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from 'node:zlib';
import type { CachedPage } from '../page-cache.ts';

export type Encoding = 'zstd' | 'br' | 'gzip';

const smallest = 1_024;

/** The best encoding that a caller accepts: zstd, then br, then gzip (measured: cheapest and nearly smallest first). */
export function chooseEncoding(accepted: string | undefined): Encoding | undefined {
  if (!accepted) return undefined;
  const offered = new Set(
    accepted
      .split(',')
      .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
      .map((part) => part.split(';')[0]!.trim()),
  );
  return (['zstd', 'br', 'gzip'] as const).find((encoding) => offered.has(encoding));
}

/** `body` in `encoding`, at levels that cost less than a millisecond for a page. */
export function compress(body: Buffer, encoding: Encoding): Buffer {
  if (encoding === 'zstd') return zstdCompressSync(body);
  if (encoding === 'gzip') return gzipSync(body, { level: 6 });
  return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
}

/** A page ready to be sent, and with a tag to be kept. */
export function bakePage(html: Buffer, status: number, isKept: boolean): CachedPage {
  const etag = isKept ? `"${hash('sha256', html, 'base64url').slice(0, 22)}"` : undefined;
  return { html, status, etag, encoded: new Map() };
}

export interface SendOptions {
  readonly accepted: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly cacheControl: string;
}

/** An answer before it is handed to whichever server sends it. */
export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer | null;
}

/** A page as an answer: not modified, or compressed as the caller likes it. */
export function replyWith(page: CachedPage, options: SendOptions): Reply {
  const { status, etag, html } = page;
  const headers: Record<string, string> = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': options.cacheControl,
    vary: 'accept-encoding, cookie',
  };
  if (etag !== undefined) headers['etag'] = etag;
  const known = options.ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (status === 200 && etag !== undefined && known?.includes(etag))
    return { status: 304, headers, body: null };

  const encoding = html.length >= smallest ? chooseEncoding(options.accepted) : undefined;
  if (!encoding) return { status, headers, body: html };

  const body = page.encoded.get(encoding) ?? compress(html, encoding);
  page.encoded.set(encoding, body);
  headers['content-encoding'] = encoding;
  return { status, headers, body };
}

// The types of the platform ask for memory of its own where any will do.
const bytesOf = (buffer: Buffer) => buffer as Uint8Array<ArrayBuffer>;

/** The same as a response. */
export function sendPage(page: CachedPage, options: SendOptions): Response {
  const { status, headers, body } = replyWith(page, options);
  return new Response(body && bytesOf(body), { status, headers });
}

/** JSON, compressed when it is long. */
export function sendJson(value: unknown, status: number, accepted: string | undefined): Response {
  const bytes = Buffer.from(JSON.stringify(value));
  const headers = new Headers({
    'content-type': 'application/json',
    'cache-control': 'no-store',
    vary: 'accept-encoding',
  });
  const encoding = bytes.length >= smallest ? chooseEncoding(accepted) : undefined;
  if (!encoding) return new Response(bytesOf(bytes), { status, headers });
  headers.set('content-encoding', encoding);
  return new Response(bytesOf(compress(bytes, encoding)), { status, headers });
}
