import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import {
  createWork,
  publishWork,
  restoreWork,
  saveOutline,
  setPrice,
  takeDownWork,
} from '#catalog/service.ts';
import type { SourcedLesson } from '#catalog/types.ts';
import { nameFile } from '#content/service.ts';
import { grantEntitlement, revokeEntitlements } from '#entitlement/service.ts';
import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import { after as later, day, hour, minute, second } from '#kernel/time.ts';
import { completeLesson, reportProgress } from '#learning/service.ts';
import { mediaApi } from '#media/api.ts';
import { mediaReactions } from '#media/reactions.ts';
import { storeAsset } from '#media/service.ts';
import type { User } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { openTestHouse, testUser, type TestHouse } from '#platform/testing/database.ts';
import { creditOf, join, studyOf } from './rules/study.ts';
import { offlineReactions } from './reactions.ts';
import type { StudyReport } from './schema.ts';
import { forgetKeeps, getOffer, keepLesson, leaveLesson, listKept, meetDevice } from './service.ts';

let house: TestHouse;
let workId: string;
let creatorId: string;
const lessons: Record<string, string> = {};
const lengthSec = 600;

before(async () => {
  house = await openTestHouse();
  const creator = await aUser('creator');
  creatorId = creator.userId;
  const ctx = house.ctx({ actor: creator });
  const store = async (name: string) => {
    const content = await readFile(new URL(`../media/fixtures/${name}`, import.meta.url));
    const { asset } = await storeAsset(ctx, { ownerId: creator.userId, fileName: name, content });
    return asset.id;
  };
  workId = (await createWork(ctx, { title: '光的方向', slug: 'light' })).id;
  const blank = { assetId: null, isTrial: false, durationSec: 0, body: '' };
  const shown = { 'a.png': 'dot.png', 'b.mp3': 'tone.mp3', 'c.mp4': 'clip.mp4' };
  for (const [path, name] of Object.entries(shown))
    await nameFile(ctx, workId, { path, assetId: await store(name) });
  const body = '前 ![图](a.png)\n\n![录音](b.mp3)\n\n听 ![这段](b.mp3)\n\n![影片](c.mp4)';
  const all: SourcedLesson[] = [
    { ...blank, source: 'read', title: '读', kind: 'text', body: '## 光\n\n**正文**' },
    { ...blank, source: 'hear', title: '听', kind: 'audio', assetId: await store('tone.mp3') },
    { ...blank, source: 'see', title: '看', kind: 'video', assetId: await store('clip.mp4') },
    { ...blank, source: 'mixed', title: '文', kind: 'text', body },
    { ...blank, source: 'try', title: '试', kind: 'text', isTrial: true, body: '试' },
    { ...blank, source: 'soon', title: '早', kind: 'text', body: '早' },
    ...['a', 'b', 'c', 'd'].map((source): SourcedLesson => ({
      ...blank,
      source,
      title: source,
      kind: 'text',
      body: source,
    })),
  ];
  await saveOutline(ctx, workId, [{ source: 'c', title: '章', lessons: all }]);
  await setPrice(ctx, workId, money(9900));
  await house.drain(mediaReactions);
  await publishWork(house.ctx({ actor: { kind: 'system', name: 'test' } }), workId);
  const rows = await house.db
    .selectFrom('lesson as l')
    .innerJoin('lessonVersion as v', 'v.id', 'l.liveId')
    .select(['l.id', 'v.title'])
    .execute();
  for (const { id, title } of rows) lessons[title] = id;
  await house.db
    .updateTable('lessonVersion')
    .set({ closesAfterDays: 3 })
    .where('title', '=', '早')
    .execute();
  // What is learned offline is counted against the length; the fixtures are a few seconds long.
  await house.db
    .updateTable('lessonVersion')
    .set({ durationSec: lengthSec })
    .where('kind', '=', 'text')
    .where('title', 'in', ['a', 'b', 'c', 'd'])
    .execute();
});
after(() => house.close());

async function aUser(...roles: 'creator'[]): Promise<User> {
  const user = testUser(newId(), ...roles);
  const row = { id: user.userId, name: '学员', createdAt: house.now() };
  await house.db.insertInto('appUser').values(row).execute();
  return { ...user, sessionId: newId() };
}

async function aLearner(endsAt: Date | null = null) {
  const user = await aUser();
  const source = { kind: 'order', id: newId() } as const;
  await inTransaction(house.ctx(), (tx) =>
    grantEntitlement(
      tx,
      { userId: user.userId, workId, source, endsAt },
      later(house.now(), -minute),
    ),
  );
  return {
    user,
    source,
    at: (ms: number) => ({ ...house.ctx({ actor: user }), now: later(house.now(), ms) }),
  };
}

