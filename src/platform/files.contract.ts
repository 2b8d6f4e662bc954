import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { FileMissing, type Files } from './files.ts';

/** An engine under test, with what undoes it. */
export interface FilesUnderTest {
  readonly files: Files;
  close(): Promise<void>;
}

/** What every engine of the files port promises. */
export function filesContract(name: string, make: () => Promise<FilesUnderTest>): void {
  describe(`files: ${name}`, () => {
    let files: Files;
    let close: () => Promise<void>;
    before(async () => ({ files, close } = await make()));
    after(() => close());

    const keysBelow = async (prefix: string) => Array.fromAsync(files.list(prefix));

    test('what was put is read back byte for byte, from a buffer and from a stream', async () => {
      const bytes = randomBytes(700_000);
      const chunks = [bytes.subarray(0, 100_000), bytes.subarray(100_000)];
      assert.equal((await files.put('a/buffer.bin', bytes)).sizeBytes, bytes.length);
      assert.equal(
        (await files.put('a/stream.bin', Readable.from(chunks))).sizeBytes,
        bytes.length,
      );
      for (const key of ['a/buffer.bin', 'a/stream.bin']) {
        assert.ok((await buffer(await files.read(key))).equals(bytes));
      }
    });

    test('a file that is given is stored as it is, and stays when its first name goes', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'shuyuan-given-'));
      const path = join(folder, 'upload');
      const bytes = randomBytes(400_000);
      try {
        await writeFile(path, bytes);
        await files.put('given.bin', Buffer.from('what it replaces'));
        assert.equal((await files.take('given.bin', path)).sizeBytes, bytes.length);
        assert.ok((await readFile(path)).equals(bytes));
        await rm(path);
        assert.ok((await buffer(await files.read('given.bin'))).equals(bytes));
        await assert.rejects(files.take('gone.bin', path), { code: 'ENOENT' });
        assert.equal(await files.stat('gone.bin'), undefined);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });

    test('a long stream in odd pieces is stored whole, and read from any place of it', async () => {
      const bytes = randomBytes(17_000_003);
      const pieces = function* () {
        for (let at = 0, size = 1; at < bytes.length; at += size, size = (size * 7) % 1_000_003)
          yield bytes.subarray(at, at + size);
      };
      const { sizeBytes } = await files.put('long.bin', Readable.from(pieces()));
      assert.equal(sizeBytes, bytes.length);
      assert.equal((await files.stat('long.bin'))?.sizeBytes, bytes.length);
      assert.ok((await buffer(await files.read('long.bin'))).equals(bytes));
      const range = { start: 16_000_000, end: 16_500_000 };
      assert.ok(
        (await buffer(await files.read('long.bin', range))).equals(
          bytes.subarray(range.start, range.end + 1),
        ),
      );
      assert.deepEqual(await keysBelow('long.bin/'), []);
    });

    test('a reader who goes away before the end holds nothing up', async () => {
      await files.put('left.bin', randomBytes(3_000_000));
      for (let readers = 0; readers < 30; readers += 1) {
        const reading = await files.read('left.bin');
        await new Promise((resolve) => reading.once('data', resolve));
        reading.destroy();
      }
      assert.equal((await files.stat('left.bin'))?.sizeBytes, 3_000_000);
    });

    test('a range is both ends inclusive', async () => {
      await files.put('range.txt', Buffer.from('0123456789'));
      assert.equal(
        String(await buffer(await files.read('range.txt', { start: 2, end: 4 }))),
        '234',
      );
      assert.equal(String(await buffer(await files.read('range.txt', { start: 9, end: 9 }))), '9');
    });

    test('a short range comes at once, whole or not at all', async () => {
      const bytes = randomBytes(300_000);
      await files.put('short.bin', bytes);
      const wanted = { start: 100_000, end: 299_999 };
      const read = await files.readBytes('short.bin', wanted);
      assert.ok(Buffer.from(read).equals(bytes.subarray(wanted.start)));
      await assert.rejects(files.readBytes('short.bin', { start: 0, end: 300_000 }), FileMissing);
      await assert.rejects(files.readBytes('missing/file', { start: 0, end: 0 }), FileMissing);
    });

    test('a file that lies on this machine can be read where it lies', async () => {
      await files.put('near.txt', Buffer.from('read by somebody else'));
      const path = files.localPath('near.txt');
      assert.equal(path === undefined, files.isFar);
      if (path !== undefined) assert.equal(await readFile(path, 'utf8'), 'read by somebody else');
    });

    test('putting again replaces the whole file', async () => {
      await files.put('twice.txt', Buffer.from('a long first version'));
      await files.put('twice.txt', Buffer.from('short'));
      assert.equal(String(await buffer(await files.read('twice.txt'))), 'short');
    });

    test('an empty file is a file', async () => {
      await files.put('empty', new Uint8Array());
      assert.equal((await files.stat('empty'))?.sizeBytes, 0);
    });

    test('a missing file has no stat, cannot be read, and may be removed', async () => {
      assert.equal(await files.stat('missing/file'), undefined);
      await assert.rejects(files.read('missing/file'), FileMissing);
      await assert.rejects(files.read('missing/file', { start: 0, end: 1 }), FileMissing);
      await files.remove('missing/file');
      await files.removeAll('missing/');
      assert.deepEqual(await keysBelow('missing/'), []);
    });

    test('a stream that fails leaves nothing behind, and the old file as it was', async () => {
      await files.put('torn/old.txt', Buffer.from('old'));
      const failing = () =>
        Readable.from(
          (async function* () {
            yield Buffer.from('half');
            throw new Error('the sender is gone');
          })(),
        );
      await assert.rejects(files.put('torn/old.txt', failing()), /the sender is gone/);
      await assert.rejects(files.put('torn/new.txt', failing()), /the sender is gone/);
      assert.equal(String(await buffer(await files.read('torn/old.txt'))), 'old');
      assert.deepEqual(await keysBelow('torn/'), ['torn/old.txt']);
    });

    test('a long stream that fails in the middle leaves nothing either', async () => {
      const failing = async function* () {
        for (let pieces = 0; pieces < 12; pieces += 1) yield Buffer.alloc(1_000_000, pieces);
        throw new Error('the sender is gone');
      };
      await assert.rejects(
        files.put('torn/long.bin', Readable.from(failing())),
        /the sender is gone/,
      );
      assert.equal(await files.stat('torn/long.bin'), undefined);
      assert.equal(await files.removeUnfinished(new Date(Date.now() + 60_000)), 0);
    });

    test('keys are listed in order, folders among them, and removed below a prefix only', async () => {
      const keys = ['l/a', 'l/b/1', 'l/b/2', 'l/b-2', 'l/c', 'lx/a'];
      for (const key of keys) await files.put(key, Buffer.from(key));
      assert.deepEqual(await keysBelow('l/'), ['l/a', 'l/b-2', 'l/b/1', 'l/b/2', 'l/c']);

      await files.removeAll('l/b/');
      await files.remove('l/c');
      assert.deepEqual(await keysBelow('l/'), ['l/a', 'l/b-2']);
      assert.deepEqual(await keysBelow('lx/'), ['lx/a']);
    });

    test('more keys than one answer holds are all listed, and all removed', async () => {
      const keys = Array.from({ length: 1_203 }, (_, n) => `many/${String(n).padStart(5, '0')}`);
      for (let at = 0; at < keys.length; at += 50)
        await Promise.all(keys.slice(at, at + 50).map((key) => files.put(key, Buffer.from('x'))));
      assert.deepEqual(await keysBelow('many/'), keys);
      await files.removeAll('many/');
      assert.deepEqual(await keysBelow('many/'), []);
    });

    test('names of any script are keys', async () => {
      await files.put('书院/第一课.mp4', Buffer.from('课'));
      assert.deepEqual(await keysBelow('书院/'), ['书院/第一课.mp4']);
    });

    test('a key that leads elsewhere is refused by every verb', async () => {
      const evil = [
        '../x',
        'a/../../x',
        '/etc/passwd',
        'a//b',
        'a/./b',
        '',
        '.',
        'a\0b',
        'a\\..\\b',
        'a/',
        'x'.repeat(201),
      ];
      for (const key of evil) {
        await assert.rejects(files.put(key, Buffer.from('x')), /not a file key/, key);
        await assert.rejects(files.take(key, import.meta.filename), /not a file key/, key);
        await assert.rejects(files.read(key), /not a file key/, key);
        await assert.rejects(files.stat(key), /not a file key/, key);
        await assert.rejects(files.remove(key), /not a file key/, key);
      }
      await assert.rejects(files.removeAll('../'), /not a file key/);
      await assert.rejects(files.removeAll('no-slash'), /ends with a slash/);
      await assert.rejects(files.removeAll('/'), /not a file key/);
      await assert.rejects(keysBelow('no-slash'), /ends with a slash/);
    });

    test('forty writers of one key leave one whole file', async () => {
      const versions = Array.from({ length: 40 }, (_, i) => Buffer.alloc(50_000, i));
      await Promise.all(versions.map((bytes) => files.put('race.bin', bytes)));
      const left = await buffer(await files.read('race.bin'));
      assert.ok(versions.some((bytes) => bytes.equals(left)));
    });
  });
}
