import { newId } from '#kernel/id.ts';
import type { Tx } from '#platform/db.ts';
import { MediumRefused } from '#platform/transcoder/transcoder.ts';
import { readAvcCodec } from '../rules/codec.ts';
import { howFar, type Piece } from '../rules/pieces.ts';
import { insertRendition, insertStretch, markWhole } from '../store/rendition.ts';
import type { TrackDetail } from '../types.ts';
import type { Bench, Commit } from './extend.ts';
import { tellProgress } from './progress.ts';
import { ensureKey } from './seal.ts';
import { SegmentSink } from './segment-sink.ts';

type VideoPiece = Piece & { readonly kind: 'video' };

/** Encodes one stretch of a video at several heights at once: it is decoded a single time. */
export async function encodeStretch(bench: Bench, piece: VideoPiece): Promise<Commit> {
  const { ctx, transcoder, source, work, prefix } = bench;
  const { rungs, plan } = piece;
  const key = await ensureKey(ctx, work.asset.id);
  const sinks = rungs.map(
    ({ name }) => new SegmentSink(ctx, { key, prefix, name, position: plan.position }),
  );
  const tell = tellProgress(ctx, work.asset.id, 'encoding');
  await transcoder.encodeVideo({
    source,
    ...plan,
    frameRate: work.frameRate,
    forms: rungs,
    onHeader: (form, header) => sinks[form]!.putHeader(header),
    onPiece: (form, bytes) => {
      const sink = sinks[form]!;
      // The durations that all rungs share: what is rounded in one would drift apart from the others.
      return sink.putSegment(bytes, plan.durationsSec[sink.segments.length] ?? 0);
    },
    onProgress: (doneSec) => tell(howFar(work, piece, doneSec) / 10_000),
  });
  for (const sink of sinks) assertEnough(sink, piece, work.videoSec);
  return (tx) => commitStretch(tx, bench, piece, sinks);
}

/** The pictures may end a little before the sound does, but not in the middle. */
function assertEnough({ segments }: SegmentSink, { plan }: VideoPiece, videoSec: number): void {
  const missing = plan.durationsSec.slice(segments.length).reduce((sum, sec) => sum + sec, 0);
  const isEnough = plan.isLast && segments.length > 0 && missing <= videoSec * 0.02 + 1;
  if (missing > 0 && !isEnough) throw new MediumRefused('its pictures end before it does');
}

async function commitStretch(
  tx: Tx,
  { ctx, work, prefix }: Bench,
  { rungs, plan }: VideoPiece,
  sinks: readonly SegmentSink[],
): Promise<boolean> {
  for (const [index, { name, width, height }] of rungs.entries()) {
    const sink = sinks[index]!;
    const { headerHash, headerName, segments, sizeBytes } = sink;
    const known = work.renditions.find((one) => one.name === name);
    const renditionId = known?.id ?? newId(ctx.now);
    if (known && (known.detail as TrackDetail).headerHash !== headerHash)
      throw new Error(`two stretches of ${name} do not fit together`);
    if (!known) {
      const detail: TrackDetail = {
        header: headerName,
        headerHash,
        codecs: readAvcCodec(sink.header),
        frameRate: ratio(work.frameRate),
      };
      const row = { id: renditionId, assetId: work.asset.id, name, kind: 'video', prefix } as const;
      const shape = { mediaType: 'video/mp4', width, height, sizeBytes, isWhole: false, detail };
      if (!(await insertRendition(tx, { ...row, ...shape }))) return false;
    }
    const { position } = plan;
    if (!(await insertStretch(tx, { renditionId, position, prefix, sizeBytes, segments })))
      return false;
    if (plan.isLast) await markWhole(tx, renditionId);
  }
  return true;
}

function ratio(frameRate: string): number {
  const [above, below = '1'] = frameRate.split('/');
  return Number(above) / Number(below);
}
