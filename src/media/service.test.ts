import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, beforeEach, test } from 'node:test';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { newId } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import { day, hour, minute } from '#kernel/time.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';
import { mediaApi } from './api.ts';
import {
  decryptTrack,
  playlistOf,
  qualitiesOf,
  soundOf,
  tracksOf,
  viewerOf,
} from './fixtures/watching.ts';
import { mediaReactions } from './reactions.ts';
import { expiryOf } from './service/address.ts';
import { discardAsset, findAssets, getPlayback, signMedia } from './service.ts';
import { sweepFiles } from './service/sweep.ts';
import { storeAsset } from './service/store-asset.ts';

let house: TestHouse;
let owner: string;
let ctx: Ctx<User>;

before(async () => {
  house = await openTestHouse();
  owner = await aUser();
  ctx = house.as(owner, 'creator');
});
beforeEach(() => {
  ctx = { ...ctx, now: house.now() };
});
after(() => house.close());

async function aUser(): Promise<string> {
  const id = newId();
  await house.db
    .insertInto('appUser')
    .values({ id, name: '创作者', createdAt: house.now() })
    .execute();
  return id;
}

const fixture = (name: string) => readFile(new URL(`fixtures/${name}`, import.meta.url));
const store = async (name: string, ownerId = owner) =>
  storeAsset(ctx, { ownerId, fileName: name, content: await fixture(name) });
const code = (expected: string) => (error: unknown) =>
  error instanceof Refusal && error.code === expected;
const allKeys = () => Array.fromAsync(house.ports.files.list('asset/'));
const find = async (id: string) => (await findAssets(house.db, [id])).get(id)!;

test('the same bytes of one owner are one asset, of two owners two', async () => {
  const first = await store('dot.png');
  const again = await storeAsset(ctx, {
    ownerId: owner,
    fileName: 'other-name.png',
    content: await fixture('dot.png'),
  });
  const other = await store('dot.png', await aUser());
  assert.deepEqual([first.isNew, again.isNew, other.isNew], [true, false, true]);
  assert.equal(again.asset.id, first.asset.id);
  assert.notEqual(other.asset.id, first.asset.id);
  assert.equal((await allKeys()).filter((key) => key.includes(first.asset.id)).length, 1);
});

test('twenty at once with the same bytes make one asset and leave one file', async () => {
  const content = Buffer.from('%PDF-1.7 the same for all');
  const before = (await allKeys()).length;
  const stored = await Promise.all(
    Array.from({ length: 20 }, () =>
      storeAsset(ctx, { ownerId: owner, fileName: 'a.pdf', content }),
    ),
  );
  assert.equal(new Set(stored.map(({ asset }) => asset.id)).size, 1);
  assert.equal(stored.filter(({ isNew }) => isNew).length, 1);
  assert.equal((await allKeys()).length, before + 1);
});

test('what cannot be kept is refused by name and leaves nothing', async () => {
  const before = await allKeys();
  const refused: readonly (readonly [string, string | Buffer])[] = [
    ['media.empty', ''],
    ['media.svg', '<svg onload="alert(1)"></svg>'],
    ['media.unsupported', 'MZ\x90\x00'],
    ['media.corrupt', Buffer.from('\x89PNG\r\n\x1A\n', 'latin1')],
    ['media.too_many_pixels', pngOf(50_000, 50_000)],
    [
      'media.not_utf8',
      Buffer.concat([Buffer.from('1\n00:00:01,000 --> 00:00:02,000\n'), Buffer.from([0xb8, 0xf9])]),
    ],
    ['media.bad_subtitles', '1\n00:00:01,000 --> 00:00:02,000\nfine\n\nnonsense'],
  ];
  for (const [expected, content] of refused) {
    const storing = storeAsset(ctx, {
      ownerId: owner,
      fileName: 'x.mp4',
      content: Buffer.from(content),
    });
    await assert.rejects(storing, code(expected), expected);
  }
  assert.deepEqual(await allKeys(), before);
});

