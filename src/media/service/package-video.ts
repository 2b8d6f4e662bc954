import type { Input, InputAudioTrack, InputVideoTrack } from 'mediabunny';
import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { publish } from '#platform/outbox.ts';
import type { MediaFailure } from '../refusals.ts';
import { endProcessing, selectAssets } from '../store/asset.ts';
import { endMaking } from '../store/making.ts';
import { insertRendition, insertStretch, selectRenditions } from '../store/rendition.ts';
import type { Asset, Rendition, TrackDetail } from '../types.ts';
import { copyTrack, type CopiedTrack } from './copy-track.ts';
import { isOfLibrary, openInput, originalKey, StoreFault } from './probe.ts';
import { tellProgress } from './progress.ts';
import { ensureKey } from './seal.ts';
import { SegmentSink } from './segment-sink.ts';

// What current browsers play in fragmented MP4 through MediaSource; HEVC only plays on some devices.
const playable = { video: ['avc', 'vp9', 'av1'], audio: ['aac', 'opus', 'mp3', 'flac'] } as const;
// H.264 of eight bits and 4:2:0: baseline, main and high.
const playableAvc = /^avc1\.(?:42|4d|58|64)/i;

/** A track as it was copied, with where it lies. */
interface Packed {
  readonly sink: SegmentSink;
  readonly copied: CopiedTrack;
  readonly codecs: string;
  readonly isShifted: boolean;
}

interface Package {
  readonly video: Packed;
  readonly audio: Packed | undefined;
  /** There is sound, but browsers do not play it as it is. */
  readonly lacksSound: boolean;
}

/**
 * Copies a stored video as encrypted HLS, once: under a prefix of its own at each attempt, which becomes the asset's in one
 * transaction. What cannot be copied waits for the transcoder, or ends as `failed` where there is none; faults of the store
 * are thrown, to be tried again.
 */
export async function packageVideo(ctx: Ctx, assetId: string): Promise<void> {
  const [asset] = await selectAssets(ctx.db, [assetId]);
  if (asset?.state !== 'processing') return;
  const names = (await selectRenditions(ctx.db, assetId)).map(({ name }) => name);
  if (names.includes('copy')) return goOn(ctx, assetId);

  const prefix = `asset/${assetId}/${newId(ctx.now)}/`;
  try {
    const packed = await pack(ctx, asset, prefix);
    const isOurs =
      typeof packed === 'string'
        ? await leave(ctx, assetId, packed)
        : await finish(ctx, asset, prefix, packed);
    if (!isOurs || typeof packed === 'string') await ctx.ports.files.removeAll(prefix);
  } catch (error) {
    await ctx.ports.files.removeAll(prefix);
    throw error;
  }
}

async function goOn(ctx: Ctx, assetId: string): Promise<void> {
  await inTransaction(ctx, (tx) => publish(tx, 'asset.unfinished', { assetId, kind: 'video' }));
}

/** What can be made of it besides, or where all ends that this house can make. */
async function handOn(ctx: Ctx, tx: Tx, assetId: string): Promise<void> {
  if (ctx.ports.transcoder) await publish(tx, 'asset.unfinished', { assetId, kind: 'video' });
  else await endMaking(tx, assetId);
}

async function finish(ctx: Ctx, asset: Asset, prefix: string, packed: Package): Promise<boolean> {
  const { video, audio, lacksSound } = packed;
  return inTransaction(ctx, async (tx) => {
    if (!(await insertTrack(ctx, tx, { asset, prefix, packed: video, kind: 'video' })))
      return false;
    if (audio) await insertTrack(ctx, tx, { asset, prefix, packed: audio, kind: 'audio' });
    if (!lacksSound && (await endProcessing(tx, asset.id, { state: 'ready' })))
      await publish(tx, 'asset.packaged', { assetId: asset.id, state: 'ready' });
    await handOn(ctx, tx, asset.id);
    return true;
  });
}