const refusedAs = (code: string) => (error: unknown) => (error as { code?: string }).code === code;

const aReport = (keepId: string, change: Partial<StudyReport> = {}): StudyReport => ({
  id: newId(),
  keepId,
  at: house.now().getTime(),
  positionSec: 0,
  spans: [],
  isDone: false,
  ...change,
});

/** Played from `fromSec` on for `sec` seconds, begun `ms` after the house's present instant. */
const played = (keepId: string, fromSec: number, sec: number, ms: number): StudyReport => {
  const begunAt = house.now().getTime() + ms;
  const endedAt = begunAt + sec * second;
  const span = { fromSec, toSec: fromSec + sec, begunAt, endedAt };
  return aReport(keepId, { at: endedAt, positionSec: fromSec + sec, spans: [span] });
};

const progressOf = (userId: string, lessonId: string) =>
  house.db
    .selectFrom('progress')
    .select(['positionSec', 'learnedSec', 'completedAt'])
    .where('userId', '=', userId)
    .where('lessonId', '=', lessonId)
    .executeTakeFirst();

test('a text, a sound and a film are given with all their files, and those are what the lesson is played from', async () => {
  const { user, at } = await aLearner();
  const app = house.app(mediaApi, () => user);
  const text = await keepLesson(at(0), lessons['读']!);
  assert.deepEqual([text.kind, text.files, text.learner], ['text', [], user.userId]);
  assert.match(text.html, /<strong>正文<\/strong>/);

  const sound = await keepLesson(at(0), lessons['听']!);
  const [file] = sound.files;
  assert.match(sound.html, new RegExp(`src="/kept/${sound.id}/${file!.name}"`));
  const answer = await app.request(file!.src!);
  assert.equal((await answer.arrayBuffer()).byteLength, file!.sizeBytes);

  const film = await keepLesson(at(0), lessons['看']!);
  const names = new Map(film.files.map((one) => [one.name, one]));
  assert.match(film.html, new RegExp(`src="/kept/${film.id}/[0-9a-f-]+-index.m3u8"`));
  const lists = film.files.filter(({ name }) => name.endsWith('.m3u8'));
  // Whatever a list names stands beside it, and can be had by the one who asked, and by nobody else.
  for (const list of lists) {
    const named = [...list.text!.matchAll(/URI="([^"]+)"|^([^#\n].*)$/gm)];
    for (const [, quoted, plain] of named)
      assert.ok(names.has((quoted ?? plain)!), quoted ?? plain);
  }
  for (const one of film.files.filter(({ src }) => src !== null)) {
    const got = await app.request(one.src!);
    assert.equal(got.status, 200, one.name);
    const { byteLength } = await got.arrayBuffer();
    assert.ok(one.sizeBytes === 0 || one.sizeBytes === byteLength, one.name);
  }
  const stranger = await aUser();
  const key = await house
    .app(mediaApi, () => stranger)
    .request([...names.values()].find(({ name }) => name.endsWith('-key'))!.src!);
  assert.equal(key.status, 403);
  const { choices } = await getOffer(at(0), lessons['看']!);
  const whole = film.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  assert.ok(choices[0]!.sizeBytes <= whole && choices[0]!.sizeBytes > whole * 0.8);
});

test('a text takes its pictures and recordings along, and says of the rest that it needs the network', async () => {
  const { user, at } = await aLearner();
  const { html, files, sizeBytes } = await keepLesson(at(0), lessons['文']!);
  const { choices } = await getOffer(at(0), lessons['文']!);
  const told = choices[0]!.sizeBytes;
  assert.ok(told <= sizeBytes && told > files.reduce((sum, file) => sum + file.sizeBytes, 0));
  const names = new Set(files.map(({ name }) => name));
  const addresses = [...html.matchAll(/ (?:src|poster|href)="(\/kept\/[0-9a-f-]{36}\/)([^"]+)"/g)];
  assert.equal(addresses.length, 3);
  for (const [, , name] of addresses) assert.ok(names.has(name!), name);
  assert.ok(!html.includes('/media/'));
  assert.match(html, /这段（没有一起离线保存/);
  // None of them is the lesson: a learner's place is not kept by them.
  assert.ok(!html.includes('data-main'));
  const app = house.app(mediaApi, () => user);
  for (const { src, name } of files)
    if (src !== null) assert.equal((await app.request(src)).status, 200, name);
});

