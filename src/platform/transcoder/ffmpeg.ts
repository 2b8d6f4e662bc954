import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Children } from './child.ts';
import {
  always,
  encodeSoundArgs,
  encodeVideoArgs,
  measuredRate,
  measureSoundArgs,
  open,
  soundRate,
  videoTicks,
  writeSoundArgs,
} from './ffmpeg-args.ts';
import { countSamples, readParts, shiftFragment } from './fragments.ts';
import { MediumRefused, type Transcoder, type VideoJob } from './transcoder.ts';

const leastMs = 10 * 60_000;
// A slow machine under load encodes a second of 1080p in ten.
const mostPerSec = 30_000;

// An AAC frame.
const samplesPerFrame = 1_024;

const limitFor = (durationSec: number) => leastMs + durationSec * mostPerSec;

/** The transcoder that is an ffmpeg in a process of its own. */
export function openFfmpeg(program: string, name: string): Transcoder {
  const children = new Children(program);
  return {
    name,
    encodeVideo: (job) => encodeVideo(children, job),
    encodeSound: async (job) => {
      await children.run({
        args: encodeSoundArgs(job),
        outputs: [
          (stream) =>
            takeParts(stream, job.onHeader, (piece) =>
              job.onPiece(piece, (countSamples(piece) * samplesPerFrame) / soundRate),
            ),
        ],
        limitMs: limitFor(job.durationSec),
        onProgress: job.onProgress,
      });
    },
    writeSound: async (job) => {
      const drain = async (stream: Readable) => void stream.resume();
      await children.run({
        args: writeSoundArgs(job),
        outputs: [drain],
        limitMs: limitFor(job.durationSec),
        onProgress: job.onProgress,
      });
    },
    measureSound: async (job) => {
      const peaks = new Peaks(job.parts, job.durationSec);
      const said = await children.run({
        args: measureSoundArgs(job),
        outputs: [async (stream) => peaks.take(stream)],
        limitMs: limitFor(job.durationSec),
        onProgress: job.onProgress,
      });
      return { lufs: readLoudness(said), peaks: peaks.whole() };
    },
    takePicture: ({ source, atSec, width }) => {
      // Scaled first: choosing the most telling of many pictures keeps them all in memory.
      const filter = `scale='min(${width},iw)':-2,setsar=1,thumbnail=50`;
      const seek = ['-ss', atSec.toFixed(3)];
      return takePng(children, [...open(source, seek), '-map', '0:v:0', '-vf', filter]);
    },
    takeSheet: (job) => takeSheet(children, job),
    close: () => children.close(),
  };
}

async function encodeVideo(children: Children, job: VideoJob): Promise<void> {
  const ticks = Math.round(job.fromSec * videoTicks);
  await children.run({
    args: encodeVideoArgs(job),
    outputs: job.forms.map(
      (_, form) => (stream) =>
        takeParts(
          stream,
          (header) => job.onHeader(form, header),
          (piece) => {
            shiftFragment(piece, ticks);
            return job.onPiece(form, piece);
          },
        ),
    ),
    limitMs: limitFor((job.toSec - job.fromSec) * job.forms.length),
    onProgress: job.onProgress,
  });
}

async function takeParts(
  stream: Readable,
  onHeader: (header: Buffer) => Promise<void>,
  onPiece: (piece: Buffer) => Promise<void>,
): Promise<void> {
  for await (const { kind, bytes } of readParts(stream)) {
    await (kind === 'header' ? onHeader(bytes) : onPiece(bytes));
  }
}

const shortSec = 20;

async function takeSheet(
  children: Children,
  job: Parameters<Transcoder['takeSheet']>[0],
): Promise<Buffer> {
  const { source, durationSec, everySec, columns, rows, width, height } = job;
  const filter = `fps=1/${everySec}:start_time=0,scale=${width}:${height},setsar=1,tile=${columns}x${rows}`;
  const take = (reading: readonly string[]) =>
    takePng(children, [...open(source, reading), '-map', '0:v:0', '-vf', filter]);
  if (durationSec <= shortSec) return take([]);
  try {
    // Only pictures that need no other are decoded: twenty times as fast, and near enough.
    return await take(['-skip_frame', 'nokey']);
  } catch (error) {
    // Some films have next to none of them.
    if (!(error instanceof MediumRefused)) throw error;
    return take([]);
  }
}

async function takePng(children: Children, args: readonly string[]): Promise<Buffer> {
  let picture: Buffer = Buffer.alloc(0);
  await children.run({
    args: [...always, ...args, '-frames:v', '1', '-c:v', 'png', '-f', 'image2pipe', 'pipe:3'],
    outputs: [
      async (stream) => {
        picture = await buffer(stream);
      },
    ],
    limitMs: leastMs,
  });
  if (picture.length === 0) throw new MediumRefused('there is no picture at this place');
  return picture;
}

const silence = -70;

/** What the measuring filter writes at its end: `I: -23.1 LUFS`. */
function readLoudness(said: string): number {
  const told = said.matchAll(/Integrated loudness:\s+I:\s+(-?[\d.]+|-?inf|nan) LUFS/g);
  // A filter that was set up anew before the first sample has written of its silence, too.
  const value = Number([...told].at(-1)?.[1]);
  return Number.isFinite(value) ? Math.max(silence, value) : silence;
}

/** The loudest of each of equally long parts of a stream of 16-bit samples. */
class Peaks {
  readonly #peaks: Uint16Array;
  readonly #perPart: number;
  #count = 0;

  constructor(parts: number, durationSec: number) {
    this.#peaks = new Uint16Array(parts);
    this.#perPart = Math.max(1, Math.ceil((durationSec * measuredRate) / parts));
  }

  async take(stream: Readable): Promise<void> {
    let odd: Buffer = Buffer.alloc(0);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const bytes = odd.length === 0 ? chunk : Buffer.concat([odd, chunk]);
      const whole = bytes.length - (bytes.length % 2);
      for (let at = 0; at < whole; at += 2) this.#note(Math.abs(bytes.readInt16LE(at)));
      odd = bytes.subarray(whole);
    }
  }

  #note(loud: number): void {
    const part = Math.min(this.#peaks.length - 1, Math.floor(this.#count / this.#perPart));
    if (loud > this.#peaks[part]!) this.#peaks[part] = Math.min(loud, 32_767);
    this.#count += 1;
  }

  whole(): Buffer {
    return Buffer.from(this.#peaks.map((peak) => peak >> 7));
  }
}
