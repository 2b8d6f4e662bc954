import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { freeBytesOf, openLocalFiles } from '#platform/files-local.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';
import { findTranscoder } from '#platform/transcoder/find.ts';
import { mediaApi } from './api.ts';
import { aFilm } from './fixtures/films.ts';
import { mediaReactions } from './reactions.ts';
import { findAssets } from './service.ts';
import { storeAsset } from './service/store-asset.ts';
import { selectMakings } from './store/making.ts';

// A disk of sixteen megabytes, which is soon full.

const mebibyte = 1024 * 1024;
const disk = mkdtempSync(join(tmpdir(), 'shuyuan-disk-'));
const skip = mountSmallDisk() ? false : 'a small disk can be mounted by root only';
const transcoder = await findTranscoder({ ffmpegPath: undefined });

function mountSmallDisk(): boolean {
  try {
    const typed = '-t tmpfs -o size=16m,mode=700 tmpfs'.split(' ');
    execFileSync('mount', [...typed, disk], { stdio: 'ignore' });
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

let house: TestHouse;
let ctx: Ctx<User>;

before(async () => {
  if (skip) return;
  const files = await openLocalFiles(join(disk, 'files'));
  const settings = { dataDir: disk };
  house = await openTestHouse({ files, settings, ...(transcoder ? { transcoder } : {}) });
  const id = newId();
  await house.db
    .insertInto('appUser')
    .values({ id, name: '创作者', createdAt: house.now() })
    .execute();
  ctx = house.as(id, 'creator');
});
after(async () => {
  await transcoder?.close();
  if (!skip) {
    await house.close();
    execFileSync('umount', ['-l', disk]);
  }
  rmSync(disk, { recursive: true, force: true });
});

const tus = { 'tus-resumable': '1.0.0' };
const ask = async (path: string, init: RequestInit) =>
  house.app(mediaApi, () => ctx.actor).request(path, init);
const begin = (size: number) =>
  ask('/api/v1/uploads', { method: 'POST', headers: { ...tus, 'upload-length': String(size) } });
const codeOf = async (answer: Response) =>
  ((await answer.json()) as { error: { code: string } }).error.code;
const aPdf = (size: number) => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size - 9)]);

/** Fills the disk but for `free` bytes, while `work` goes on. */
async function withRoomFor<T>(free: number, work: () => Promise<T>): Promise<T> {
  const ballast = join(disk, 'ballast');
  await writeFile(ballast, Buffer.alloc((await freeBytesOf(disk)) - free));
  try {
    return await work();
  } finally {
    await rm(ballast);
  }
}

test('an upload that cannot find room is refused before its first byte', { skip }, async () => {
  const refused = await begin(100 * mebibyte);
  assert.deepEqual([refused.status, await codeOf(refused)], [503, 'files.full']);
  assert.deepEqual(await readdir(join(disk, 'uploads')), []);
});

test(
  'an upload in the middle of which the disk is full is refused, and frees its room',
  { skip },
  async () => {
    const bytes = aPdf(6 * mebibyte);
    const path = (await begin(bytes.length)).headers.get('location')!;
    const free = await freeBytesOf(disk);
    const refused = await withRoomFor(2 * mebibyte, () =>
      ask(path, {
        method: 'PATCH',
        headers: {
          ...tus,
          'upload-offset': '0',
          'content-type': 'application/offset+octet-stream',
        },
        body: new Uint8Array(bytes),
      }),
    );
    assert.deepEqual([refused.status, await codeOf(refused)], [503, 'files.full']);
    assert.deepEqual(await readdir(join(disk, 'uploads')), []);
    assert.ok((await freeBytesOf(disk)) >= free);
    assert.equal((await ask(path, { method: 'HEAD', headers: tus })).status, 404);
  },
);

test('a file for which there is no room leaves no trace', { skip }, async () => {
  const storing = withRoomFor(mebibyte, () =>
    storeAsset(ctx, { ownerId: ctx.actor.userId, fileName: 'a.pdf', content: aPdf(3 * mebibyte) }),
  );
  await assert.rejects(storing, isFull);
  assert.deepEqual(await Array.fromAsync(house.ports.files.list('asset/')), []);
  const { count } = await house.db
    .selectFrom('asset')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  assert.equal(Number(count), 0);
});

const noFfmpeg = transcoder ? false : 'this machine has no ffmpeg';

test(
  'a disk that is full in the middle of encoding costs time, and nothing else',
  { skip: skip || noFfmpeg },
  async () => {
    const noise = { filter: 'noise=alls=30:allf=t', more: ['-qp', '40'] };
    const content = await aFilm({ width: 640, height: 480, seconds: 8, ...noise });
    const film = { ownerId: ctx.actor.userId, fileName: 'film.mp4', content };
    const { asset } = await storeAsset(ctx, film);
    const pack = mediaReactions.find(({ name }) => name === 'media.package')!;
    await pack.run(house.ctx(), { assetId: asset.id, kind: 'video' } as never);
    await house.db.deleteFrom('outbox').execute();
    const extend = mediaReactions.find(({ name }) => name === 'media.extend')!;
    const goOn = () => extend.run(house.ctx(), { assetId: asset.id, kind: asset.kind } as never);
    const keys = () => Array.fromAsync(house.ports.files.list(`asset/${asset.id}/`));

    for (const piece of ['poster', 'loudness', 'audio', 'sheet']) await goOn().then(() => piece);
    const before = await keys();
    await assert.rejects(withRoomFor(64 * 1024, goOn), isFull);
    assert.deepEqual(await keys(), before, 'nothing half made is left');
    assert.equal((await selectMakings(house.db, [asset.id])).size, 1, 'it is not given up');
    assert.equal((await findAssets(house.db, [asset.id])).get(asset.id)?.state, 'ready');

    await house.drain(mediaReactions);
    await goOn();
    await house.drain(mediaReactions);
    assert.ok((await keys()).some((key) => key.includes('/360-')));
    assert.equal((await findAssets(house.db, [asset.id])).get(asset.id)?.isFull, true);
  },
);

test(
  'what an encoder writes for a while is no more on a full disk either',
  { skip: skip || noFfmpeg },
  async () => {
    const quiet = ['-vn', '-af', 'volume=-12dB', '-f', 'ipod'];
    const content = await aFilm({ width: 32, height: 18, seconds: 60, more: quiet });
    const sound = { ownerId: ctx.actor.userId, fileName: 'sound.m4a', content };
    const { asset } = await storeAsset(ctx, sound);
    const extend = mediaReactions.find(({ name }) => name === 'media.extend')!;
    await extend.run(house.ctx(), { assetId: asset.id, kind: asset.kind } as never);
    const before = await freeBytesOf(disk);
    const making = withRoomFor(128 * 1024, () =>
      extend.run(house.ctx(), { assetId: asset.id, kind: asset.kind } as never),
    );
    await assert.rejects(making, isFull);
    assert.deepEqual(await readdir(join(disk, 'scratch')), []);
    assert.ok((await freeBytesOf(disk)) >= before);
    const original = await readFile(house.ports.files.localPath((await originalOf(asset.id))!)!);
    assert.ok(original.equals(content));
  },
);

async function originalOf(assetId: string): Promise<string | undefined> {
  const keys = await Array.fromAsync(house.ports.files.list(`asset/${assetId}/`));
  return keys.find((key) => key.endsWith('/original'));
}

function isFull(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'files.full';
}
