import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import { seeded } from '#kernel/random.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { openS3Files } from '#platform/files-s3.ts';
import { silentLog } from '#platform/log.ts';
import { findTranscoder } from '#platform/transcoder/find.ts';
import { openTestHouse, testUser, type TestHouse } from '#platform/testing/database.ts';
import { openObjectStore, type ObjectStore } from '#simulator/object-store/object-store.ts';
import { mediaApi } from './api.ts';
import { aFilm } from './fixtures/films.ts';
import { mediaReactions } from './reactions.ts';
import { findAssets, signMedia } from './service.ts';
import { storeAsset } from './service/store-asset.ts';

// The same material with its files in a store on the other side of a network.

const transcoder = await findTranscoder({ ffmpegPath: undefined });
const skip = transcoder ? false : 'this machine has no ffmpeg';

let store: ObjectStore;
let house: TestHouse;
let creator: User;

before(async () => {
  const signer = { accessKeyId: 'AKIDFAR', secretAccessKey: 'far', region: 'here' };
  const place = { ...signer, bucket: 'far-files' };
  store = await openObjectStore({ ...place, random: seeded(3), now: () => new Date() });
  const files = await openS3Files({
    settings: { ...place, endpoint: store.endpoint, isPathStyle: true },
    log: silentLog,
    random: seeded(3),
    largestBytes: 1e9,
    pauseMs: 1,
    tries: 8,
  });
  house = await openTestHouse({ files });
  creator = testUser(newId(), 'creator');
  await house.db
    .insertInto('appUser')
    .values({ id: creator.userId, name: '创作者', createdAt: house.now() })
    .execute();
});
beforeEach(() => store.faults.stop());
after(async () => {
  await house.close();
  await store.close();
  await transcoder?.close();
});

const fixture = (name: string) => readFile(new URL(`fixtures/${name}`, import.meta.url));
const ask = (path: string, init?: RequestInit) =>
  house.app(mediaApi, () => creator).request(path, init);

test('a video is kept, packaged and delivered whole out of a store that stumbles', async () => {
  store.faults.set({ slowDown: 0.1, cutBefore: 0.1, cutAfter: 0.1, cutMiddle: 0.2 });
  const ctx = { ...house.ctx(), actor: creator };
  const { asset } = await storeAsset(ctx, {
    ownerId: creator.userId,
    fileName: 'clip.mp4',
    content: await fixture('clip.mp4'),
  });
  await house.drain(mediaReactions);
  assert.equal((await findAssets(house.db, [asset.id])).get(asset.id)?.state, 'ready');

  const list = await (await ask(signMedia(ctx, asset.id, 'playlist'))).text();
  const playlist = await (await ask(/^\/media\/p\/.+copy\.m3u8$/m.exec(list)![0])).text();
  const segments = playlist.match(/\/media\/s\/\S+m4s/g)!;
  assert.ok(segments.length > 1);
  for (const segment of segments) {
    const answer = await ask(segment);
    const key = segment.split('/').slice(4).join('/');
    assert.ok(
      Buffer.from(await answer.arrayBuffer()).equals(store.shelf.objects.get(key)!.bytes),
      segment,
    );
  }
});

test('a transcoder is lent the original while it is at work', { skip }, async () => {
  store.faults.set({ slowDown: 0.1, cutMiddle: 0.1 });
  const content = await aFilm({ width: 640, height: 480, seconds: 8 });
  const film = { ownerId: creator.userId, fileName: 'film.mp4', content };
  const ports = { ...house.ports, transcoder: transcoder! };
  const ctx = { ...house.ctx(), actor: creator, ports };
  const { asset } = await storeAsset(ctx, film);
  const reactions = mediaReactions.map((reaction) => ({
    ...reaction,
    run: (of: Ctx, payload: never) => reaction.run({ ...of, ports }, payload),
  }));
  await house.drain(reactions);
  const list = await (await ask(signMedia(ctx, asset.id, 'playlist'))).text();
  assert.match(list, /360\.m3u8/);
  assert.deepEqual(await readdir(join(house.ports.settings.dataDir, 'scratch')), []);
});

test('what is delivered again and again is measured once', async () => {
  const ctx = { ...house.ctx(), actor: creator };
  const { asset } = await storeAsset(ctx, {
    ownerId: creator.userId,
    fileName: 'tone.mp3',
    content: await fixture('tone.mp3'),
  });
  const path = signMedia(ctx, asset.id, 'file');
  const before = store.asked.length;
  for (const range of ['bytes=0-99', 'bytes=100-199', 'bytes=200-'])
    assert.equal((await ask(path, { headers: { range } })).status, 206);
  assert.deepEqual(
    store.asked.slice(before).map((line) => line.split(' ')[0]),
    ['HEAD', 'GET', 'GET', 'GET'],
  );
});

test('a file that went away from the store is not there, and no fault of ours', async () => {
  const ctx = { ...house.ctx(), actor: creator };
  const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(100)]);
  const { asset } = await storeAsset(ctx, {
    ownerId: creator.userId,
    fileName: 'a.pdf',
    content,
  });
  const path = signMedia(ctx, asset.id, 'file');
  assert.equal((await ask(path)).status, 200);
  await house.ports.files.removeAll(`asset/${asset.id}/`);
  assert.equal((await ask(path)).status, 404);
});

test('an upload whose store is away is kept, and becomes an asset when its sender asks again', async () => {
  const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(1_000)]);
  const tus = { 'tus-resumable': '1.0.0' };
  const begun = await ask('/api/v1/uploads', {
    method: 'POST',
    headers: { ...tus, 'upload-length': String(content.length) },
  });
  const path = begun.headers.get('location')!;
  store.faults.set({ broken: 1 });
  const last = await ask(path, {
    method: 'PATCH',
    headers: {
      ...tus,
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    },
    body: new Uint8Array(content),
  });
  assert.equal(last.status, 503);
  assert.equal(
    ((await last.json()) as { error: { code: string } }).error.code,
    'files.unavailable',
  );

  store.faults.stop();
  const again = await ask(path, { method: 'HEAD', headers: tus });
  assert.equal(again.status, 200);
  const assetId = again.headers.get('upload-asset')!;
  assert.equal((await findAssets(house.db, [assetId])).get(assetId)?.sizeBytes, content.length);
});
