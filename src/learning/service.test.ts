import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, beforeEach, test } from 'node:test';
import { PDFDocument } from '@cantoo/pdf-lib';
import fc from 'fast-check';
import {
  createWork,
  publishWork,
  restoreWork,
  saveOutline,
  setPrice,
  takeDownWork,
  withdrawWork,
} from '#catalog/service.ts';
import type { SourcedLesson, WorkKind } from '#catalog/types.ts';
import { grantEntitlement, revokeEntitlements } from '#entitlement/service.ts';
import { money } from '#kernel/money.ts';
import { newId, numberOf } from '#kernel/id.ts';
import { minute, second } from '#kernel/time.ts';
import { mediaApi } from '#media/api.ts';
import { mediaReactions } from '#media/reactions.ts';
import { storeAsset } from '#media/service.ts';
import type { Actor, Ctx, User } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { openTestHouse, testUser, type TestHouse } from '#platform/testing/database.ts';
import { learningApi } from './api.ts';
import { learningPages } from './pages/routes.ts';
import { learningReactions } from './reactions.ts';
import { creditOf } from './rules.ts';
import { completeLesson, listEnrolled, reportProgress } from './service.ts';

let house: TestHouse;
let creator: User;
let workId: string;
const slug = 'theory';
const lessons: Record<string, string> = {};

const fixture = (name: string) => readFile(new URL(`../media/fixtures/${name}`, import.meta.url));

before(async () => {
  house = await openTestHouse();
  creator = await aUser('creator');
  const ctx: Ctx = { ...house.ctx(), actor: creator };
  const store = async (name: string) =>
    (
      await storeAsset(ctx, {
        ownerId: creator.userId,
        fileName: name,
        content: await fixture(name),
      })
    ).asset.id;
  const pdf = await storeAsset(ctx, {
    ownerId: creator.userId,
    fileName: '随身卡.pdf',
    content: await readFile(
      new URL('../../demo/material/听得懂的乐理/03-音阶与旋律/04-乐理随身卡.pdf', import.meta.url),
    ),
  });
  const made = await createWork(ctx, { title: '乐理', slug });
  workId = made.id;
  const blank = { assetId: null, isTrial: false, durationSec: 0, body: '' };
  const all: SourcedLesson[] = [
    {
      ...blank,
      source: 'a',
      title: '读',
      kind: 'text',
      isTrial: true,
      body: '## 试读\n\n**正文**',
    },
    { ...blank, source: 'b', title: '看', kind: 'video', assetId: await store('clip.webm') },
    {
      ...blank,
      source: 'c',
      title: '听',
      kind: 'audio',
      assetId: await store('tone.mp3'),
      body: '秘密的正文',
    },
    { ...blank, source: 'd', title: '卡', kind: 'pdf', assetId: pdf.asset.id },
  ];
  await saveOutline(ctx, workId, [{ source: '1', title: '章', lessons: all }]);
  await setPrice(ctx, workId, money(9900));
  await publishWork(house.ctx({ actor: { kind: 'system', name: 'test' } }), workId);
  await house.drain(mediaReactions);
  for (const { id, source } of await house.db
    .selectFrom('lesson')
    .select(['id', 'source'])
    .execute())
    lessons[source!] = id;
});
after(() => house.close());

let learner: User;
beforeEach(async () => {
  learner = await aUser();
});

async function aUser(...roles: 'creator'[]): Promise<User> {
  const user = testUser(newId(), ...roles);
  await house.db
    .insertInto('appUser')
    .values({ id: user.userId, name: '学员', createdAt: house.now() })
    .execute();
  return user;
}

const as = (actor: Actor): Ctx => house.ctx({ actor });
async function entitle(user: User): Promise<void> {
  const source = { kind: 'order', id: newId() } as const;
  await inTransaction(as(user), (tx) =>
    grantEntitlement(tx, { userId: user.userId, workId, source }, house.now()),
  );
}

async function open(
  path: string,
  actor: Actor = learner,
  init: RequestInit = {},
): Promise<Response> {
  return house
    .app([...learningPages, ...learningApi, ...mediaApi], () => actor)
    .request(path, init);
}
const page = async (path: string, actor: Actor = learner) => {
  const answer = await open(path, actor);
  assert.equal(answer.status, 200, `${path}: ${answer.status} ${answer.headers.get('location')}`);
  return answer.text();
};

