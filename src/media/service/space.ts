import type { Refusal } from '#kernel/refusal.ts';
import { saySize } from '#kernel/size.ts';
import type { Ctx } from '#platform/ctx.ts';
import { measureDisk } from '#platform/files-local.ts';
import { refuseFile } from '#platform/files.ts';
import { actingUser } from '#platform/policy.ts';
import { getSiteSettings } from '#settings/service.ts';
import { refuseMedia } from '../refusals.ts';
import type { StorageUse } from '../schema.ts';
import { findUse } from '../store/space.ts';

/** How much all files of one creator may take together, in bytes. */
export async function quotaOf(ctx: Ctx): Promise<number> {
  return (await getSiteSettings(ctx)).creatorQuotaMb * 1_000_000;
}

/** How much of their space the caller has used. @throws Refusal policy.signed_out */
export async function getStorageUse(ctx: Ctx): Promise<StorageUse> {
  const usedBytes = await findUse(ctx.db, actingUser(ctx).userId);
  return { usedBytes, quotaBytes: await quotaOf(ctx) };
}

/** Bytes that are used, that may be used, and that a file wants. */
export interface Room {
  readonly used: number;
  readonly quota: number;
  readonly needed: number;
}

/** The refusal of somebody whose space does not hold a file. */
export function noRoom({ used, quota, needed }: Room): Refusal {
  return refuseMedia('media.quota_full', {
    used: saySize(used),
    quota: saySize(quota),
    needed: saySize(needed),
  });
}

/** What uploads that are under way will still bring. */
export interface UnderWay {
  /** All of one person, whole. */
  readonly ownBytes: number;
  /** What is still to come of everybody's. */
  readonly comingBytes: number;
}

/**
 * Lets an upload begin when its owner's space and the disk have room for it beside what is under way. What an import
 * brings is counted file by file: it may bring what is there already.
 *
 * @throws Refusal media.quota_full, files.full
 */
export async function assertRoom(
  ctx: Ctx,
  upload: { readonly folder: string; readonly bytes: number; readonly isCounted: boolean },
  underWay: UnderWay,
): Promise<void> {
  const { folder, bytes, isCounted } = upload;
  const quota = await quotaOf(ctx);
  const used = (await findUse(ctx.db, actingUser(ctx).userId)) + underWay.ownBytes;
  if (isCounted && used + bytes > quota) throw noRoom({ used, quota, needed: bytes });

  const disk = await measureDisk(folder);
  const coming = bytes + underWay.comingBytes;
  // For a moment a file lies here and in the store; where that is the same disk, twice on it.
  const store = await ctx.ports.files.freeBytes();
  const needed = store === undefined ? coming : coming + bytes;
  if (disk.freeBytes < needed + reserveOf(disk.sizeBytes)) throw refuseFile('files.full');
}

// The database and the logs live on the same disk more often than not.
function reserveOf(diskBytes: number): number {
  return Math.min(512 * 1024 * 1024, Math.floor(diskBytes / 20));
}
