import { open, rm } from 'node:fs/promises';
import { Refusal } from '#kernel/refusal.ts';
import { day } from '#kernel/time.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { refuseMedia } from '../refusals.ts';
import { takeGiven } from './given.ts';
import { hashOf } from './hash-growing.ts';
import { storeAsset } from './store-asset.ts';
import {
  bytesOf,
  deskOf,
  getOwnUpload,
  idsOn,
  lastTouched,
  removeFromDesk,
  sizeHere,
  writeNote,
  type Desk,
  type Upload,
} from './upload-desk.ts';

/** An upload that nobody went on with for so long is swept away. */
export const uploadLifeMs = day;

const passing = new Set(['files.unavailable', 'scanner.unavailable']);

/**
 * Makes of a whole upload what it was meant for. Returns the asset's id, where it is one.
 *
 * @throws Refusal what `storeAsset` and `takeGiven` refuse; the upload is then removed, unless it is the store or the scanner that could not be
 * reached
 */
export async function finishUpload(
  ctx: Ctx<User>,
  desk: Desk,
  id: string,
): Promise<string | undefined> {
  const { size, metadata } = await getOwnUpload(desk, ctx, id);
  if (metadata.assetId !== undefined) return metadata.assetId;
  const path = bytesOf(desk, id);
  if (metadata.use === 'import') {
    await syncFile(path);
    return undefined;
  }
  try {
    const assetId = await makeOf(ctx, path, { size, metadata });
    await writeNote(desk, id, { size, metadata: { ...metadata, assetId } });
    await rm(path, { force: true });
    return assetId;
  } catch (error) {
    // What could not be taken or looked through now is when its sender asks again how far the upload is.
    const isForGood = error instanceof Refusal && !passing.has(error.code);
    if (isForGood) await removeFromDesk(desk, id);
    throw error;
  }
}

async function makeOf(ctx: Ctx<User>, path: string, { size, metadata }: Upload): Promise<string> {
  const { ownerId, filename: fileName, use, given } = metadata;
  if (given) {
    await takeGiven(ctx, given, path);
    return given.assetId;
  }
  const content = { path, isGiven: true, sha256: await hashOf(path, size) };
  const { asset } = await storeAsset(ctx, { ownerId, fileName, isFile: use === 'file', content });
  return asset.id;
}

/** Whether all bytes came, but nobody could hear what became of them. */
export function isLeftWhole({ size, metadata }: Upload, here: number): boolean {
  return metadata.assetId === undefined && here === size;
}

/** A finished upload that an import may take: where it lies and what it was called. @throws Refusal media.upload_unknown */
export async function getUpload(
  ctx: Ctx<User>,
  id: string,
): Promise<{ readonly path: string; readonly fileName: string }> {
  const desk = deskOf(ctx);
  const { size, metadata } = await getOwnUpload(desk, ctx, id);
  const path = bytesOf(desk, id);
  if (metadata.use !== 'import' || (await sizeHere(desk, id)) !== size)
    throw refuseMedia('media.upload_unknown');
  return { path, fileName: metadata.filename };
}

/** Forgets an upload with its bytes. */
export async function removeUpload(ctx: Ctx, id: string): Promise<void> {
  await removeFromDesk(deskOf(ctx), id);
}

/** Removes uploads that nobody went on with for a day. Returns how many. */
export async function sweepUploads(ctx: Ctx): Promise<number> {
  const desk = deskOf(ctx);
  let removed = 0;
  for (const id of await idsOn(desk)) {
    if (ctx.now.getTime() - (await lastTouched(desk, id)) < uploadLifeMs) continue;
    await removeFromDesk(desk, id);
    removed += 1;
  }
  return removed;
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
