import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { parseRssFeed } from 'feedsmith';
import { aCreator, aLesson, aUser, aWork } from '#catalog/fixtures/works.ts';
import { editLesson, getOutline, publishWork, withdrawWork } from '#catalog/service.ts';
import { grantEntitlement, revokeEntitlements } from '#entitlement/service.ts';
import { newId, newToken } from '#kernel/id.ts';
import { storeAsset } from '#media/service.ts';
import { asSystem } from '#platform/ctx.ts';
import { after as later, day } from '#kernel/time.ts';
import { inTransaction } from '#platform/db.ts';
import { openTestHouse, testUser } from '#platform/testing/database.ts';
import { feedApi } from './api.ts';
import { feedPages } from './pages/feeds.tsx';
import { endFeed, getOwnFeed, makeFeed } from './service.ts';

const house = await openTestHouse();
after(() => house.close());

const tone = await readFile(new URL('../media/fixtures/tone.mp3', import.meta.url));
const app = house.app([...feedApi, ...feedPages]);
const fetched = (address = '/nowhere', headers: Record<string, string> = {}, method = 'GET') =>
  app.request(new URL(address, 'http://localhost:3000').pathname, { headers, method });

/** A published course with free sound, paid sound and paid text. */
async function aSounding(title = '听<b>山</b>') {
  const creatorId = await aCreator(house.ctx());
  const me = house.as(creatorId, 'creator');
  const { asset } = await storeAsset(me, {
    ownerId: creatorId,
    fileName: 'tone.mp3',
    content: tone,
  });
  const sound = (name: string, isTrial = false) => ({
    ...aLesson(name, '', isTrial),
    kind: 'audio' as const,
    assetId: asset.id,
  });
  const lessons = [sound('试听', true), sound('秘密的声音'), aLesson('秘密的正文')];
  const chapters = [{ source: '01', title: '山里', lessons }];
  const work = await aWork(house.ctx(), { creatorId, title, chapters });
  const [free, paid, text] = (await getOutline(me, work.id, 'draft'))[0]!.lessons;
  return { ...work, me, free: free!.id, paid: paid!.id, text: text!.id };
}

/** Somebody who has a work since `since`, for some days or for ever. */
async function aListener(workId: string, days: number | null = null, since = house.now()) {
  const userId = await aUser(house.ctx(), '小满 & 谷雨');
  const source = { kind: 'order', id: newId() } as const;
  const ctx = house.as(userId);
  await inTransaction(ctx, (tx) => grantEntitlement(tx, { userId, workId, source, days }, since));
  const address = await makeFeed(ctx);
  const end = () =>
    inTransaction(ctx, (tx) =>
      revokeEntitlements(tx, { kind: 'order', ids: [source.id] }, house.now()),
    );
  return { userId, ctx, address, end };
}

async function itemsAt(address: string) {
  const response = await fetched(address);
  assert.equal(response.status, 200, await response.clone().text());
  return parseRssFeed(await response.text()).items ?? [];
}

/** Where the sound of an item lies; empty when it has none. */
const soundOf = (item: { enclosures?: { url?: string }[] } | undefined) =>
  item?.enclosures?.[0]?.url ?? '';

const soundAt = async (address: string) => soundOf((await itemsAt(address))[0]);

test('the public feed tells what was published, with free sound as an enclosure and nothing that is sold', async () => {
  const work = await aSounding();
  const response = await fetched('/feed.xml');
  assert.match(response.headers.get('content-type') ?? '', /^application\/rss\+xml/);
  const text = await response.text();
  assert.doesNotMatch(text, /秘密|<b>山/);
  const items = parseRssFeed(text).items ?? [];
  const free = items.find(({ guid }) => guid?.value === work.free);
  assert.ok(items.some(({ guid, link }) => guid?.value === work.id && link?.includes('/courses/')));
  assert.match(text, new RegExp(`length="${tone.length}" type="audio/mpeg"`));

  const url = soundOf(free);
  assert.match(url, /\/audio\.mp3$/);
  const sound = await fetched(url);
  assert.deepEqual(Buffer.from(await sound.arrayBuffer()), tone);
  const part = await fetched(url, { range: 'bytes=0-9' });
  assert.deepEqual([part.status, (await part.arrayBuffer()).byteLength], [206, 10]);
  const head = await fetched(url, {}, 'HEAD');
  assert.deepEqual([head.status, head.headers.get('content-length')], [200, String(tone.length)]);
  for (const id of [work.paid, work.text, newId(), 'x'])
    assert.equal((await fetched(url.replace(work.free, id))).status, 404);
});

test('a creator has a feed of their own, each is there in English, and whoever has it already is told so', async () => {
  const work = await aSounding();
  await aSounding('别人的');
  const { slug } = await house.db
    .selectFrom('creator')
    .select('slug')
    .where('userId', '=', work.creatorId)
    .executeTakeFirstOrThrow();
  const response = await fetched(`/creators/${encodeURIComponent(slug)}/feed.xml`);
  const text = await response.text();
  assert.doesNotMatch(text, /别人的/);
  assert.match(text, new RegExp(work.free));
  const etag = response.headers.get('etag') ?? '';
  const again = await fetched(`/creators/${encodeURIComponent(slug)}/feed.xml`, {
    'if-none-match': etag,
  });
  assert.deepEqual([again.status, await again.text()], [304, '']);
  assert.match(await (await fetched('/en/feed.xml')).text(), /Free lesson/);
  assert.equal((await fetched('/creators/nobody/feed.xml')).status, 404);
});

