import { mkdirSync } from 'node:fs';
import { open, readdir, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { FileConfigstore, FileStore } from '@tus/file-store';
import { MemoryLocker, Server } from '@tus/server';
import type { Upload } from '@tus/utils';
import { newToken } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import { day } from '#kernel/time.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { isOutOfRoom, refuseFile } from '#platform/files.ts';
import { freeBytesOf } from '#platform/files-local.ts';
import { refuseMedia } from '../refusals.ts';
import { assertRoom, type UnderWay } from './space.ts';
import { storeAsset } from './store-asset.ts';

/** Where uploads live on the API. */
export const uploadPath = '/api/v1/uploads';

/** What a finished upload becomes: an asset, or a file that an import takes (`import`); `file`: an asset that is only
 * handed over, whatever it is. */
type UploadUse = 'asset' | 'file' | 'import';

interface Notes {
  readonly ownerId: string;
  readonly filename: string;
  readonly use: UploadUse;
  /** Set once the upload has become an asset; its bytes are then gone from here. */
  readonly assetId?: string;
}

interface Desk {
  readonly folder: string;
  readonly notes: FileConfigstore;
  readonly store: FileStore;
}

// One process owns the folder; its lock keeps two requests from writing to one upload at once.
const locker = new MemoryLocker();
const desks = new Map<string, Desk>();

function deskOf({ ports }: Ctx): Desk {
  const folder = join(ports.settings.dataDir, 'uploads');
  return desks.get(folder) ?? openDesk(folder);
}

function openDesk(folder: string): Desk {
  // Left to itself the store makes a folder that everybody on the machine may read.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const notes = new FileConfigstore(folder);
  const desk = { folder, notes, store: new FileStore({ directory: folder, configstore: notes }) };
  desks.set(folder, desk);
  return desk;
}

const uploadId = /^[A-Za-z0-9_-]{43}$/;

async function findNotes(
  desk: Desk,
  ctx: Ctx<User>,
  id: string,
): Promise<Upload & { metadata: Notes }> {
  const found = uploadId.test(id) ? await readNotes(desk, id) : undefined;
  const owner = found?.metadata?.['ownerId'];
  // A stranger's upload is answered like none.
  if (!found || owner !== ctx.actor.userId) throw refuseMedia('media.upload_unknown');
  return found as Upload & { metadata: Notes };
}

async function readNotes(desk: Desk, id: string): Promise<Upload | undefined> {
  try {
    return await desk.notes.get(id);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * Answers a request of the tus protocol 1.0.0 for the acting user: uploads can be resumed by who began them, across restarts
 * of either side. With its last byte an upload becomes an asset, whose id stands in `Upload-Asset`.
 *
 * @throws Refusal media.upload_unknown, files.full, and what `storeAsset` refuses; a refused upload is removed, unless it is
 * the store or the scanner that could not be reached.
 */
export async function answerUpload(ctx: Ctx<User>, request: Request): Promise<Response> {
  const desk = deskOf(ctx);
  const id = new URL(request.url).pathname.slice(uploadPath.length + 1);
  if (request.method === 'HEAD') {
    const done = await findFinished(ctx, desk, id);
    if (done) return done;
  }

  let fault: unknown;
  let isTorn = false;
  const server = new Server({
    path: uploadPath,
    datastore: desk.store,
    locker,
    maxSize: ctx.ports.settings.uploadLimitBytes,
    allowedOrigins: [ctx.ports.settings.publicUrl],
    namingFunction: () => newToken(),
    generateUrl: (_request, { id: name }) => `${uploadPath}/${name}`,
    onUploadCreate: async (_request, upload) => {
      const notes = notesOf(ctx, upload);
      const announced = { folder: desk.folder, bytes: upload.size ?? 0 };
      const isCounted = notes.use !== 'import';
      await assertRoom(ctx, { ...announced, isCounted }, await findUnderWay(desk, notes.ownerId));
      return { metadata: { ...notes } };
    },
    onIncomingRequest: async (_request, name) => {
      if (request.method !== 'POST') await findNotes(desk, ctx, name);
    },
    onUploadFinish: async (_request, upload) => ({
      headers: await finishUpload(ctx, desk, upload),
    }),
    onResponseError: (_request, error) => {
      // What the protocol has no status for is answered by the house like everywhere else.
      if ('status_code' in error) isTorn = error.status_code >= 500;
      else fault = isOutOfRoom(error) ? refuseFile('files.full') : error;
      return undefined;
    },
  });
  const response = await server.handleWeb(request);
  if (isTorn && (await freeBytesOf(desk.folder)) < noRoomBytes) {
    // Nobody could go on with it, and it would keep the room that everybody else needs.
    await removeBoth(desk, id);
    throw refuseFile('files.full');
  }
  if (fault !== undefined) throw fault;
  return response;
}

const noRoomBytes = 1024 * 1024;

/** What uploads that have begun will still bring. */
async function findUnderWay(desk: Desk, ownerId: string): Promise<UnderWay> {
  let [ownBytes, comingBytes] = [0, 0];
  for (const id of await namesOn(desk)) {
    const known = await readNotes(desk, id);
    const notes = known?.metadata as Notes | undefined;
    if (known?.size === undefined || notes?.assetId !== undefined) continue;
    const here = await sizeHere(desk, id);
    comingBytes += Math.max(0, known.size - here);
    if (notes?.ownerId === ownerId && notes.use !== 'import') ownBytes += known.size;
  }
  return { ownBytes, comingBytes };
}

async function namesOn({ folder }: Desk): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  return names.map((name) => name.slice(0, -'.json'.length));
}

async function sizeHere({ folder }: Desk, id: string): Promise<number> {
  try {
    return (await stat(join(folder, id))).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

function notesOf(ctx: Ctx<User>, upload: Upload): Notes {
  const { filename, use } = upload.metadata ?? {};
  return {
    ownerId: ctx.actor.userId,
    filename: filename ?? 'file',
    use: use === 'import' || use === 'file' ? use : 'asset',
  };
}

/** Whole already: the last answer was lost, or the process died before the asset was made, which is then made up for. */
async function findFinished(ctx: Ctx<User>, desk: Desk, id: string): Promise<Response | undefined> {
  const known = await findNotes(desk, ctx, id);
  const answer = (headers: Record<string, string>) =>
    new Response(null, {
      headers: {
        'tus-resumable': '1.0.0',
        'cache-control': 'no-store',
        'upload-offset': String(known.size),
        'upload-length': String(known.size),
        ...headers,
      },
    });
  if (known.metadata.assetId) return answer({ 'upload-asset': known.metadata.assetId });
  const upload = await desk.store.getUpload(id);
  if (upload.size === undefined || upload.offset !== upload.size) return undefined;
  return answer(await finishUpload(ctx, desk, upload));
}

const passing = new Set(['files.unavailable', 'scanner.unavailable']);

async function finishUpload(
  ctx: Ctx<User>,
  desk: Desk,
  upload: Upload,
): Promise<Record<string, string>> {
  const { metadata } = await findNotes(desk, ctx, upload.id);
  const path = join(desk.folder, upload.id);
  if (metadata.use === 'import') {
    await syncFile(path);
    return {};
  }
  try {
    const { asset } = await storeAsset(ctx, {
      ownerId: metadata.ownerId,
      fileName: metadata.filename,
      isFile: metadata.use === 'file',
      content: { path, isGiven: true },
    });
    upload.metadata = { ...metadata, assetId: asset.id };
    await desk.notes.set(upload.id, upload);
    await unlink(path);
    return { 'Upload-Asset': asset.id };
  } catch (error) {
    // What could not be taken or looked through now is when its sender asks again how far the upload is.
    const isForGood = error instanceof Refusal && !passing.has(error.code);
    if (isForGood) await removeBoth(desk, upload.id);
    throw error;
  }
}

/** A finished upload that an import may take: where it lies and what it was called. @throws Refusal media.upload_unknown */
export async function getUpload(
  ctx: Ctx<User>,
  id: string,
): Promise<{ readonly path: string; readonly fileName: string }> {
  const desk = deskOf(ctx);
  const known = await findNotes(desk, ctx, id);
  const path = join(desk.folder, id);
  if (known.metadata.use !== 'import' || (await stat(path)).size !== known.size)
    throw refuseMedia('media.upload_unknown');
  return { path, fileName: known.metadata.filename };
}

/** Forgets an upload with its bytes. */
export async function removeUpload(ctx: Ctx, id: string): Promise<void> {
  await removeBoth(deskOf(ctx), id);
}

/** Removes uploads that nobody went on with for a day. Returns how many. */
export async function sweepUploads(ctx: Ctx): Promise<number> {
  const desk = deskOf(ctx);
  let removed = 0;
  for (const id of await namesOn(desk)) {
    if (ctx.now.getTime() - (await lastTouched(desk, id)) < day) continue;
    await removeBoth(desk, id);
    removed += 1;
  }
  return removed;
}

async function lastTouched(desk: Desk, id: string): Promise<number> {
  for (const name of [id, `${id}.json`]) {
    try {
      return (await stat(join(desk.folder, name))).mtimeMs;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return 0;
}

async function removeBoth(desk: Desk, id: string): Promise<void> {
  await rm(join(desk.folder, id), { force: true });
  await rm(join(desk.folder, `${id}.json`), { force: true });
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
