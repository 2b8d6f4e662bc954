import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { SettingsRefused } from '../config.ts';
import { findTranscoder } from './find.ts';
import { readParts } from './fragments.ts';
import { transcoderContract } from './transcoder.contract.ts';

const ffmpeg = await findTranscoder({ ffmpegPath: undefined });
const skip = ffmpeg ? false : 'this machine has no ffmpeg';

if (ffmpeg)
  transcoderContract('ffmpeg', async () => (await findTranscoder({ ffmpegPath: undefined }))!);
else test('the contract of the transcoder', { skip }, () => undefined);

test('a wrong FFMPEG_PATH is one sentence that says what is wrong with it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shuyuan-ffmpeg-'));
  try {
    const other = join(folder, 'other');
    await writeFile(other, '#!/bin/sh\necho hello\n');
    await chmod(other, 0o755);
    const plain = join(folder, 'plain');
    await writeFile(plain, '#!/bin/sh\necho "ffmpeg version 7.1" >&2\necho " A....D aac  AAC"\n');
    await chmod(plain, 0o755);
    for (const [path, why] of [
      [join(folder, 'missing'), /there is no such program\.$/],
      [folder, /it (may not be executed|is a folder)\.$/],
      [other, /it is not an ffmpeg\.$/],
      [plain, /it was built without libx264\.$/],
    ] as const) {
      await assert.rejects(findTranscoder({ ffmpegPath: path }), (error) => {
        assert.ok(error instanceof SettingsRefused);
        assert.equal(error.problems.length, 1);
        assert.match(error.message, why);
        return error.message.startsWith(`FFMPEG_PATH=${path} `);
      });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('whoever wants no transcoder has none', async () => {
  assert.equal(await findTranscoder({ ffmpegPath: 'none' }), undefined);
});

test('a stream of boxes is the same parts however it is cut into chunks', async () => {
  const box = (type: string, size: number) => {
    const bytes = Buffer.alloc(8 + size, type);
    bytes.writeUInt32BE(8 + size, 0);
    bytes.write(type, 4, 'latin1');
    return bytes;
  };
  const whole = ['ftyp', 'moov', 'moof', 'mdat', 'styp', 'moof', 'mdat', 'mfra'].map(
    (type, index) => box(type, index * 7),
  );
  const stream = Buffer.concat(whole);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: stream.length })), async (places) => {
      const cuts = [0, ...places.toSorted((a, b) => a - b), stream.length];
      async function* chunks() {
        for (const [index, cut] of cuts.slice(1).entries()) yield stream.subarray(cuts[index], cut);
      }
      const parts = await Array.fromAsync(readParts(chunks()));
      assert.deepEqual(
        parts.map(({ kind }) => kind),
        ['header', 'fragment', 'fragment'],
      );
      assert.deepEqual(
        Buffer.concat(parts.map(({ bytes }) => bytes)),
        Buffer.concat(whole.slice(0, -1)),
      );
    }),
  );
});

test(
  'an encoder does not outlive a process that was killed',
  { skip: skip || linuxOnly() },
  async () => {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'fixtures/encode-for-long.ts')],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    const pid = Number(line.trim());
    assert.match(await readFile(`/proc/${pid}/cmdline`, 'utf8'), /ffmpeg/);
    const { 18: niceness } = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(' ');
    assert.ok(Number(niceness) >= 10, 'it gives way to others');
    child.kill('SIGKILL');
    for (let tries = 0; tries < 300 && (await isRunning(pid)); tries += 1) await wait(100);
    assert.equal(await isRunning(pid), false);
  },
);

function linuxOnly(): string | false {
  return process.platform === 'linux' ? false : 'looks into /proc';
}

async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // A zombie is one that nobody has taken leave of yet.
  return stat !== undefined && !/\) [ZX] /.test(stat);
}
