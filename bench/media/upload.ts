import { randomFillSync } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdtemp, open, rm, unlink } from 'node:fs/promises';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { newId } from '#kernel/id.ts';
import { mediaApi } from '#media/api.ts';
import { listen } from '#platform/http/server.ts';
import { openTestHouse } from '#platform/testing/database.ts';

/** How fast a file comes in, beside a copy of it on the same disk; both until the disk has it. */
export interface Uploading {
  readonly mebibytes: number;
  readonly uploadSec: number;
  readonly copySec: number;
}

const megabyte = 1024 * 1024;
const rounds = 3;

/** Sends a file of so many MiB by the protocol of the studio, in one piece, and copies it; the quickest of three each. */
export async function measureUploading(mebibytes: number): Promise<Uploading> {
  const folder = await mkdtemp(join(tmpdir(), 'shuyuan-bench-upload-'));
  const house = await openTestHouse({ now: new Date() });
  const ownerId = newId();
  const owner = { id: ownerId, name: 'bench', createdAt: house.now() };
  await house.db.insertInto('appUser').values(owner).execute();
  const { actor } = house.as(ownerId, 'creator');
  const { port, close } = await listen(
    house.app(mediaApi, () => actor),
    '127.0.0.1',
    0,
  );
  try {
    const source = join(folder, 'source.bin');
    const took = { upload: Infinity, copy: Infinity };
    for (let round = 0; round < rounds; round += 1) {
      // Other bytes each time: the same would be known as the same file.
      await writeNoise(source, mebibytes);
      took.copy = Math.min(
        took.copy,
        await timeOf(() => copyDurably(source, join(folder, 'copy'))),
      );
      took.upload = Math.min(
        took.upload,
        await timeOf(() => send(port, source, mebibytes * megabyte)),
      );
    }
    return { mebibytes, uploadSec: took.upload, copySec: took.copy };
  } finally {
    await close(1_000);
    await house.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeNoise(path: string, mebibytes: number): Promise<void> {
  const file = await open(path, 'w');
  const block = Buffer.alloc(megabyte);
  for (let written = 0; written < mebibytes; written += 1) {
    randomFillSync(block);
    await file.write(block);
  }
  await file.sync();
  await file.close();
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const before = performance.now();
  await work();
  return (performance.now() - before) / 1_000;
}

async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  const file = await open(to, 'r+');
  await file.sync();
  await file.close();
  await unlink(to);
}

/** tus 1.0.0: creation, and one PATCH of all bytes. */
async function send(port: number, path: string, size: number): Promise<void> {
  const metadata = `filename ${Buffer.from('source.bin').toString('base64')},use ${Buffer.from('file').toString('base64')}`;
  const protocol = { 'tus-resumable': '1.0.0' };
  const created = await ask(port, {
    method: 'POST',
    path: '/api/v1/uploads',
    headers: { ...protocol, 'upload-length': size, 'upload-metadata': metadata },
  });
  const sent = await ask(
    port,
    {
      method: 'PATCH',
      path: created.location!,
      headers: {
        ...protocol,
        'upload-offset': 0,
        'content-type': 'application/offset+octet-stream',
        'content-length': size,
      },
    },
    path,
  );
  if (!sent['upload-asset']) throw new Error('the upload has not become an asset');
}

function ask(port: number, options: object, body?: string) {
  return new Promise<IncomingHttpHeaders>((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, ...options }, (answer) => {
      answer.resume();
      if ((answer.statusCode ?? 500) < 300) resolve(answer.headers);
      else reject(new Error(`an upload was answered ${answer.statusCode}`));
    });
    asking.once('error', reject);
    if (body === undefined) asking.end();
    else pipeline(createReadStream(body, { highWaterMark: megabyte }), asking).catch(reject);
  });
}
