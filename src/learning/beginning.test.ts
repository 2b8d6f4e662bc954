import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { aCreator, aLesson, aUser, aWork } from '#catalog/fixtures/works.ts';
import { editLesson, getOutline, withdrawWork } from '#catalog/service.ts';
import { castLive } from '#content/service/keep-casts.ts';
import { grantEntitlement } from '#entitlement/service.ts';
import { newId } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import { hour } from '#kernel/time.ts';
import { mediaApi } from '#media/api.ts';
import { bytesOf, qualitiesOf, soundOf, tracksOf, type Viewer } from '#media/fixtures/watching.ts';
import { mediaReactions } from '#media/reactions.ts';
import { findAssets, getPlayback } from '#media/service.ts';
import { storeAsset } from '#media/service/store-asset.ts';
import { asSystem, type Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { openTestHouse, testUser } from '#platform/testing/database.ts';
import { indexWork } from '#search/service/index-work.ts';
import { learningApi } from './api.ts';
import { learningPages } from './pages/routes.ts';
import { completeLesson, reportProgress } from './service.ts';

const house = await openTestHouse();
after(() => house.close());

const text = [
  '弦在振动，空气也在振动。',
  '## 看得见的开头',
  '看注[^1]。',
  '藏起来的正文，独一无二的蓝鲸。',
  '## 藏起来的标题',
  '[^1]: 藏起来的脚注。',
].join('\n\n');

const fixture = (name: string) => readFile(new URL(`../media/fixtures/${name}`, import.meta.url));
const refuses = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;

function asking(actor: Ctx['actor']): Viewer {
  const app = house.app([...learningPages, ...learningApi, ...mediaApi], () => actor);
  return async (path, headers = {}) => app.request(path, { headers });
}
const visitor = asking({ kind: 'visitor' });

/** A course with a text and a video, of both of which the beginning can be tried, and a buyer of it. */
async function aCourse() {
  const creatorId = await aCreator(house.ctx());
  const me = house.as(creatorId, 'creator');
  const file = { ownerId: creatorId, fileName: 'clip.mp4', content: await fixture('clip.mp4') };
  const { asset } = await storeAsset(me, file);
  await house.drain(mediaReactions);
  const film = {
    ...aLesson('看', '藏起来的文字。'),
    kind: 'video' as const,
    assetId: asset.id,
    trialFirst: 5,
  };
  const read = { ...aLesson('读', text), trialFirst: 21 };
  const chapters = [{ source: '01', title: '一', lessons: [read, film, aLesson('锁')] }];
  const { id: workId, slug } = await aWork(house.ctx(), { creatorId, chapters });
  await castLive(asSystem(house.ctx(), 'test'), workId);
  const [a, b] = (await getOutline(me, workId, 'live'))[0]!.lessons;
  const buyerId = await aUser(house.ctx());
  const source = { kind: 'order', id: newId() } as const;
  await inTransaction(house.ctx(), (tx) =>
    grantEntitlement(tx, { userId: buyerId, workId, source }, house.now()),
  );
  const video = (await findAssets(house.db, [asset.id])).get(asset.id)!;
  return { me, creatorId, workId, slug, text: a!.id, film: b!.id, video, buyerId };
}
const course = await aCourse();
const page = (id: string) => `/learn/${course.slug}/${id}`;

test('everybody reads the beginning of a text and nothing of what comes after, and is told the way on', async () => {
  const answer = await visitor(page(course.text));
  const html = await answer.text();
  assert.equal(answer.status, 200);
  assert.match(html, /弦在振动，空气也在振动。/);
  assert.match(html, /看得见的开头/);
  assert.match(html, /开头就到这里/);
  assert.match(html, /¥\s?99/);
  assert.match(html, new RegExp(`href="/courses/${encodeURIComponent(course.slug)}"`));
  assert.doesNotMatch(html, /藏起来|蓝鲸|footnote/);
  const whole = await (await asking(testUser(course.buyerId))(page(course.text))).text();
  assert.match(whole, /藏起来的正文/);
  assert.doesNotMatch(whole, /开头就到这里/);
});

test('a beginning opens nothing else: no progress, playback, document or word in the search', async () => {
  const stranger = house.as(await aUser(house.ctx()));
  const report = { positionSec: 1, playedSec: 1 };
  for (const id of [course.text, course.film]) {
    await assert.rejects(reportProgress(stranger, id, report), refuses('learning.not_entitled'));
    await assert.rejects(completeLesson(stranger, id), refuses('learning.not_entitled'));
    const asked = [`/api/v1/lessons/${id}/playback`, `/lessons/${id}/files/${course.video.id}`];
    for (const path of asked) assert.equal((await visitor(path)).status, 403, path);
  }
  await indexWork(asSystem(house.ctx(), 'test'), course.workId);
  const rows = await house.db.selectFrom('searchDocument').select('openText').execute();
  assert.ok(rows.length > 0 && rows.every(({ openText }) => !openText.includes('蓝鲸')));
});

test('what is kept of a text holds its beginning, in both languages', async () => {
  const rows = await house.db
    .selectFrom('textCast')
    .select('parts')
    .where('workId', '=', course.workId)
    .execute();
  const begun = rows.filter(({ parts }) => parts.join('').includes('看得见的开头'));
  const cut = begun.filter(({ parts }) => !parts.join('').includes('蓝鲸'));
  assert.deepEqual([begun.length, cut.length], [4, 2]);
});

/** With what a visitor was given, no other piece, list, key or file opens, and nothing does for ever. */
async function isClosed(
  src: string,
  addresses: readonly string[],
  { shown, beyond }: { readonly shown: readonly string[]; readonly beyond: readonly string[] },
): Promise<void> {
  const buyer = asking(testUser(course.buyerId));
  const token = addresses[0]?.split('/')[3];
  for (const path of beyond) {
    for (const purpose of ['sample-piece', 's'])
      assert.equal((await visitor(`/media/${purpose}/${token}/${path}`)).status, 403, path);
    assert.equal((await buyer(`/media/sample-piece/${token}/${path}`)).status, 403);
  }
  for (const path of shown) assert.equal((await visitor(`/media/s/${token}/${path}`)).status, 403);
  const listToken = src.split('/')[5]!;
  for (const path of [
    src.replace('/5/', '/13/'),
    `/media/k/${course.video.id}/${listToken}`,
    `/media/p/${course.video.id}/${listToken}/index.m3u8`,
    `/media/f/${course.video.id}/${listToken}?part=sheet`,
    `/media/f/${course.video.id}/${listToken}?part=poster`,
    src.replace(/sample\/[^/]+/, `sample/${newId()}`),
  ])
    assert.equal((await visitor(path)).status, 403, path);
  house.advance(13 * hour);
  for (const path of [src, addresses[0]!]) assert.equal((await visitor(path)).status, 403);
}

test('everybody watches the first pieces of a video, without its key; all others are closed to them', async () => {
  const html = await (await visitor(page(course.film))).text();
  assert.match(html, /这里可以试看开头/);
  assert.doesNotMatch(html, /藏起来|\/media\/[fkp]\/|<track/);
  const src = /src="(\/media\/sample\/[^"]+)"/.exec(html)![1]!;
  const [quality] = await qualitiesOf(visitor, src);
  const list = await (await visitor(quality!.address)).text();
  const sound = await (await visitor((await soundOf(visitor, src))!)).text();
  assert.doesNotMatch(list + sound, /EXT-X-KEY|\/media\/k\//);

  const inside = { ...house.ctx(), actor: testUser(course.buyerId) };
  const known = await getPlayback(inside, course.video);
  const [all] = await qualitiesOf(asking(inside.actor), known.src);
  const whole = await (await asking(inside.actor)(all!.address)).text();
  const pieces = (playlist: string) =>
    Array.from(playlist.matchAll(/asset\/[^\n"]+\.m4s/g), ([path]) => path);
  const [shown, there] = [pieces(list), pieces(whole)];
  assert.ok(shown.length > 0 && shown.length < there.length, `${shown.length} of ${there.length}`);
  assert.deepEqual(shown, there.slice(0, shown.length));

  const addresses: string[] = list.match(/\/media\/sample-piece\/\S+\.m4s/g) ?? [];
  const map = /#EXT-X-MAP:URI="([^"]+)"/.exec(list)![1]!;
  const opened = [await bytesOf(await visitor(map))];
  for (const address of addresses) opened.push(await bytesOf(await visitor(address)));
  const [seen] = await tracksOf(Buffer.concat(opened));
  const original = await tracksOf(await fixture('clip.mp4'));
  const pictures = original.find(({ kind }) => kind === 'video')!.data;
  assert.ok(seen!.data.length > 0 && seen!.data.length < pictures.length);
  assert.deepEqual(seen!.data, pictures.slice(0, seen!.data.length));

  await isClosed(src, addresses, { shown, beyond: there.slice(shown.length) });
});

test('only texts and videos have a beginning; with the work off the shelf there is none', async () => {
  const { asset } = await storeAsset(course.me, {
    ownerId: course.creatorId,
    fileName: 'tone.mp3',
    content: await fixture('tone.mp3'),
  });
  const sound = { kind: 'audio', assetId: asset.id } as const;
  await assert.rejects(editLesson(course.me, course.text, sound), refuses('lesson.no_beginning'));
  await editLesson(course.me, course.text, { ...sound, trialFirst: null });
  await assert.rejects(
    editLesson(course.me, course.text, { trialFirst: 30 }),
    refuses('lesson.no_beginning'),
  );
  await withdrawWork(course.me, course.workId);
  assert.equal((await visitor(page(course.film))).status, 303);
});