test('a trial is not kept, nor a lesson of somebody without the course, nor one whose time is over', async () => {
  const stranger = house.ctx({ actor: await aUser() });
  await assert.rejects(keepLesson(stranger, lessons['试']!), refusedAs('offline.not_entitled'));
  await assert.rejects(keepLesson(stranger, lessons['读']!), refusedAs('learning.not_entitled'));
  const { at } = await aLearner();
  await assert.rejects(keepLesson(at(4 * day), lessons['早']!), refusedAs('learning.closed'));
});

test('a keep ends with what ends first: the lesson, the right, thirty days; and is prolonged while it may', async () => {
  const soon = later(house.now(), 2 * day);
  const [bound, free] = [await aLearner(soon), await aLearner()];
  assert.equal((await keepLesson(bound.at(0), lessons['读']!)).endsAt, soon.toISOString());
  const early = later(house.now(), 3 * day - minute).toISOString();
  assert.equal((await keepLesson(free.at(0), lessons['早']!)).endsAt, early);
  const { id, endsAt, edition } = await keepLesson(free.at(0), lessons['读']!);
  assert.equal(endsAt, later(house.now(), 30 * day).toISOString());
  const heard = await meetDevice(free.at(5 * day), { sentAt: 0, kept: [id], reports: [] });
  const prolonged = later(house.now(), 35 * day).toISOString();
  assert.deepEqual(heard.kept, [{ id, endsAt: prolonged, edition }]);
});

test('asked again, at once or twice at the same time, one device has one keep of a lesson', async () => {
  const { at, user } = await aLearner();
  const all = await Promise.all(Array.from({ length: 8 }, () => keepLesson(at(0), lessons['读']!)));
  assert.equal(new Set(all.map(({ id }) => id)).size, 1);
  const other = { ...at(0), actor: { ...user, sessionId: newId() } };
  assert.notEqual((await keepLesson(other, lessons['读']!)).id, all[0]!.id);
  const { items } = await listKept(at(0), { cursor: undefined, limit: 10 });
  assert.deepEqual(
    items.map(({ title }) => title),
    ['读', '读'],
  );
  await leaveLesson(at(0), all[0]!.id);
  await assert.rejects(leaveLesson(at(0), all[0]!.id), refusedAs('offline.unknown_keep'));
  assert.equal((await listKept(at(0), { cursor: undefined, limit: 10 })).items.length, 1);
});

test('with the right the keep is gone: by a refund, by a takedown; a stranger learns nothing of it', async () => {
  const { at, source } = await aLearner();
  const { id } = await keepLesson(at(0), lessons['读']!);
  const say = async (ctx = at(minute)) =>
    (await meetDevice(ctx, { sentAt: 0, kept: [id], reports: [] })).kept.length;
  assert.equal(await say(), 1);
  assert.equal(await say(house.ctx({ actor: await aUser() })), 0);
  assert.equal(await say(), 1);
  await inTransaction(house.ctx(), (tx) =>
    revokeEntitlements(tx, { kind: 'order', ids: [source.id] }, house.now()),
  );
  await house.drain(offlineReactions);
  const row = await house.db
    .selectFrom('offlineKeep')
    .select('endedAt')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  assert.deepEqual(row.endedAt, house.now());
  assert.equal(await say(), 0);

  const other = await aLearner();
  const kept = (await keepLesson(other.at(0), lessons['读']!)).id;
  const work = { id: workId, creatorId };
  const system = house.ctx({ actor: { kind: 'system', name: 'test' } });
  await inTransaction(system, (tx) => takeDownWork(tx, system, work));
  const heard = await meetDevice(other.at(0), { sentAt: 0, kept: [kept], reports: [] });
  await inTransaction(system, (tx) => restoreWork(tx, system, { ...work, to: 'published' }));
  assert.deepEqual(heard.kept, []);
});

test('what was learned is brought in: seconds, place and the end of the lesson, also after the right has ended', async () => {
  const { at, user } = await aLearner(later(house.now(), hour));
  const { id } = await keepLesson(at(0), lessons['a']!);
  const report = played(id, 0, 300, minute);
  const bring = (ms: number, ...reports: StudyReport[]) =>
    meetDevice(at(ms), { sentAt: house.now().getTime() + ms, kept: [], reports });
  await bring(10 * minute, report);
  assert.deepEqual(await progressOf(user.userId, lessons['a']!), {
    positionSec: 300,
    learnedSec: 300,
    completedAt: null,
  });
  // Twice is once, and what was heard before counts once.
  await bring(11 * minute, report, { ...report, id: newId() }, played(id, 200, 100, 7 * minute));
  assert.equal((await progressOf(user.userId, lessons['a']!))?.learnedSec, 300);
  // Only after the hour is over the network is back.
  await bring(2 * hour, played(id, 300, 260, 20 * minute));
  const done = await progressOf(user.userId, lessons['a']!);
  assert.deepEqual([done?.learnedSec, done?.completedAt !== null], [560, true]);
  const days = await house.db
    .selectFrom('studyDay')
    .select('learnedSec')
    .where('userId', '=', user.userId)
    .execute();
  assert.deepEqual(days, [{ learnedSec: 560 }]);
});

