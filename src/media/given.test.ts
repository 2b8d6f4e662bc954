import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { openTestHouse, testUser, type TestHouse } from '#platform/testing/database.ts';
import { findTranscoder } from '#platform/transcoder/find.ts';
import { mediaApi } from './api.ts';
import { aFilm, type FilmWish } from './fixtures/films.ts';
import { decryptTrack, qualitiesOf, tracksOf, viewerOf } from './fixtures/watching.ts';
import { mediaReactions } from './reactions.ts';
import { signMedia } from './service.ts';
import { findWanted } from './service/given.ts';
import { storeAsset } from './service/store-asset.ts';

// The house has no encoder; the test has one, in the place of the creator's browser.
const transcoder = await findTranscoder({ ffmpegPath: undefined });
const skip = transcoder ? false : 'this machine has no ffmpeg';

let house: TestHouse;
let ctx: Ctx<User>;
let assetId: string;

const film = { width: 960, height: 540, seconds: 14, keysSec: 2 } as const;
const smaller = (wish: Partial<FilmWish> = {}) =>
  aFilm({
    width: 640,
    height: 360,
    seconds: 14,
    keysSec: 6,
    isSilent: true,
    more: ['-sc_threshold', '0'],
    ...wish,
  });

before(async () => {
  house = await openTestHouse();
  const id = newId();
  await house.db
    .insertInto('appUser')
    .values({ id, name: '创作者', createdAt: house.now() })
    .execute();
  ctx = house.as(id, 'creator');
  if (skip) return;
  const content = await aFilm(film);
  const { asset } = await storeAsset(ctx, { ownerId: id, fileName: 'film.mp4', content });
  assetId = asset.id;
  await house.drain(mediaReactions);
});
after(async () => {
  await house.close();
  await transcoder?.close();
});

/** Sends a height as a browser does, in one piece; answers the refusal's code, or nothing. */
async function give(
  bytes: Buffer,
  { name = '360', of = ctx.actor }: { name?: string; of?: Ctx['actor'] } = {},
): Promise<string | undefined> {
  const known = { filename: 'rung.mp4', use: 'rung', asset: assetId, rung: name };
  const metadata = Object.entries(known).map(
    ([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`,
  );
  const answer = await house
    .app(mediaApi, () => of)
    .request('/api/v1/uploads', {
      method: 'POST',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': String(bytes.length),
        'upload-metadata': metadata.join(','),
        'content-type': 'application/offset+octet-stream',
      },
      body: new Uint8Array(bytes),
    });
  if (answer.ok) return undefined;
  return ((await answer.json()) as { error: { code: string } }).error.code;
}

const filesOfAsset = async () =>
  (await Array.fromAsync(house.ports.files.list(`asset/${assetId}/`))).length;

test(
  'a house without an encoder asks for what is smaller than the copy, cut where the copy is',
  { skip },
  async () => {
    const { rungs, cutsSec } = await findWanted(ctx, assetId);
    assert.deepEqual(
      rungs.map(({ name, width, height }) => [name, width, height]),
      [['360', 640, 360]],
    );
    assert.deepEqual(cutsSec.map(Math.round), [0, 6, 12, 14]);
  },
);

test('what does not match the film is refused, and nothing of it is left', { skip }, async () => {
  const before = await filesOfAsset();
  const unfit = [
    await smaller({ keysSec: 5 }),
    await smaller({ width: 480, height: 270 }),
    await smaller({ seconds: 9 }),
    await smaller({ codec: 'mpeg4', keysSec: 6 }),
    Buffer.from('not a film at all'),
    (await smaller()).subarray(0, 40_000),
  ];
  for (const bytes of unfit) assert.equal(await give(bytes), 'media.rung_unfit');
  assert.equal(await give(Buffer.alloc(3_000_000)), 'media.rung_unfit');
  assert.equal(await filesOfAsset(), before);
});

test('only its owner gives, and only what is asked for', { skip }, async () => {
  const bytes = await smaller();
  assert.equal(await give(bytes, { name: '720' }), 'media.rung_unwanted');
  assert.equal(await give(bytes, { name: '540' }), 'media.rung_unwanted');
  const stranger = testUser(newId(), 'creator');
  assert.match((await give(bytes, { of: stranger })) ?? '', /^policy\./);
  const withEncoder = { ...ctx, ports: { ...ctx.ports, transcoder } } as Ctx<User>;
  assert.deepEqual((await findWanted(withEncoder, assetId)).rungs, []);
  await assert.rejects(findWanted(ctx, newId()), Refusal);
});

test('what fits is sealed and shown beside the copy, and taken once', { skip }, async () => {
  const bytes = await smaller();
  const answers = await Promise.all([give(bytes), give(bytes), give(bytes)]);
  assert.ok(answers.some((code) => code === undefined));
  assert.ok(answers.every((code) => code === undefined || code === 'media.rung_unwanted'));
  assert.deepEqual((await findWanted(ctx, assetId)).rungs, []);

  house.advance(60_000);
  const viewer = viewerOf(house, ctx.actor);
  const list = signMedia({ ...ctx, now: house.now() }, assetId, 'playlist');
  const qualities = await qualitiesOf(viewer, list);
  assert.deepEqual(
    new Set(qualities.map(({ attributes }) => /RESOLUTION=(\d+x\d+)/.exec(attributes)?.[1])),
    new Set(['640x360', '960x540']),
  );
  const given = qualities.find(({ attributes }) => attributes.includes('640x360'))!;
  const [track] = await tracksOf(await decryptTrack(viewer, given.address));
  assert.ok(track);
  const names = house.db.selectFrom('rendition').select('name').where('assetId', '=', assetId);
  assert.deepEqual(
    (await names.orderBy('name').execute()).map(({ name }) => name),
    ['360', 'audio-copy', 'copy', 'original'],
  );
});
