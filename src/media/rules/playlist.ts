import type { Segment } from '../types.ts';

/** A track of a recording as a playlist tells of it. */
export interface Track {
  /** As RFC 6381 writes it. */
  readonly codecs: string;
  readonly header: string;
  readonly segments: readonly Segment[];
}

/** A height of a video. */
export interface VideoTrack extends Track {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly frameRate: number | undefined;
}

export interface PlaylistAddresses {
  /** Of the key that closes the segments; undefined where they are open. */
  readonly key?: string;
  /** The address of the track's header, or of one of its segments. */
  file(name: string): string;
}

/** A track of the segments that begin within its first `seconds`: what is shown ends with the segment in which they do. */
export function beginningOf<Of extends Track>(track: Of, seconds: number): Of {
  let at = 0;
  const segments = track.segments.filter(({ durationSec }) => {
    const isBegun = at < seconds;
    at += durationSec;
    return isBegun;
  });
  return { ...track, segments };
}

/** The playlist of one track for one viewer (RFC 8216 §4.3): the map stands before the first key, so it is clear. */
export function writePlaylist({ header, segments }: Track, addresses: PlaylistAddresses): string {
  const longest = Math.max(1, ...segments.map(({ durationSec }) => Math.round(durationSec)));
  const lines = segments.flatMap(({ name, durationSec, iv }) => [
    ...(addresses.key === undefined
      ? []
      : [`#EXT-X-KEY:METHOD=AES-128,URI="${addresses.key}",IV=0x${iv}`]),
    `#EXTINF:${durationSec.toFixed(6)},`,
    addresses.file(name),
  ]);
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:6',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    `#EXT-X-TARGETDURATION:${longest}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-MAP:URI="${addresses.file(header)}"`,
    ...lines,
    '#EXT-X-ENDLIST',
    '',
  ].join('\n');
}

/** The playlist of playlists (RFC 8216 §4.3.4): the heights of a video, lowest first, and its sound as a group of its own. */
export function writeMaster(
  videos: readonly VideoTrack[],
  audio: Track | undefined,
  address: (name: string) => string,
): string {
  const sound = audio && bandwidthOf(audio.segments);
  const rows = videos
    .map((video) => ({ video, own: bandwidthOf(video.segments) }))
    .toSorted((a, b) => a.own.peak - b.own.peak)
    .flatMap(({ video, own }) => {
      const codecs = [video.codecs, ...(audio ? [audio.codecs] : [])].map(asHls).join(',');
      const attributes = [
        `BANDWIDTH=${own.peak + (sound?.peak ?? 0)}`,
        `AVERAGE-BANDWIDTH=${own.average + (sound?.average ?? 0)}`,
        `CODECS="${codecs}"`,
        `RESOLUTION=${video.width}x${video.height}`,
        ...(video.frameRate ? [`FRAME-RATE=${video.frameRate.toFixed(3)}`] : []),
        ...(audio ? ['AUDIO="sound"'] : []),
      ];
      return [`#EXT-X-STREAM-INF:${attributes.join(',')}`, address(video.name)];
    });
  const group = 'TYPE=AUDIO,GROUP-ID="sound",NAME="sound",DEFAULT=YES,AUTOSELECT=YES';
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:6',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...(audio ? [`#EXT-X-MEDIA:${group},URI="${address('audio')}"`] : []),
    ...rows,
    '',
  ].join('\n');
}

/** Bits a second of segments: of the heaviest, and of all together. */
export function bandwidthOf(segments: readonly Segment[]): {
  readonly peak: number;
  readonly average: number;
} {
  const rate = (bytes: number, sec: number) => Math.ceil((bytes * 8) / Math.max(sec, 0.001));
  const bytes = segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const sec = segments.reduce((sum, { durationSec }) => sum + durationSec, 0);
  // A last segment of a few pictures would look heavier than any that a line has to carry.
  const long = segments.filter(({ durationSec }) => durationSec >= 1);
  const peak = Math.max(0, ...long.map((one) => rate(one.sizeBytes, one.durationSec)));
  return { peak: Math.max(peak, rate(bytes, sec)), average: rate(bytes, sec) };
}

// Apple's specification writes this one codec with a capital.
function asHls(codec: string): string {
  return codec === 'opus' ? 'Opus' : codec;
}