async function insertTrack(
  ctx: Ctx,
  tx: Tx,
  track: { asset: Asset; prefix: string; packed: Packed; kind: 'video' | 'audio' },
): Promise<boolean> {
  const { asset, prefix, packed, kind } = track;
  const { sink, codecs, copied, isShifted } = packed;
  const { headerName, headerHash, segments, sizeBytes } = sink;
  const frameRate = copied.packetCount / Math.max(copied.endSec, 0.001);
  const detail: TrackDetail = {
    header: headerName,
    headerHash,
    codecs,
    ...(kind === 'video' ? { frameRate, isShifted } : {}),
  };
  const row: Rendition = {
    id: newId(ctx.now),
    assetId: asset.id,
    name: kind === 'video' ? 'copy' : 'audio-copy',
    kind,
    prefix,
    mediaType: kind === 'video' ? 'video/mp4' : 'audio/mp4',
    width: kind === 'video' ? asset.width : null,
    height: kind === 'video' ? asset.height : null,
    sizeBytes,
    isWhole: true,
    detail,
  };
  if (!(await insertRendition(tx, row))) return false;
  return insertStretch(tx, { renditionId: row.id, position: 0, prefix, sizeBytes, segments });
}

// What is not damaged, only not to be copied.
const forTranscoder: ReadonlySet<MediaFailure> = new Set(['media.codec', 'media.no_cuts']);

async function leave(ctx: Ctx, assetId: string, failure: MediaFailure): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    if (ctx.ports.transcoder && forTranscoder.has(failure)) {
      await handOn(ctx, tx, assetId);
      return true;
    }
    return failAsset(tx, assetId, failure);
  });
}

/** Ends an asset as one that cannot be used, and says why. False when it was decided before. */
export async function failAsset(tx: Tx, assetId: string, failure: MediaFailure): Promise<boolean> {
  await endMaking(tx, assetId);
  if (!(await endProcessing(tx, assetId, { state: 'failed', failure }))) return false;
  await publish(tx, 'asset.packaged', { assetId, state: 'failed' });
  return true;
}

async function pack(ctx: Ctx, asset: Asset, prefix: string): Promise<Package | MediaFailure> {
  const fault = new StoreFault();
  const input = openInput(
    ctx.ports.files,
    await originalKey(ctx, asset.id),
    asset.sizeBytes,
    fault,
  );
  try {
    const packed = await copyTracks(ctx, input, asset, prefix);
    if (typeof packed === 'string') return packed;
    const endSec = Math.max(packed.video.copied.endSec, packed.audio?.copied.endSec ?? 0);
    // A file that was cut off promises more than its segments hold.
    const isWhole = endSec >= (asset.durationSec ?? 0) * 0.98 - 1;
    return isWhole && packed.video.sink.segments.length > 0 ? packed : 'media.corrupt';
  } catch (error) {
    fault.rethrow();
    if (isOfLibrary(error)) return 'media.corrupt';
    throw error;
  } finally {
    input.dispose();
  }
}

async function copyTracks(
  ctx: Ctx,
  input: Input,
  asset: Asset,
  prefix: string,
): Promise<Package | MediaFailure> {
  const video = await input.getPrimaryVideoTrack();
  const audio = await input.getPrimaryAudioTrack();
  const canSound = !audio || (await isPlayableSound(audio));
  const hasHelp = ctx.ports.transcoder !== undefined;
  if (!video || !(await isPlayableVideo(video, hasHelp))) return 'media.codec';
  if (!canSound && !hasHelp) return 'media.codec';

  const key = await ensureKey(ctx, asset.id);
  const shiftSec = Math.max(0, -(await video.getFirstTimestamp()));
  const copy = async (track: InputVideoTrack | InputAudioTrack, name: string, share: number) => {
    const sink = new SegmentSink(ctx, { key, prefix, name, position: 0 });
    const tell = tellProgress(ctx, asset.id, 'copying');
    const copied = await copyTrack(track, sink, shiftSec, (sec) =>
      tell((share * sec) / Math.max(1, asset.durationSec ?? 1)),
    );
    const codecs = (await track.getCodecParameterString()) ?? '';
    return copied && { sink, copied, codecs, isShifted: shiftSec > 0.001 };
  };

  const pictures = await copy(video, 'copy', 0.95);
  if (!pictures) return 'media.no_cuts';
  const sound = audio && canSound ? await copy(audio, 'audio-copy', 1) : undefined;
  return { video: pictures, audio: sound, lacksSound: !canSound };
}

/** A picture that lies on its side is turned by whoever can; players turn it only where they know how. */
async function isPlayableVideo(video: InputVideoTrack, canTurn: boolean): Promise<boolean> {
  const codec = await video.getCodec();
  if (!playable.video.some((one) => one === codec)) return false;
  if (canTurn && (await video.getRotation()) !== 0) return false;
  return codec !== 'avc' || playableAvc.test((await video.getCodecParameterString()) ?? '');
}

async function isPlayableSound(audio: InputAudioTrack): Promise<boolean> {
  const codec = await audio.getCodec();
  return playable.audio.some((one) => one === codec);
}
