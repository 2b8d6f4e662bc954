import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { newId } from '#kernel/id.ts';
import { tidy, truncate } from '#kernel/text.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { publish } from '#platform/outbox.ts';
import type { Files } from '#platform/files.ts';
import { refuseScan } from '#platform/scanner.ts';
import { refuseMedia } from '../refusals.ts';
import { detectContent, handedOver, headBytes, limitBytes } from '../rules/content.ts';
import { pictureSize, pixelLimit } from '../rules/picture.ts';
import { toWebVtt } from '../rules/subtitles.ts';
import { findSameAsset, insertAsset } from '../store/asset.ts';
import { upsertMaking } from '../store/making.ts';
import { insertRendition } from '../store/rendition.ts';
import { findUse, takeSpace } from '../store/space.ts';
import type { Asset, ContentType } from '../types.ts';
import { probeMedium } from './probe.ts';
import { noRoom, quotaOf } from './space.ts';

/** A file on this machine; one that is `given` is nobody's any more, and need not be copied. */
export interface LocalFile {
  readonly path: string;
  readonly isGiven?: boolean;
  /** Of a given file, where it is known: it is then not read once more. */
  readonly sha256?: Buffer;
}

/** A file to be kept: its bytes, a stream of them, or where they lie on this machine. */
export interface NewAsset {
  readonly ownerId: string;
  /** As its owner calls it; only shown, never trusted. */
  readonly fileName: string;
  /** It is only handed over: any content will do. */
  readonly isFile?: boolean | undefined;
  readonly content: Uint8Array | Readable | LocalFile;
}

export interface StoredAsset {
  readonly asset: Asset;
  /** False when its owner had the same bytes before. */
  readonly isNew: boolean;
}

interface Received {
  readonly type: ContentType;
  readonly sizeBytes: number;
  readonly sha256: Buffer;
  readonly head: Uint8Array;
}

/**
 * Keeps a file for its owner, as what its content says it is. The same bytes of the same owner are one asset. Videos and
 * pictures are prepared afterwards (`processing`); a damaged medium is kept as `failed` with its reason.
 *
 * @throws Refusal media.empty, unsupported, svg, too_large, too_many_pixels, not_utf8, bad_subtitles, corrupt, files.full,
 * scanner.malware, too_large, unavailable; nothing is then left.
 */
export async function storeAsset(ctx: Ctx, input: NewAsset): Promise<StoredAsset> {
  const id = newId(ctx.now);
  const prefix = `asset/${id}/${newId(ctx.now)}/`;
  try {
    const received = await receive(ctx, input, prefix);
    const same = await findSameAsset(ctx.db, input.ownerId, received.sha256);
    const stored = same
      ? { asset: same, isNew: false }
      : await enter(ctx, { id, prefix, input, received });
    if (!stored.isNew) await ctx.ports.files.removeAll(prefix);
    return stored;
  } catch (error) {
    await ctx.ports.files.removeAll(prefix);
    throw error;
  }
}

function openContent(content: NewAsset['content']): Readable {
  if (content instanceof Readable) return content;
  if (content instanceof Uint8Array) return Readable.from([content]);
  return createReadStream(content.path, { highWaterMark: 1024 * 1024 });
}

/** How long the content will be, where that is known before it is read. */
async function promisedBytes(content: NewAsset['content']): Promise<number> {
  if (content instanceof Readable) return 0;
  return content instanceof Uint8Array ? content.length : (await stat(content.path)).size;
}

/** Stores the bytes while they are recognised, counted and hashed. */
async function receive(
  ctx: Ctx,
  { content: source, isFile = false }: NewAsset,
  prefix: string,
): Promise<Received> {
  const promised = await promisedBytes(source);
  const content = openContent(source);
  const { head, rest } = await readHead(content);
  const detected = detectContent(head);
  const type = isFile ? handedOver(detected) : detected;
  if (type === undefined || type === 'markup') content.destroy();
  if (head.length === 0) throw refuseMedia('media.empty');
  if (type === 'markup') throw refuseMedia('media.svg');
  if (!type) throw refuseMedia('media.unsupported');

  const limit = limitBytes(type.kind, ctx.ports.settings.uploadLimitBytes);
  if (promised > limit) {
    content.destroy();
    throw tooLarge(limit);
  }
  const key = `${prefix}original`;
  const kept = await keep(ctx.ports.files, key, { source, content, rest, limit });
  await assertHarmless(ctx, type, key);
  return { type, head, ...kept };
}

interface Opened {
  readonly source: NewAsset['content'];
  readonly content: Readable;
  readonly rest: AsyncIterable<Uint8Array>;
  readonly limit: number;
}

/** Stores what is read through; a file that was given is only read, where its hash is not known, and stored as it lies. */
async function keep(
  files: Files,
  key: string,
  { source, content, rest, limit }: Opened,
): Promise<Pick<Received, 'sizeBytes' | 'sha256'>> {
  const isGiven = 'isGiven' in source && source.isGiven;
  if (isGiven && source.sha256) {
    content.destroy();
    return { ...(await files.take(key, source.path)), sha256: source.sha256 };
  }
  const hash = createHash('sha256');
  const counted = countBytes(rest, limit, (bytes) => hash.update(bytes));
  if (isGiven) for await (const _ of counted);
  const { sizeBytes } = await (isGiven
    ? files.take(key, source.path)
    : files.put(key, Readable.from(counted)));
  return { sizeBytes, sha256: hash.digest() };
}

/** Nobody gets a film as it came in, and it is the one kind that takes long to read once more. */
async function assertHarmless(ctx: Ctx, { kind }: ContentType, key: string): Promise<void> {
  const { scanner, files } = ctx.ports;
  if (!scanner || kind === 'video') return;
  const found = await scanner.scan(await files.read(key));
  if (found === 'clean') return;
  if (found === 'too_large') throw refuseScan('scanner.too_large');
  throw refuseScan('scanner.malware', { name: found.malware });
}

