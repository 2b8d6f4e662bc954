import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import { attachSubtitle, removeAsset, storeAsset } from '#media/service.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { openTestHouse, testUser, type TestHouse } from '#platform/testing/database.ts';
import {
  addChapter,
  addLesson,
  createWork,
  deleteWork,
  editCreator,
  editLesson,
  listLibrary,
} from './service.ts';

let house: TestHouse;

before(async () => {
  house = await openTestHouse();
});
after(() => house.close());

async function aCreator(): Promise<Ctx<User>> {
  const user = testUser(newId(), 'creator');
  await house.db
    .insertInto('appUser')
    .values({ id: user.userId, name: '林知微', createdAt: house.now() })
    .execute();
  return { ...house.ctx(), actor: user };
}

let count = 0;
async function anAsset(ctx: Ctx<User>, fileName: string): Promise<string> {
  count += 1;
  const content = Buffer.from(
    fileName.endsWith('.srt')
      ? `${count}\n00:00:01,000 --> 00:00:02,000\n弦\n`
      : `%PDF-1.4\n${count}\n%%EOF\n`,
  );
  return (await storeAsset(ctx, { ownerId: ctx.actor.userId, fileName, content })).asset.id;
}

async function aPicture(ctx: Ctx<User>): Promise<string> {
  const content = await readFile(new URL('../media/fixtures/dot.png', import.meta.url));
  return (await storeAsset(ctx, { ownerId: ctx.actor.userId, fileName: 'dot.png', content })).asset
    .id;
}

async function usesOf(ctx: Ctx<User>, id: string) {
  const { items } = await listLibrary(ctx, {}, undefined, 50);
  return items
    .find((item) => item.id === id)
    ?.uses.map(({ kind, workTitle, place, isLive }) => [kind, workTitle, place, isLive]);
}

const unused = async (ctx: Ctx<User>) =>
  (await listLibrary(ctx, { isUnused: true }, undefined, 50)).items.map(({ id }) => id);

test('the library tells each place where a file stands, once, and what stands nowhere', async () => {
  const ctx = await aCreator();
  const [document, lonely, words] = [
    await anAsset(ctx, '讲义.pdf'),
    await anAsset(ctx, '没用.pdf'),
    await anAsset(ctx, 'zh.srt'),
  ];
  const picture = await aPicture(ctx);
  for (const title of ['甲', '乙']) {
    const { id } = await createWork(ctx, { title, coverId: picture });
    const chapterId = await addChapter(ctx, id, '章');
    await addLesson(ctx, chapterId, { title: `${title}课`, kind: 'pdf', assetId: document });
    await house.db
      .insertInto('embeddedAsset')
      .values({ workId: id, path: 'a.png', assetId: picture })
      .execute();
  }
  await editCreator(ctx, ctx.actor.userId, { avatarId: picture });
  await inTransaction(ctx, (tx) => attachSubtitle(tx, document, 'zh', words));

  assert.deepEqual(await usesOf(ctx, document), [
    ['lesson', '乙', '乙课', false],
    ['lesson', '甲', '甲课', false],
  ]);
  assert.deepEqual(
    (await usesOf(ctx, picture))?.map(([kind, title]) => `${kind} ${title}`),
    ['cover 乙', 'text 乙', 'cover 甲', 'text 甲', 'portrait null'],
  );
  assert.deepEqual(await usesOf(ctx, words), [['subtitle', null, '讲义.pdf · zh', false]]);
  assert.deepEqual(await usesOf(ctx, lonely), []);
  assert.deepEqual(await unused(ctx), [lonely]);
});

test('what is used nowhere is exactly what can be removed; earlier versions still hold a file', async () => {
  const ctx = await aCreator();
  const [first, second, third] = [
    await anAsset(ctx, '1.pdf'),
    await anAsset(ctx, '2.pdf'),
    await anAsset(ctx, '3.pdf'),
  ];
  const { id } = await createWork(ctx, { title: '课' });
  const chapterId = await addChapter(ctx, id, '章');
  const lessonId = await addLesson(ctx, chapterId, { title: '课', kind: 'pdf', assetId: first });
  await editLesson(ctx, lessonId, { assetId: second });
  assert.deepEqual(await usesOf(ctx, first), [['version', null, '', false]]);
  assert.deepEqual(await unused(ctx), [third]);
  await deleteWork(ctx, id);
  assert.deepEqual(await usesOf(ctx, second), [['version', null, '', false]]);
  for (const asset of [first, second]) await assert.rejects(removeAsset(ctx, asset), /in_use/);
  await removeAsset(ctx, third);
  assert.deepEqual(await unused(ctx), []);
});

test('a library is searched by name and kind, paged, and nobody else’s', async () => {
  const ctx = await aCreator();
  const ids = [];
  for (const name of ['a_1.pdf', 'ab1.pdf', 'c%.pdf', '字幕.srt'])
    ids.push(await anAsset(ctx, name));
  const found = async (filter: Parameters<typeof listLibrary>[1]) =>
    (await listLibrary(ctx, filter, undefined, 50)).items.map(({ fileName }) => fileName);
  assert.deepEqual(await found({ text: 'a_' }), ['a_1.pdf']);
  assert.deepEqual(await found({ text: '%' }), ['c%.pdf']);
  assert.deepEqual(await found({ kinds: ['subtitle'] }), ['字幕.srt']);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listLibrary(ctx, {}, cursor, 3);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  assert.deepEqual(seen.toSorted(), ids.toSorted());
  const stranger = await listLibrary(await aCreator(), {}, undefined, 50);
  assert.deepEqual(stranger.items, []);
});
