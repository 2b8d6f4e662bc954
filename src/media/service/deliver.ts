import type { Ctx } from '#platform/ctx.ts';
import { refuseMedia } from '../refusals.ts';
import { choosePicture, readWish } from '../rules/pictures.ts';
import { writeMaster, writePlaylist } from '../rules/playlist.ts';
import { bookFolder, segmentMs, signKey, viewerOf } from '../service.ts';
import { findKey } from '../store/rendition.ts';
import {
  expiryOf,
  isSignature,
  isValid,
  keptWhile,
  roundedExpiry,
  signature,
  writeToken,
  type Purpose,
} from './address.ts';
import { getKnown, trackNamed, type Known } from './known.ts';
import { openKey } from './seal.ts';
import { documentPolicy, send, type Outgoing } from './send.ts';

/** Lets pass who was given the address: the session in it, or everybody when it was made for everybody. */
function assertToken(ctx: Ctx, purpose: Purpose, assetId: string, token: string): void {
  const viewers = new Set([viewerOf(ctx), 'anyone']);
  const { secret } = ctx.ports;
  const isTheirs = [...viewers].some((viewer) =>
    isValid(secret, { purpose, parts: [assetId, viewer], token }, ctx.now),
  );
  if (!isTheirs) throw refuseMedia('media.link_invalid');
}

/** A picture for everybody. @throws Refusal media.link_invalid, media.unknown */
export async function deliverPicture(
  ctx: Ctx,
  request: Request,
  assetId: string,
  given: string,
): Promise<Response> {
  if (!isSignature(given, signature(ctx.ports.secret, 'picture', [assetId])))
    throw refuseMedia('media.link_invalid');
  return send(ctx, request, pictureOf(await getKnown(ctx, assetId), request, 'public'));
}

function pictureOf({ pictures }: Known, request: Request, scope: 'public' | 'private'): Outgoing {
  const wish = readWish(new URL(request.url).searchParams);
  const picture = choosePicture(pictures, wish);
  // The original tells where it was taken, and may hold more than a picture: it is nobody's but the owner's.
  if (!picture) throw refuseMedia('media.unknown');
  const isFinal = picture.mediaType === `image/${wish.form}`;
  const lasting =
    scope === 'public' ? 'public, max-age=31536000, immutable' : 'private, max-age=7200';
  return { ...picture, cacheControl: isFinal ? lasting : `${scope}, max-age=120` };
}

/** A file as it is, for the session that was given its address. @throws Refusal media.link_invalid, media.unknown */
export async function deliverFile(
  ctx: Ctx,
  request: Request,
  assetId: string,
  token: string,
): Promise<Response> {
  assertToken(ctx, 'file', assetId, token);
  const known = await getKnown(ctx, assetId);
  return send(ctx, request, fileOf(known, request));
}

/** The sound of an audio, levelled where it was: for whom its caller has let pass. @throws Refusal media.unknown */
export async function deliverSound(ctx: Ctx, request: Request, assetId: string): Promise<Response> {
  const known = await getKnown(ctx, assetId);
  if (known.kind !== 'audio') throw refuseMedia('media.unknown');
  return send(ctx, request, fileOf(known, request));
}

function fileOf(known: Known, request: Request): Outgoing {
  const { kind, file, fileName, poster, sheet } = known;
  if (kind === 'image') return pictureOf(known, request, 'private');
  const { searchParams } = new URL(request.url);
  const wanted = searchParams.get('part');
  const part = wanted === 'poster' ? poster : wanted === 'sheet' ? sheet : undefined;
  if (part) return { ...part, cacheControl: 'private, max-age=7200' };
  // The file of a video is its unencrypted original, which is nobody's but the owner's.
  if (kind === 'video') throw refuseMedia('media.unknown');
  const isDownload = kind === 'epub' || kind === 'file' || searchParams.has('download');
  return {
    ...file,
    cacheControl: 'private, max-age=7200',
    ...(isDownload ? { download: fileName } : {}),
    ...(kind === 'pdf' ? { contentPolicy: documentPolicy } : {}),
  };
}

const bookPicture = /^\d{1,5}\.(png|jpeg|gif|webp|avif)$/;

