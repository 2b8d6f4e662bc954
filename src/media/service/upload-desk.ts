import { mkdirSync } from 'node:fs';
import { open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { constants } from 'node:fs';
import { join } from 'node:path';
import type { Ctx, User } from '#platform/ctx.ts';
import { refuseMedia } from '../refusals.ts';
import type { GivenName } from './given.ts';
import { forgetHash } from './hash-growing.ts';
import type { UnderWay } from './space.ts';

/** What a finished upload becomes: an asset, or a file that an import takes (`import`); `file`: an asset that is only
 * handed over, whatever it is; `rung`: a height of a video that its owner's browser made. */
export type UploadUse = 'asset' | 'file' | 'import' | 'rung';

/** What is known of an upload beside its bytes. */
export interface Upload {
  readonly size: number;
  readonly metadata: {
    readonly ownerId: string;
    readonly filename: string;
    readonly use: UploadUse;
    /** Of a `rung`: which video's, and which. */
    readonly given?: GivenName;
    /** Set once the upload has become an asset; its bytes are then gone from here. */
    readonly assetId?: string;
  };
}

/** The folder in which uploads lie: for each its bytes, and a note of what they are. */
export interface Desk {
  readonly folder: string;
}

const opened = new Set<string>();

/** The desk of this house. One process owns it. */
export function deskOf({ ports }: Ctx): Desk {
  const folder = join(ports.settings.dataDir, 'uploads');
  // Nobody else on the machine may read what is brought.
  if (!opened.has(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  opened.add(folder);
  return { folder };
}

const uploadId = /^[A-Za-z0-9_-]{43}$/;

/** Where the bytes of an upload lie. */
export function bytesOf({ folder }: Desk, id: string): string {
  return join(folder, id);
}

/** An upload of the acting user. @throws Refusal media.upload_unknown, also for a stranger's */
export async function getOwnUpload(desk: Desk, ctx: Ctx<User>, id: string): Promise<Upload> {
  const found = uploadId.test(id) ? await readNote(desk, id) : undefined;
  if (found?.metadata.ownerId !== ctx.actor.userId) throw refuseMedia('media.upload_unknown');
  return found;
}

async function readNote(desk: Desk, id: string): Promise<Upload | undefined> {
  const text = await unlessMissing(() => readFile(join(desk.folder, `${id}.json`), 'utf8'));
  return text === undefined ? undefined : (JSON.parse(text) as Upload);
}

/** Keeps what is known of an upload, whole or not at all. */
export async function writeNote(desk: Desk, id: string, upload: Upload): Promise<void> {
  const path = join(desk.folder, `${id}.json`);
  await writeFile(`${path}.part`, JSON.stringify(upload), { mode: 0o600 });
  await rename(`${path}.part`, path);
}

/** The bytes of an upload, to be written to. */
export function openBytes(desk: Desk, id: string) {
  // oxlint-disable-next-line no-bitwise -- flags of the system
  return open(bytesOf(desk, id), constants.O_RDWR | constants.O_CREAT, 0o600);
}

/** How many bytes of an upload are here. */
export async function sizeHere(desk: Desk, id: string): Promise<number> {
  return (await unlessMissing(() => stat(bytesOf(desk, id))))?.size ?? 0;
}

/** What uploads that have begun will still bring. */
export async function findUnderWay(desk: Desk, ownerId: string): Promise<UnderWay> {
  let [ownBytes, comingBytes] = [0, 0];
  for (const id of await idsOn(desk)) {
    const known = await readNote(desk, id);
    if (!known || known.metadata.assetId !== undefined) continue;
    comingBytes += Math.max(0, known.size - (await sizeHere(desk, id)));
    const { ownerId: owner, use } = known.metadata;
    if (owner === ownerId && isCounted(use)) ownBytes += known.size;
  }
  return { ownBytes, comingBytes };
}

/** Whether it takes of its owner's room: what is made of an asset does not. */
export function isCounted(use: UploadUse): boolean {
  return use === 'asset' || use === 'file';
}

/** Everything that lies here, also what a crash left of it. */
export async function idsOn({ folder }: Desk): Promise<string[]> {
  const names = await readdir(folder);
  return [...new Set(names.map((name) => name.split('.', 1)[0]!))];
}

/** When somebody last went on with it, in milliseconds. */
export async function lastTouched({ folder }: Desk, id: string): Promise<number> {
  for (const name of [id, `${id}.json`, `${id}.json.part`]) {
    const known = await unlessMissing(() => stat(join(folder, name)));
    if (known) return known.mtimeMs;
  }
  return 0;
}

/** Forgets an upload with its bytes. */
export async function removeFromDesk(desk: Desk, id: string): Promise<void> {
  for (const name of [id, `${id}.json`, `${id}.json.part`])
    await rm(join(desk.folder, name), { force: true });
  forgetHash(bytesOf(desk, id));
}

async function unlessMissing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