test('a report moves the position freely, and credits no more than twice the time that passed', async () => {
  await entitle(learner);
  const report = async (positionSec: number, playedSec: number) =>
    reportProgress(as(learner), lessons['c']!, { positionSec, playedSec });
  assert.deepEqual(await report(15, 15), {
    lessonId: lessons['c'],
    positionSec: 15,
    learnedSec: 15,
    stoppedAbove: null,
    isCompleted: true,
  });

  const other = lessons['a']!;
  const write = async (playedSec: number) =>
    (await reportProgress(as(learner), other, { positionSec: 0, playedSec })).learnedSec;
  let expected = creditOf(1_000, undefined);
  assert.equal(await write(1_000), expected);
  for (const [played, elapsedMs] of fc.sample(fc.tuple(fc.nat(200), fc.nat(90_000)), {
    numRuns: 25,
    seed: 7,
  })) {
    house.advance(elapsedMs);
    expected += creditOf(played, elapsedMs / 1000);
    assert.equal(await write(played), expected, `${played} s after ${elapsedMs} ms`);
  }
});

/** The seconds that the days of somebody hold. */
async function studied(user: User): Promise<{ day: string; learnedSec: number }[]> {
  return house.db
    .selectFrom('studyDay')
    .select(['day', 'learnedSec'])
    .where('userId', '=', user.userId)
    .orderBy('day')
    .execute();
}

test('forty reports at once are credited as one', async () => {
  await entitle(learner);
  await reportProgress(as(learner), lessons['a']!, { positionSec: 0, playedSec: 0 });
  house.advance(10 * second);
  const ctx = as(learner);
  await Promise.all(
    Array.from({ length: 40 }, () =>
      reportProgress(ctx, lessons['a']!, { positionSec: 5, playedSec: 20 }),
    ),
  );
  const row = await house.db
    .selectFrom('progress')
    .select('learnedSec')
    .where('userId', '=', learner.userId)
    .executeTakeFirstOrThrow();
  assert.equal(row.learnedSec, 20);
  assert.deepEqual(
    (await studied(learner)).map(({ learnedSec }) => learnedSec),
    [20],
  );
});

test('forty first reports at once are one first report, in the lesson and in the day', async () => {
  await entitle(learner);
  const ctx = as(learner);
  const report = { positionSec: 5, playedSec: 20 };
  await Promise.all(Array.from({ length: 40 }, () => reportProgress(ctx, lessons['a']!, report)));
  assert.deepEqual(
    (await studied(learner)).map(({ learnedSec }) => learnedSec),
    [20],
  );
});

test('what is learned counts on the day in Beijing on which it was reported', async () => {
  await entitle(learner);
  const at = (iso: string): Ctx => ({ ...as(learner), now: new Date(iso) });
  const report = { positionSec: 1, playedSec: 15 };
  await reportProgress(at('2030-11-20T15:59:50Z'), lessons['a']!, report);
  await reportProgress(at('2030-11-20T16:00:05Z'), lessons['a']!, report);
  await reportProgress(at('2030-11-20T16:00:20Z'), lessons['b']!, report);
  assert.deepEqual(await studied(learner), [
    { day: '2030-11-20', learnedSec: 15 },
    { day: '2030-11-21', learnedSec: 30 },
  ]);
});

test('who does all lessons at once has finished the course once', async () => {
  await entitle(learner);
  await house.drain([]);
  const ctx = as(learner);
  const all = Object.values(lessons);
  await Promise.all([...all, ...all, ...all].map((lessonId) => completeLesson(ctx, lessonId)));
  const finishes = await house.db
    .selectFrom('workFinish')
    .select('workId')
    .where('userId', '=', learner.userId)
    .execute();
  assert.deepEqual(finishes, [{ workId }]);
  const events = await house.db.selectFrom('outbox').select('event').execute();
  assert.equal(events.filter(({ event }) => event === 'work.finished').length, 1);
  assert.equal((await studied(learner)).length, 1);
});

test('forty who say at once that a lesson is done are one completion and one event', async () => {
  await entitle(learner);
  await house.drain([]);
  await Promise.all(Array.from({ length: 40 }, () => completeLesson(as(learner), lessons['a']!)));
  const enrolment = await house.db
    .selectFrom('enrolment')
    .select('completedCount')
    .where('userId', '=', learner.userId)
    .executeTakeFirstOrThrow();
  assert.equal(enrolment.completedCount, 1);
  const events = await house.db.selectFrom('outbox').select('event').execute();
  assert.deepEqual(
    events.map(({ event }) => event),
    ['lesson.completed'],
  );
});

