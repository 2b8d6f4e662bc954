import { after } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { choosePicture, plainWidth, type PictureForm } from '../rules/pictures.ts';
import { writeMaster, writePlaylist, type Track, type VideoTrack } from '../rules/playlist.ts';
import { getPlayback, keyMs, signKey, signMedia, type Playback } from '../service.ts';
import { selectSubtitles } from '../store/subtitle.ts';
import type { Asset } from '../types.ts';
import { segmentSigner } from './deliver.ts';
import { getKnown, type Known, type Placed } from './known.ts';

/** A file that is taken along: fetched from `src`, or written here as `text`. */
export interface TakenFile {
  /** Under which name it is played. */
  readonly name: string;
  readonly type: string;
  /** 0 where nobody counted: such files are small. */
  readonly sizeBytes: number;
  readonly src: string | null;
  readonly text: string | null;
}

/** In which sizes a recording can be taken along, lowest first; sound has one without height. */
export interface TakeChoice {
  readonly height: number | null;
  readonly sizeBytes: number;
}

/** A recording with all that it is played from. */
export interface TakenRecording {
  /** How it is played; every address is the name of one of the files behind `at`. */
  readonly playback: Playback;
  readonly files: readonly TakenFile[];
}

const playlistType = 'application/vnd.apple.mpegurl';
const pictureForm: PictureForm = 'webp';

/** What taking a recording along would cost. @throws Refusal media.unknown */
export async function choicesOf(ctx: Ctx, asset: Asset): Promise<TakeChoice[]> {
  const known = await getKnown(ctx, asset.id);
  if (asset.kind === 'audio') return [{ height: null, sizeBytes: soundSize(known, asset) }];
  const sound = known.audio ? sizeOf(known.audio) : 0;
  return byHeight(known).map((video) => ({
    height: heightOf(video),
    sizeBytes: sizeOf(video) + sound,
  }));
}

function byHeight({ videos }: Known): readonly Placed<VideoTrack>[] {
  return videos.toSorted((a, b) => heightOf(a) - heightOf(b) || sizeOf(a) - sizeOf(b));
}

const heightOf = ({ width, height }: VideoTrack) => Math.min(width, height);
const sizeOf = ({ segments }: Pick<VideoTrack, 'segments'>) =>
  segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
const soundSize = ({ file }: Known, asset: Asset) => file.sizeBytes || asset.sizeBytes;

/**
 * A recording to be taken along by the one who asks, in the largest height up to `height`, else in the lowest. Call it only for those who may: its
 * key goes with it.
 *
 * @throws Refusal media.not_ready; the reason of its failure when it failed
 */
export async function takeAlong(
  ctx: Ctx,
  asset: Asset,
  { height, at }: { readonly height: number; readonly at: string },
): Promise<TakenRecording> {
  const [playback, known, subtitles] = await Promise.all([
    getPlayback(ctx, asset),
    getKnown(ctx, asset.id),
    selectSubtitles(ctx.db, asset.id),
  ]);
  const file = signMedia(ctx, asset.id, 'file');
  // A lesson may show several recordings: each file says whose it is.
  const own = (name: string) => `${asset.id}-${name}`;
  const medium =
    playback.kind === 'video'
      ? filmFiles(ctx, asset.id, known, height)
      : [fetched(own('sound'), known.file.mediaType, soundSize(known, asset), file)];
  const poster = known.poster
    ? [
        fetched(
          own('poster'),
          known.poster.mediaType,
          known.poster.sizeBytes,
          `${file}?part=poster`,
        ),
      ]
    : [];
  const words = subtitles.map(({ subtitleId }) =>
    fetched(`${subtitleId}.vtt`, 'text/vtt', 0, signMedia(ctx, subtitleId, 'file')),
  );
  return {
    files: [...medium, ...poster, ...words],
    playback: {
      ...playback,
      src: at + own(playback.kind === 'video' ? 'index.m3u8' : 'sound'),
      tracks: subtitles.map(({ locale, subtitleId }) => ({
        locale,
        src: `${at}${subtitleId}.vtt`,
      })),
      poster: known.poster && at + own('poster'),
      sheet: undefined,
    },
  };
}

function fetched(name: string, type: string, sizeBytes: number, src: string): TakenFile {
  return { name, type, sizeBytes, src, text: null };
}

function written(name: string, type: string, text: string): TakenFile {
  return { name, type, sizeBytes: Buffer.byteLength(text), src: null, text };
}

/** The pieces of a film in one height, still encrypted, with their lists and their key; lists name what stands beside them. */
function filmFiles(ctx: Ctx, assetId: string, known: Known, height: number): TakenFile[] {
  const films = byHeight(known);
  const video = films.findLast((one) => heightOf(one) <= height) ?? films[0];
  if (!video) return [];
  const { audio } = known;
  const address = segmentSigner(ctx);
  const own = (name: string) => `${assetId}-${name}`;
  const list = (of: Placed<Track>) => writePlaylist(of, { key: own('key'), file: own });
  const piece = (of: Placed<Track>, name: string, sizeBytes: number) =>
    fetched(own(name), 'video/mp4', sizeBytes, address(of.prefixes.get(name)!, name));
  const piecesOf = (of: Placed<Track>) => [
    piece(of, of.header, 0),
    ...of.segments.map(({ name, sizeBytes }) => piece(of, name, sizeBytes)),
  ];
  const master = writeMaster([video], audio, (track) => own(`${track}.m3u8`));
  const key = signKey(ctx, assetId, after(ctx.now, keyMs));
  return [
    // First, for its address ends soonest.
    fetched(own('key'), 'application/octet-stream', 16, key),
    written(own('index.m3u8'), playlistType, master),
    written(own(`${video.name}.m3u8`), playlistType, list(video)),
    ...(audio ? [written(own('audio.m3u8'), playlistType, list(audio))] : []),
    ...piecesOf(video),
    ...(audio ? piecesOf(audio) : []),
  ];
}

/** A picture that stands in a text, in the width of a page, under its id. @throws Refusal media.unknown */
export async function takePicture(ctx: Ctx, assetId: string): Promise<TakenFile | undefined> {
  const { pictures } = await getKnown(ctx, assetId);
  const picture = choosePicture(pictures, { width: plainWidth, form: pictureForm });
  const src = `${signMedia(ctx, assetId, 'file')}?w=${plainWidth}&as=${pictureForm}`;
  return picture && fetched(assetId, picture.mediaType, picture.sizeBytes, src);
}
