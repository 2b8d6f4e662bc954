import type { SoundJob, Source, VideoForm, VideoJob } from './transcoder.ts';

// A reader is named for each kind, so that a file that looks like a playlist cannot make the program open other files.
const readers: Readonly<Record<string, string>> = {
  'video/mp4': 'mov',
  'video/quicktime': 'mov',
  'audio/mp4': 'mov',
  'video/webm': 'matroska',
  'audio/webm': 'matroska',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
};

/** Arguments as one types them, none of which has a blank in it. */
function typed(text: string): string[] {
  return text.split(' ');
}

/** What every run begins with. */
export const always = typed('-hide_banner -nostdin -nostats -y -progress pipe:1');

// Nothing of a run's date or version, so that the headers of two stretches are the same bytes.
const exact = typed('-fflags +bitexact -map_metadata -1 -map_chapters -1');

/** How a source is opened; `options` are for its reader. */
export function open({ path, mediaType }: Source, options: readonly string[] = []): string[] {
  const reader = readers[mediaType];
  if (!reader) throw new Error(`no transcoder reads ${mediaType}`);
  return [...typed(`-protocol_whitelist file -f ${reader}`), ...options, '-i', `file:${path}`];
}

// A picture belongs to the piece that begins at or before it; times are rounded on their way.
const slackSec = 0.002;

/** Arguments that encode a stretch of a video: form n goes to file descriptor 3 + n. */
export function encodeVideoArgs({ source, fromSec, toSec, ...job }: VideoJob): string[] {
  const { cutsSec, frameRate, forms } = job;
  const start = Math.max(0, fromSec - slackSec);
  const length = toSec - start - slackSec;
  const splits = forms.map((_, index) => `[s${index}]`).join('');
  const graph = [
    `[0:v:0]fps=${frameRate}:start_time=0,split=${forms.length}${splits}`,
    ...forms.map(
      ({ width, height }, index) =>
        `[s${index}]scale=${width}:${height}:flags=bicubic,setsar=1,format=yuv420p[v${index}]`,
    ),
  ];
  const cuts = cutsSec.map((cut) => Math.max(0, cut - fromSec - slackSec).toFixed(6)).join(',');
  const seek = typed(`-seek_timestamp 1 -ss ${start.toFixed(6)} -t ${length.toFixed(6)}`);
  return [
    ...always,
    ...open(source, seek),
    '-filter_complex',
    graph.join(';'),
    ...forms.flatMap((form, index) => encodeFormArgs(form, index, cuts)),
  ];
}

function encodeFormArgs({ maxBps }: VideoForm, index: number, cuts: string): string[] {
  return [
    ...typed(`-map [v${index}] -c:v libx264 -preset veryfast -profile:v high -flags:v +bitexact`),
    ...typed(`-crf 23 -maxrate ${maxBps} -bufsize ${maxBps * 2}`),
    ...typed(`-x264-params keyint=infinite:scenecut=0:open_gop=0 -force_key_frames ${cuts}`),
    ...exact,
    ...typed(`-video_track_timescale ${videoTicks} -f mp4`),
    ...typed(`-movflags +cmaf+empty_moov+default_base_moof+frag_keyframe pipe:${3 + index}`),
  ];
}

/** Ticks a second of the clock of an encoded video. */
export const videoTicks = 90_000;

/** Samples a second of encoded sound. */
export const soundRate = 48_000;
// An AAC encoder begins with 1024 samples of its own; as many of the recording's, a fiftieth of a second, make room for them.
const priming = 1_024;

/** Sound from the source's second 0, evenly and of a given loudness. */
function soundFilter(gainDb: number): string {
  return [
    `aresample=${soundRate}:async=1000:first_pts=0`,
    `volume=${gainDb.toFixed(2)}dB`,
    // −1.5 dB below the loudest that there is.
    'alimiter=limit=0.841:level=disabled',
    `atrim=start_sample=${priming}`,
    'asetpts=PTS-STARTPTS',
  ].join(',');
}

function soundArgs({ source, gainDb }: SoundJob): string[] {
  const encoder = typed(`-ac 2 -ar ${soundRate} -c:a aac -b:a 128k -flags:a +bitexact`);
  const filter = typed(`-map 0:a:0 -af ${soundFilter(gainDb)}`);
  return [...always, ...open(source), ...filter, ...encoder, ...exact];
}

/** Arguments that encode sound as fragments on file descriptor 3. */
export function encodeSoundArgs(job: SoundJob): string[] {
  const fragments = '-movflags +cmaf+empty_moov+default_base_moof -frag_duration 6000000';
  return [...soundArgs(job), ...typed(`-f mp4 ${fragments} pipe:3`)];
}

// A second output that nobody needs, but whose pipe ends the program when its parent is gone.
const lifeline = typed('-map 0:a:0 -ac 1 -ar 8000 -f s8 pipe:3');

/** Arguments that write sound as a file. */
export function writeSoundArgs({ path, ...job }: SoundJob & { readonly path: string }): string[] {
  return [...soundArgs(job), ...typed('-f ipod -movflags +faststart'), `file:${path}`, ...lifeline];
}

/** Samples a second of what `measureSoundArgs` sends to file descriptor 3. */
export const measuredRate = 8_000;

/** Arguments that measure loudness, and send the sound as 16-bit samples to file descriptor 3. */
export function measureSoundArgs({ source }: Pick<SoundJob, 'source'>): string[] {
  const measured = 'asplit[a][b];[a]ebur128=framelog=verbose[x]';
  const graph = `[0:a:0]${measured};[b]aresample=async=1000:first_pts=0[y]`;
  return [
    ...always,
    ...open(source),
    ...typed(`-filter_complex ${graph} -map [x] -f null -`),
    ...typed(`-map [y] -ac 1 -ar ${measuredRate} -f s16le pipe:3`),
  ];
}