test('without the course only trial lessons keep progress, and a right that ended ends it', async () => {
  await assert.rejects(
    reportProgress(as(learner), lessons['c']!, { positionSec: 1, playedSec: 1 }),
    /learning.not_entitled/,
  );
  await assert.rejects(completeLesson(as(learner), lessons['c']!), /learning.not_entitled/);
  await assert.rejects(
    reportProgress(as(learner), newId(), { positionSec: 1, playedSec: 1 }),
    /learning.not_entitled/,
  );
  await reportProgress(as(learner), lessons['a']!, { positionSec: 1, playedSec: 1 });
  assert.deepEqual((await listEnrolled(as(learner), { cursor: undefined, limit: 10 })).items, []);

  const source = { kind: 'order', id: newId() } as const;
  await inTransaction(as(learner), (tx) =>
    grantEntitlement(tx, { userId: learner.userId, workId, source }, house.now()),
  );
  await reportProgress(as(learner), lessons['c']!, { positionSec: 1, playedSec: 1 });
  assert.equal((await listEnrolled(as(learner), { cursor: undefined, limit: 10 })).items.length, 1);
  await inTransaction(as(learner), (tx) =>
    revokeEntitlements(tx, { kind: 'order', ids: [source.id] }, house.now()),
  );
  await assert.rejects(
    reportProgress(as(learner), lessons['c']!, { positionSec: 2, playedSec: 1 }),
    /learning.not_entitled/,
  );
  assert.deepEqual((await listEnrolled(as(learner), { cursor: undefined, limit: 10 })).items, []);
});

test('who is given a course has a place in it at once, once', async () => {
  await entitle(learner);
  await house.drain(learningReactions);
  await learningReactions[0]!.run(as(learner), { userId: learner.userId, workId } as never);
  const { items } = await listEnrolled(as(learner), { cursor: undefined, limit: 10 });
  assert.deepEqual(
    items.map(({ slug: at, completedCount }) => [at, completedCount]),
    [[slug, 0]],
  );
});

test('a visitor reads a trial lesson, and is led to the course by all others', async () => {
  const visitor = { kind: 'visitor' } as const;
  const html = await page(`/learn/${slug}/${lessons['a']}`, visitor);
  assert.match(html, /<strong>正文<\/strong>/);
  assert.match(html, /试学课时/);
  assert.doesNotMatch(html, /data-progress|秘密的正文|\/done"/);
  for (const source of ['b', 'c', 'd']) {
    const answer = await open(`/learn/${slug}/${lessons[source]}`, visitor);
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, `/courses/${slug}`]);
    assert.equal((await open(`/api/v1/lessons/${lessons[source]}/playback`, visitor)).status, 403);
  }
  assert.equal((await open(`/learn/${slug}`, visitor)).status, 303);
  assert.equal((await open(`/learn/${slug}/${newId()}`, visitor)).status, 404);
  assert.equal((await open(`/learn/nothing/${lessons['a']}`, visitor)).status, 404);
  assert.equal(
    (await open(`/lessons/${lessons['a']}`, visitor)).headers.get('location'),
    `/learn/${slug}/${lessons['a']}`,
  );
});

test('who has the course reads, watches, listens, and opens the PDF by addresses of their own', async () => {
  await entitle(learner);
  const video = await page(`/learn/${slug}/${lessons['b']}`);
  assert.match(
    video,
    /<source src="\/media\/p\/[^"]+index.m3u8" type="application\/vnd.apple.mpegurl"/,
  );
  assert.match(video, new RegExp(`data-progress="/api/v1/progress/${lessons['b']}"`));
  const audio = await page(`/learn/${slug}/${lessons['c']}`);
  const src = /<source src="([^"]+)" type="audio\/mpeg"/.exec(audio)![1]!;
  assert.equal((await open(src)).status, 200);
  assert.equal((await open(src, await aUser())).status, 403);
  const pdf = await page(`/learn/${slug}/${lessons['d']}`);
  assert.match(pdf, new RegExp(`href="/read/${lessons['d']}"`));
  const frame = /href="(\/lessons\/[^"?]+)"/.exec(pdf)![1]!;
  const copy = await open(frame);
  assert.equal(copy.headers.get('content-type'), 'application/pdf');
  const named = await PDFDocument.load(await copy.arrayBuffer());
  assert.ok(named.getSubject()?.includes(numberOf(learner.userId)));
  assert.equal((await open(frame, await aUser())).status, 403);
  assert.equal((await open(`${frame}x`)).status, 404);
  const renewed = (await (await open(`/api/v1/lessons/${lessons['c']}/playback`)).json()) as {
    src: string;
  };
  assert.equal((await open(renewed.src)).status, 200);
});

