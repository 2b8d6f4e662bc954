import {
  ADTS,
  CustomSource,
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
  Logging,
  LogLevel,
  MATROSKA,
  MP3,
  MP4,
  OGG,
  QTFF,
  WAVE,
  WEBM,
} from 'mediabunny';
import { Refusal } from '#kernel/refusal.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Files } from '#platform/files.ts';
import type { MediaFailure } from '../refusals.ts';
import { selectRenditions } from '../store/rendition.ts';

// What it would print about damaged files is in their reasons.
Logging.level = LogLevel.Errors;

/** What a medium says of itself; or why it cannot be used. */
export type Probe =
  | {
      readonly ok: true;
      readonly hasVideo: boolean;
      readonly durationSec: number;
      readonly width?: number;
      readonly height?: number;
    }
  | { readonly ok: false; readonly why: MediaFailure };

const formats = [MP4, QTFF, WEBM, MATROSKA, MP3, WAVE, OGG, ADTS];
const shortestSec = 0.5;
const longestSec = 24 * 3600;
// 8K; what is larger only serves to exhaust whoever decodes it.
const pixelsOfVideo = 8192 * 4608;

/** Errors of the store that the media library passed on: they are no verdict on the medium. */
export class StoreFault {
  #error: unknown;

  async watch<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.#error = error;
      throw error;
    }
  }

  /** @throws what the store threw, if it did */
  rethrow(): void {
    if (this.#error !== undefined) throw this.#error;
  }
}

/** A stored medium as the media library reads it: by ranges, never as a whole. */
export function openInput(files: Files, key: string, sizeBytes: number, fault: StoreFault): Input {
  const source = new CustomSource({
    getSize: () => sizeBytes,
    read: (start, end) => fault.watch(() => files.readBytes(key, { start, end: end - 1 })),
    prefetchProfile: files.isFar ? 'network' : 'fileSystem',
    handleUnhandledError: () => undefined,
  });
  return new Input({ source, formats });
}

/** Where the original of an asset is stored. */
export async function originalKey(ctx: Ctx, assetId: string): Promise<string> {
  const renditions = await selectRenditions(ctx.db, assetId);
  const original = renditions.find(({ kind }) => kind === 'original');
  if (!original) throw new Error(`an asset without its original: ${assetId}`);
  return `${original.prefix}original`;
}

/** Reads duration and size of a medium, and whether browsers can play what is in it. */
export async function probeMedium(files: Files, key: string, sizeBytes: number): Promise<Probe> {
  const fault = new StoreFault();
  const input = openInput(files, key, sizeBytes, fault);
  try {
    return await readProbe(input);
  } catch (error) {
    fault.rethrow();
    if (isOfLibrary(error)) return { ok: false, why: 'media.corrupt' };
    throw error;
  } finally {
    input.dispose();
  }
}

/** The media library has no error class of its own for damaged files: whatever is nobody else's error is its verdict. */
export function isOfLibrary(error: unknown): boolean {
  const isOurs = error instanceof Refusal || !(error instanceof Error);
  return !isOurs && !('errno' in error) && !('severity' in error);
}

async function readProbe(input: Input): Promise<Probe> {
  const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  if (!video && !audio) return { ok: false, why: 'media.corrupt' };

  const durationSec = (await input.getDurationFromMetadata()) ?? (await input.computeDuration());
  if (!Number.isFinite(durationSec)) return { ok: false, why: 'media.corrupt' };
  if (durationSec > longestSec) return { ok: false, why: 'media.too_long' };
  if (durationSec < shortestSec) return { ok: false, why: 'media.too_short' };
  return video ? probePictures(video, durationSec) : { ok: true, hasVideo: false, durationSec };
}

async function probePictures(video: InputVideoTrack, durationSec: number): Promise<Probe> {
  const sink = new EncodedPacketSink(video);
  const first = await sink.getFirstPacket();
  if (!first) return { ok: false, why: 'media.corrupt' };
  if (!(await sink.getNextPacket(first))) return { ok: false, why: 'media.too_short' };
  const [width, height] = [await video.getDisplayWidth(), await video.getDisplayHeight()];
  if (width * height > pixelsOfVideo) return { ok: false, why: 'media.too_wide' };
  return { ok: true, hasVideo: true, durationSec, width, height };
}
