import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, sqlState } from '#platform/db.ts';
import { assertReach, reachOf } from '#platform/policy.ts';
import { mayGiveSubtitles, mayReadAsset } from '../policy.ts';
import { refuseMedia } from '../refusals.ts';
import type { GiveSubtitles, SubtitleTracks } from '../schema.ts';
import { assetsTopic, findAssets } from '../service.ts';
import {
  deleteSubtitle,
  insertSubtitle,
  replaceSubtitle,
  selectTracks,
} from '../store/subtitle.ts';
import type { Asset } from '../types.ts';

/** The subtitles of a recording, in the order of their languages. @throws Refusal media.unknown, not_spoken, policy.* */
export async function listSubtitles(ctx: Ctx, assetId: string): Promise<SubtitleTracks> {
  const asset = await getAsset(ctx, assetId);
  assertReach(ctx, mayReadAsset, asset.ownerId);
  assertSpoken(asset);
  return { tracks: await selectTracks(ctx.db, assetId), mayChange: isOwn(ctx, asset) };
}

/**
 * Gives one's own recording subtitles in a language. Those it has are replaced only where `replaces` names them, so that nobody
 * replaces what they have not seen; to give the same ones again changes nothing.
 *
 * @throws Refusal media.unknown, not_spoken, not_subtitles, subtitles_changed, policy.*; nothing is then written.
 */
export async function giveSubtitles(
  ctx: Ctx,
  assetId: string,
  locale: string,
  { subtitleId, replaces }: GiveSubtitles,
): Promise<void> {
  const [asset, words] = [await getAsset(ctx, assetId), await getAsset(ctx, subtitleId)];
  for (const { ownerId } of [asset, words]) assertReach(ctx, mayGiveSubtitles, ownerId);
  assertSpoken(asset);
  if (words.kind !== 'subtitle') throw refuseMedia('media.not_subtitles');
  const row = { assetId, locale, subtitleId };
  const isWritten = await inTransaction(ctx, (tx) =>
    replaces ? replaceSubtitle(tx, row, replaces) : insertSubtitle(tx, row),
  ).catch(gone);
  if (!isWritten) throw refuseMedia('media.subtitles_changed');
  ctx.ports.realtime.tell([assetsTopic(asset.ownerId)]);
}

/** Takes the subtitles of a language from one's own recording; their file stays. @throws Refusal media.unknown, no_subtitles, policy.* */
export async function takeSubtitles(ctx: Ctx, assetId: string, locale: string): Promise<void> {
  const asset = await getAsset(ctx, assetId);
  assertReach(ctx, mayGiveSubtitles, asset.ownerId);
  if (!(await inTransaction(ctx, (tx) => deleteSubtitle(tx, assetId, locale))))
    throw refuseMedia('media.no_subtitles');
  ctx.ports.realtime.tell([assetsTopic(asset.ownerId)]);
}

async function getAsset(ctx: Ctx, id: string): Promise<Asset> {
  const asset = (await findAssets(ctx.db, [id])).get(id);
  if (!asset) throw refuseMedia('media.unknown');
  return asset;
}

function isOwn(ctx: Ctx, { ownerId }: Asset): boolean {
  const { actor } = ctx;
  return (
    reachOf(ctx, mayGiveSubtitles) !== 'none' && actor.kind === 'user' && actor.userId === ownerId
  );
}

function assertSpoken({ kind }: Asset): void {
  if (kind !== 'video' && kind !== 'audio') throw refuseMedia('media.not_spoken');
}

const isGone = '23503';

/** One of the two files was removed while we looked. */
function gone(error: unknown): never {
  if (sqlState(error) === isGone) throw refuseMedia('media.unknown');
  throw error;
}