test('a lesson is marked as done without script, which leads on to the next and shows in the course', async () => {
  await entitle(learner);
  assert.match(await page(`/learn/${slug}`), /开始学习/);
  const path = `/learn/${slug}/${lessons['a']}`;
  assert.match(await page(path), new RegExp(`action="${path}/done"`));
  const done = await open(`${path}/done`, learner, { method: 'POST' });
  assert.deepEqual(
    [done.status, done.headers.get('location')],
    [303, `/learn/${slug}/${lessons['b']}`],
  );
  assert.match(await page(path), /这一课已学完/);
  const home = await page(`/learn/${slug}`);
  assert.match(home, /已学完 1 \/ 4 课时/);
  assert.match(home, /lesson-done/);
  assert.match(home, new RegExp(`href="/learn/${slug}/${lessons['b']}"[^>]*>继续学习`));
  assert.match(await page('/learning'), /已学完 1 \/ 4 课时/);
  assert.match(await (await open('/en/learning')).text(), /1 of 4 lessons done/);
  const strange = await open(`/learn/${slug}/${lessons['c']}/done`, await aUser(), {
    method: 'POST',
  });
  assert.equal(strange.status, 403);
});

test('where one stopped one goes on, but not at the very end', async () => {
  await entitle(learner);
  await reportProgress(as(learner), lessons['b']!, { positionSec: 1, playedSec: 1 });
  assert.match(
    await page(`/learn/${slug}/${lessons['b']}`),
    /data-start="0"/,
    'two seconds long: the end is near',
  );
  assert.match(
    await page(`/learn/${slug}`),
    new RegExp(`href="/learn/${slug}/${lessons['b']}"[^>]*>继续学习`),
  );
  house.advance(minute);
});

test('drafts are shown to their creator, to nobody else', async () => {
  const path = `/preview/lessons/${lessons['c']}`;
  const html = await page(path, creator);
  assert.match(html, /草稿预览/);
  assert.doesNotMatch(html, /data-progress/);
  assert.equal(
    (await open(`/preview/works/${workId}`, creator)).headers.get('location'),
    `/preview/lessons/${lessons['a']}`,
  );
  assert.equal((await open(path, await aUser('creator'))).status, 404);
  assert.equal((await open(path, learner)).status, 403);
});

