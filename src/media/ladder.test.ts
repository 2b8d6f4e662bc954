import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import { day, hour } from '#kernel/time.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';
import { findTranscoder } from '#platform/transcoder/find.ts';
import type { Transcoder } from '#platform/transcoder/transcoder.ts';
import { aFilm, turned } from './fixtures/films.ts';
import {
  bytesOf,
  decryptTrack,
  durationsIn,
  playlistOf,
  qualitiesOf,
  soundOf,
  tracksOf,
  viewerOf,
} from './fixtures/watching.ts';
import { mediaReactions } from './reactions.ts';
import { findAssets, getPlayback, signMedia, takeUpUnfinished } from './service.ts';
import { storeAsset } from './service/store-asset.ts';
import { sweepFiles } from './service/sweep.ts';
import { selectMakings } from './store/making.ts';

const transcoder = await findTranscoder({ ffmpegPath: undefined });
const skip = transcoder ? false : 'this machine has no ffmpeg';

let house: TestHouse;
let ctx: Ctx<User>;

before(async () => {
  house = await openTestHouse({ transcoder });
});
beforeEach(async () => {
  ctx = await aCreator(house);
});
after(async () => {
  await house.close();
  await transcoder?.close();
});

async function aCreator({ db, now, as }: TestHouse): Promise<Ctx<User>> {
  const id = newId();
  await db.insertInto('appUser').values({ id, name: '创作者', createdAt: now() }).execute();
  return as(id, 'creator');
}

const store = async (content: Buffer, of: Ctx<User> = ctx) => {
  const film = { ownerId: of.actor.userId, fileName: 'film.mp4', content };
  return (await storeAsset(of, film)).asset;
};
const find = async (id: string) => (await findAssets(house.db, [id])).get(id)!;
const mine = () => viewerOf(house, ctx.actor);
const listOf = (id: string) => signMedia({ ...ctx, now: house.now() }, id, 'playlist');
const keysBelow = (prefix: string) => Array.fromAsync(house.ports.files.list(prefix));

/** Runs the reactions that are owed, as another process would whose transcoder is `engine`. */
async function drainWith(engine: Transcoder): Promise<void> {
  const ports = { ...house.ports, transcoder: engine };
  const reactions = mediaReactions.map((reaction) => ({
    ...reaction,
    run: (of: Ctx, payload: never) => reaction.run({ ...of, ports }, payload),
  }));
  await house.drain(reactions);
}

/** The heights of a video, each with what its segments tell, and the pictures in it. */
async function ladderOf(assetId: string) {
  house.advance(60_000);
  const viewer = mine();
  const listed = await qualitiesOf(viewer, listOf(assetId));
  return Promise.all(
    listed.map(async ({ name, address, attributes }) => {
      const [track] = await tracksOf(await decryptTrack(viewer, address));
      const durations = durationsIn(await playlistOf(viewer, address));
      const [, resolution] = /RESOLUTION=(\d+x\d+)/.exec(attributes) ?? [];
      return { name, resolution, attributes, durations, track: track! };
    }),
  );
}

test(
  'a video gets the heights below its own, cut where the copy of its own is cut',
  { skip },
  async () => {
    const { id } = await store(
      await aFilm({
        width: 736,
        height: 720,
        seconds: 14.4,
        rate: 5,
        keysSec: 2.4,
        isSilent: true,
      }),
    );
    await house.drain(mediaReactions);
    const ladder = await ladderOf(id);
    assert.deepEqual(
      ladder.map(({ resolution }) => resolution),
      ['368x360', '552x540', '736x720'],
    );
    assert.equal(ladder.at(-1)!.name, 'copy');
    for (const { durations, track, attributes } of ladder) {
      assert.deepEqual(
        durations.map((sec) => sec.toFixed(1)),
        ['7.2', '7.2'],
      );
      assert.deepEqual(track.keys.map((at) => at.toFixed(1)).slice(0, 2), ['0.0', '7.2']);
      assert.equal(track.times.length, 72);
      assert.match(attributes, /FRAME-RATE=5\.000/);
    }
  },
);

test(
  'nobody but the one who was given the list gets at a height, a key or the sound',
  { skip },
  async () => {
    const { id } = await store(await aFilm({ width: 424, height: 424, seconds: 8, rate: 5 }));
    await house.drain(mediaReactions);
    house.advance(60_000);
    const src = listOf(id);
    const listed = await qualitiesOf(mine(), src);
    const addresses = [src, ...listed.map(({ address }) => address), (await soundOf(mine(), src))!];
    const strangers = [
      viewerOf(house, { kind: 'visitor' }),
      viewerOf(house, (await aCreator(house)).actor),
    ];
    for (const address of addresses) {
      assert.equal((await mine()(address)).status, 200);
      for (const stranger of strangers)
        assert.equal((await stranger(address)).status, 403, address);
    }
    assert.equal((await mine()(src.replace('index.', '4711.'))).status, 404);
    assert.equal((await mine()(src.replace('index.m3u8', '..%2findex.m3u8'))).status, 404);
  },
);