async function readHead(
  content: Readable,
): Promise<{ head: Uint8Array; rest: AsyncIterable<Uint8Array> }> {
  const chunks: Uint8Array[] = [];
  const iterator = content[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let size = 0;
  while (size < headBytes) {
    const { value, done } = await iterator.next();
    if (done) break;
    chunks.push(value);
    size += value.length;
  }
  async function* rest() {
    yield* chunks;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { head: Buffer.concat(chunks).subarray(0, headBytes), rest: rest() };
}

/** The refusal of a file of more bytes than may be. */
export function tooLarge(limit: number) {
  return refuseMedia('media.too_large', { limitMb: Math.floor(limit / 1024 / 1024) });
}

async function* countBytes(
  content: AsyncIterable<Uint8Array>,
  limit: number,
  seen: (bytes: Uint8Array) => void,
) {
  let size = 0;
  for await (const bytes of content) {
    size += bytes.length;
    if (size > limit) throw tooLarge(limit);
    seen(bytes);
    yield bytes;
  }
}

interface Entering {
  readonly id: string;
  readonly prefix: string;
  readonly input: NewAsset;
  readonly received: Received;
}

/** What is known of an asset once its bytes are stored. */
type Findings = Pick<
  Asset,
  'kind' | 'mediaType' | 'state' | 'failure' | 'durationSec' | 'width' | 'height'
>;

async function enter(ctx: Ctx, { id, prefix, input, received }: Entering): Promise<StoredAsset> {
  const found = await examine(ctx, `${prefix}original`, received);
  const name = found.kind === 'subtitle' ? await writeSubtitles(ctx, prefix) : 'original';
  const { ownerId } = input;
  const fileName = truncate(tidy(input.fileName.split(/[/\\]/).at(-1) ?? ''), 200) || 'file';
  const asset: Asset = {
    id,
    ownerId,
    fileName,
    sizeBytes: received.sizeBytes,
    lufs: null,
    isFull: false,
    createdAt: ctx.now,
    ...found,
  };

  const quota = await quotaOf(ctx);
  const isNew = await inTransaction(ctx, async (tx) => {
    if (!(await insertAsset(tx, { ...asset, sha256: received.sha256 }))) return false;
    if (!(await takeSpace(tx, ownerId, asset.sizeBytes, quota)))
      throw noRoom({ used: await findUse(tx, ownerId), quota, needed: asset.sizeBytes });
    await insertRendition(tx, {
      id: newId(ctx.now),
      assetId: id,
      name: 'original',
      kind: 'original',
      prefix,
      mediaType: asset.mediaType,
      width: null,
      height: null,
      sizeBytes: asset.sizeBytes,
      isWhole: true,
      detail: { name },
    });
    await publish(tx, 'asset.stored', { assetId: id, kind: asset.kind });
    if (isToBeMade(asset)) await upsertMaking(tx, id, ctx.now);
    if (asset.kind === 'audio' && asset.state === 'ready')
      await publish(tx, 'asset.unfinished', { assetId: id, kind: 'audio' });
    return true;
  });
  if (isNew) return { asset, isNew };

  const same = await findSameAsset(ctx.db, ownerId, received.sha256);
  if (!same) throw new Error('an asset vanished while its twin was being stored');
  return { asset: same, isNew: false };
}

function isToBeMade({ state, kind }: Asset): boolean {
  return state === 'processing' || (state === 'ready' && kind === 'audio');
}

async function examine(ctx: Ctx, key: string, received: Received): Promise<Findings> {
  const { type, head, sizeBytes } = received;
  const plain: Findings = {
    ...type,
    state: 'ready',
    failure: null,
    durationSec: null,
    width: null,
    height: null,
  };
  if (type.kind === 'image')
    return { ...plain, state: 'processing', ...measurePicture(head, type.mediaType) };
  if (type.kind !== 'video' && type.kind !== 'audio') return plain;

  const probe = await probeMedium(ctx.ports.files, key, sizeBytes);
  if (!probe.ok) return { ...plain, state: 'failed', failure: probe.why };
  const durationSec = Math.max(1, Math.round(probe.durationSec));
  if (!probe.hasVideo) return { ...plain, ...asAudio(type), durationSec };
  if (type.kind === 'audio') return { ...plain, durationSec };
  return {
    ...plain,
    state: 'processing',
    durationSec,
    width: probe.width ?? null,
    height: probe.height ?? null,
  };
}

function measurePicture(head: Uint8Array, mediaType: string) {
  const size = pictureSize(head, mediaType);
  if (!size) throw refuseMedia('media.corrupt');
  if (size.width * size.height > pixelLimit) throw refuseMedia('media.too_many_pixels');
  return size;
}

/** A container for video that holds only sound. */
function asAudio(type: ContentType): ContentType {
  if (type.kind === 'audio') return type;
  return { kind: 'audio', mediaType: type.mediaType === 'video/webm' ? 'audio/webm' : 'audio/mp4' };
}

async function writeSubtitles(ctx: Ctx, prefix: string): Promise<string> {
  const original = await Array.fromAsync(await ctx.ports.files.read(`${prefix}original`));
  const subtitles = toWebVtt(Buffer.concat(original as Uint8Array[]));
  if (!subtitles.ok)
    throw refuseMedia(subtitles.why, 'line' in subtitles ? { line: subtitles.line } : {});
  await ctx.ports.files.put(`${prefix}subtitles.vtt`, Buffer.from(subtitles.vtt));
  return 'subtitles.vtt';
}
