import { createWriteStream } from 'node:fs';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, type stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import type { Ctx } from '#platform/ctx.ts';
import { refuseImport } from '../refusals.ts';
import { isHidden, isSafePath, outerFolder } from '../rules/course.ts';

/** A file of a course on its way in. */
export interface SourceFile {
  /** From the course's root, with slashes, in Unicode's composed form. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly diskPath: string;
  /** It lies elsewhere, and is fetched to its place here when it is stored. */
  readonly far?: {
    readonly url: string;
    readonly name: string;
    /** The installation's when absent. */
    readonly limitBytes: number | undefined;
  };
}

/** The files of a course, whether they came as a folder or as a zip. */
export interface Source {
  /** What the folder or zip is called. */
  readonly name: string;
  readonly files: ReadonlyMap<string, SourceFile>;
  /** Removes what was unpacked. */
  close(): Promise<void>;
}

const fileLimit = 5_000;
// Text packs to a fifth, pictures and media not at all; what packs a hundredfold was made to.
const bombRatio = 100;
const bombFreeBytes = 32 * 1024 * 1024;

/**
 * Opens a folder or a zip of a course. Nothing is taken that is unsafe, and a zip is unpacked under limits, to numbered files.
 *
 * @throws Refusal import.*; nothing is then left
 */
export async function openSource(ctx: Ctx, root: string, name = basename(root)): Promise<Source> {
  const stat = await statOf(root);
  if (!stat) throw refuseImport('import.not_found', { path: name });
  if (stat.isDirectory())
    return { name, files: index(await readFolder(ctx, root)), close: async () => undefined };

  const folder = await newFolder(ctx, 'zip');
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const files = await unpack(ctx, root, folder);
    return { name: name.replace(/\.(?:zip|docx)$/i, ''), files: index(withoutOuter(files)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A new folder for what is taken apart on its way in; one that is left behind is swept away. */
export async function newFolder(
  ctx: Ctx,
  purpose: 'zip' | 'word' | 'feed' | 'table',
): Promise<string> {
  const parent = join(ctx.ports.settings.dataDir, 'imports');
  await mkdir(parent, { recursive: true, mode: 0o700 });
  return mkdtemp(join(parent, `${purpose}-`));
}

/** Whether any XML among the parts of a document declares a type or an entity, in whatever encoding: none that we take does. */
export async function declares(parts: readonly SourceFile[]): Promise<boolean> {
  for (const { path, diskPath } of parts) {
    if (!/\.(?:xml|rels)$/i.test(path)) continue;
    const text = (await readFile(diskPath)).toString('latin1').replaceAll('\0', '');
    if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) return true;
  }
  return false;
}

/** What stands at a path; undefined for nothing, and for what can be no path. */
export async function statOf(path: string, look: typeof lstat | typeof stat = lstat) {
  try {
    return await look(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ERR_INVALID_ARG_VALUE')
      return undefined;
    throw error;
  }
}

function index(files: readonly SourceFile[]): ReadonlyMap<string, SourceFile> {
  const byPath = new Map<string, SourceFile>();
  for (const file of files) {
    if (byPath.has(file.path)) throw refuseImport('import.twice', { path: file.path });
    byPath.set(file.path, file);
  }
  return byPath;
}

function withoutOuter(files: readonly SourceFile[]): SourceFile[] {
  const outer = outerFolder(files.map(({ path }) => path));
  return files.map((file) => ({ ...file, path: file.path.slice(outer.length) }));
}

/** Shown without what could disturb a terminal or a page. */
function shown(path: string): string {
  return path.slice(0, 200).replaceAll(/[\p{Cc}\p{Cf}]/gu, '�');
}

/** How much one import may bring: twice the largest upload. */
function totalLimit(ctx: Ctx): number {
  return ctx.ports.settings.uploadLimitBytes * 2;
}

function assertTotal(ctx: Ctx, count: number, sizeBytes: number): void {
  if (count > fileLimit) throw refuseImport('import.too_many_files', { limit: fileLimit });
  const limit = totalLimit(ctx);
  if (sizeBytes > limit)
    throw refuseImport('import.too_large', { limitMb: Math.floor(limit / 1024 / 1024) });
}

async function readFolder(ctx: Ctx, root: string): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  let total = 0;
  const walk = async (folder: string, prefix: string): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = (prefix + entry.name).normalize('NFC');
      if (isHidden(path)) continue;
      if (!isSafePath(path)) throw refuseImport('import.bad_path', { path: shown(path) });
      if (entry.isSymbolicLink()) throw refuseImport('import.link', { path: shown(path) });
      const diskPath = join(folder, entry.name);
      if (entry.isDirectory()) await walk(diskPath, `${path}/`);
      if (!entry.isFile()) continue;
      const { size } = await lstat(diskPath);
      total += size;
      files.push({ path, sizeBytes: size, diskPath });
      assertTotal(ctx, files.length, total);
    }
  };
  await walk(root, '');
  return files;
}

