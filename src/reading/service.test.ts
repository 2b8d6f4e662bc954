import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, beforeEach, test } from 'node:test';
import { createWork, publishWork, saveOutline, setPrice } from '#catalog/service.ts';
import { grantEntitlement } from '#entitlement/service.ts';
import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import { Refusal } from '#kernel/refusal.ts';
import { minute, second } from '#kernel/time.ts';
import { mediaApi } from '#media/api.ts';
import { storeAsset } from '#media/service.ts';
import type { Actor, Ctx, User } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { openTestHouse, testUser, type TestHouse } from '#platform/testing/database.ts';
import { readingApi } from './api.ts';
import { readingPages } from './pages/routes.ts';
import {
  addMark,
  changeNote,
  findWords,
  getPlace,
  listMarks,
  moveTo,
  openChapter,
  removeMark,
} from './service.ts';

let house: TestHouse;
let lessonId: string;
let workId: string;
let learner: User;

const book = new URL(
  '../../demo/material/听得懂的乐理/04-节奏与和声/06-课程小书.epub',
  import.meta.url,
);

before(async () => {
  house = await openTestHouse();
  const creator = await aUser('creator');
  const ctx: Ctx = { ...house.ctx(), actor: creator };
  const { asset } = await storeAsset(ctx, {
    ownerId: creator.userId,
    fileName: '小书.epub',
    content: await readFile(book),
  });
  workId = (await createWork(ctx, { title: '乐理' })).id;
  const lesson = {
    source: 'a',
    title: '小书',
    kind: 'epub',
    assetId: asset.id,
    durationSec: 0,
    isTrial: false,
    body: '',
  } as const;
  await saveOutline(ctx, workId, [{ source: 'c', title: '章', lessons: [lesson] }]);
  await setPrice(ctx, workId, money(9900));
  await publishWork(house.ctx({ actor: { kind: 'system', name: 'test' } }), workId);
  lessonId = (await house.db.selectFrom('lesson').select('id').executeTakeFirstOrThrow()).id;
});
beforeEach(async () => {
  learner = await aReader();
});
after(() => house.close());

async function aUser(...roles: 'creator'[]): Promise<User> {
  const user = testUser(newId(), ...roles);
  await house.db
    .insertInto('appUser')
    .values({ id: user.userId, name: '学员', createdAt: house.now() })
    .execute();
  return user;
}

async function aReader(): Promise<User> {
  const user = await aUser();
  const source = { kind: 'order', id: newId() } as const;
  await inTransaction(house.ctx(), (tx) =>
    grantEntitlement(tx, { userId: user.userId, workId, source }, house.now()),
  );
  return user;
}

const as = (actor: Actor): Ctx => house.ctx({ actor });
const open = (path: string, actor: Actor = learner) =>
  Promise.resolve(
    house.app([...readingPages, ...readingApi, ...mediaApi], () => actor).request(path),
  );
const refuses = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;

test('a book is taken apart once, with its contents, words and pictures', async () => {
  const many = await Promise.all(
    Array.from({ length: 8 }, () => openChapter(as(learner), lessonId, 2)),
  );
  const { book: opened, chapter } = many[0]!;
  assert.equal(opened.title, '听得懂的乐理');
  assert.equal(opened.chapterCount, 5);
  assert.deepEqual(
    opened.contents.slice(0, 2).map(({ title, level, chapter: of }) => [title, level, of]),
    [
      ['声音从哪里来', 1, 2],
      ['从一次拨弦说起', 2, 2],
    ],
  );
  assert.equal(chapter.title, '声音从哪里来');
  assert.equal((await house.db.selectFrom('book').select('assetId').execute()).length, 1);

  const page = await (await open(`/read/${lessonId}/chapters/2`)).text();
  assert.match(page, /找一根皮筋，套在抽屉的两个把手上/);
  assert.match(page, /<math/);
  const [, src] =
    /<img src="(\/media\/b\/[^"]+)" alt="[^"]+" width="\d+" height="\d+"/.exec(page) ?? [];
  assert.equal((await open(src!)).headers.get('content-type'), 'image/png');
  assert.equal((await open(src!, await aReader())).status, 403);
  assert.equal((await open(`${src!.replace(/[^/]+$/, '')}..%2f..%2fsecret.png`)).status, 404);
});

test('who has no right to the lesson reads nothing of its book', async () => {
  const stranger = await aUser();
  const refused = refuses('learning.not_entitled');
  const ctx = as(stranger);
  await assert.rejects(openChapter(ctx, lessonId, 1), refused);
  await assert.rejects(
    findWords(ctx, lessonId, { q: '皮筋', cursor: undefined, limit: 5 }),
    refused,
  );
  await assert.rejects(getPlace(ctx, lessonId), refused);
  await assert.rejects(moveTo(ctx, lessonId, { chapter: 1, block: 0, agoMs: 0 }), refused);
  await assert.rejects(listMarks(ctx, lessonId, { cursor: undefined, limit: 5 }), refused);
  for (const path of ['', '/chapters/1', '/search?q=a', '/marks'])
    assert.equal((await open(`/read/${lessonId}${path}`, stranger)).status, 403, path);
  assert.equal((await open(`/read/${lessonId}`, { kind: 'visitor' })).status, 303);
});