function pngOf(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.write('\x89PNG\r\n\x1A\n', 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

test('a stream that is longer than its kind may be is cut off and leaves nothing', async () => {
  const before = await allKeys();
  async function* endless() {
    yield await fixture('dot.png');
    for (;;) yield Buffer.alloc(1024 * 1024);
  }
  await assert.rejects(
    storeAsset(ctx, { ownerId: owner, fileName: 'endless.png', content: Readable.from(endless()) }),
    code('media.too_large'),
  );
  assert.deepEqual(await allKeys(), before);
});

test('sound tells its length at once, and a file with only sound is audio whatever its container says', async () => {
  const mp3 = await store('tone.mp3');
  const m4a = await store('tone.m4a');
  assert.deepEqual([mp3.asset.kind, mp3.asset.state, mp3.asset.durationSec], ['audio', 'ready', 3]);
  assert.deepEqual([m4a.asset.kind, m4a.asset.state, m4a.asset.durationSec], ['audio', 'ready', 3]);
});

test('media that are damaged, of one frame, or in a codec no browser plays end as failed with a reason', async () => {
  const clip = await fixture('clip.mp4');
  const half = await storeAsset(ctx, {
    ownerId: owner,
    fileName: 'half.mp4',
    content: clip.subarray(0, 20_000),
  });
  const noise = Buffer.concat([clip.subarray(0, 32), Buffer.alloc(5000, 7)]);
  const corrupt = await storeAsset(ctx, { ownerId: owner, fileName: 'noise.mp4', content: noise });
  const frame = await store('one-frame.mp4');
  const old = await store('old-codec.mp4');
  await house.drain(mediaReactions);

  const failures = await Promise.all(
    [half, corrupt, frame, old].map(async ({ asset }) => (await find(asset.id)).failure),
  );
  assert.deepEqual(failures, ['media.corrupt', 'media.corrupt', 'media.too_short', 'media.codec']);
  assert.ok((await allKeys()).every((key) => !key.endsWith('.m4s')));
});

test('a packaged video decrypts, piece by piece, to the pictures and sounds it was made of', async () => {
  const { asset } = await store('clip.mp4');
  assert.equal(asset.state, 'processing');
  await assert.rejects(getPlayback(ctx, asset), code('media.not_ready'));
  await house.drain(mediaReactions);

  const ready = await find(asset.id);
  assert.deepEqual(
    [ready.state, ready.durationSec, ready.width, ready.height],
    ['ready', 13, 160, 90],
  );
  const mine = viewer(ctx.actor);
  const { src } = await getPlayback(ctx, ready);
  const [copy, ...others] = await qualitiesOf(mine, src);
  assert.equal(others.length, 0);
  assert.match(
    copy!.attributes,
    /^BANDWIDTH=\d+,AVERAGE-BANDWIDTH=\d+,CODECS="avc1\.\w{6},mp4a\.40\.2",RESOLUTION=160x90,FRAME-RATE=\d+\.\d{3},AUDIO="sound"$/,
  );
  const [video] = await tracksOf(await decryptTrack(mine, copy!.address));
  const [audio] = await tracksOf(await decryptTrack(mine, (await soundOf(mine, src))!));
  const original = await tracksOf(await fixture('clip.mp4'));
  const seen = original.find(({ kind }) => kind === 'video')!;
  assert.deepEqual([video!.data, video!.times], [seen.data, seen.times]);
  // What warms a decoder up before the first second is left out.
  const heard = original.find(({ kind }) => kind === 'audio')!;
  const warmUps = heard.times.filter((time) => time < 0).length;
  assert.deepEqual(audio!.data, heard.data.slice(warmUps));
});

test('a silent video has no group of sound', async () => {
  const video = await aReadyVideo();
  const mine = viewer(ctx.actor);
  const src = signMedia(ctx, video.id, 'playlist');
  const [copy] = await qualitiesOf(mine, src);
  assert.doesNotMatch(copy!.attributes, /AUDIO/);
  assert.equal(await soundOf(mine, src), undefined);
});

const viewer = (actor: Ctx['actor']) => viewerOf(house, actor);

async function aReadyVideo() {
  const { asset } = await store('clip.webm');
  await house.drain(mediaReactions);
  return find(asset.id);
}

test('packaging again changes nothing, and two at once leave one package', async () => {
  const { asset } = await storeAsset(ctx, {
    ownerId: await aUser(),
    fileName: 'race.webm',
    content: await fixture('clip.webm'),
  });
  const [reaction] = mediaReactions;
  const payload = { assetId: asset.id, kind: 'video' } as never;
  await Promise.all([reaction!.run(ctx, payload), reaction!.run(ctx, payload)]);
  await reaction!.run(ctx, payload);
  const prefixes = new Set(
    (await allKeys()).filter((key) => key.includes(asset.id)).map((key) => key.split('/')[2]),
  );
  assert.equal(prefixes.size, 2, 'the original and one package');
});

test('an address of another session, another asset, another purpose or another hour opens nothing', async () => {
  const video = await aReadyVideo();
  const { asset: tone } = await store('tone.mp3');
  const playlist = signMedia(ctx, video.id, 'playlist');
  const file = signMedia(ctx, tone.id, 'file');
  const mine = viewer(ctx.actor);
  const others = viewer(house.as(owner, 'creator').actor);
  const visitors = viewer({ kind: 'visitor' });
  const status = async (ask: typeof mine, path: string) => (await ask(path)).status;

  for (const path of [playlist, file]) {
    assert.equal(await status(mine, path), 200);
    assert.equal(await status(others, path), 403);
    assert.equal(await status(visitors, path), 403);
    assert.equal(
      await status(
        mine,
        path.replace(/.(?=\/index|$)/, (end) => (end === 'A' ? 'B' : 'A')),
      ),
      403,
    );
  }
  assert.equal(await status(mine, file.replace(tone.id, video.id)), 403);
  assert.equal(await status(mine, playlist.replace('/p/', '/f/').replace('/index.m3u8', '')), 403);
  assert.equal(
    await status(mine, signMedia(ctx, video.id, 'file')),
    404,
    'nobody gets the clear original of a video',
  );

  const [copy] = await qualitiesOf(mine, playlist);
  assert.equal(await status(others, copy!.address), 403);
  const [key] = /\/media\/k\/[^"]+/.exec(await playlistOf(mine, copy!.address))!;
  const answer = await mine(key);
  assert.deepEqual([answer.status, answer.headers.get('cache-control')], [200, 'no-store']);
  assert.equal(await status(others, key), 403);
  house.advance(6 * minute);
  assert.equal(await status(mine, key), 403);
  house.advance(5 * hour);
  assert.equal(await status(mine, playlist), 403);
  assert.equal(await status(mine, file), 403);
});

test('five minutes after an address was given out no key can be had by it, however it is turned', async () => {
  const video = await aReadyVideo();
  const mine = viewer(ctx.actor);
  const playlist = signMedia(ctx, video.id, 'playlist');
  const [copy] = await qualitiesOf(mine, playlist);
  const keyIn = async () => /\/media\/k\/[^"]+/.exec(await playlistOf(mine, copy!.address))?.[0];
  const early = await keyIn();
  house.advance(4 * minute);
  const late = await keyIn();
  for (const key of [early, late]) assert.equal((await mine(key!)).status, 200);
  house.advance(minute);
  for (const path of [playlist, copy!.address, early, late])
    assert.equal((await mine(path!)).status, 403);
});

test('a segment needs its signature and no database, and a forged path leads nowhere', async () => {
  const video = await aReadyVideo();
  const mine = viewer(ctx.actor);
  const [copy] = await qualitiesOf(mine, signMedia(ctx, video.id, 'playlist'));
  const text = await playlistOf(mine, copy!.address);
  const [real] = /\/media\/s\/\S+m4s/.exec(text)!;
  assert.equal((await viewer({ kind: 'visitor' })(real)).status, 200);
  for (const forged of [
    real.replace(/\d{5}\.m4s/, '../../../keys'),
    real.replace(/\d{5}\.m4s/, 'original'),
    real.replace(/\d{5}\.m4s/, '..%2f..%2foriginal'),
    real.replace(video.id, newId()),
  ]) {
    assert.ok([403, 404].includes((await mine(forged)).status), forged);
  }
  house.advance(13 * hour);
  assert.equal((await mine(real)).status, 403);
});

test('a cache in front may keep segments as long as their address lasts, and neither keys nor lists nor refusals', async () => {
  const video = await aReadyVideo();
  const mine = viewer(ctx.actor);
  const list = signMedia(ctx, video.id, 'playlist');
  const [copy] = await qualitiesOf(mine, list);
  const text = await playlistOf(mine, copy!.address);
  const [segment] = /\/media\/s\/\S+m4s/.exec(text)!;
  const [key] = /\/media\/k\/[^"]+/.exec(text)!;
  const keeping = async (path: string, headers?: Record<string, string>) => {
    const answer = await mine(path, headers);
    const differs = answer.ok ? null : 'accept-encoding, cookie';
    assert.deepEqual(
      [answer.headers.get('set-cookie'), answer.headers.get('vary')],
      [null, answer.status === 416 ? null : differs],
    );
    return `${answer.status} ${answer.headers.get('cache-control')}`;
  };
  assert.equal(await keeping(key), '200 no-store');
  assert.equal(await keeping(list), '200 private, no-store');
  assert.equal(await keeping(copy!.address), '200 private, no-store');

  const endsAt = expiryOf(segment.split('/')[3]!).getTime();
  const told = async (headers?: Record<string, string>) => {
    const asked = house.now().getTime();
    const [, scope, sec] = /^20[06] (\w+), max-age=(\d+), immutable$/.exec(
      await keeping(segment, headers),
    )!;
    const leftMs = endsAt - (asked + Number(sec) * 1000);
    assert.ok(leftMs >= 0 && leftMs < 3000, `${leftMs}`);
    return scope;
  };
  assert.equal(await told(), 'public');
  assert.equal(await told({ range: 'bytes=0-99' }), 'public');
  house.advance(3 * hour);
  assert.equal(await told(), 'public');
  assert.equal(await keeping(segment, { range: 'bytes=0-1,5-6' }), '416 no-store');
  house.advance(10 * hour);
  assert.equal(await keeping(segment), '403 private, no-store');
});

test('ranges are served one at a time, with the headers that keep content harmless', async () => {
  const { asset } = await store('tone.mp3');
  const whole = await fixture('tone.mp3');
  const mine = viewer(ctx.actor);
  const path = signMedia(ctx, asset.id, 'file');

  const part = await mine(path, { range: 'bytes=100-199' });
  assert.equal(part.status, 206);
  assert.equal(part.headers.get('content-range'), `bytes 100-199/${whole.length}`);
  assert.ok(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(100, 200)));
  assert.equal((await mine(path, { range: 'bytes=0-1,5-6' })).status, 416);

  const answer = await mine(path);
  assert.equal(answer.headers.get('content-type'), 'audio/mpeg');
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  assert.match(answer.headers.get('content-security-policy')!, /sandbox/);
  assert.match(answer.headers.get('cache-control')!, /^private/);
  const head = await house.app(mediaApi, () => ctx.actor).request(path, { method: 'HEAD' });
  assert.deepEqual([head.status, head.headers.get('content-length')], [200, String(whole.length)]);
  const download = await mine(signMedia(ctx, asset.id, 'download'));
  assert.equal(
    download.headers.get('content-disposition'),
    "attachment; filename*=UTF-8''tone.mp3",
  );
});

test('subtitles are delivered as WebVTT in UTF-8', async () => {
  const srt = Buffer.from('1\n00:00:01,000 --> 00:00:02,000\n一根弦\n');
  const { asset } = await storeAsset(ctx, { ownerId: owner, fileName: '字幕.srt', content: srt });
  const answer = await viewer(ctx.actor)(signMedia(ctx, asset.id, 'file'));
  assert.equal(answer.headers.get('content-type'), 'text/vtt; charset=utf-8');
  assert.equal(await answer.text(), 'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n一根弦\n');
});

test('a recording gets subtitles in each language, which are replaced and removed by name only', async () => {
  const { asset } = await store('tone.m4a');
  const path = `/api/v1/assets/${asset.id}/subtitles`;
  const [first, second, third] = await Promise.all(['一', '二', '三'].map((text) => aLine(text)));
  const ask = asker(owner);
  const tracks = async () => (await ask('GET', path)).body;
  assert.deepEqual(await tracks(), { tracks: [], mayChange: true });

  const give = (locale: string, subtitleId: string, replaces: string | null = null) =>
    ask('PUT', `${path}/${locale}`, { subtitleId, replaces });
  assert.equal((await give('zh', first!)).status, 204);
  assert.equal((await give('en', second!)).status, 204);
  assert.deepEqual(await tracks(), {
    tracks: [
      { locale: 'en', subtitleId: second, fileName: '二.srt' },
      { locale: 'zh', subtitleId: first, fileName: '一.srt' },
    ],
    mayChange: true,
  });
  const played = await getPlayback(ctx, await find(asset.id));
  assert.deepEqual(
    played.tracks.map(({ locale }) => locale),
    ['en', 'zh'],
  );
  const chinese = await viewer(ctx.actor)(played.tracks[1]!.src);
  assert.match(await chinese.text(), /^WEBVTT\n[^]*\n一\n$/);

  assert.equal((await give('zh', first!)).status, 204, 'the same again');
  const unasked = await give('zh', third!);
  assert.deepEqual([unasked.status, unasked.code], [409, 'media.subtitles_changed']);
  assert.equal((await give('zh', third!, second)).code, 'media.subtitles_changed');
  assert.equal((await give('zh', third!, first)).status, 204);
  assert.equal((await ask('DELETE', `${path}/en`)).status, 204);
  assert.equal((await ask('DELETE', `${path}/en`)).code, 'media.no_subtitles');
  assert.deepEqual((await tracks()).tracks, [
    { locale: 'zh', subtitleId: third, fileName: '三.srt' },
  ]);
});

test('only one’s own subtitles go to one’s own recordings, and only subtitles to what is heard or seen', async () => {
  const [{ asset: sound }, { asset: picture }] = [await store('tone.mp3'), await store('dot.webp')];
  const [words, theirs] = [await aLine('四'), await aLine('五', await aUser())];
  const give = (subtitleId: string, to = sound.id, by = owner) =>
    asker(by)('PUT', `/api/v1/assets/${to}/subtitles/fr`, { subtitleId });
  const stranger = await aUser();
  const path = `/api/v1/assets/${sound.id}/subtitles`;
  const refused = [
    [await give(picture.id), 422, 'media.not_subtitles'],
    [await give(words, picture.id), 422, 'media.not_spoken'],
    [await give(newId()), 404, 'media.unknown'],
    [await give(theirs), 404, 'policy.not_found'],
    [await give(words, sound.id, stranger), 404, 'policy.not_found'],
    [await asker(stranger)('GET', path), 404, 'policy.not_found'],
    [await asker(stranger)('DELETE', `${path}/fr`), 404, 'policy.not_found'],
    [await asker(owner)('PUT', `${path}/xx`, { subtitleId: words }), 404, 'request.unknown_path'],
    [await asker(owner)('GET', `/api/v1/assets/${picture.id}/subtitles`), 422, 'media.not_spoken'],
  ] as const;
  for (const [answer, status, why] of refused)
    assert.deepEqual([answer.status, answer.code], [status, why]);
  const looking = await asker(stranger, 'reviewer')('GET', path);
  assert.deepEqual(looking.body, { tracks: [], mayChange: false });
});

test('of eight who replace the same subtitles at once, one does', async () => {
  const { asset } = await store('clip.webm');
  const [before, ...others] = await Promise.all(
    Array.from('零甲乙丙丁戊己庚辛', (text) => aLine(text)),
  );
  const path = `/api/v1/assets/${asset.id}/subtitles/zh`;
  const ask = asker(owner);
  const firsts = await Promise.all(others.map((subtitleId) => ask('PUT', path, { subtitleId })));
  const won = firsts.findIndex(({ status }) => status === 204);
  assert.equal(firsts.filter(({ status }) => status === 204).length, 1);
  assert.equal((await ask('PUT', path, { subtitleId: before, replaces: others[won] })).status, 204);
  const seconds = await Promise.all(
    others.map((subtitleId) => ask('PUT', path, { subtitleId, replaces: before })),
  );
  assert.deepEqual(
    ['media.subtitles_changed', undefined].map(
      (why) => seconds.filter((one) => one.code === why).length,
    ),
    [7, 1],
  );
});

/** One line of subtitles, as an asset. */
async function aLine(text: string, ownerId = owner): Promise<string> {
  const content = Buffer.from(`1\n00:00:00,100 --> 00:00:00,900\n${text}\n`);
  const { asset } = await storeAsset(ctx, { ownerId, fileName: `${text}.srt`, content });
  return asset.id;
}

/** Asks the API as somebody. */
function asker(userId: string, role: 'creator' | 'reviewer' = 'creator') {
  const app = house.app(mediaApi, () => house.as(userId, role).actor);
  return async (method: string, path: string, body?: unknown) => {
    const answer = await app.request(path, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const said = answer.status === 204 ? {} : await answer.json();
    return { status: answer.status, code: said.error?.code, body: said };
  };
}

test('a discarded asset takes its files along; the sweep takes only what no rendition names', async () => {
  const { asset } = await storeAsset(ctx, {
    ownerId: owner,
    fileName: 'gone.pdf',
    content: Buffer.from('%PDF-1.4 gone'),
  });
  await discardAsset(ctx, asset.id);
  assert.equal(
    (await allKeys()).some((key) => key.includes(asset.id)),
    false,
  );

  const { asset: kept } = await store('tone.mp3');
  const orphan = `asset/${kept.id}/${newId()}/00001.m4s`;
  await house.ports.files.put(orphan, Buffer.from('left by a crash'));
  const tomorrow = (days: number) => house.ctx({ now: new Date(Date.now() + days * day) });
  assert.equal(await sweepFiles(tomorrow(0)), 0);
  assert.equal(await sweepFiles(tomorrow(2)), 1);
  assert.equal(await house.ports.files.stat(orphan), undefined);
  const left = await allKeys();
  assert.ok(left.some((key) => key.includes(kept.id)));
  assert.ok((await buffer(await house.ports.files.read(left[0]!))).length > 0);
});

test('a file that is only handed over may be anything; it leaves as a download that no browser opens', async () => {
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  );
  const zip = Buffer.from('PK\u0003\u0004 templates');
  for (const [fileName, content] of [
    ['图.svg', svg],
    ['模板.zip', zip],
    ['clip.mp4', await fixture('clip.mp4')],
  ] as const) {
    const input = { ownerId: owner, fileName, content };
    if (fileName !== 'clip.mp4') await assert.rejects(storeAsset(ctx, input), Refusal);
    const bytes = Buffer.concat([content, Buffer.from('x')]);
    const { asset } = await storeAsset(ctx, { ...input, content: bytes, isFile: true });
    assert.deepEqual([asset.kind, asset.state, asset.durationSec], ['file', 'ready', null]);
    const answer = await viewer(ctx.actor)(signMedia(ctx, asset.id, 'file'));
    assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
    assert.match(answer.headers.get('content-disposition')!, /^attachment; filename/);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.ok(Buffer.from(await answer.arrayBuffer()).equals(bytes));
  }
  const pdf = { ownerId: owner, fileName: '讲义.pdf', content: Buffer.from('%PDF-1.4 讲义') };
  const { asset } = await storeAsset(ctx, { ...pdf, isFile: true });
  assert.equal(asset.kind, 'pdf', 'a document stays one, to be stamped');
});
