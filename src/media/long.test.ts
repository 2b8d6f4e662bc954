import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import { findTranscoder } from '#platform/transcoder/find.ts';
import { aFilm } from './fixtures/films.ts';
import { durationsIn, playlistOf, qualitiesOf, viewerOf } from './fixtures/watching.ts';
import { findAssets, signMedia } from './service.ts';
import { storeAsset } from './service/store-asset.ts';

// The engine makes the films of these tests; the house has none, and packages what it is given.
const transcoder = await findTranscoder({ ffmpegPath: undefined });
const skip = transcoder ? false : 'this machine has no ffmpeg to make films with';

const house = await openTestHouse();
after(async () => {
  await house.close();
  await transcoder?.close();
});

const still = { width: 32, height: 18, rate: 1, keysSec: 60, isSilent: true } as const;

async function store(seconds: number) {
  const id = newId();
  await house.db
    .insertInto('appUser')
    .values({ id, name: '创作者', createdAt: house.now() })
    .execute();
  const ctx = house.as(id, 'creator');
  const film = { ownerId: id, fileName: 'film.mp4', content: await aFilm({ ...still, seconds }) };
  return { ctx, asset: (await storeAsset(ctx, film)).asset };
}

test(
  'a film of ten hours is packaged whole, and a list of it plays to its end',
  { skip },
  async () => {
    const { ctx, asset } = await store(36_000);
    await house.drain((await import('./reactions.ts')).mediaReactions);
    const found = (await findAssets(house.db, [asset.id])).get(asset.id);
    assert.deepEqual([found?.state, found?.durationSec], ['ready', 36_000]);
    const viewer = viewerOf(house, ctx.actor);
    const [copy] = await qualitiesOf(
      viewer,
      signMedia({ ...ctx, now: house.now() }, asset.id, 'playlist'),
    );
    const durations = durationsIn(await playlistOf(viewer, copy!.address));
    assert.equal(durations.length, 600);
    assert.equal(Math.round(durations.reduce((sum, one) => sum + one, 0)), 36_000);
  },
);

test('a film of more than a day is refused for its length', { skip }, async () => {
  const { asset } = await store(86_460);
  assert.deepEqual([asset.state, asset.failure], ['failed', 'media.too_long']);
});