test('a reader goes on where they were, and is not taken back by a device that reports late', async () => {
  const ctx = as(learner);
  assert.deepEqual(await getPlace(ctx, lessonId), { chapter: 1, block: 0 });
  await moveTo(ctx, lessonId, { chapter: 3, block: 7, agoMs: 0 });
  const led = await open(`/read/${lessonId}`);
  assert.equal(led.headers.get('location'), `/read/${lessonId}/chapters/3#b7`);

  house.advance(minute);
  const late = await moveTo(as(learner), lessonId, { chapter: 1, block: 2, agoMs: 5 * minute });
  assert.deepEqual(late, { chapter: 3, block: 7 });
  // To go back by oneself is another thing.
  const back = await moveTo(as(learner), lessonId, { chapter: 2, block: 1, agoMs: 10 * second });
  assert.deepEqual(back, { chapter: 2, block: 1 });
  assert.deepEqual(await getPlace(as(learner), lessonId), { chapter: 2, block: 1 });
  await assert.rejects(
    moveTo(as(learner), lessonId, { chapter: 99, block: 0, agoMs: 0 }),
    refuses('reading.unknown_chapter'),
  );
});

test('of twenty reports at once the latest move is kept', async () => {
  const reports = Array.from({ length: 20 }, (_, at) => ({
    chapter: 2,
    block: at,
    agoMs: at * 1_000,
  }));
  await Promise.all(reports.map((report) => moveTo(as(learner), lessonId, report)));
  assert.deepEqual(await getPlace(as(learner), lessonId), { chapter: 2, block: 0 });
});

test('words are found in reading order, page by page, as they are written', async () => {
  const found: string[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await findWords(as(learner), lessonId, { q: '泛音', cursor, limit: 3 });
    found.push(...page.found.items.map(({ chapter, block }) => `${chapter}:${block}`));
    assert.ok(page.found.items.every(({ text }) => text.includes('泛音')));
    if (page.found.nextCursor === null) break;
    cursor = page.found.nextCursor;
  }
  assert.ok(found.length > 5);
  assert.equal(new Set(found).size, found.length);
  const order = found.map((at) => at.split(':').map(Number) as [number, number]);
  assert.deepEqual(
    order,
    order.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]),
  );
  const none = await findWords(as(learner), lessonId, {
    q: '100%_没有',
    cursor: undefined,
    limit: 3,
  });
  assert.deepEqual(none.found.items, []);
  assert.match(await (await open(`/read/${lessonId}/search?q=泛音`)).text(), /<mark>泛音<\/mark>/);
  assert.equal((await open(`/read/${lessonId}/search?q=a&cursor=zzz`)).status, 400);
});

test('a mark keeps the words it stands on; only its reader sees, changes and removes it', async () => {
  const ctx = as(learner);
  const { chapter } = await openChapter(ctx, lessonId, 2);
  assert.ok(chapter.parts.length > 0);
  const passage = { chapter: 2, startBlock: 3, startChar: 0, endBlock: 3, endChar: 5 };
  const mark = await addMark(ctx, lessonId, { ...passage, note: '试试看' });
  const { marks } = await openChapter(ctx, lessonId, 2);
  assert.deepEqual(
    marks.map(({ quote, note }) => [quote.length, note]),
    [[5, '试试看']],
  );
  for (const bad of [
    { ...passage, endChar: 0 },
    { ...passage, startBlock: 4 },
    { ...passage, startBlock: 900_000, endBlock: 900_001 },
  ])
    await assert.rejects(
      addMark(ctx, lessonId, { ...bad, note: '' }),
      refuses('reading.no_passage'),
    );

  const stranger = as(await aReader());
  await assert.rejects(changeNote(stranger, mark.id, 'x'), refuses('reading.unknown_mark'));
  await assert.rejects(removeMark(stranger, mark.id), refuses('reading.unknown_mark'));
  assert.deepEqual((await openChapter(stranger, lessonId, 2)).marks, []);

  await changeNote(ctx, mark.id, '改过');
  assert.match(await (await open(`/read/${lessonId}/marks`)).text(), /改过/);
  await removeMark(ctx, mark.id);
  assert.match(await (await open(`/read/${lessonId}/marks`)).text(), /还没有标记/);
});

test('marks are listed in reading order, page by page', async () => {
  const ctx = as(learner);
  const blocks = await house.db
    .selectFrom('bookChapter')
    .select('blocks')
    .where('position', '=', 3)
    .executeTakeFirstOrThrow();
  const worded = [...blocks.blocks.keys()].filter((at) => blocks.blocks[at]!.trim() !== '');
  const wanted = [9, 2, 5, 7, 2].map((at) => worded[at]!);
  for (const block of wanted)
    await addMark(ctx, lessonId, {
      chapter: 3,
      startBlock: block,
      startChar: 0,
      endBlock: block,
      endChar: 1,
      note: '',
    });
  const seen: number[] = [];
  let cursor: string | undefined;
  for (;;) {
    const { marks } = await listMarks(ctx, lessonId, { cursor, limit: 2 });
    seen.push(...marks.items.map(({ startBlock }) => startBlock));
    if (marks.nextCursor === null) break;
    cursor = marks.nextCursor;
  }
  assert.deepEqual(
    seen,
    wanted.toSorted((a, b) => a - b),
  );
});
