export { deliverSound } from './service/deliver.ts';
export { findOriginals, findSounds } from './service/originals.ts';
export { send as sendFile } from './service/send.ts';
export { storeAsset } from './service/store-asset.ts';
export { getUpload, removeUpload } from './service/upload.ts';
export { takeUpUnfinished } from './service/take-up.ts';
export { deliverStamped, isStamped } from './service/stamp.ts';
export type { Asset, Original, Sound } from './types.ts';
import { minute, hour, after } from '#kernel/time.ts';
import { isId } from '#kernel/id.ts';
import type { Words } from '#kernel/locale.ts';
import type { Ctx, Ports } from '#platform/ctx.ts';
import { pageOf, readTimeCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, sqlState, type Db, type Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { mayReadAsset, mayRemoveAsset } from './policy.ts';
import { mediaWords, ownerWords, refuseMedia, type MediaFailure } from './refusals.ts';
import { roundedExpiry, signature, writeToken } from './service/address.ts';
import { writeSrcSet } from './rules/pictures.ts';
import { getKnown } from './service/known.ts';
import { copiesOf } from './service/stamp.ts';
import { deleteAsset, findPeaks, selectAssets, selectOwned } from './store/asset.ts';
import { selectMakings } from './store/making.ts';
import { selectPrefixes } from './store/rendition.ts';
import { giveSpace } from './store/space.ts';
import { selectSubtitles, upsertSubtitle } from './store/subtitle.ts';
import type { Asset, Making, SheetDetail } from './types.ts';
import type { AssetItem } from './schema.ts';

/** How long an address of a file holds at least; it is rounded up so that a browser's cache finds it again. */
export const fileMs = 2 * hour;
/** Segments are ciphertext: their addresses may live as long as a long evening. */
export const segmentMs = 6 * hour;
/** A playlist leads to its key, so both end within minutes of a refund; a player that comes later asks for a new address. */
export const keyMs = 5 * minute;

/** Assets by id, in one statement; an unknown id is left out. */
export async function findAssets(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Asset>> {
  const known = ids.filter(isId);
  if (known.length === 0) return new Map();
  return new Map((await selectAssets(db, known)).map((asset) => [asset.id, asset]));
}

/** What the owner of assets listens to. */
export function assetsTopic(ownerId: string): string {
  return `assets:${ownerId}`;
}

/** Tells owners who listen that something became of their assets. */
export async function tellOwners(
  ctx: Ctx,
  facts: readonly { readonly assetId: string }[],
): Promise<void> {
  const ids = facts.map(({ assetId }) => assetId);
  const assets = await findAssets(ctx.db, ids);
  ctx.ports.realtime.tell(new Set([...assets.values()].map(({ ownerId }) => assetsTopic(ownerId))));
}

/** An asset with what became of it. @throws Refusal media.unknown, policy.* */
export async function getAsset(ctx: Ctx, id: string): Promise<AssetItem> {
  const asset = (await findAssets(ctx.db, [id])).get(id);
  if (!asset) throw refuseMedia('media.unknown');
  assertReach(ctx, mayReadAsset, asset.ownerId);
  return toItem(ctx, asset, (await selectMakings(ctx.db, [id])).get(id));
}

/** Assets as their owner is told of them, by id; whoever asks has shown that they may know. */
export async function describeAssets(
  ctx: Ctx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, AssetItem>> {
  const [assets, makings] = await Promise.all([
    findAssets(ctx.db, ids),
    selectMakings(ctx.db, ids),
  ]);
  return new Map(Array.from(assets, ([id, asset]) => [id, toItem(ctx, asset, makings.get(id))]));
}

/** A page of one's own assets, newest first. @throws Refusal input.cursor, policy.signed_out */
export async function listAssets(
  ctx: Ctx,
  query: { readonly cursor: string | undefined; readonly limit: number },
): Promise<Page<AssetItem>> {
  const begun = readTimeCursor(query.cursor);
  const place = begun && { createdAt: begun.at, id: begun.id };
  const rows = await selectOwned(ctx.db, actingUser(ctx).userId, query.limit + 1, place);
  const makings = await selectMakings(
    ctx.db,
    rows.map(({ id }) => id),
  );
  return pageOf(
    rows,
    query.limit,
    (row) => [row.createdAt, row.id],
    (row) => toItem(ctx, row, makings.get(row.id)),
  );
}

/** An asset as its owner is told of it, with the reason of a failure in words, and how far what is being made is. */
function toItem(ctx: Ctx, asset: Asset, making: Making | undefined): AssetItem {
  const { ownerId: _ownerId, lufs: _lufs, isFull: _isFull, createdAt, failure, ...shown } = asset;
  return {
    ...shown,
    failure: failure && ownFailureWords(failure)[ctx.locale],
    // A picture that can be seen may become smaller yet: nobody waits for that.
    making:
      making && !(asset.kind === 'image' && asset.state === 'ready')
        ? { step: making.step, percent: Math.floor(making.doneBps / 100), leftSec: making.leftSec }
        : null,
    createdAt: createdAt.toISOString(),
  };
}

/** Why an asset failed, in words for whoever brought it. */
export function ownFailureWords(failure: string): Words {
  return ownerWords[failure as MediaFailure] ?? failureWords(failure);
}

/** Why an asset failed, in words for those it was meant for. */
export function failureWords(failure: string): Words {
  return mediaWords[failure as MediaFailure] ?? mediaWords['media.corrupt'];
}

/** Removes an asset that nothing names, with its files, and gives its owner the space back. */
export async function discardAsset(ctx: Ctx, assetId: string): Promise<void> {
  const prefixes = await selectPrefixes(ctx.db, assetId);
  await inTransaction(ctx, async (tx) => {
    const gone = await deleteAsset(tx, assetId);
    if (gone) await giveSpace(tx, gone.ownerId, gone.sizeBytes);
  });
  for (const prefix of [...prefixes, copiesOf(assetId), bookFolder(assetId)])
    await ctx.ports.files.removeAll(prefix);
}

const isNamed = '23503';

/**
 * Removes one's own asset, if nothing names it: no lesson, cover, portrait or text, in any version.
 *
 * @throws Refusal media.unknown, media.in_use, policy.*
 */
export async function removeAsset(ctx: Ctx, id: string): Promise<void> {
  const asset = (await findAssets(ctx.db, [id])).get(id);
  if (!asset) throw refuseMedia('media.unknown');
  assertReach(ctx, mayRemoveAsset, asset.ownerId);
  try {
    await discardAsset(ctx, id);
  } catch (error) {
    if (sqlState(error) === isNamed) throw refuseMedia('media.in_use');
    throw error;
  }
  ctx.ports.realtime.tell([assetsTopic(asset.ownerId)]);
}

/** Gives a video or audio its subtitles in one language (BCP 47), in place of those it had. */
export async function attachSubtitle(
  tx: Tx,
  assetId: string,
  locale: string,
  subtitleId: string,
): Promise<void> {
  await upsertSubtitle(tx, { assetId, locale, subtitleId });
}

/** The address of a picture that everybody may see (cover, description, trial lesson): stable, and not to be guessed. */
export function publicImageUrl({ secret }: Pick<Ports, 'secret'>, assetId: string): string {
  return `/media/i/${assetId}/${signature(secret, 'picture', [assetId])}`;
}

/** The address of a small form of a picture that everybody may see, such as a portrait beside a name. */
export function smallPictureUrl(ports: Pick<Ports, 'secret'>, assetId: string): string {
  return `${publicImageUrl(ports, assetId)}?w=320&as=webp`;
}

/** The addresses of one picture for a page that lets the browser choose width and form. */
export interface ResponsivePicture {
  /** For whoever does not choose. */
  readonly src: string;
  readonly srcSet: string;
  readonly avifSrcSet: string;
}

/** A picture that everybody may see, in widths up to `most`. */
export function publicPicture(
  ports: Pick<Ports, 'secret'>,
  assetId: string,
  most: number,
): ResponsivePicture {
  return responsive(publicImageUrl(ports, assetId), most);
}

/** A picture at `address` in widths up to `most`: no page needs to know which of them have been made. */
export function responsive(address: string, most: number): ResponsivePicture {
  return {
    src: address,
    srcSet: writeSrcSet(address, 'webp', most),
    avifSrcSet: writeSrcSet(address, 'avif', most),
  };
}

/** Who an address is for: the session that asked for it; visitors share what everybody may see. */
export function viewerOf({ actor }: Ctx): string {
  return actor.kind === 'user' ? actor.sessionId : 'anyone';
}

/**
 * A short-lived address of an asset for the one who asks. Call it only for those who may see the asset: from here on the
 * signature decides.
 */
export function signMedia(
  ctx: Ctx,
  assetId: string,
  form: 'file' | 'download' | 'playlist',
): string {
  const purpose = form === 'playlist' ? 'playlist' : 'file';
  const expiresAt = form === 'playlist' ? after(ctx.now, keyMs) : roundedExpiry(ctx.now, fileMs);
  const token = writeToken(ctx.ports.secret, purpose, [assetId, viewerOf(ctx)], expiresAt);
  if (form === 'playlist') return `/media/p/${assetId}/${token}/index.m3u8`;
  return `/media/f/${assetId}/${token}${form === 'download' ? '?download=1' : ''}`;
}

/** Where the pictures of a book lie. */
export function bookFolder(assetId: string): string {
  return `book/${assetId}/`;
}

/** The address below which the pictures of a book stand for the one who asks; call it only for those who may read it. */
export function signBook(ctx: Ctx, assetId: string): string {
  const expiresAt = roundedExpiry(ctx.now, fileMs);
  const token = writeToken(ctx.ports.secret, 'book', [assetId, viewerOf(ctx)], expiresAt);
  return `/media/b/${assetId}/${token}/`;
}

/** The address of a video's key: for one viewer, until the playlist that names it ends. */
export function signKey(ctx: Ctx, assetId: string, expiresAt: Date): string {
  return `/media/k/${assetId}/${writeToken(ctx.ports.secret, 'key', [assetId, viewerOf(ctx)], expiresAt)}`;
}

/** Subtitles of a medium as a player wants them. */
export interface PlayableTrack {
  readonly locale: string;
  readonly src: string;
}

/** A sheet of small pictures of a video, of which a player shows the one under the pointer. */
export interface PlayableSheet extends Omit<SheetDetail, 'name'> {
  readonly src: string;
}

/** How a medium is played by the one who asks. */
export interface Playback {
  readonly kind: 'video' | 'audio';
  readonly src: string;
  readonly type: string;
  readonly durationSec: number;
  readonly tracks: readonly PlayableTrack[];
  /** A picture to be shown before it plays. */
  readonly poster: string | undefined;
  readonly sheet: PlayableSheet | undefined;
  /** The loudest of each of equally long parts of the sound, 0 to 255; empty when nobody measured it. */
  readonly peaks: readonly number[];
}

/**
 * The addresses with which the one who asks plays a video or audio. Call it only for those who may.
 *
 * @throws Refusal media.not_ready while it is being packaged; the reason of its failure when it failed
 */
export async function getPlayback(ctx: Ctx, asset: Asset): Promise<Playback> {
  assertPlayable(asset);
  const isVideo = asset.kind === 'video';
  const [subtitles, known, peaks] = await Promise.all([
    selectSubtitles(ctx.db, asset.id),
    getKnown(ctx, asset.id),
    isVideo ? null : findPeaks(ctx.db, asset.id),
  ]);
  const file = signMedia(ctx, asset.id, 'file');
  return {
    kind: asset.kind,
    src: isVideo ? signMedia(ctx, asset.id, 'playlist') : file,
    type: isVideo ? 'application/vnd.apple.mpegurl' : known.file.mediaType,
    durationSec: asset.durationSec ?? 0,
    tracks: subtitles.map(({ locale, subtitleId }) => ({
      locale,
      src: signMedia(ctx, subtitleId, 'file'),
    })),
    poster: known.poster && `${file}?part=poster`,
    sheet: known.sheet && { ...known.sheet.detail, src: `${file}?part=sheet` },
    peaks: [...(peaks ?? [])],
  };
}

function assertPlayable(
  asset: Asset,
): asserts asset is Asset & { readonly kind: 'video' | 'audio' } {
  if (asset.state === 'processing') throw refuseMedia('media.not_ready');
  if (asset.state === 'failed')
    throw refuseMedia((asset.failure ?? 'media.corrupt') as MediaFailure);
  if (asset.kind !== 'video' && asset.kind !== 'audio') throw refuseMedia('media.unknown');
}
