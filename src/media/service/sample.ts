import { createDecipheriv } from 'node:crypto';
import type { Ctx } from '#platform/ctx.ts';
import { FileMissing } from '#platform/files.ts';
import { refuseMedia } from '../refusals.ts';
import { beginningOf, writeMaster, writePlaylist, type Track } from '../rules/playlist.ts';
import { segmentMs, viewerOf, type Playback } from '../service.ts';
import { findKey } from '../store/rendition.ts';
import type { Asset, Segment } from '../types.ts';
import { isValid, keptWhile, roundedExpiry, writeToken } from './address.ts';
import { playlistHeaders, playlistName } from './deliver.ts';
import { getKnown, trackNamed, type Known } from './known.ts';
import { openKey } from './seal.ts';
import { send } from './send.ts';

// What is shown of a film to those who have not bought it never needs its key: pieces of the beginning leave the house decrypted, each by a
// signature of its own, and for all others there is neither an address nor a key (docs/decisions/0045).

/** A video that can be begun: one of which pieces are there. */
export function canBegin(asset: Asset | undefined): boolean {
  return asset?.kind === 'video' && asset.state === 'ready';
}

/** How the first `seconds` of a video are played by the one who asks: no picture, words or thumbnails of what comes after. */
export function getSample(ctx: Ctx, asset: Asset, seconds: number): Playback {
  const parts = [asset.id, viewerOf(ctx), seconds];
  // It names no key, so nothing is lost by a list that is found again for hours.
  const token = writeToken(
    ctx.ports.secret,
    'sample-list',
    parts,
    roundedExpiry(ctx.now, segmentMs),
  );
  return {
    kind: 'video',
    src: `/media/sample/${asset.id}/${seconds}/${token}/index.m3u8`,
    type: 'application/vnd.apple.mpegurl',
    durationSec: Math.min(seconds, asset.durationSec ?? seconds),
    tracks: [],
    poster: undefined,
    sheet: undefined,
    peaks: [],
  };
}

/** A playlist of the beginning of a video. @throws Refusal media.link_invalid, media.unknown */
export async function deliverSampleList(
  ctx: Ctx,
  asked: {
    readonly assetId: string;
    readonly seconds: string;
    readonly token: string;
    readonly file: string;
  },
): Promise<Response> {
  const { assetId, seconds, token, file } = asked;
  const { secret } = ctx.ports;
  const parts = [assetId, viewerOf(ctx), seconds];
  if (!isValid(secret, { purpose: 'sample-list', parts, token }, ctx.now))
    throw refuseMedia('media.link_invalid');
  const [, name] = playlistName.exec(file) ?? [];
  const { videos, audio } = await getKnown(ctx, assetId);
  const begun = <Of extends Track>(track: Of) => beginningOf(track, Number(seconds));
  const address = (track: string) => `/media/sample/${assetId}/${seconds}/${token}/${track}.m3u8`;
  if (name === 'index' && videos.length > 0)
    return listOf(writeMaster(videos.map(begun), audio && begun(audio), address));
  const track = trackNamed({ videos, audio }, name);
  if (!track) throw refuseMedia('media.unknown');
  const expiresAt = roundedExpiry(ctx.now, segmentMs);
  return listOf(
    writePlaylist(begun(track), {
      file: (piece) => {
        const path = `${track.prefixes.get(piece)!}${piece}`;
        return `/media/sample-piece/${writeToken(secret, 'sample', [path], expiresAt)}/${path}`;
      },
    }),
  );
}

function listOf(text: string): Response {
  return new Response(text, { headers: playlistHeaders });
}

const piecePath =
  /^(asset\/([0-9a-f-]{36})\/[0-9a-f-]{36}\/)([a-z0-9-]{1,20}-(?:init\.mp4|\d{5,6}\.m4s))$/;

/** A piece of the beginning of a video, as it is played: its whole path is signed. @throws Refusal media.link_invalid, media.unknown */
export async function deliverSamplePiece(
  ctx: Ctx,
  request: Request,
  token: string,
  path: string,
): Promise<Response> {
  const [, prefix, assetId = '', name = ''] = piecePath.exec(path) ?? [];
  const claim = { purpose: 'sample', parts: [path], token } as const;
  if (!prefix || !isValid(ctx.ports.secret, claim, ctx.now))
    throw refuseMedia('media.link_invalid');
  const cacheControl = keptWhile(token, ctx.now, 'private');
  if (name.endsWith('.mp4'))
    return send(ctx, request, { key: path, mediaType: 'video/mp4', cacheControl });
  const piece = pieceOf(await getKnown(ctx, assetId), prefix, name);
  const content = piece && (await openPiece(ctx, assetId, path, piece));
  if (!content) throw refuseMedia('media.unknown');
  return new Response(content, {
    headers: {
      'content-type': 'video/mp4',
      'content-length': String(content.length),
      'cache-control': cacheControl,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    },
  });
}

function pieceOf({ videos, audio }: Known, prefix: string, name: string): Segment | undefined {
  const track = [...videos, ...(audio ? [audio] : [])].find(
    ({ prefixes }) => prefixes.get(name) === prefix,
  );
  return track?.segments.find((segment) => segment.name === name);
}

async function openPiece(
  ctx: Ctx,
  assetId: string,
  path: string,
  { iv, sizeBytes }: Segment,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { files, secret } = ctx.ports;
  const sealed = await findKey(ctx.db, assetId);
  if (!sealed) return undefined;
  try {
    const closed = await files.readBytes(path, { start: 0, end: sizeBytes - 1 });
    const cipher = createDecipheriv(
      'aes-128-cbc',
      openKey(secret, assetId, sealed),
      Buffer.from(iv, 'hex'),
    );
    return new Uint8Array(Buffer.concat([cipher.update(closed), cipher.final()]));
  } catch (error) {
    if (error instanceof FileMissing) return undefined;
    throw error;
  }
}