/** A picture of a book, for the session that was given its address. @throws Refusal media.link_invalid, media.unknown */
export async function deliverBookPicture(
  ctx: Ctx,
  request: Request,
  named: { readonly assetId: string; readonly token: string; readonly name: string },
): Promise<Response> {
  assertToken(ctx, 'book', named.assetId, named.token);
  const [, form] = bookPicture.exec(named.name) ?? [];
  if (form === undefined) throw refuseMedia('media.unknown');
  return send(ctx, request, {
    key: `${bookFolder(named.assetId)}${named.name}`,
    mediaType: `image/${form}`,
    cacheControl: 'private, max-age=7200',
  });
}

export const playlistName = /^([a-z0-9-]{1,20})\.m3u8$/;
export const playlistHeaders = {
  'content-type': 'application/vnd.apple.mpegurl',
  'cache-control': 'private, no-store',
};

/**
 * A playlist of a video, written for the one who asks: `index` lists the heights and the sound, each of which has one of its
 * own under the same token. @throws Refusal media.link_invalid, media.unknown
 */
export async function deliverPlaylist(
  ctx: Ctx,
  assetId: string,
  token: string,
  file: string,
): Promise<Response> {
  assertToken(ctx, 'playlist', assetId, token);
  const [, name] = playlistName.exec(file) ?? [];
  const { videos, audio } = await getKnown(ctx, assetId);
  if (!name || videos.length === 0) throw refuseMedia('media.unknown');
  if (name === 'index') {
    const text = writeMaster(
      videos,
      audio,
      (track) => `/media/p/${assetId}/${token}/${track}.m3u8`,
    );
    return new Response(text, { headers: playlistHeaders });
  }

  const track = trackNamed({ videos, audio }, name);
  if (!track) throw refuseMedia('media.unknown');
  const address = segmentSigner(ctx);
  const text = writePlaylist(track, {
    key: signKey(ctx, assetId, expiryOf(token)),
    file: (of) => address(track.prefixes.get(of)!, of),
  });
  return new Response(text, { headers: playlistHeaders });
}

/** Signs addresses of segments, once for each prefix. */
export function segmentSigner(ctx: Ctx): (prefix: string, name: string) => string {
  const expiresAt = roundedExpiry(ctx.now, segmentMs);
  const tokens = new Map<string, string>();
  return (prefix, name) => {
    const token =
      tokens.get(prefix) ?? writeToken(ctx.ports.secret, 'segment', [prefix], expiresAt);
    tokens.set(prefix, token);
    return `/media/s/${token}/${prefix}${name}`;
  };
}

/** A video's key, for the session in the address, within minutes. @throws Refusal media.link_invalid, media.unknown */
export async function deliverKey(ctx: Ctx, assetId: string, token: string): Promise<Response> {
  assertToken(ctx, 'key', assetId, token);
  const sealed = await findKey(ctx.db, assetId);
  if (!sealed) throw refuseMedia('media.unknown');
  const key = openKey(ctx.ports.secret, assetId, sealed);
  const headers = { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' };
  return new Response(new Uint8Array(key), { headers });
}

const segmentPath =
  /^(asset\/[0-9a-f-]{36}\/[0-9a-f-]{36}\/)[a-z0-9-]{1,20}-(?:init\.mp4|\d{5,6}\.m4s)$/;

/** One encrypted piece of a video: the signature alone decides, no database is asked. @throws Refusal media.link_invalid */
export async function deliverSegment(
  ctx: Ctx,
  request: Request,
  token: string,
  path: string,
): Promise<Response> {
  const [, prefix] = segmentPath.exec(path) ?? [];
  const claim = { purpose: 'segment', parts: [prefix ?? ''], token } as const;
  if (!prefix || !isValid(ctx.ports.secret, claim, ctx.now))
    throw refuseMedia('media.link_invalid');
  // Ciphertext: a cache in front may keep it and give it to whoever has the address, as this house does.
  const cacheControl = keptWhile(token, ctx.now, 'public');
  return send(ctx, request, { key: path, mediaType: 'video/mp4', cacheControl });
}
