import type { Readable } from 'node:stream';
import { isId, newToken } from '#kernel/id.ts';
import { tidy, truncate } from '#kernel/text.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { isOutOfRoom, refuseFile } from '#platform/files.ts';
import { refuseMedia } from '../refusals.ts';
import {
  pieceType,
  readBytesHeader,
  readMetadata,
  tusVersion,
  writeMetadata,
} from '../rules/tus.ts';
import { assertWanted } from './given.ts';
import { hashSoFar } from './hash-growing.ts';
import { receiveBytes } from './receive-bytes.ts';
import { assertRoom } from './space.ts';
import { tooLarge } from './store-asset.ts';
import { inTurn } from './take-turns.ts';
import { finishUpload, isLeftWhole, uploadLifeMs } from './upload.ts';
import {
  bytesOf,
  deskOf,
  findUnderWay,
  getOwnUpload,
  isCounted,
  openBytes,
  removeFromDesk,
  sizeHere,
  writeNote,
  type Desk,
  type Upload,
} from './upload-desk.ts';

/** Where uploads live on the API. */
export const uploadPath = '/api/v1/uploads';

/** A request about an upload, and its body where it is read. */
export interface UploadRequest {
  readonly request: Request;
  readonly body: () => Readable;
}

interface Asked extends UploadRequest {
  readonly ctx: Ctx<User>;
  readonly desk: Desk;
  readonly id: string;
}

/**
 * Answers a request of the tus protocol 1.0.0 for the acting user: uploads can be resumed by who began them, across restarts
 * of either side. With its last byte an upload becomes an asset, whose id stands in `Upload-Asset`.
 *
 * @throws Refusal media.upload_*, media.too_large, media.quota_full, files.full, and media.rung_*, what `storeAsset` refuses; a refused upload
 * is removed, unless it is the store or the scanner that could not be reached.
 */
export async function answerUpload(ctx: Ctx<User>, asked: UploadRequest): Promise<Response> {
  const { request } = asked;
  const desk = deskOf(ctx);
  const id = new URL(request.url).pathname.slice(uploadPath.length + 1);
  if (request.method === 'OPTIONS') return tellAbilities(ctx);
  if (request.headers.get('tus-resumable') !== tusVersion)
    return tell(412, { 'tus-version': tusVersion });
  if (id === '' && request.method === 'POST')
    return beginUpload({ ...asked, ctx, desk, id: newToken() });

  const answer = answers.get(request.method);
  if (!answer) throw refuseMedia('media.upload_unknown');
  await getOwnUpload(desk, ctx, id);
  return inTurn(bytesOf(desk, id), (stop) => answer({ ...asked, ctx, desk, id }, stop));
}

const answers = new Map<string, (asked: Asked, stop: AbortSignal) => Promise<Response>>([
  ['HEAD', tellUpload],
  ['PATCH', takePiece],
  ['DELETE', endUpload],
]);

function tell(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  const always = { 'tus-resumable': tusVersion, 'cache-control': 'no-store' };
  return new Response(null, { status, headers: { ...always, ...headers } });
}

function tellAbilities({ ports }: Ctx): Response {
  return tell(204, {
    'tus-version': tusVersion,
    'tus-extension': 'creation,creation-with-upload,termination,expiration',
    'tus-max-size': String(ports.settings.uploadLimitBytes),
  });
}

async function beginUpload(asked: Asked): Promise<Response> {
  const { ctx, desk, id, request } = asked;
  const size = readBytesHeader(request.headers.get('upload-length'));
  const metadata = readMetadata(request.headers.get('upload-metadata'));
  if (size === undefined || !metadata) throw refuseMedia('media.upload_malformed');
  const limit = ctx.ports.settings.uploadLimitBytes;
  if (size > limit) throw tooLarge(limit);

  const upload = { size, metadata: notesOf(ctx, metadata) };
  const { given } = upload.metadata;
  if (given) await assertWanted(ctx, given, size);
  // One after the other, so that two cannot count on the same room.
  await inTurn(desk.folder, async () => {
    const { use } = upload.metadata;
    const announced = { folder: desk.folder, bytes: size, isCounted: isCounted(use) };
    await assertRoom(ctx, announced, await findUnderWay(desk, ctx.actor.userId));
    await writeNote(desk, id, upload);
  });
  const location = { location: `${uploadPath}/${id}` };
  const isWithBytes = request.headers.get('content-type') === pieceType;
  if (!isWithBytes && size > 0) return tell(201, { ...location, ...expiryOf(ctx) });
  const standing = await inTurn(bytesOf(desk, id), (stop) => append(asked, upload, 0, stop));
  return tell(201, { ...location, ...standing });
}

