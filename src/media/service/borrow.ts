import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { newToken } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { isOutOfRoom, refuseFile } from '#platform/files.ts';
import type { Asset } from '../types.ts';

/** Where things lie for a while that a transcoder reads or writes: `scratch/` in the data folder. */
export function scratchOf({ ports }: Ctx): string {
  return join(ports.settings.dataDir, 'scratch');
}

const folderOf = (ctx: Ctx, assetId: string) => join(scratchOf(ctx), `original-${assetId}`);

/**
 * Where the original of an asset lies on this machine. Out of a far store it is fetched once, and kept until all is made of it.
 *
 * @throws Refusal files.full, files.unavailable
 */
export async function borrowOriginal(ctx: Ctx, asset: Asset, key: string): Promise<string> {
  const near = ctx.ports.files.localPath(key);
  if (near !== undefined) return near;

  const folder = folderOf(ctx, asset.id);
  const path = join(folder, 'original');
  if ((await sizeOf(path)) === asset.sizeBytes) return path;
  const part = join(folder, newToken());
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await pipeline(await ctx.ports.files.read(key), createWriteStream(part, { mode: 0o600 }));
    await rename(part, path);
    return path;
  } catch (error) {
    await rm(part, { force: true });
    throw isOutOfRoom(error) ? refuseFile('files.full') : error;
  }
}

/** Nobody needs the original of an asset on this machine any more. */
export async function returnOriginal(ctx: Ctx, assetId: string): Promise<void> {
  await rm(folderOf(ctx, assetId), { recursive: true, force: true });
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
