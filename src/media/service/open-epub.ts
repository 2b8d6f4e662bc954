import { buffer } from 'node:stream/consumers';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import {
  decodeDocument,
  isLocked,
  isSafeEntry,
  packagePath,
  readPackage,
  withoutDeclarations,
  type Package,
} from '../rules/epub.ts';
import { detectContent, headBytes } from '../rules/content.ts';
import { pictureSize } from '../rules/picture.ts';
import { BadDocument } from './bad-document.ts';

export { attribute, elementsOf, readXml, resolveIn, wordsOf } from '../rules/epub.ts';

/** A book taken out of its archive. */
export interface OpenBook extends Package {
  /** Every file by its path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** What a picture of a book is by its bytes. */
export interface BookPicture {
  /** The part of its media type behind the slash. */
  readonly form: string;
  readonly width: number;
  readonly height: number;
}

/** Recognises a picture by its beginning; undefined for what is none of ours. */
export function recognisePicture(content: Uint8Array): BookPicture | undefined {
  const found = detectContent(content);
  if (!found || found === 'markup' || found.kind !== 'image') return undefined;
  const size = pictureSize(content.subarray(0, headBytes), found.mediaType);
  return size && { ...size, form: found.mediaType.slice('image/'.length) };
}

const fileLimit = 5_000;
const unpackedLimit = 400 * 1024 * 1024;

/** The text of a file of a book, without declarations; undefined when there is none. */
export function documentOf({ files }: Pick<OpenBook, 'files'>, path: string): string | undefined {
  const content = files.get(path);
  return content && withoutDeclarations(decodeDocument(content));
}

/**
 * Reads an EPUB whole. Nothing is taken that leads out of the archive, and no more than so much of it.
 *
 * @throws BadDocument
 */
export async function openEpub(path: string): Promise<OpenBook> {
  const files = await unpack(path);
  const encryption = documentOf({ files }, 'META-INF/encryption.xml');
  if (
    files.has('META-INF/rights.xml') ||
    files.has('META-INF/license.lcpl') ||
    isLocked(encryption ?? '')
  )
    throw new BadDocument('media.epub_locked');
  const at = packagePath(documentOf({ files }, 'META-INF/container.xml') ?? '');
  const text = at === undefined ? undefined : documentOf({ files }, at);
  if (at === undefined || text === undefined) throw new BadDocument('media.epub_broken');
  const said = readPackage(at, text);
  const spine = said.spine.filter((part) => files.has(part.path));
  if (spine.length === 0) throw new BadDocument('media.epub_broken');
  return { ...said, spine, files };
}

async function unpack(path: string): Promise<ReadonlyMap<string, Uint8Array>> {
  let zip: ZipFile | undefined;
  try {
    zip = await yauzl.openPromise(path, {
      lazyEntries: true,
      autoClose: false,
      strictFileNames: true,
    });
    if (zip.entryCount > fileLimit) throw new BadDocument('media.epub_too_large');
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(assertEntry(entry));
    const size = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
    if (size > unpackedLimit) throw new BadDocument('media.epub_too_large');
    return await readAll(zip, entries);
  } catch (error) {
    if (error instanceof BadDocument) throw error;
    // yauzl refuses by itself what leads out of the archive.
    const isUnsafe = /relative path|absolute path|invalid characters/.test(String(error));
    throw new BadDocument(isUnsafe ? 'media.epub_unsafe' : 'media.epub_broken');
  } finally {
    zip?.close();
  }
}

function assertEntry(entry: Entry): Entry {
  if (!isSafeEntry(entry.fileName.replace(/\/$/, ''))) throw new BadDocument('media.epub_unsafe');
  // Unix file types stand in the upper half of the external attributes; 0o120000 is a link.
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000)
    throw new BadDocument('media.epub_unsafe');
  if (entry.isEncrypted()) throw new BadDocument('media.epub_locked');
  return entry;
}

async function readAll(zip: ZipFile, entries: readonly Entry[]): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const entry of entries)
    // yauzl holds each file to the size that the directory promised.
    if (!entry.fileName.endsWith('/'))
      files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  return files;
}