function notesOf(ctx: Ctx<User>, metadata: ReadonlyMap<string, string>): Upload['metadata'] {
  const notes = {
    ownerId: ctx.actor.userId,
    filename: truncate(tidy(metadata.get('filename') ?? ''), 1_000) || 'file',
  };
  const use = metadata.get('use');
  if (use === 'import' || use === 'file') return { ...notes, use };
  if (use !== 'rung') return { ...notes, use: 'asset' };
  const assetId = metadata.get('asset') ?? '';
  if (!isId(assetId)) throw refuseMedia('media.upload_malformed');
  return { ...notes, use, given: { assetId, name: metadata.get('rung') ?? '' } };
}

function expiryOf({ now }: Ctx): Record<string, string> {
  return { 'upload-expires': new Date(now.getTime() + uploadLifeMs).toUTCString() };
}

/** How far an upload is. One that is whole, but whose answer was lost or whose making was cut short, is made up for. */
async function tellUpload({ ctx, desk, id }: Asked): Promise<Response> {
  const upload = await getOwnUpload(desk, ctx, id);
  const { size, metadata } = upload;
  const here = await sizeHere(desk, id);
  const assetId = isLeftWhole(upload, here) ? await finishUpload(ctx, desk, id) : metadata.assetId;
  const { filename, use } = metadata;
  return tell(200, {
    'upload-length': String(size),
    'upload-offset': String(assetId === undefined ? here : size),
    'upload-metadata': writeMetadata({ filename, use }),
    ...(assetId === undefined ? {} : { 'upload-asset': assetId }),
  });
}

async function takePiece(asked: Asked, stop: AbortSignal): Promise<Response> {
  const { ctx, desk, id, request } = asked;
  if (request.headers.get('content-type') !== pieceType) throw refuseMedia('media.upload_type');
  const offset = readBytesHeader(request.headers.get('upload-offset'));
  if (offset === undefined) throw refuseMedia('media.upload_malformed');
  // Asked once more, as somebody may have gone on with it, or ended it, until now.
  const upload = await getOwnUpload(desk, ctx, id);
  const isMade = upload.metadata.assetId !== undefined;
  if (offset !== (isMade ? upload.size : await sizeHere(desk, id)))
    throw refuseMedia('media.upload_offset');
  return tell(204, await append(asked, upload, offset, stop));
}

/** Takes the body of a request as the next bytes, and makes what is wanted when they are the last. */
async function append(
  { ctx, desk, id, body, request }: Asked,
  { size }: Upload,
  offset: number,
  stop: AbortSignal,
): Promise<Record<string, string>> {
  const room = size - offset;
  const announced = readBytesHeader(request.headers.get('content-length')) ?? 0;
  if (announced > room) throw tooLarge(size);
  const reached =
    room === 0 ? offset : await receive({ desk, id, source: body(), offset, room }, stop);
  const standing = { 'upload-offset': String(reached) };
  if (reached < size) return { ...standing, ...expiryOf(ctx) };
  const assetId = await finishUpload(ctx, desk, id);
  return assetId === undefined ? standing : { ...standing, 'upload-asset': assetId };
}

interface Piece {
  readonly desk: Desk;
  readonly id: string;
  readonly source: Readable;
  readonly offset: number;
  readonly room: number;
}

async function receive(
  { desk, id, source, offset, room }: Piece,
  stop: AbortSignal,
): Promise<number> {
  const path = bytesOf(desk, id);
  const handle = await openBytes(desk, id);
  try {
    const tellHash = (bytes: number) => hashSoFar(path, bytes);
    const received = await receiveBytes(source, { handle, offset, room, tell: tellHash }, stop);
    if (received.end === 'too_much') throw tooLarge(offset + room);
    if (stop.aborted && received.offset < offset + room) throw refuseMedia('media.upload_taken');
    return received.offset;
  } catch (error) {
    if (!isOutOfRoom(error)) throw error;
    // Nobody could go on with it, and it would keep the room that everybody else needs.
    await removeFromDesk(desk, id);
    throw refuseFile('files.full');
  } finally {
    await handle.close();
  }
}

async function endUpload({ desk, id }: Asked): Promise<Response> {
  await removeFromDesk(desk, id);
  return tell(204);
}
