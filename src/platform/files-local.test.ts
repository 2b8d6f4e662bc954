import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { Refusal } from '#kernel/refusal.ts';
import { filesContract } from './files.contract.ts';
import { openLocalFiles } from './files-local.ts';

async function temporaryFolder() {
  const root = await mkdtemp(join(tmpdir(), 'shuyuan-files-'));
  return { root, close: () => rm(root, { recursive: true, force: true }) };
}

filesContract('local disk', async () => {
  const { root, close } = await temporaryFolder();
  return { files: await openLocalFiles(root), close };
});

test('a full disk is a refusal, and nothing of the file stays', async () => {
  const { root, close } = await temporaryFolder();
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  const content = Readable.from(
    (async function* () {
      yield Buffer.from('half');
      throw full;
    })(),
  );
  await assert.rejects(
    (await openLocalFiles(root)).put('big/file.bin', content),
    (error) => error instanceof Refusal && error.code === 'files.full' && error.status === 503,
  );
  assert.deepEqual(await readdir(join(root, 'big')), []);
  await close();
});

test('what a killed process was writing is removed once it is old, and not what is being written', async () => {
  const { root, close } = await temporaryFolder();
  const files = await openLocalFiles(root);
  await files.put('a/whole.txt', Buffer.from('whole'));
  await writeFile(join(root, 'a', '.part-old'), 'half');
  await writeFile(join(root, 'a', '.part-new'), 'half');
  const yesterday = new Date(Date.now() - 86_400_000);
  await utimes(join(root, 'a', '.part-old'), yesterday, yesterday);
  assert.equal(await files.removeUnfinished(new Date(Date.now() - 3_600_000)), 1);
  assert.deepEqual((await readdir(join(root, 'a'))).toSorted(), ['.part-new', 'whole.txt']);
  await close();
});