test(
  'sound is a group of its own, as loud as all of them, and in time with the pictures',
  { skip },
  async () => {
    // Silent but for one beep a second in: if it is late, it is heard late.
    const quiet = ['-af', "volume='if(between(t,4,4.5),0.2,0)':eval=frame"];
    const { id } = await store(await aFilm({ width: 320, height: 180, seconds: 10, more: quiet }));
    await house.drain(mediaReactions);
    house.advance(60_000);
    assert.ok((await find(id)).lufs! < -20);
    const address = (await soundOf(mine(), listOf(id)))!;
    assert.match(address, /\/audio\.m3u8$/);
    const [track] = await tracksOf(await decryptTrack(mine(), address));
    assert.equal(track!.kind, 'audio');
    assert.ok(Math.abs(track!.times.length * (1024 / 48_000) - 10) < 0.3);
    // A packet with the beep in it is larger than those of silence.
    const sizes = track!.data.map(({ length }) => length);
    const loud = sizes.findIndex((size) => size > 200);
    assert.ok(Math.abs(track!.times[loud]! - 4) < 0.06, `${track!.times[loud]} s`);
  },
);

test(
  'a machine that stops in the middle loses one stretch, and leaves nothing for good',
  { skip },
  async () => {
    const film = await aFilm({ width: 424, height: 424, seconds: 130, rate: 5, keysSec: 6 });
    const { id } = await store(film);
    const seen: number[] = [];
    const dying: Transcoder = {
      ...transcoder!,
      encodeVideo: async (job) => {
        seen.push(job.fromSec);
        if (seen.length === 2)
          // The house stops when half of the stretch is stored.
          return transcoder!.encodeVideo({
            ...job,
            onProgress: () => undefined,
            onPiece: async (form, piece) => {
              await job.onPiece(form, piece);
              throw new Error('the light went out');
            },
          });
        return transcoder!.encodeVideo(job);
      },
    };
    await assert.rejects(drainWith(dying), /the light went out/);
    assert.deepEqual(seen, [0, 120]);
    assert.deepEqual(
      (await ladderOf(id)).map(({ name }) => name),
      ['copy'],
      'half a height is none',
    );
    const making = (await selectMakings(house.db, [id])).get(id)!;
    assert.equal(making.step, 'encoding');

    await drainWith(dying);
    assert.deepEqual(seen, [0, 120, 120], 'the first stretch is not made again');
    const [low, copy] = await ladderOf(id);
    assert.deepEqual([low!.name, low!.durations.length], ['360', copy!.durations.length]);
    const even = Array.from({ length: 650 }, (_, index) => (index / 5).toFixed(2));
    assert.deepEqual(
      low!.track.times.toSorted((a, b) => a - b).map((at) => at.toFixed(2)),
      even,
    );
    assert.equal((await selectMakings(house.db, [id])).size, 0);
    const named = new Set((await prefixesOf(id)).map(({ prefix }) => prefix));
    for (const key of await keysBelow(`asset/${id}/`))
      assert.ok(named.has(key.replace(/[^/]+$/, '')), `${key} is nobody's`);
  },
);

async function prefixesOf(assetId: string) {
  const own = await house.db
    .selectFrom('rendition')
    .select(['id', 'prefix'])
    .where('assetId', '=', assetId)
    .execute();
  const ids = own.map(({ id }) => id);
  const stretches = await house.db
    .selectFrom('stretch')
    .select('prefix')
    .where('renditionId', 'in', ids)
    .execute();
  return [...own, ...stretches];
}

test(
  'whoever was killed leaves files that are swept a day later, and nothing else',
  { skip },
  async () => {
    const { id } = await store(
      await aFilm({ width: 424, height: 424, seconds: 8, rate: 5, isSilent: true }),
    );
    await house.drain(mediaReactions);
    const orphan = `asset/${id}/${newId()}/360-00001.m4s`;
    await house.ports.files.put(orphan, Buffer.from('half made'));
    const before = await keysBelow(`asset/${id}/`);
    const later = house.ctx({ now: new Date(Date.now() + 2 * day) });
    assert.equal(await sweepFiles(later), 1);
    assert.deepEqual(
      await keysBelow(`asset/${id}/`),
      before.filter((key) => key !== orphan),
    );
    assert.equal((await ladderOf(id)).length, 2);
  },
);