test('what was claimed to be learned after the end, or by somebody else, counts for nothing', async () => {
  const { at, user } = await aLearner(later(house.now(), hour));
  const { id } = await keepLesson(at(0), lessons['a']!);
  const after2h = { sentAt: house.now().getTime() + 2 * hour, kept: [] };
  const late = { ...played(id, 0, 300, 90 * minute), isDone: true };
  await meetDevice(at(2 * hour), { ...after2h, reports: [late] });
  const progress = await progressOf(user.userId, lessons['a']!);
  assert.deepEqual([progress?.learnedSec, progress?.completedAt], [0, null]);
  const thief = house.ctx({ actor: await aUser() });
  await meetDevice(thief, { ...after2h, reports: [played(id, 0, 300, minute)] });
  assert.equal((await progressOf(user.userId, lessons['a']!))?.learnedSec, 0);
});

test('an older place never takes anybody back, and what is done stays done', async () => {
  const { at, user } = await aLearner();
  const { id } = await keepLesson(at(0), lessons['b']!);
  await reportProgress(at(10 * minute), lessons['b']!, { positionSec: 500, playedSec: 5 });
  await completeLesson(at(10 * minute), lessons['b']!);
  const before10 = played(id, 0, 60, minute);
  const bring = (ms: number, report: StudyReport) =>
    meetDevice(at(ms), { sentAt: house.now().getTime() + ms, kept: [], reports: [report] });
  await bring(20 * minute, before10);
  const first = await progressOf(user.userId, lessons['b']!);
  assert.deepEqual([first?.positionSec, first?.learnedSec], [500, 65]);
  assert.ok(first?.completedAt);
  await bring(30 * minute, played(id, 100, 20, 25 * minute));
  assert.equal((await progressOf(user.userId, lessons['b']!))?.positionSec, 120);
  await reportProgress(at(40 * minute), lessons['b']!, { positionSec: 7, playedSec: 5 });
  await bring(41 * minute, before10);
  assert.equal((await progressOf(user.userId, lessons['b']!))?.positionSec, 7);
});

test('law: whatever comes in whichever order and pieces, from many at once, leaves what the rules say', async () => {
  const spans = fc.array(fc.tuple(fc.nat(500), fc.integer({ min: 1, max: 90 }), fc.nat(50)), {
    minLength: 1,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(spans, async (parts) => {
      const { at, user } = await aLearner();
      const { id } = await keepLesson(at(0), lessons['c']!);
      const reports = parts.map(([from, sec, min]) => played(id, from, sec, min * minute));
      const now = later(house.now(), hour);
      const clocks = { device: now.getTime(), house: now.getTime() };
      const window = { from: house.now().getTime(), to: later(house.now(), 30 * day).getTime() };
      const model = reports
        .map((report) => studyOf(report, clocks, window, lengthSec))
        .reduce((a, b) => join(a, b));
      // Each report alone, all together, and all backwards, at the same time.
      const sendings = [...reports.map((report) => [report]), reports, reports.toReversed()];
      const sentAt = now.getTime();
      await Promise.all(
        sendings.map((some) => meetDevice(at(hour), { sentAt, kept: [], reports: some })),
      );
      const progress = await progressOf(user.userId, lessons['c']!);
      assert.equal(progress?.learnedSec, creditOf(model));
      assert.equal(progress.positionSec, model.place.sec);
      assert.equal(progress.completedAt !== null, creditOf(model) >= lengthSec * 0.9);
    }),
    { numRuns: 12 },
  );
});

test('keeps are forgotten half a year after they ended', async () => {
  const { at } = await aLearner();
  const { id } = await keepLesson(at(0), lessons['d']!);
  const isThere = async () =>
    (await house.db.selectFrom('offlineKeep').select('id').where('id', '=', id).execute())
      .length === 1;
  await forgetKeeps(at(200 * day));
  assert.ok(await isThere());
  await forgetKeeps(at(211 * day));
  assert.ok(!(await isThere()));
});
