import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '#kernel/id.ts';
import { gainOf } from '../rules/sound.ts';
import { noteLoudness } from '../store/asset.ts';
import { insertRendition, insertStretch } from '../store/rendition.ts';
import type { FileDetail, TrackDetail } from '../types.ts';
import { scratchOf } from './borrow.ts';
import type { Bench, Commit } from './extend.ts';
import { tellProgress } from './progress.ts';
import { ensureKey } from './seal.ts';
import { SegmentSink } from './segment-sink.ts';

// As many bars as a wide player has room for.
const waveParts = 300;

const durationOf = ({ work }: Bench) => Math.max(1, work.asset.durationSec ?? work.videoSec);

/** A teller of how far a step through the whole sound is. */
function tellSeconds(bench: Bench, step: 'listening' | 'encoding'): (doneSec: number) => void {
  const tell = tellProgress(bench.ctx, bench.work.asset.id, step);
  return (doneSec) => tell(doneSec / durationOf(bench));
}

/** Measures how loud a recording is, and how it swells and fades. */
export async function measureLoudness(bench: Bench): Promise<Commit> {
  const { ctx, transcoder, source, work } = bench;
  const found = await transcoder.measureSound({
    source,
    durationSec: durationOf(bench),
    parts: waveParts,
    onProgress: tellSeconds(bench, 'listening'),
  });
  // Of a video nobody draws the wave.
  const peaks = work.size ? Buffer.alloc(0) : found.peaks;
  ctx.ports.log.info('a recording was measured', { assetId: work.asset.id, lufs: found.lufs });
  return async (tx) => {
    await noteLoudness(tx, work.asset.id, { lufs: found.lufs, peaks });
    return true;
  };
}

/** Encodes a video's sound, as loud as all of them, into a group of segments of its own. */
export async function encodeAudio(bench: Bench): Promise<Commit> {
  const { ctx, transcoder, source, work, prefix } = bench;
  const key = await ensureKey(ctx, work.asset.id);
  const sink = new SegmentSink(ctx, { key, prefix, name: 'audio', position: 0 });
  await transcoder.encodeSound({
    source,
    durationSec: durationOf(bench),
    gainDb: gainOf(work.lufs ?? 0),
    onHeader: (header) => sink.putHeader(header),
    onPiece: (bytes, durationSec) => sink.putSegment(bytes, durationSec),
    onProgress: tellSeconds(bench, 'encoding'),
  });
  const { headerName, headerHash, sizeBytes, segments } = sink;
  const detail: TrackDetail = { header: headerName, headerHash, codecs: 'mp4a.40.2' };
  const id = newId(ctx.now);
  return async (tx) =>
    (await insertRendition(tx, {
      ...rowOf(bench, id, 'audio'),
      kind: 'audio',
      sizeBytes,
      detail,
    })) && insertStretch(tx, { renditionId: id, position: 0, prefix, sizeBytes, segments });
}

const soundName = 'sound.m4a';

/** Writes a recording of sound anew, as loud as all of them. */
export async function writeLevelled(bench: Bench): Promise<Commit> {
  const { ctx, transcoder, source, work, prefix } = bench;
  const scratch = scratchOf(ctx);
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(scratch, 'sound-'));
  try {
    const path = join(folder, soundName);
    await transcoder.writeSound({
      source,
      path,
      durationSec: durationOf(bench),
      gainDb: gainOf(work.lufs ?? 0),
      onProgress: tellSeconds(bench, 'encoding'),
    });
    const { sizeBytes } = await ctx.ports.files.put(prefix + soundName, createReadStream(path));
    const detail: FileDetail = { name: soundName };
    const row = rowOf(bench, newId(ctx.now), 'sound');
    return (tx) => insertRendition(tx, { ...row, kind: 'sound', sizeBytes, detail });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function rowOf({ work, prefix }: Bench, id: string, name: string) {
  const shape = { mediaType: 'audio/mp4', width: null, height: null, isWhole: true } as const;
  return { id, assetId: work.asset.id, name, prefix, ...shape };
}
