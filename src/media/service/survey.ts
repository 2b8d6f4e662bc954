import type { Ctx } from '#platform/ctx.ts';
import { frameRateOf, type Copy } from '../rules/ladder.ts';
import { bandwidthOf } from '../rules/playlist.ts';
import type { Made, Survey } from '../rules/pieces.ts';
import { selectRenditions, selectStretches } from '../store/rendition.ts';
import type { Asset, Rendition, Stretch, TrackDetail } from '../types.ts';
import { isOfLibrary, openInput, originalKey, StoreFault } from './probe.ts';

/** What is known of a recording that is being worked on. */
export interface Work extends Survey {
  readonly asset: Asset;
  readonly sourceKey: string;
  readonly frameRate: string;
  readonly renditions: readonly Rendition[];
}

/** Looks at a recording, and at what has been made of it. Undefined when it cannot be read any more. */
export async function surveyAsset(ctx: Ctx, asset: Asset): Promise<Work | undefined> {
  const [renditions, stretches, sourceKey] = await Promise.all([
    selectRenditions(ctx.db, asset.id),
    selectStretches(ctx.db, asset.id),
    originalKey(ctx, asset.id),
  ]);
  const found = await inspect(ctx, asset, sourceKey);
  if (!found) return undefined;
  return {
    ...found,
    asset,
    sourceKey,
    renditions,
    lufs: asset.lufs,
    copy: copyOf(renditions, stretches),
    made: new Map(renditions.map((one) => [one.name, madeOf(one, stretches)])),
  };
}

function segmentsOf({ id }: Rendition, stretches: readonly Stretch[]) {
  return stretches
    .filter(({ renditionId }) => renditionId === id)
    .flatMap(({ segments }) => segments);
}

function madeOf(rendition: Rendition, stretches: readonly Stretch[]): Made {
  return { isWhole: rendition.isWhole, segments: segmentsOf(rendition, stretches).length };
}

function copyOf(renditions: readonly Rendition[], stretches: readonly Stretch[]): Copy | undefined {
  const rendition = renditions.find(({ name }) => name === 'copy');
  if (!rendition) return undefined;
  const segments = segmentsOf(rendition, stretches);
  const { codecs, isShifted = false } = rendition.detail as TrackDetail;
  return {
    bps: bandwidthOf(segments).average,
    durationsSec: segments.map(({ durationSec }) => durationSec),
    isAvc: codecs.startsWith('avc1'),
    isShifted,
  };
}

type Inspected = Pick<Work, 'size' | 'videoSec' | 'hasSound' | 'frameRate'>;

// So many pictures tell the rate of all.
const countedPackets = 500;

async function inspect(ctx: Ctx, asset: Asset, key: string): Promise<Inspected | undefined> {
  const fault = new StoreFault();
  const input = openInput(ctx.ports.files, key, asset.sizeBytes, fault);
  try {
    const video = asset.kind === 'video' ? await input.getPrimaryVideoTrack() : null;
    const hasSound = (await input.getPrimaryAudioTrack()) !== null;
    if (!video) {
      const videoSec = asset.durationSec ?? 0;
      return { size: undefined, videoSec, hasSound, frameRate: '25' };
    }
    const { averagePacketRate } = await video.computePacketStats(countedPackets);
    return {
      size: { width: await video.getDisplayWidth(), height: await video.getDisplayHeight() },
      videoSec: await video.computeDuration(),
      hasSound,
      frameRate: frameRateOf(averagePacketRate),
    };
  } catch (error) {
    fault.rethrow();
    if (isOfLibrary(error)) return undefined;
    throw error;
  } finally {
    input.dispose();
  }
}