interface Packed {
  readonly path: string;
  readonly entry: Entry;
}

/** Unpacks a zip under limits. @throws Refusal import.* */
// oxlint-disable-next-line max-params -- for whom, what, where to, how much
export async function unpack(
  ctx: Ctx,
  zipPath: string,
  folder: string,
  most = totalLimit(ctx),
): Promise<SourceFile[]> {
  const zip = await openZip(zipPath);
  try {
    // Everything that the directory says is checked before the first byte is unpacked.
    const entries = await readEntries(ctx, zip);
    const files: SourceFile[] = [];
    const budget = { left: most };
    for (const [number, { path, entry }] of entries.entries()) {
      const diskPath = join(folder, String(number).padStart(6, '0'));
      await unpackEntry(zip, entry, diskPath, budget);
      files.push({ path, sizeBytes: entry.uncompressedSize, diskPath });
    }
    return files;
  } catch (error) {
    throw isZipFault(error) ? refuseImport('import.bad_zip') : error;
  } finally {
    zip.close();
  }
}

async function openZip(path: string): Promise<ZipFile> {
  try {
    // Names stay bytes: their encoding is not always what the zip says.
    return await yauzl.openPromise(path, {
      lazyEntries: true,
      autoClose: false,
      decodeStrings: false,
      strictFileNames: false,
    });
  } catch (error) {
    throw isZipFault(error) ? refuseImport('import.bad_zip') : error;
  }
}

/** yauzl and zlib say what is wrong with an archive by plain errors; the system's have an errno of their own. */
function isZipFault(error: unknown): boolean {
  if (!(error instanceof Error) || error.name === 'Refusal') return false;
  const { code, errno } = error as NodeJS.ErrnoException;
  return code === undefined || code.startsWith('Z_') || errno === undefined;
}

async function readEntries(ctx: Ctx, zip: ZipFile): Promise<Packed[]> {
  if (zip.entryCount > fileLimit * 2)
    throw refuseImport('import.too_many_files', { limit: fileLimit });
  const packed: Packed[] = [];
  let unpackedBytes = 0;
  for await (const entry of zip.eachEntry()) {
    const path = nameOf(entry);
    assertHonest(entry, path);
    unpackedBytes += entry.uncompressedSize;
    if (!path.endsWith('/') && !isHidden(path)) packed.push({ path, entry });
    assertTotal(ctx, packed.length, unpackedBytes);
  }
  // Against the whole file: entries of a bomb may all lie on the same packed bytes.
  if (unpackedBytes > bombFreeBytes && unpackedBytes > zip.fileSize * bombRatio)
    throw refuseImport('import.zip_bomb');
  return packed;
}

function assertHonest(entry: Entry, path: string): void {
  if (!isSafePath(path.replace(/\/$/, '')))
    throw refuseImport('import.bad_path', { path: shown(path) });
  if (isLink(entry)) throw refuseImport('import.link', { path: shown(path) });
  if (entry.isEncrypted()) throw refuseImport('import.encrypted_zip');
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const gb18030 = new TextDecoder('gb18030');

/** The name of an entry: UTF-8 where it is, else as Chinese Windows writes it (GBK), with slashes. */
function nameOf(entry: Entry): string {
  const raw = entry.fileName as unknown as Uint8Array;
  let name: string;
  try {
    name = utf8.decode(raw);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    name = gb18030.decode(raw);
  }
  return name.replaceAll('\\', '/').normalize('NFC');
}

// Unix file types stand in the upper half of the external attributes (APPNOTE 4.4.15; stat.h S_IFLNK).
function isLink(entry: Entry): boolean {
  return ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}

async function unpackEntry(
  zip: ZipFile,
  entry: Entry,
  diskPath: string,
  budget: { left: number },
): Promise<void> {
  const content = await zip.openReadStreamPromise(entry);
  // What the directory promised is not what comes out: the bytes themselves are counted too.
  const counting = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      budget.left -= chunk.length;
      if (budget.left < 0) done(refuseImport('import.zip_bomb'));
      else done(null, chunk);
    },
  });
  await pipeline(content, counting, createWriteStream(diskPath, { mode: 0o600 }));
}
