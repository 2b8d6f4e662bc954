import type { Ctx } from '#platform/ctx.ts';
import type { Files } from '#platform/files.ts';
import { second } from '#kernel/time.ts';
import { Lru } from '#platform/lru.ts';
import { refuseMedia } from '../refusals.ts';
import type { Candidate } from '../rules/pictures.ts';
import type { Track, VideoTrack } from '../rules/playlist.ts';
import { selectAssets } from '../store/asset.ts';
import { selectRenditions, selectStretches } from '../store/rendition.ts';
import type {
  AssetKind,
  FileDetail,
  Rendition,
  SheetDetail,
  Stretch,
  TrackDetail,
} from '../types.ts';

/** A stored file as it is delivered. */
export interface KnownFile {
  readonly key: string;
  readonly mediaType: string;
  /** 0 where nobody counted. */
  readonly sizeBytes: number;
}

/** Where the files of a track lie, by name. */
export type Placed<Of extends Track> = Of & { readonly prefixes: ReadonlyMap<string, string> };

/** What delivery knows of an asset that is ready. */
export interface Known {
  readonly kind: AssetKind;
  readonly fileName: string;
  /** What is delivered as the asset itself: levelled sound, subtitles as WebVTT, documents as they came. */
  readonly file: KnownFile;
  readonly pictures: readonly (KnownFile & Candidate)[];
  readonly poster: KnownFile | undefined;
  readonly sheet: (KnownFile & { readonly detail: SheetDetail }) | undefined;
  readonly videos: readonly Placed<VideoTrack>[];
  readonly audio: Placed<Track> | undefined;
  readonly knownAt: Date;
}

const memories = new WeakMap<Files, Lru<Known>>();

// Counted in segments: an hour of video at five heights has three thousand.
const rememberedSegments = 400_000;
// Heights are added while one watches; nothing that was known becomes wrong.
const freshMs = 30 * second;

function weigh({ videos, audio }: Known): number {
  const tracks = [...videos, ...(audio ? [audio] : [])];
  return tracks.reduce((sum, { segments }) => sum + segments.length, 20);
}

/** What is known of an asset, from memory where it was asked for just before. @throws Refusal media.unknown */
export async function getKnown(ctx: Ctx, assetId: string): Promise<Known> {
  const memory = memories.get(ctx.ports.files) ?? new Lru<Known>(rememberedSegments, weigh);
  memories.set(ctx.ports.files, memory);
  const known = memory.get(assetId);
  if (known && Math.abs(ctx.now.getTime() - known.knownAt.getTime()) < freshMs) return known;

  const [[asset], renditions, stretches] = await Promise.all([
    selectAssets(ctx.db, [assetId]),
    selectRenditions(ctx.db, assetId),
    selectStretches(ctx.db, assetId),
  ]);
  const original = renditions.find(({ kind }) => kind === 'original');
  if (asset?.state !== 'ready' || !original) throw refuseMedia('media.unknown');
  const whole = renditions.filter(({ isWhole }) => isWhole);
  const named = (name: string) => whole.find((one) => one.name === name);
  const sheet = named('sheet');
  const audio = named('audio') ?? named('audio-copy');
  const fresh: Known = {
    kind: asset.kind,
    fileName: asset.fileName,
    file: fileOf(named('sound') ?? original),
    pictures: whole
      .filter(({ kind }) => kind === 'picture')
      .map((one) => ({ ...fileOf(one), width: one.width! })),
    poster: optionally(named('poster'), fileOf),
    sheet: optionally(sheet, (one) => ({ ...fileOf(one), detail: one.detail as SheetDetail })),
    videos: whole.filter(({ kind }) => kind === 'video').map((one) => videoOf(one, stretches)),
    audio: optionally(audio, (one) => trackOf(one, stretches)),
    knownAt: ctx.now,
  };
  memory.set(assetId, fresh);
  return fresh;
}

/** The pictures or the sound that lists call `name`. */
export function trackNamed(
  { videos, audio }: Pick<Known, 'videos' | 'audio'>,
  name: string | undefined,
): Placed<Track> | undefined {
  return name === 'audio' ? audio : videos.find((one) => one.name === name);
}

function optionally<From, To>(from: From | undefined, to: (from: From) => To): To | undefined {
  return from === undefined ? undefined : to(from);
}

function fileOf({ prefix, detail, mediaType, sizeBytes }: Rendition): KnownFile {
  return { key: prefix + (detail as FileDetail).name, mediaType, sizeBytes };
}

function trackOf(rendition: Rendition, stretches: readonly Stretch[]): Placed<Track> {
  const own = stretches.filter(({ renditionId }) => renditionId === rendition.id);
  const { header, codecs } = rendition.detail as TrackDetail;
  const prefixes = new Map([[header, rendition.prefix]]);
  for (const { prefix, segments } of own)
    for (const { name } of segments) prefixes.set(name, prefix);
  return { header, codecs, segments: own.flatMap(({ segments }) => segments), prefixes };
}

function videoOf(rendition: Rendition, stretches: readonly Stretch[]): Placed<VideoTrack> {
  const { name, width, height, detail } = rendition;
  const { frameRate } = detail as TrackDetail;
  return {
    ...trackOf(rendition, stretches),
    name,
    width: width ?? 0,
    height: height ?? 0,
    frameRate,
  };
}
