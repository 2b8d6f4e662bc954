import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { publish } from '#platform/outbox.ts';
import { MediumRefused, type Source, type Transcoder } from '#platform/transcoder/transcoder.ts';
import { isKept } from '../rules/ladder.ts';
import { isWatchable, nextPiece, type Piece } from '../rules/pieces.ts';
import { endProcessing, markFull, selectAssets } from '../store/asset.ts';
import { beginMaking, endMaking } from '../store/making.ts';
import { deleteRenditions, selectPrefixes, selectRenditions } from '../store/rendition.ts';
import { borrowOriginal, returnOriginal } from './borrow.ts';
import { drawPoster, drawSheet } from './draw.ts';
import { encodeStretch } from './encode-video.ts';
import { failAsset } from './package-video.ts';
import { encodeAudio, measureLoudness, writeLevelled } from './sound.ts';
import { surveyAsset, type Work } from './survey.ts';

/** What a maker of pieces is given. */
export interface Bench {
  readonly ctx: Ctx;
  readonly transcoder: Transcoder;
  readonly source: Source;
  readonly work: Work;
  /** A prefix of its own for what this piece stores; taken away again when it does not become the asset's. */
  readonly prefix: string;
}

/** Makes a piece's rows true at once. False when somebody else made them. */
export type Commit = (tx: Tx) => Promise<boolean>;

/**
 * Makes the next piece of what a transcoder can make of a recording, and asks for the one after it: so a machine that stops
 * loses one piece, and a long recording does not hold up the short ones behind it. A recording that cannot be decoded ends
 * as failed, or stays as it is when it can be watched already.
 */
export async function extendAsset(ctx: Ctx, assetId: string): Promise<void> {
  const { transcoder } = ctx.ports;
  const [asset] = await selectAssets(ctx.db, [assetId]);
  if (!asset || !(await beginMaking(ctx.db, assetId, ctx.now))) return;
  if (!transcoder) return inTransaction(ctx, (tx) => endMaking(tx, assetId));
  const work = await surveyAsset(ctx, asset);
  const piece = work && nextPiece(work);
  if (!work || !piece) return finish(ctx, assetId, work);
  try {
    await makePiece(ctx, transcoder, work, piece);
  } catch (error) {
    if (!(error instanceof MediumRefused)) throw error;
    ctx.ports.log.info('a recording cannot be decoded', { assetId, why: error.message });
    await giveUp(ctx, assetId);
  }
}

async function makePiece(
  ctx: Ctx,
  transcoder: Transcoder,
  work: Work,
  piece: Piece,
): Promise<void> {
  const { asset, sourceKey } = work;
  const prefix = `asset/${asset.id}/${newId(ctx.now)}/`;
  const path = await borrowOriginal(ctx, asset, sourceKey);
  const bench = { ctx, transcoder, source: { path, mediaType: asset.mediaType }, work, prefix };
  let isOurs = false;
  try {
    const commit = await make(bench, piece);
    isOurs = await inTransaction(
      ctx,
      async (tx) => (await commit(tx)) && (await settle(tx, work, piece)),
    );
  } finally {
    if (!isOurs) await ctx.ports.files.removeAll(prefix);
  }
}

function make(bench: Bench, piece: Piece): Promise<Commit> {
  switch (piece.kind) {
    case 'poster':
      return drawPoster(bench);
    case 'sheet':
      return drawSheet(bench);
    case 'loudness':
      return measureLoudness(bench);
    case 'audio':
      return encodeAudio(bench);
    case 'sound':
      return writeLevelled(bench);
    case 'video':
      return encodeStretch(bench, piece);
  }
}

/** After a piece: may it be watched now, and what comes next. */
async function settle(tx: Tx, work: Work, piece: Piece): Promise<boolean> {
  const { asset } = work;
  if (
    asset.state === 'processing' &&
    isWatchable({ hasSound: work.hasSound, made: withPiece(work, piece) })
  ) {
    if (await endProcessing(tx, asset.id, { state: 'ready' }))
      await publish(tx, 'asset.packaged', { assetId: asset.id, state: 'ready' });
  }
  await publish(tx, 'asset.unfinished', { assetId: asset.id, kind: asset.kind });
  return true;
}

/** What there is once `piece` is. */
function withPiece({ made }: Work, piece: Piece): Work['made'] {
  const after = new Map(made);
  if (piece.kind === 'audio') after.set('audio', { isWhole: true, segments: 1 });
  if (piece.kind === 'video') {
    for (const { name } of piece.rungs)
      after.set(name, { isWhole: piece.plan.isLast, segments: piece.plan.position + 1 });
  }
  return after;
}

async function finish(ctx: Ctx, assetId: string, work: Work | undefined): Promise<void> {
  if (!work) return giveUp(ctx, assetId);
  await returnOriginal(ctx, assetId);
  await inTransaction(ctx, async (tx) => {
    const { copy, size } = work;
    // What the rungs replace: a copy that is too heavy for most lines, and sound that is not level.
    const replaced = [
      ...(copy && size && !isKept(copy, size) ? ['copy'] : []),
      ...(work.made.has('audio') ? ['audio-copy'] : []),
    ];
    await deleteRenditions(tx, assetId, replaced);
    await end(tx, assetId);
  });
}

/** What can be watched stays as it is; what cannot ends as failed, and nothing of it is kept but the original. */
async function giveUp(ctx: Ctx, assetId: string): Promise<void> {
  await returnOriginal(ctx, assetId);
  const renditions = await selectRenditions(ctx.db, assetId);
  const made = renditions.filter(({ kind }) => kind !== 'original');
  const prefixes = await selectPrefixes(ctx.db, assetId);
  const hasFailed = await inTransaction(ctx, async (tx) => {
    const isNew = await failAsset(tx, assetId, 'media.corrupt');
    if (isNew)
      await deleteRenditions(
        tx,
        assetId,
        made.map(({ name }) => name),
      );
    await end(tx, assetId);
    return isNew;
  });
  if (!hasFailed) return;
  const kept = new Set(await selectPrefixes(ctx.db, assetId));
  for (const prefix of prefixes) if (!kept.has(prefix)) await ctx.ports.files.removeAll(prefix);
}

async function end(tx: Tx, assetId: string): Promise<void> {
  await markFull(tx, assetId);
  await endMaking(tx, assetId);
  await publish(tx, 'asset.finished', { assetId });
}
