import { createReadStream } from 'node:fs';
import {
  link,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  stat,
  statfs,
  unlink,
  type FileHandle,
} from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { newToken } from '#kernel/id.ts';
import {
  assertFileKey,
  assertFilePrefix,
  FileMissing,
  isOutOfRoom,
  refuseFile,
  type ByteRange,
  type Files,
  type FileStat,
} from './files.ts';

const temporary = '.part-';

/** Files below `root` on a local disk: a temporary file, fsync, rename, fsync of the folder. */
export async function openLocalFiles(root: string): Promise<Files> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  const pathOf = (key: string): string => {
    assertFileKey(key);
    return join(root, ...key.split('/'));
  };
  const folderOf = (prefix: string): string => {
    assertFilePrefix(prefix);
    return pathOf(prefix.slice(0, -1));
  };

  return {
    isFar: false,
    put: async (key, content) => store(root, pathOf(key), (part) => writeDurably(part, content)),
    take: async (key, from) => store(root, pathOf(key), (part) => linkDurably(part, from)),
    read: async (key, range) => {
      // Opened before it is returned, so that a missing file is an error here and not in the middle of an answer.
      const handle = await unlessMissing(() => open(pathOf(key), 'r'), undefined);
      if (!handle) throw new FileMissing(key);
      return createReadStream('', {
        fd: handle,
        autoClose: true,
        highWaterMark: 256 * 1024,
        ...range,
      });
    },
    readBytes: async (key, range) => {
      const handle = await unlessMissing(() => open(pathOf(key), 'r'), undefined);
      if (!handle) throw new FileMissing(key);
      try {
        return await readAll(handle, range, key);
      } finally {
        await handle.close();
      }
    },
    localPath: pathOf,
    stat: async (key) => unlessMissing(() => statOf(pathOf(key)), undefined),
    remove: async (key) => unlessMissing(() => unlink(pathOf(key)), undefined),
    removeAll: async (prefix) => rm(folderOf(prefix), { recursive: true, force: true }),
    list: (prefix) => walk(folderOf(prefix), prefix),
    removeUnfinished: (before) => removeParts(root, before),
    freeBytes: () => freeBytesOf(root),
  };
}

/** How many bytes still find room on the disk of `folder`. */
export async function freeBytesOf(folder: string): Promise<number> {
  return (await measureDisk(folder)).freeBytes;
}

/** How many bytes the disk of `folder` holds, and how many still find room on it. */
export async function measureDisk(
  folder: string,
): Promise<{ readonly sizeBytes: number; readonly freeBytes: number }> {
  const { blocks, bavail, bsize } = await statfs(folder);
  return { sizeBytes: blocks * bsize, freeBytes: bavail * bsize };
}

async function removeParts(folder: string, before: Date): Promise<number> {
  let removed = 0;
  const entries = await unlessMissing(() => readdir(folder, { withFileTypes: true }), []);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) removed += await removeParts(path, before);
    else if (entry.name.startsWith(temporary) && (await isOlder(path, before))) {
      await rm(path, { force: true });
      removed += 1;
    }
  }
  return removed;
}

async function isOlder(path: string, than: Date): Promise<boolean> {
  const known = await unlessMissing(() => stat(path), undefined);
  return known !== undefined && known.mtime < than;
}

/** Makes `folder`, and makes its new parents durable up to `root`. */
async function makeFolder(root: string, folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let path = folder; path.length >= first.length; path = dirname(path)) await syncFolder(path);
  if (first.startsWith(root + sep)) await syncFolder(dirname(first));
}

/** Makes a file under another name, durable, and then gives it its own. */
async function store(
  root: string,
  path: string,
  make: (part: string) => Promise<void>,
): Promise<FileStat> {
  const part = join(dirname(path), `${temporary}${newToken()}`);
  try {
    await makeFolder(root, dirname(path));
    await make(part);
    await rename(part, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(part, { force: true });
    throw isOutOfRoom(error) ? refuseFile('files.full') : error;
  }
  return statOf(path);
}

// Another disk, or a file system that has no second names.
const cannotLink = new Set(['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

async function linkDurably(part: string, from: string): Promise<void> {
  try {
    await link(from, part);
  } catch (error) {
    if (!cannotLink.has(errno(error) ?? '')) throw error;
    return writeDurably(part, createReadStream(from, { highWaterMark: 1024 * 1024 }));
  }
  const handle = await open(part, 'r+');
  try {
    await handle.chmod(0o600);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

async function writeDurably(path: string, content: Parameters<Files['put']>[1]): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    if (content instanceof Uint8Array) await writeAll(handle, content);
    else for await (const chunk of content) await writeAll(handle, chunk as Uint8Array);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** Writes all of `bytes`, at `position` or where the last write ended. */
export async function writeAll(
  handle: FileHandle,
  bytes: Uint8Array,
  position?: number,
): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const at = position === undefined ? null : position + done;
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at);
    done += bytesWritten;
  }
}

async function readAll(
  handle: FileHandle,
  { start, end }: ByteRange,
  key: string,
): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(end - start + 1);
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done);
    if (bytesRead === 0) throw new FileMissing(key);
    done += bytesRead;
  }
  return bytes;
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open folders, and makes renames durable by itself.
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function statOf(path: string): Promise<FileStat> {
  const { size, mtime } = await stat(path);
  return { sizeBytes: size, modifiedAt: mtime };
}

async function* walk(folder: string, prefix: string): AsyncIterable<string> {
  const entries = await unlessMissing(() => readdir(folder, { withFileTypes: true }), []);
  // By code point and with a slash after folders: the order in which an object store lists its keys.
  const named = entries.map((entry) => ({
    entry,
    name: entry.isDirectory() ? `${entry.name}/` : entry.name,
  }));
  for (const { entry, name } of named.toSorted((a, b) =>
    Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)),
  )) {
    if (entry.isDirectory()) yield* walk(join(folder, entry.name), prefix + name);
    else if (!name.startsWith(temporary)) yield prefix + name;
  }
}

async function unlessMissing<T, F>(work: () => Promise<T>, missing: F): Promise<T | F> {
  try {
    return await work();
  } catch (error) {
    if (errno(error) === 'ENOENT' || errno(error) === 'ENOTDIR') return missing;
    throw error;
  }
}

function errno(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
