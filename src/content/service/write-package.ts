import { createWriteStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import { refuseExport } from '../refusals.ts';
import type { PackedFile, PackedWork } from './pack-work.ts';

/** How many bytes of a package have gone out. */
type Tell = (doneBytes: number) => void;

// A zip says when its files were written: always the same, so that the same work is the same zip.
const mtime = new Date(1980, 0, 1);
const asStored = { mtime, mode: 0o100644, forceDosTimestamp: true };

/** A work as a zip that is made while it is read: one file after the other, none of them whole in memory. */
export function zipWork(packed: PackedWork, tell: Tell = () => undefined): Readable {
  return Readable.from(zipBytes(packed, tell), { objectMode: false });
}

async function* zipBytes({ name, files }: PackedWork, tell: Tell): AsyncGenerator<Buffer> {
  const zip = new yazl.ZipFile();
  const out = zip.outputStream as Readable;
  zip.on('error', (error: Error) => out.destroy(error));
  let open: Readable | undefined;
  let doneBytes = 0;
  for (const { path, sizeBytes, content } of files) {
    const inside = `${name}/${path}`;
    if (typeof content !== 'function') {
      zip.addBuffer(content, inside, { ...asStored, compress: true });
      continue;
    }
    // Pictures and recordings are packed already.
    const options = { ...asStored, compress: false, size: sizeBytes };
    zip.addReadStreamLazy(inside, options, (give) => {
      content().then(
        (stream) => give(null, (open = stream)),
        (error: unknown) => give(error, Readable.from([])),
      );
    });
  }
  zip.end();
  try {
    for await (const bytes of out as AsyncIterable<Buffer>) {
      doneBytes += bytes.length;
      tell(doneBytes);
      yield bytes;
    }
  } finally {
    // Whoever stopped reading needs the file under way no more.
    open?.destroy();
  }
}

/** Writes a work into a folder that is empty or not there yet. @throws Refusal export.not_empty */
export async function writeFolder(
  { files }: PackedWork,
  folder: string,
  tell: Tell = () => undefined,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw refuseExport('export.not_empty', { folder });
  let doneBytes = 0;
  for (const file of files) {
    const path = join(folder, ...file.path.split('/'));
    await mkdir(dirname(path), { recursive: true });
    await writeOne(file, path);
    doneBytes += file.sizeBytes;
    tell(doneBytes);
  }
}

async function writeOne({ content }: PackedFile, path: string): Promise<void> {
  if (typeof content !== 'function') await writeFile(path, content);
  else await pipeline(await content(), createWriteStream(path));
}
