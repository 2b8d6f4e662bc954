import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, day } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { scratchOf } from './borrow.ts';
import { selectPrefixes } from '../store/rendition.ts';

const stored = /^asset\/([0-9a-f-]{36})\/[0-9a-f-]{36}\//;

/**
 * Removes what crashes left a day ago: writes that never ended, and files below `asset/` that no rendition names.
 * Returns how many.
 */
export async function sweepFiles(ctx: Ctx): Promise<number> {
  let removed = await ctx.ports.files.removeUnfinished(after(ctx.now, -day));
  let known: { readonly assetId: string; readonly prefixes: readonly string[] } | undefined;
  for await (const key of ctx.ports.files.list('asset/')) {
    const [prefix, assetId] = stored.exec(key) ?? [];
    if (!prefix || !assetId) continue;
    if (known?.assetId !== assetId)
      known = { assetId, prefixes: await selectPrefixes(ctx.db, assetId) };
    if (known.prefixes.includes(prefix)) continue;
    const stat = await ctx.ports.files.stat(key);
    if (!stat || ctx.now.getTime() - stat.modifiedAt.getTime() < day) continue;
    await ctx.ports.files.remove(key);
    removed += 1;
  }
  return removed;
}

/** Removes what a transcoder was writing when its machine stopped, a day later. Returns how many. */
export async function sweepScratch(ctx: Ctx): Promise<number> {
  const folder = scratchOf(ctx);
  let removed = 0;
  for (const name of await readdir(folder).catch(nothingThere)) {
    const { mtimeMs } = await stat(join(folder, name));
    if (ctx.now.getTime() - mtimeMs < day) continue;
    await rm(join(folder, name), { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}

function nothingThere(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
