import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import sharp from 'sharp';
import { newId } from '#kernel/id.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { Refusal } from '#kernel/refusal.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';
import { bytesOf, viewerOf } from './fixtures/watching.ts';
import { mediaReactions } from './reactions.ts';
import { choosePicture, pictureForms, widthsOf } from './rules/pictures.ts';
import { findAssets, publicImageUrl, responsive, signMedia } from './service.ts';
import { storeAsset } from './service/store-asset.ts';

let house: TestHouse;
let ctx: Ctx<User>;

before(async () => {
  house = await openTestHouse();
  const id = newId();
  await house.db
    .insertInto('appUser')
    .values({ id, name: '创作者', createdAt: house.now() })
    .execute();
  ctx = house.as(id, 'creator');
});
after(() => house.close());

const store = async (content: Buffer, fileName = 'picture') => {
  const { asset } = await storeAsset(ctx, { ownerId: ctx.actor.userId, fileName, content });
  return asset;
};
const find = async (id: string) => (await findAssets(house.db, [id])).get(id)!;
const visitor = () => viewerOf(house, { kind: 'visitor' });

/** A picture that a camera took, lying on its side, with where and by what. */
function aPhoto(width: number, height: number): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 120, sigma: 40 } as const;
  return sharp({ create: { width, height, channels: 3, background: '#888', noise } })
    .jpeg()
    .withExif({
      IFD0: { Make: 'Camera of Mine', Orientation: '6' },
      IFD3: { GPSLatitude: '31/1 13/1 0/1', GPSLatitudeRef: 'N' },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

test('a picture comes in several widths and forms, upright and without where it was taken', async () => {
  const photo = await aPhoto(1500, 800);
  assert.ok(photo.includes('Camera of Mine'));
  const { id, state } = await store(photo);
  assert.equal(state, 'processing', 'nobody sees it as it came');
  const address = publicImageUrl(house.ports, id);
  assert.equal((await visitor()(address)).status, 404);
  await house.drain(mediaReactions);

  const ready = await find(id);
  assert.deepEqual([ready.state, ready.width, ready.height], ['ready', 800, 1500]);
  for (const form of pictureForms) {
    const answer = await visitor()(`${address}?w=320&as=${form}`);
    assert.equal(answer.headers.get('content-type'), `image/${form}`);
    assert.match(answer.headers.get('cache-control')!, /^public, .*immutable$/);
    const bytes = await bytesOf(answer);
    assert.ok(!bytes.includes('Camera of Mine'), form);
    const { width, height, exif, format } = await sharp(bytes).metadata();
    if (form !== 'jpeg') assert.deepEqual([width, height], [320, 600]);
    assert.deepEqual([exif, format], [undefined, form === 'avif' ? 'heif' : form]);
  }
  const small = await bytesOf(await visitor()(`${address}?w=320&as=avif`));
  const large = await bytesOf(await visitor()(`${address}?w=1920&as=webp`));
  assert.equal((await sharp(large).metadata()).width, 800, 'never larger than it is');
  assert.ok(small.length < large.length / 3);
});

test('the addresses of a page name only what is there, or what takes its place', async () => {
  const { id } = await store(await aPhoto(700, 500));
  await house.drain(mediaReactions);
  const { src, srcSet, avifSrcSet } = responsive(publicImageUrl(house.ports, id), 960);
  const named = [src, ...`${srcSet}, ${avifSrcSet}`.split(', ').map((one) => one.split(' ')[0]!)];
  assert.equal(named.length, 7);
  for (const path of named) assert.equal((await visitor()(path)).status, 200, path);
});

test('a form that is not made yet is another for a short while', async () => {
  const { id } = await store(await aPhoto(400, 300));
  const [package_, shrink] = mediaReactions;
  assert.equal(shrink!.name, 'media.shrink');
  assert.equal(package_!.event, shrink!.event);
  await shrink!.run(ctx, { assetId: id, kind: 'image' } as never);
  const address = `${publicImageUrl(house.ports, id)}?w=320&as=avif`;
  const early = await visitor()(address);
  assert.equal(early.headers.get('content-type'), 'image/webp');
  assert.match(early.headers.get('cache-control')!, /^public, max-age=120$/);
  await early.arrayBuffer();
  await house.drain(mediaReactions);
  house.advance(60_000);
  const later = await visitor()(address);
  assert.equal(later.headers.get('content-type'), 'image/avif');
  await later.arrayBuffer();
});

test('two workers that shrink one picture at once leave one set of files', async () => {
  const { id } = await store(await aPhoto(350, 200));
  const shrink = mediaReactions.find(({ name }) => name === 'media.shrink')!;
  await Promise.all([1, 2, 3].map(() => shrink.run(ctx, { assetId: id, kind: 'image' } as never)));
  await house.drain(mediaReactions);
  const keys = await Array.fromAsync(house.ports.files.list(`asset/${id}/`));
  const prefixes = new Set(keys.map((key) => key.split('/')[2]));
  assert.equal(prefixes.size, 3, 'the original, the first forms, and the slow one');
});

test('a picture of a paid lesson is delivered to its session only, and never as it came', async () => {
  const { id } = await store(await aPhoto(500, 400));
  await house.drain(mediaReactions);
  const address = signMedia(ctx, id, 'file');
  const answer = await viewerOf(house, ctx.actor)(`${address}?w=320&as=webp`);
  assert.equal(answer.headers.get('content-type'), 'image/webp');
  assert.match(answer.headers.get('cache-control')!, /^private/);
  await answer.arrayBuffer();
  for (const query of ['', '?w=x&as=svg', '?part=constructor', '?download=1']) {
    const plain = await bytesOf(await viewerOf(house, ctx.actor)(address + query));
    assert.ok(!plain.includes('Camera of Mine'), query);
  }
  assert.equal((await visitor()(`${address}?w=320&as=webp`)).status, 403);
});

test('a picture that moves still moves, and one that cannot is a still one', async () => {
  const frames = [0, 90, 180].map((red) => ({
    create: { width: 60, height: 40, channels: 3 as const, background: { r: red, g: 0, b: 0 } },
  }));
  const gif = await sharp(frames as never, { join: { animated: true } })
    .gif({ delay: [200, 200, 200] })
    .toBuffer();
  const { id } = await store(gif, 'moving.gif');
  await house.drain(mediaReactions);
  const address = publicImageUrl(house.ports, id);
  const moving = await sharp(await bytesOf(await visitor()(`${address}?as=avif`)), {
    pages: -1,
  }).metadata();
  assert.deepEqual([moving.format, moving.pages], ['webp', 3]);
  const still = await sharp(await bytesOf(await visitor()(address))).metadata();
  assert.deepEqual([still.format, still.width], ['jpeg', 60]);
});

test('an image bomb, a damaged picture and a picture of another kind end with a reason', async () => {
  const bomb = Buffer.alloc(64);
  bomb.write('\x89PNG\r\n\x1A\n', 'latin1');
  bomb.writeUInt32BE(30_000, 16);
  bomb.writeUInt32BE(30_000, 20);
  await assert.rejects(store(bomb), isRefusal('media.too_many_pixels'));
  await assert.rejects(
    store(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')),
    isRefusal('media.svg'),
  );

  const torn = (await aPhoto(640, 480)).subarray(0, 4_000);
  // Its head is a PNG's, and what follows wants to be drawn by another reader.
  const disguised = Buffer.concat([
    (
      await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
        .png()
        .toBuffer()
    ).subarray(0, 33),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'),
  ]);
  const stored = [await store(torn), await store(disguised)];
  await house.drain(mediaReactions);
  for (const { id } of stored) {
    const { state, failure } = await find(id);
    assert.deepEqual([state, failure], ['failed', 'media.corrupt']);
    assert.equal((await visitor()(publicImageUrl(house.ports, id))).status, 404);
  }
});

test('a JPEG that is a page of HTML, too, leaves the house as a picture alone', async () => {
  const script = Buffer.from('<html><script>alert(1)</script></html>');
  const polyglot = Buffer.concat([await aPhoto(330, 200), script]);
  const { id } = await store(polyglot, 'photo.html');
  await house.drain(mediaReactions);
  const answer = await visitor()(publicImageUrl(house.ports, id));
  assert.equal(answer.headers.get('content-type'), 'image/jpeg');
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  assert.ok(!(await bytesOf(answer)).includes('script'));
});

test('what the fixtures are, they stay', async () => {
  for (const type of ['png', 'jpg', 'webp', 'gif']) {
    const { id } = await store(await readFile(new URL(`fixtures/dot.${type}`, import.meta.url)));
    await house.drain(mediaReactions);
    assert.equal((await find(id)).state, 'ready', type);
  }
});

test('the picture that is chosen is wide enough, or the widest, whatever is there', () => {
  const kept = fc.uniqueArray(fc.integer({ min: 1, max: 3000 }), { minLength: 1 });
  fc.assert(
    fc.property(kept, fc.integer({ min: 1, max: 4000 }), (widths, width) => {
      const pictures = widths.map((one) => ({ width: one, mediaType: 'image/webp' }));
      const chosen = choosePicture(pictures, { width, form: 'avif' })!;
      const widest = Math.max(...widths);
      assert.ok(chosen.width >= Math.min(width, widest));
      assert.ok(widths.every((one) => one >= chosen.width || one < width));
    }),
  );
  assert.equal(choosePicture([], { width: 1, form: 'webp' }), undefined);
});

test('a picture is kept in its own width at least, and never wider', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (width) => {
      const widths = widthsOf(width);
      assert.equal(widths.at(-1), Math.min(width, 1920));
      assert.deepEqual(
        widths,
        [...new Set(widths)].toSorted((a, b) => a - b),
      );
    }),
  );
});

function isRefusal(expected: string) {
  return (error: unknown) => error instanceof Refusal && error.code === expected;
}
