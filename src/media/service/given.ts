import { FilePathSource, Input, MP4, type InputVideoTrack } from 'mediabunny';
import { newId } from '#kernel/id.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { publish } from '#platform/outbox.ts';
import { assertReach } from '#platform/policy.ts';
import { mayUpload } from '../policy.ts';
import { refuseMedia } from '../refusals.ts';
import { isFit, mostBytes, wantedOf, type Wanted } from '../rules/given.ts';
import type { Rung } from '../rules/ladder.ts';
import { selectAssets } from '../store/asset.ts';
import { insertRendition, insertStretch, selectRenditions } from '../store/rendition.ts';
import type { TrackDetail } from '../types.ts';
import { copyTrack } from './copy-track.ts';
import { isOfLibrary } from './probe.ts';
import { ensureKey } from './seal.ts';
import { SegmentSink } from './segment-sink.ts';
import { surveyAsset } from './survey.ts';

/** A height of a video that its owner's browser made. */
export interface GivenName {
  readonly assetId: string;
  /** As rungs are called, such as 360. */
  readonly name: string;
}

const none: Wanted = { rungs: [], cutsSec: [] };

/**
 * Which heights the owner's browser may make of a video here. None where the house makes them itself, and none until the video
 * can be watched.
 *
 * @throws Refusal media.unknown, policy.*
 */
export async function findWanted(
  ctx: Ctx,
  assetId: string,
): Promise<Wanted & { videoSec: number }> {
  const [asset] = await selectAssets(ctx.db, [assetId]);
  if (!asset) throw refuseMedia('media.unknown');
  assertReach(ctx, mayUpload, asset.ownerId);
  const isAsked = asset.kind === 'video' && asset.state === 'ready' && !ctx.ports.transcoder;
  const work = isAsked ? await surveyAsset(ctx, asset) : undefined;
  return work ? { ...wantedOf(work), videoSec: work.videoSec } : { ...none, videoSec: 0 };
}

/** Refuses what nobody waits for before a byte of it is sent. @throws Refusal media.rung_unwanted, media.rung_unfit, policy.* */
export async function assertWanted(ctx: Ctx, given: GivenName, sizeBytes: number): Promise<void> {
  const { rungs, videoSec } = await findWanted(ctx, given.assetId);
  const rung = rungs.find(({ name }) => name === given.name);
  if (!rung) throw refuseMedia('media.rung_unwanted');
  if (sizeBytes > mostBytes(rung, videoSec)) throw refuseMedia('media.rung_unfit');
}

/**
 * Packages a height that a browser made, as the copy is packaged: encrypted, and only if it is of the size and cut where it was
 * asked to be. One that is there already stays, and this one is forgotten.
 *
 * @throws Refusal media.unknown, media.rung_unwanted, media.rung_unfit, policy.*; nothing is then left
 */
export async function takeGiven(ctx: Ctx<User>, given: GivenName, path: string): Promise<void> {
  if (await isThere(ctx, given)) return;
  const { rungs, cutsSec } = await findWanted(ctx, given.assetId);
  const rung = rungs.find(({ name }) => name === given.name);
  if (!rung) throw refuseMedia('media.rung_unwanted');
  const prefix = `asset/${given.assetId}/${newId(ctx.now)}/`;
  let isOurs = false;
  try {
    const packed = await pack(ctx, { given, rung, prefix, path });
    const { durationsSec, width, height } = packed;
    if (!isFit(rung, cutsSec, { codecs: packed.detail.codecs, width, height, durationsSec }))
      throw refuseMedia('media.rung_unfit');
    isOurs = await keep(ctx, given, rung, { ...packed, prefix });
  } finally {
    if (!isOurs) await ctx.ports.files.removeAll(prefix);
  }
}

async function isThere(ctx: Ctx, { assetId, name }: GivenName): Promise<boolean> {
  const renditions = await selectRenditions(ctx.db, assetId);
  return renditions.some((one) => one.name === name && one.isWhole);
}

interface Packed {
  readonly sink: SegmentSink;
  readonly detail: TrackDetail;
  readonly width: number;
  readonly height: number;
  readonly durationsSec: readonly number[];
}

async function pack(
  ctx: Ctx,
  work: { given: GivenName; rung: Rung; prefix: string; path: string },
): Promise<Packed> {
  const source = new FilePathSource(work.path, { handleUnhandledError: () => undefined });
  const input = new Input({ source, formats: [MP4] });
  try {
    const video = await input.getPrimaryVideoTrack();
    if (!video) throw refuseMedia('media.rung_unfit');
    return await packTrack(ctx, video, work);
  } catch (error) {
    if (isOfLibrary(error)) throw refuseMedia('media.rung_unfit');
    throw error;
  } finally {
    input.dispose();
  }
}

async function packTrack(
  ctx: Ctx,
  video: InputVideoTrack,
  { given, rung, prefix }: { given: GivenName; rung: Rung; prefix: string },
): Promise<Packed> {
  const codecs = (await video.getCodecParameterString()) ?? '';
  if (!codecs.startsWith('avc1')) throw refuseMedia('media.rung_unfit');
  const key = await ensureKey(ctx, given.assetId);
  const sink = new SegmentSink(ctx, { key, prefix, name: rung.name, position: 0 });
  const copied = await copyTrack(video, sink, 0, () => undefined);
  if (!copied || sink.segments.length === 0) throw refuseMedia('media.rung_unfit');
  const frameRate = copied.packetCount / Math.max(copied.endSec, 0.001);
  return {
    sink,
    detail: { header: sink.headerName, headerHash: sink.headerHash, codecs, frameRate },
    width: await video.getDisplayWidth(),
    height: await video.getDisplayHeight(),
    durationsSec: sink.segments.map(({ durationSec }) => durationSec),
  };
}

/** Makes it a height of the asset. False when somebody else's came first. */
function keep(
  ctx: Ctx,
  { assetId }: GivenName,
  { name, width, height }: Rung,
  { sink, detail, prefix }: Packed & { readonly prefix: string },
): Promise<boolean> {
  const { segments, sizeBytes } = sink;
  return inTransaction(ctx, async (tx) => {
    const row = { id: newId(ctx.now), assetId, name, kind: 'video', prefix } as const;
    const shape = { mediaType: 'video/mp4', width, height, sizeBytes, isWhole: true, detail };
    if (!(await insertRendition(tx, { ...row, ...shape }))) return false;
    await insertStretch(tx, { renditionId: row.id, position: 0, prefix, sizeBytes, segments });
    await publish(tx, 'asset.finished', { assetId });
    return true;
  });
}