test('the list of courses is one’s own, page by page, as JSON and CSV', async () => {
  await entitle(learner);
  await house.drain(learningReactions);
  const list = (await (await open('/api/v1/progress?limit=1')).json()) as {
    items: { slug: string }[];
    nextCursor: string | null;
  };
  assert.deepEqual([list.items.map((item) => item.slug), list.nextCursor], [[slug], null]);
  assert.match(await (await open('/api/v1/progress?format=csv')).text(), /乐理,0,4/);
  assert.equal((await open('/api/v1/progress', { kind: 'visitor' })).status, 401);
  const put = (body: object, actor: Actor = learner) =>
    open(`/api/v1/progress/${lessons['c']}`, actor, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  assert.equal((await put({ positionSec: 2, playedSec: 2 })).status, 200);
  for (const wrong of [
    { positionSec: -1, playedSec: 0 },
    { positionSec: 1e300, playedSec: 0 },
    { positionSec: '1', playedSec: 0 },
    {},
  ]) {
    assert.equal((await put(wrong)).status, 400, JSON.stringify(wrong));
  }
  assert.equal((await put({ positionSec: 2, playedSec: 2 }, { kind: 'visitor' })).status, 401);
});

test('a course that was withdrawn shows its trial lessons to nobody but those who have it', async () => {
  const ctx: Ctx = { ...house.ctx(), actor: creator };
  const { id } = await createWork(ctx, { title: '撤下', slug: 'gone' });
  const text = {
    source: 'a',
    title: '读',
    kind: 'text',
    assetId: null,
    isTrial: true,
    durationSec: 0,
    body: '试读',
  } as const;
  await saveOutline(ctx, id, [{ source: '1', title: '章', lessons: [text] }]);
  await setPrice(ctx, id, money(9900));
  await publishWork(house.ctx({ actor: { kind: 'system', name: 'test' } }), id);
  const [lesson] = await house.db
    .selectFrom('lesson')
    .select('id')
    .where('workId', '=', id)
    .execute();
  const learner = await aUser();
  await inTransaction(house.ctx(), (tx) =>
    grantEntitlement(
      tx,
      { userId: learner.userId, workId: id, source: { kind: 'order', id: newId() } },
      house.now(),
    ),
  );
  const status = async (actor: Actor) =>
    (await house.app(learningPages, () => actor).request(`/learn/gone/${lesson!.id}`)).status;
  assert.deepEqual([await status({ kind: 'visitor' }), await status(learner)], [200, 200]);
  await withdrawWork(ctx, id);
  assert.deepEqual([await status({ kind: 'visitor' }), await status(learner)], [303, 200]);

  // What the house took down is closed to those who have it too, who are told so; restored it is as it was.
  const work = { id, creatorId: creator.userId };
  const stood = await inTransaction(ctx, (tx) => takeDownWork(tx, ctx, work));
  assert.deepEqual([await status({ kind: 'visitor' }), await status(learner)], [410, 410]);
  const home = house.app(learningPages, () => learner);
  assert.match(await (await home.request('/learn/gone')).text(), /被平台暂时下架/);
  await inTransaction(ctx, (tx) => restoreWork(tx, ctx, { ...work, to: stood }));
  assert.deepEqual([await status({ kind: 'visitor' }), await status(learner)], [303, 200]);
});

test('files to be handed over are listed with their sizes and had at once by those who have them; an only text opens at once', async () => {
  const mine = { ...house.ctx(), actor: creator };
  const content = Buffer.from('PK\u0003\u0004 chords');
  const file = { ownerId: creator.userId, fileName: '和弦表.zip', content, isFile: true };
  const { asset } = await storeAsset(mine, file);
  const blank = { isTrial: false, durationSec: 0, body: '' };
  const download = await aWorkOf('download', [
    { ...blank, source: 'a', title: '和弦表', kind: 'file', assetId: asset.id },
  ]);
  const article = await aWorkOf('article', [
    { ...blank, source: 'a', title: '一篇', kind: 'text', assetId: null, body: '正文在此' },
  ]);
  for (const { id } of [download, article]) await entitleTo(learner, id);

  const home = await page(`/learn/${download.slug}`);
  assert.match(home, /和弦表\.zip.*11 B/s);
  const href = /href="(\/lessons\/[^"]+\?download=1)"/.exec(home)![1]!;
  const answer = await open(href);
  assert.equal(answer.status, 302);
  const given = await open(answer.headers.get('location')!);
  assert.match(given.headers.get('content-disposition')!, /^attachment/);
  assert.ok(Buffer.from(await given.arrayBuffer()).equals(content));
  const stranger = await aUser();
  assert.equal((await open(href, stranger)).status, 403);
  assert.equal((await open(answer.headers.get('location')!, stranger)).status, 403);

  const straight = await open(`/learn/${article.slug}`);
  assert.equal(straight.status, 303);
  const text = await page(straight.headers.get('location')!);
  assert.match(text, /正文在此/);
  assert.doesNotMatch(text, /reader-outline/);
});

test('a bundle leads to its parts', async () => {
  const part = await aWorkOf('article', [
    {
      source: 'a',
      title: '一篇',
      kind: 'text',
      assetId: null,
      isTrial: false,
      durationSec: 0,
      body: '',
    },
  ]);
  const bundle = await aWorkOf('bundle', [], [part.id]);
  await entitleTo(learner, bundle.id);
  assert.match(await page(`/learn/${bundle.slug}`), new RegExp(`href="/learn/${part.slug}"`));
});

async function aWorkOf(kind: WorkKind, items: readonly SourcedLesson[], partIds: string[] = []) {
  const mine = { ...house.ctx(), actor: creator };
  const made = await createWork(mine, { title: '作品', slug: `${kind}-${newId()}`, kind, partIds });
  if (items.length > 0)
    await saveOutline(mine, made.id, [{ source: '1', title: '一', lessons: items }]);
  await setPrice(mine, made.id, money(100));
  await publishWork(mine, made.id);
  return made;
}

async function entitleTo(user: User, id: string): Promise<void> {
  const source = { kind: 'order', id: newId() } as const;
  await inTransaction(house.ctx(), (tx) =>
    grantEntitlement(tx, { userId: user.userId, workId: id, source }, house.now()),
  );
}