test('several workers that make the same at once make one ladder', { skip }, async () => {
  const { id } = await store(
    await aFilm({ width: 424, height: 424, seconds: 8, rate: 5, isSilent: true }),
  );
  const [pack] = mediaReactions;
  await pack!.run(house.ctx(), { assetId: id, kind: 'video' } as never);
  const extend = mediaReactions.find(({ name }) => name === 'media.extend')!;
  for (let round = 0; round < 4; round += 1)
    await Promise.all(
      Array.from({ length: 3 }, () =>
        extend.run(house.ctx(), { assetId: id, kind: 'video' } as never),
      ),
    );
  await house.drain(mediaReactions);
  const ladder = await ladderOf(id);
  assert.deepEqual(
    ladder.map(({ name }) => name),
    ['360', 'copy'],
  );
  assert.equal(ladder[0]!.track.times.length, 40);
  const named = new Set((await prefixesOf(id)).map(({ prefix }) => prefix));
  const stored = new Set((await keysBelow(`asset/${id}/`)).map((key) => key.replace(/[^/]+$/, '')));
  assert.deepEqual(stored, named, 'what the others stored is gone');
});

test(
  'a video that browsers cannot play is watchable with its first height, and has all in the end',
  { skip },
  async () => {
    const film = await aFilm({
      width: 720,
      height: 720,
      seconds: 7,
      rate: 5,
      codec: 'libx265',
      more: ['-tag:v', 'hvc1'],
    });
    const { id } = await store(film);
    const states: string[] = [];
    const watching: Transcoder = {
      ...transcoder!,
      encodeVideo: async (job) => {
        states.push(`${(await find(id)).state} ${job.forms.map(({ height }) => height).join('+')}`);
        return transcoder!.encodeVideo(job);
      },
    };
    await drainWith(watching);
    assert.deepEqual(states, ['processing 540', 'ready 360+720']);
    const ladder = await ladderOf(id);
    assert.deepEqual(
      ladder.map(({ name }) => name),
      ['360', '540', '720'],
    );
    for (const { track, durations } of ladder) {
      assert.equal(track.times.length, 35);
      assert.deepEqual(
        durations.map((sec) => sec.toFixed(1)),
        ['7.0'],
      );
    }
  },
);

test('a film that a phone took upright is upright', { skip }, async () => {
  const film = turned(
    await aFilm({ width: 640, height: 360, seconds: 7, rate: 5, isSilent: true }),
    360,
  );
  const { id, width, height } = await store(film);
  assert.deepEqual([width, height], [360, 640]);
  await house.drain(mediaReactions);
  const ladder = await ladderOf(id);
  assert.deepEqual(
    ladder.map(({ name, resolution }) => `${name} ${resolution}`),
    ['360 360x640'],
  );
});

test('a film whose rate varies runs evenly, and as long as it did', { skip }, async () => {
  const uneven = "select='not(mod(n,3))+between(t,2,4)'";
  const film = await aFilm({
    width: 424,
    height: 424,
    seconds: 6,
    rate: 30,
    isSilent: true,
    filter: uneven,
    more: ['-x264-params', 'keyint=400:scenecut=0'],
  });
  const { id } = await store(film);
  await house.drain(mediaReactions);
  const ladder = await ladderOf(id);
  const low = ladder.find(({ name }) => name === '360')!;
  assert.ok(Math.abs(low.track.times.length - 180) <= 6, `${low.track.times.length} pictures`);
});

test(
  'a copy that is too heavy, or cannot be cut, gives way to an encoded height',
  { skip },
  async () => {
    const noisy = await aFilm({
      width: 360,
      height: 360,
      seconds: 8,
      isSilent: true,
      filter: 'noise=alls=60:allf=t',
      more: ['-qp', '8'],
    });
    const uncut = await aFilm({
      width: 360,
      height: 360,
      seconds: 14,
      rate: 5,
      isSilent: true,
      keysSec: 100,
      more: ['-x264-params', 'scenecut=0'],
    });
    for (const film of [noisy, uncut]) {
      const { id } = await store(film);
      await house.drain(mediaReactions);
      const ladder = await ladderOf(id);
      assert.deepEqual(
        ladder.map(({ name }) => name),
        ['360'],
      );
      assert.ok(ladder[0]!.durations.every((sec) => sec <= 8));
    }
  },
);