test('what leaves the shelf leaves the public feed, and its free sound with it', async () => {
  const work = await aSounding();
  const url = `/feeds/free/${work.free}/audio.mp3`;
  assert.equal((await fetched(url)).status, 200);
  await withdrawWork(asSystem(house.ctx(), 'test'), work.id);
  assert.equal((await fetched(url)).status, 404);
  assert.doesNotMatch(await (await fetched('/feed.xml')).text(), new RegExp(work.id));
});

test('a private feed holds all sound that its listener may hear, and none of others', async () => {
  const [work, other] = [await aSounding(), await aSounding('没有买的')];
  const { address } = await aListener(work.id);
  const response = await fetched(address);
  const text = await response.text();
  assert.equal(response.headers.get('x-robots-tag'), 'noindex');
  assert.match(text, /<itunes:block>(yes|true)<\/itunes:block>/i);
  assert.match(text, /<podcast:locked>yes<\/podcast:locked>/);
  const items = parseRssFeed(text).items ?? [];
  assert.deepEqual(
    items.map(({ guid }) => guid?.value),
    [work.free, work.paid],
  );
  assert.ok(!text.includes(other.id) && !text.includes('没有买的'));
  const [, token = ''] = /private\/([^/]+)/.exec(address) ?? [];
  assert.ok(token.length === 43 && !text.includes(token), 'episodes do not tell the token');
  const url = soundOf(items[1]);
  assert.deepEqual(Buffer.from(await (await fetched(url)).arrayBuffer()), tone);
  for (const id of [other.paid, work.free, work.text])
    assert.equal(
      (await fetched(url.replace(work.paid, id))).status,
      404,
      'a signature is of one lesson',
    );
});

test('when the right ends, episodes end with it, in the feed and at addresses that an app kept', async () => {
  const work = await aSounding();
  const { address, end } = await aListener(work.id);
  const sound = await soundAt(address);
  await end();
  assert.deepEqual(await itemsAt(address), []);
  assert.notEqual((await fetched(sound)).status, 200);
  const paid = await aListener(work.id);
  const [, second] = await itemsAt(paid.address);
  await paid.end();
  assert.equal((await fetched(soundOf(second))).status, 403);
});

test('days that are over are over in the feed as well; one more and it is there', async () => {
  const work = await aSounding();
  const began = later(house.now(), -3 * day);
  assert.deepEqual(await itemsAt((await aListener(work.id, 3, began)).address), []);
  assert.equal((await itemsAt((await aListener(work.id, 4, began)).address)).length, 2);
});

test('a lesson that is not open yet is not in the feed', async () => {
  const work = await aSounding();
  await editLesson(work.me, work.paid, { opensAfterDays: 7 });
  await publishWork(asSystem(house.ctx(), 'test'), work.id);
  const { address } = await aListener(work.id);
  assert.deepEqual(
    (await itemsAt(address)).map(({ guid }) => guid?.value),
    [work.free],
  );
});

test('an address that is ended or replaced answers 410, feed and episodes; one that never was 404', async () => {
  const work = await aSounding();
  const { address, ctx, userId } = await aListener(work.id);
  const sound = await soundAt(address);
  const next = await makeFeed(ctx);
  assert.equal((await fetched(address)).status, 410);
  assert.equal((await fetched(sound)).status, 410);
  assert.equal((await fetched(next)).status, 200);
  assert.ok((await getOwnFeed(ctx))?.fetchedAt);
  await endFeed(ctx);
  assert.equal((await fetched(next)).status, 410);
  assert.equal(await getOwnFeed(ctx), undefined);
  await assert.rejects(endFeed(ctx), /feed.unknown/);
  assert.equal((await fetched(`/feeds/private/${newToken()}/podcast.xml`)).status, 404);
  const deeds = await house.db
    .selectFrom('auditRecord')
    .select('deed')
    .where('subject', '=', userId)
    .execute();
  assert.deepEqual(deeds.map(({ deed }) => deed).toSorted(), [
    'feed.end',
    'feed.make',
    'feed.make',
  ]);
});

test('who is banned hears nothing more', async () => {
  const work = await aSounding();
  const { address, userId } = await aListener(work.id);
  await house.db.updateTable('appUser').set({ state: 'banned' }).where('id', '=', userId).execute();
  assert.equal((await fetched(address)).status, 410);
});

test('however many addresses are made at once, one is open, and the database keeps no token', async () => {
  const work = await aSounding();
  const { ctx, userId } = await aListener(work.id);
  const made = await Promise.all(Array.from({ length: 8 }, () => makeFeed(ctx)));
  const states = await Promise.all(made.map(async (address) => (await fetched(address)).status));
  assert.deepEqual(
    states.toSorted((a, b) => a - b),
    [200, ...Array.from({ length: 7 }, () => 410)],
  );
  const rows = await house.db
    .selectFrom('privateFeed')
    .selectAll()
    .where('userId', '=', userId)
    .execute();
  for (const address of made)
    assert.ok(!JSON.stringify(rows).includes(/private\/([^/]+)/.exec(address)![1]!));
});

test('the account page tells the address once', async () => {
  const userId = await aUser(house.ctx());
  const own = house.app(feedPages, () => testUser(userId));
  assert.match(await (await own.request('/account/feeds')).text(), /还没有地址/);
  const headers = {
    origin: 'http://localhost:3000',
    'content-type': 'application/x-www-form-urlencoded',
  };
  const made = await own.request('/account/feeds', { method: 'POST', headers });
  const html = await made.text();
  assert.match(html, /\/feeds\/private\/[\w-]{43}\/podcast\.xml/);
  assert.match(made.headers.get('cache-control') ?? '', /no-store/);
  const again = await (await own.request('/account/feeds')).text();
  assert.doesNotMatch(again, /\/feeds\/private\//);
  assert.match(again, /还没有应用读取过/);
});
