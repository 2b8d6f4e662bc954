import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { after, day } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { publish } from '#platform/outbox.ts';
import { actingUser } from '#platform/policy.ts';
import { Threads, WorkGivenUp } from '#platform/threads.ts';
import { refuseMedia, type MediaFailure } from '../refusals.ts';
import { stampVersion, writeStamp, type Stamp } from '../rules/stamp.ts';
import { failReady } from '../store/asset.ts';
import type { Asset } from '../types.ts';
import { getKnown } from './known.ts';
import { withNear } from './near.ts';
import { documentPolicy, send } from './send.ts';

/** What is asked of a thread: a copy of the document at `from` with `line` on every page, to be written to `to`. */
export interface StampTask {
  readonly kind: 'pdf' | 'epub';
  readonly from: string;
  readonly to: string;
  readonly line: string;
}

/** Nothing when it is done, else why it cannot be. */
export interface Stamped {
  readonly why?: MediaFailure;
}

const threads = new Threads<StampTask, Stamped>({
  module: new URL('document-thread.ts', import.meta.url),
  size: 1,
  limitMs: 60_000,
  heapMb: 600,
  longestLine: 100,
  piecesEach: 200,
});

const keptDays = 7;

/** Whether a document can be stamped: others go out as they are. */
export function isStamped({ kind }: Pick<Asset, 'kind'>): boolean {
  return kind === 'pdf' || kind === 'epub';
}

/**
 * A document for the acting user, who has the right to it, with their stamp on every page. The copy is made once for each
 * learner, document and stamp.
 *
 * @throws Refusal media.unknown, media.pdf_*, media.epub_*, media.stamp_busy, media.stamp_too_heavy
 */
export async function deliverStamped(
  ctx: Ctx,
  request: Request,
  asset: Asset,
  stamp: Stamp,
): Promise<Response> {
  const { kind, fileName, file } = await getKnown(ctx, asset.id);
  if (kind !== 'pdf' && kind !== 'epub') throw refuseMedia('media.unknown');
  const key = await copyOf(ctx, { assetId: asset.id, kind, from: file.key }, writeStamp(stamp));
  const isDownload = kind === 'epub' || new URL(request.url).searchParams.has('download');
  return send(ctx, request, {
    key,
    mediaType: file.mediaType,
    // Whose right ended gets nothing at the next look.
    cacheControl: 'private, no-cache',
    ...(isDownload ? { download: fileName } : {}),
    ...(kind === 'pdf' ? { contentPolicy: documentPolicy } : {}),
  });
}

interface Source {
  readonly assetId: string;
  readonly kind: 'pdf' | 'epub';
  readonly from: string;
}

/** Everything that was made of a document for its learners. */
export function copiesOf(assetId: string): string {
  return `stamped/${assetId}/`;
}

const making = new Map<string, Promise<void>>();

/** The key of the copy with this stamp; what carried an earlier one of the same learner goes. */
async function copyOf(ctx: Ctx, source: Source, line: string): Promise<string> {
  const folder = `${copiesOf(source.assetId)}${actingUser(ctx).userId}/`;
  const name = createHash('sha256').update(`${stampVersion}\n${line}`).digest('hex').slice(0, 32);
  const key = `${folder}${name}.${source.kind}`;
  if (await ctx.ports.files.stat(key)) return key;
  const begun = making.get(key) ?? make(ctx, source, { key, folder, line });
  making.set(key, begun);
  try {
    await begun;
  } finally {
    making.delete(key);
  }
  return key;
}

async function make(
  ctx: Ctx,
  { assetId, kind, from }: Source,
  copy: { readonly key: string; readonly folder: string; readonly line: string },
): Promise<void> {
  const { files } = ctx.ports;
  await withNear(ctx, from, async (near) => {
    const to = join(near.folder, 'to');
    const task = { kind, from: near.path, to, line: copy.line };
    const why = await tryStamp(task, actingUser(ctx).userId);
    // Brought before documents were looked at: from now on its creator sees why, too.
    if (why && why !== 'media.stamp_too_heavy') await failDocument(ctx, assetId, why);
    if (why) throw refuseMedia(why);
    for await (const old of files.list(copy.folder)) await files.remove(old);
    await files.put(copy.key, createReadStream(to));
  });
}

/** Makes a copy on a thread, for `by`; answers why none can be made of this document. @throws Refusal media.stamp_busy */
export async function tryStamp(task: StampTask, by: string): Promise<MediaFailure | undefined> {
  try {
    return (await threads.ask(task, by)).why;
  } catch (error) {
    if (!(error instanceof WorkGivenUp)) throw error;
    if (error.why === 'busy') throw refuseMedia('media.stamp_busy');
    return 'media.stamp_too_heavy';
  }
}

/** A document that nobody can be given is none that is ready: its owner is told why, and it is handed in no more. */
export async function failDocument(ctx: Ctx, assetId: string, why: MediaFailure): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    if (await failReady(tx, assetId, why))
      await publish(tx, 'asset.packaged', { assetId, state: 'failed' });
  });
}

/** Removes copies that were made a week ago: whoever wants one again gets it made again. Returns how many. */
export async function sweepCopies(ctx: Ctx): Promise<number> {
  const { files } = ctx.ports;
  let removed = 0;
  for await (const key of files.list('stamped/')) {
    const stat = await files.stat(key);
    if (!stat || stat.modifiedAt >= after(ctx.now, -keptDays * day)) continue;
    await files.remove(key);
    removed += 1;
  }
  return removed;
}