test('a film whose pictures end in the middle is refused with a reason', { skip }, async () => {
  const film = await aFilm({
    width: 320,
    height: 180,
    seconds: 30,
    rate: 5,
    codec: 'libx265',
    more: ['-tag:v', 'hvc1', '-movflags', '+faststart'],
  });
  const { id } = await store(film.subarray(0, film.length / 2));
  await house.drain(mediaReactions);
  const { state, failure } = await find(id);
  assert.deepEqual([state, failure], ['failed', 'media.corrupt']);
  assert.equal((await selectMakings(house.db, [id])).size, 0);
  assert.deepEqual(
    (await keysBelow(`asset/${id}/`)).filter((key) => key.endsWith('.m4s')),
    [],
    'nothing half made is left',
  );
});

test(
  'a video has a poster and a sheet of small pictures, for the session alone',
  { skip },
  async () => {
    const asset = await store(
      await aFilm({ width: 640, height: 360, seconds: 30, rate: 5, isSilent: true }),
    );
    await house.drain(mediaReactions);
    house.advance(60_000);
    const now = { ...ctx, now: house.now() };
    const { poster, sheet } = await getPlayback(now, await find(asset.id));
    for (const address of [poster!, sheet!.src]) {
      const answer = await mine()(address);
      assert.equal(answer.headers.get('content-type'), 'image/webp');
      assert.match(answer.headers.get('cache-control')!, /^private/);
      assert.ok((await bytesOf(answer)).length > 500);
      assert.equal((await viewerOf(house, { kind: 'visitor' })(address)).status, 403);
    }
    assert.deepEqual([sheet!.everySec, sheet!.width, sheet!.height], [1, 160, 90]);
  },
);

test(
  'sound that is too quiet is delivered louder, with the wave that a player draws',
  { skip },
  async () => {
    const film = await aFilm({
      width: 32,
      height: 18,
      seconds: 12,
      more: ['-vn', '-af', 'volume=-8dB', '-f', 'ipod'],
    });
    const { id, kind } = await store(film);
    assert.equal(kind, 'audio');
    const early = await getPlayback(ctx, await find(id));
    assert.equal(
      (await bytesOf(await mine()(early.src))).length,
      film.length,
      'it can be heard at once',
    );
    await house.drain(mediaReactions);
    house.advance(60_000);
    const later = await getPlayback({ ...ctx, now: house.now() }, await find(id));
    assert.equal(later.peaks.length, 300);
    assert.equal(later.type, 'audio/mp4');
    const level = await bytesOf(await mine()(later.src));
    assert.notEqual(level.length, film.length);
    const again = await store(level);
    await house.drain(mediaReactions);
    assert.ok(Math.abs((await find(again.id)).lufs! + 16) < 1.2, 'and is level then');
  },
);

test(
  'what a house without a transcoder could not make is made when it has one',
  { skip },
  async () => {
    const poor = await openTestHouse();
    try {
      const own = await aCreator(poor);
      const stateOf = async (id: string) => (await findAssets(poor.db, [id])).get(id)!;
      const plain = await store(await aFilm({ width: 424, height: 424, seconds: 7, rate: 5 }), own);
      const hevc = await store(
        await aFilm({
          width: 320,
          height: 240,
          seconds: 7,
          rate: 5,
          isSilent: true,
          codec: 'libx265',
          more: ['-tag:v', 'hvc1'],
        }),
        own,
      );
      await poor.drain(mediaReactions);
      assert.equal((await stateOf(plain.id)).state, 'ready');
      assert.equal((await stateOf(hevc.id)).failure, 'media.codec');
      assert.equal((await selectMakings(poor.db, [plain.id, hevc.id])).size, 0);

      const rich = { ...poor.ports, transcoder: transcoder! };
      const later = { ...poor.ctx({ actor: { kind: 'system', name: 'test' } }), ports: rich };
      assert.equal(await takeUpUnfinished(later), 2);
      assert.equal(await takeUpUnfinished(later), 0, 'what is being made is left alone');
      const reactions = mediaReactions.map((reaction) => ({
        ...reaction,
        run: (of: Ctx, payload: never) => reaction.run({ ...of, ports: rich }, payload),
      }));
      await poor.drain(reactions);
      for (const { id } of [plain, hevc]) {
        const { state, isFull } = await stateOf(id);
        assert.deepEqual([state, isFull], ['ready', true]);
      }
      assert.equal(await takeUpUnfinished(later), 0);
    } finally {
      await poor.close();
    }
  },
);

test('what was forgotten is taken up again after some hours', { skip }, async () => {
  const { id } = await store(
    await aFilm({ width: 320, height: 240, seconds: 7, rate: 5, isSilent: true }),
  );
  await house.db.deleteFrom('outbox').execute();
  assert.equal(await takeUpUnfinished(house.ctx()), 0);
  house.advance(4 * hour);
  assert.equal(await takeUpUnfinished(house.ctx()), 1);
  await house.drain(mediaReactions);
  assert.equal((await find(id)).isFull, true);
});
