import {
  BlobSource,
  CanvasSink,
  Input,
  MATROSKA,
  Mp4OutputFormat,
  MP4,
  Output,
  QTFF,
  StreamTarget,
  VideoSample,
  VideoSampleSource,
  WEBM,
  type InputVideoTrack,
} from 'mediabunny';
import type { WantedRungs } from '../schema.ts';

// Loaded only where something is encoded: the library weighs as much as all of the studio's own code.

export type Rung = WantedRungs['rungs'][number];

/** What is encoded, and who is told. */
export interface Job {
  readonly file: File;
  readonly rung: Rung;
  readonly cutsSec: readonly number[];
  /** Where the film lies in the browser's own store until it is sent. */
  readonly place: string;
  readonly stop: AbortSignal;
  /** From 0 to 1. */
  readonly tell: (done: number) => void;
}

// Encoders meet a rate only on average, and the house refuses what is far above.
const rateShare = 0.8;
// A picture whose time was rounded may stand a little before its cut.
const slackSec = 0.02;

/** Encodes the pictures of a film smaller, in H.264, with a key frame at each cut. Its sound is the house's. */
export async function encodeRung(job: Job): Promise<File> {
  const { file, place } = job;
  const source = new BlobSource(file);
  const input = new Input({ source, formats: [MP4, QTFF, WEBM, MATROSKA] });
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle(place, { create: true });
  const writable = await handle.createWritable();
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: false }),
    target: new StreamTarget(writable, { chunked: true }),
  });
  try {
    const video = await input.getPrimaryVideoTrack();
    if (!video || !(await video.canDecode())) throw new Error('no pictures to decode');
    await encode(job, video, output);
    await output.finalize();
  } catch (error) {
    await output.cancel();
    await forgetRung(place);
    throw error;
  } finally {
    input.dispose();
  }
  return handle.getFile();
}

/** Takes an encoded film out of the browser's store. */
export async function forgetRung(place: string): Promise<void> {
  const folder = await navigator.storage.getDirectory();
  await folder.removeEntry(place).catch(() => undefined);
}

async function encode(job: Job, video: InputVideoTrack, output: Output): Promise<void> {
  const { file, rung, cutsSec, stop, tell } = job;
  const lengthSec = await video.computeDuration();
  const pictures = new VideoSampleSource({
    codec: 'avc',
    bitrate: Math.round(Math.min(rung.maxBps * rateShare, (file.size * 8) / lengthSec)),
  });
  output.addVideoTrack(pictures);
  await output.start();
  const sink = new CanvasSink(video, { ...sizeOf(rung), fit: 'fill', poolSize: 4 });
  let begin: number | undefined;
  let cut = 0;
  for await (const { canvas, timestamp, duration } of sink.canvases()) {
    stop.throwIfAborted();
    begin ??= timestamp;
    const keyFrame = timestamp - begin >= (cutsSec[cut] ?? Infinity) - slackSec;
    if (keyFrame) cut += 1;
    const picture = new VideoSample(canvas, { timestamp, duration });
    await pictures.add(picture, { keyFrame });
    picture.close();
    tell(Math.min(1, timestamp / lengthSec));
  }
}

function sizeOf({ width, height }: Rung): { width: number; height: number } {
  return { width, height };
}
