import { randomFillSync } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { copyFile, mkdtemp, open, rm, unlink } from 'node:fs/promises';
import { request, type ClientRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usedSecOf, withProcess } from './house.ts';

/** How fast a file comes in, beside copies of it on the same disk; all until the disk has it. */
export interface Uploading {
  readonly mebibytes: number;
  readonly uploadSec: number;
  /** Processor time of the house for it. */
  readonly houseSec: number;
  /** A program that reads and writes, as `cat` does: what came through a program's memory, as an upload must. */
  readonly copySec: number;
  /** The kernel by itself, from page to page. */
  readonly kernelCopySec: number;
}

/** Where uploads are taken. */
export interface Desk {
  readonly port: number;
  readonly pid: number;
}

const megabyte = 1024 * 1024;
const rounds = 5;

/** Sends a file of so many MiB by the protocol of the studio, in one piece, and copies it in two ways; the best of five each. */
export async function measureUploading(mebibytes: number): Promise<Uploading> {
  const folder = await mkdtemp(join(tmpdir(), 'shuyuan-bench-upload-'));
  try {
    return await withProcess('take.ts', [], (desk: Desk) => compare(desk, folder, mebibytes));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(desk: Desk, folder: string, mebibytes: number): Promise<Uploading> {
  const source = join(folder, 'source.bin');
  const copy = join(folder, 'copy');
  const best = {
    uploadSec: Infinity,
    houseSec: Infinity,
    copySec: Infinity,
    kernelCopySec: Infinity,
  };
  for (let round = 0; round < rounds; round += 1) {
    // Other bytes each time: the same would be known as the same file.
    await writeNoise(source, mebibytes);
    best.kernelCopySec = Math.min(
      best.kernelCopySec,
      await timeOf(() => copyByKernel(source, copy)),
    );
    await unlink(copy);
    best.copySec = Math.min(best.copySec, await timeOf(async () => copyByProgram(source, copy)));
    await unlink(copy);
    const before = usedSecOf(desk.pid);
    const took = await timeOf(() => send(desk.port, source, mebibytes * megabyte));
    best.uploadSec = Math.min(best.uploadSec, took);
    best.houseSec = Math.min(best.houseSec, usedSecOf(desk.pid) - before);
  }
  return { mebibytes, ...best };
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

async function copyByKernel(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  const file = await open(to, 'r+');
  await file.sync();
  await file.close();
}

function copyByProgram(from: string, to: string): void {
  const [source, target] = [openSync(from, 'r'), openSync(to, 'w')];
  const block = Buffer.alloc(megabyte);
  for (let read = readSync(source, block); read > 0; read = readSync(source, block))
    writeSync(target, block, 0, read);
  fsyncSync(target);
  closeSync(source);
  closeSync(target);
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
    else pour(body, asking).catch(reject);
  });
}

/** With one block that is used again and again: the sender shares the cores of the house here, as no other sender does. */
async function pour(path: string, asking: ClientRequest): Promise<void> {
  const source = openSync(path, 'r');
  const block = Buffer.alloc(megabyte);
  for (let read = readSync(source, block); read > 0; read = readSync(source, block)) {
    const sent = Promise.withResolvers<void>();
    asking.write(block.subarray(0, read), (error) => (error ? sent.reject(error) : sent.resolve()));
    await sent.promise;
  }
  closeSync(source);
  asking.end();
}
