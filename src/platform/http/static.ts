import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { permission } from '../policy.ts';
import { refuseRequest } from './security.ts';
import { chooseEncoding } from './reply.ts';
import { rawRoute, type RawRoute } from './route.ts';

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  webp: 'image/webp',
  woff2: 'font/woff2',
  json: 'application/json',
  wasm: 'application/wasm',
  bcmap: 'application/octet-stream',
  pfb: 'application/octet-stream',
  ttf: 'font/ttf',
};
const suffixes = { br: '.br', zstd: '.zst', gzip: '.gz' } as const;

const mayFetchAssets = permission('assets.fetch', { visitor: 'any' });

/** The built client files under `/assets/`: names carry a hash, so they may be kept for ever; compressed forms lie beside them. */
export function assetRoute(folder: string): RawRoute {
  const kept = new Map<string, Promise<Buffer | undefined>>();
  const load = async (name: string) => {
    const known = kept.get(name) ?? readFile(join(folder, name)).catch(() => undefined);
    kept.set(name, known);
    const file = await known;
    // Only what is there is remembered: anybody can think of names that are not.
    if (!file) kept.delete(name);
    return file;
  };

  return rawRoute({
    method: 'GET',
    path: '/assets/:name{[A-Za-z0-9_/-][A-Za-z0-9._/-]*}',
    may: mayFetchAssets,
    run: async (_ctx, c) => {
      const name = c.req.param('name') ?? '';
      const type = types[name.split('.').at(-1) ?? ''];
      if (!type || name.includes('..')) throw refuseRequest('request.unknown_path');

      const headers: Record<string, string> = {
        'content-type': type,
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'accept-encoding',
      };
      const encoding = chooseEncoding(c.req.header('accept-encoding'));
      const compressed = encoding && (await load(name + suffixes[encoding]));
      const body = compressed ?? (await load(name));
      if (!body) throw refuseRequest('request.unknown_path');
      if (compressed) headers['content-encoding'] = encoding;
      return new Response(new Uint8Array(body), { headers });
    },
  });
}
