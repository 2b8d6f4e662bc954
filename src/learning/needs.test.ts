import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { aLesson, aUser, aWork } from '#catalog/fixtures/works.ts';
import { loopIn, settledNeeds } from '#catalog/rules/needs.ts';
import {
  copyWork,
  editLesson,
  getOutline,
  publishWork,
  removeLesson,
  saveOutline,
  saveWorkDraft,
} from '#catalog/service.ts';
import { grantEntitlement } from '#entitlement/service.ts';
import { newId } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import { after as later, day } from '#kernel/time.ts';
import { asSystem } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { openTestHouse, testUser } from '#platform/testing/database.ts';
import { learningApi } from './api.ts';
import { learningPages } from './pages/routes.ts';
import { standingAmong } from './rules.ts';
import { completeLesson, findClassroom, findNextLesson, reportProgress } from './service.ts';
import { findOpenStays } from './service/study.ts';
import { findOpenLesson } from './store.ts';

const house = await openTestHouse();
after(() => house.close());

const names = ['一', '二', '三', '四'];
const chapters = [
  {
    source: '01',
    title: '山里',
    lessons: names.map((name) => aLesson(`第${name}课`, `秘密${name}`)),
  },
];

/** A course of four lessons, and somebody who bought it. */
async function aCourse(says: { isInOrder?: boolean } = {}) {
  const { id: workId, slug, creatorId } = await aWork(house.ctx(), { chapters, ...says });
  const me = house.as(creatorId, 'creator');
  const ids = (await getOutline(me, workId, 'draft'))[0]!.lessons.map(({ id }) => id);
  const [a, b, c, d] = ids as [string, string, string, string];
  const userId = await aUser(house.ctx(), '学员');
  const learner = () => house.as(userId);
  const source = { kind: 'order', id: newId() } as const;
  await inTransaction(learner(), (tx) =>
    grantEntitlement(tx, { userId, workId, source }, house.now()),
  );
  const app = house.app([...learningPages, ...learningApi], () => testUser(userId));
  const open = async (path: string, init?: RequestInit) => app.request(path, init);
  const page = (id: string) => open(`/learn/${slug}/${id}`);
  const publish = () => publishWork(asSystem(house.ctx(), 'test'), workId);
  return { workId, slug, creatorId, me, userId, learner, open, page, publish, ids, a, b, c, d };
}

const refuses = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;

test('a lesson before which others come gives nothing, says which, and opens when they are done', async () => {
  const { me, userId, learner, open, page, publish, slug, a, b, c } = await aCourse();
  await editLesson(me, c, { needs: [b, a] });
  await publish();
  const refused = await page(c);
  const html = await refused.text();
  assert.equal(refused.status, 403);
  assert.match(html, /这一课还差一步/);
  assert.doesNotMatch(html, /秘密三/);
  for (const id of [a, b]) assert.match(html, new RegExp(`href="/learn/[^"]+/${id}"`));
  const playback = await open(`/api/v1/lessons/${c}/playback`);
  const said = (await playback.json()) as { error: { code: string; detail: unknown } };
  assert.deepEqual([playback.status, said.error.code], [403, 'learning.needs_first']);
  assert.deepEqual(said.error.detail, {
    lessons: [
      { id: a, title: '第一课' },
      { id: b, title: '第二课' },
    ],
  });
  const report = { positionSec: 1, playedSec: 1 };
  await assert.rejects(reportProgress(learner(), c, report), refuses('learning.not_entitled'));
  await assert.rejects(completeLesson(learner(), c), refuses('learning.not_entitled'));
  const kept = async () => [...(await findOpenStays(learner(), userId, [a, c])).keys()];
  assert.deepEqual(await kept(), [a], 'nothing of it is kept for study without network either');
  const home = await (await open(`/learn/${slug}`)).text();
  assert.match(home, /先学完 2 课/);
  assert.doesNotMatch(home, new RegExp(`href="[^"]*${c}"`));

  await completeLesson(learner(), a);
  assert.match(await (await page(c)).text(), /第二课/);
  await completeLesson(learner(), b);
  assert.equal((await kept()).length, 2);
  assert.equal((await page(c)).status, 200);
  assert.equal((await reportProgress(learner(), c, report)).lessonId, c);
});

test('in order each lesson waits for the one before, and one is led on lesson by lesson', async () => {
  const { learner, page, open, slug, ids, a, b, c } = await aCourse({ isInOrder: true });
  const next = async () => findNextLesson(learner(), (await findClassroom(learner(), slug))!);
  assert.deepEqual(
    await Promise.all(ids.map(async (id) => (await page(id)).status)),
    [200, 403, 403, 403],
  );
  assert.equal(await next(), a);
  const done = await open(`/learn/${slug}/${a}/done`, { method: 'POST' });
  assert.match(done.headers.get('location') ?? '', new RegExp(b));
  assert.equal(await next(), b);
  assert.equal((await page(c)).status, 403);
  await completeLesson(learner(), b);
  assert.equal(await next(), c);
});

test('nothing waits for ever: what was taken away, what closed, and what somebody has done already', async () => {
  const { me, learner, page, publish, a, b, c, d } = await aCourse();
  await editLesson(me, b, { needs: [a] });
  await editLesson(me, c, { needs: [b] });
  await completeLesson(learner(), d);
  await editLesson(me, d, { needs: [a] });
  await editLesson(me, a, { closesAfterDays: 2 });
  await publish();
  assert.deepEqual([(await page(b)).status, (await page(c)).status], [403, 403]);
  assert.equal((await page(d)).status, 200, 'it was done before something came first');
  house.advance(2 * day);
  assert.equal((await page(b)).status, 200, 'nobody can do the first lesson any more');
  assert.equal((await page(c)).status, 403);
  await removeLesson(me, b);
  await publish();
  assert.equal((await page(c)).status, 200, 'what came first is gone');
});

test('a trial lesson is open to everybody, whatever comes first', async () => {
  const { me, page, publish, a, b } = await aCourse();
  await editLesson(me, b, { needs: [a], isTrial: true });
  await publish();
  assert.equal((await page(b)).status, 200);
});

test('lessons that wait for each other are refused, also when two editors close the circle at once', async () => {
  const { me, a, b, c } = await aCourse();
  await editLesson(me, b, { needs: [a] });
  await editLesson(me, c, { needs: [b] });
  await assert.rejects(editLesson(me, a, { needs: [c] }), (error) => {
    assert.ok(error instanceof Refusal && error.code === 'lesson.needs_loop');
    return /第.课 → 第.课 → 第.课 → 第.课/.test(error.say('zh'));
  });
  await assert.rejects(editLesson(me, a, { needs: [a] }), refuses('lesson.needs_loop'));
  const stranger = await aCourse();
  await assert.rejects(editLesson(me, a, { needs: [stranger.a] }), refuses('lesson.needs_unknown'));

  const racers = await aCourse();
  const ring = racers.ids.map((id, at) => [id, racers.ids[(at + 1) % racers.ids.length]!] as const);
  const ends = await Promise.allSettled(
    ring.map(([id, need]) => editLesson(racers.me, id, { needs: [need] })),
  );
  assert.equal(ends.filter(({ status }) => status === 'rejected').length, 1);
});

test('a copy has its own lessons come first; an import that says nothing leaves them, a circle in it is refused', async () => {
  const { me, workId, a, b } = await aCourse();
  await editLesson(me, b, { needs: [a] });
  await saveWorkDraft(me, workId, { isInOrder: true });
  const copied = await getOutline(me, await copyWork(me, workId, '副本'), 'draft');
  const [first, second] = copied[0]!.lessons;
  assert.deepEqual(second!.needs, [first!.id]);
  assert.notEqual(first!.id, a);

  const needsOf = async () =>
    (await getOutline(me, workId, 'draft'))[0]!.lessons.map(({ needs }) => needs);
  await saveOutline(me, workId, chapters);
  assert.deepEqual((await needsOf())[1], [a]);
  const lessons = chapters[0]!.lessons.map((lesson, at, all) => ({
    ...lesson,
    needs: [all[(at + 1) % all.length]!.source],
  }));
  await assert.rejects(
    saveOutline(me, workId, [{ ...chapters[0]!, lessons }]),
    refuses('lesson.needs_loop'),
  );
  assert.deepEqual((await needsOf())[1], [a]);
});

const needing = fc
  .integer({ min: 1, max: 8 })
  .chain((count) =>
    fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }), {
      minLength: count,
      maxLength: count,
    }),
  )
  .map((all) => all.map((needs, at) => ({ id: String(at), needs: needs.map(String) })));

test('law: what is settled has no circle in order, names live lessons only, and a circle that is found is one', () => {
  fc.assert(
    fc.property(needing, fc.boolean(), (lessons, isInOrder) => {
      const settled = settledNeeds(lessons, isInOrder);
      const known = new Set(lessons.map(({ id }) => id));
      assert.ok([...settled.values()].flat().every((id) => known.has(id)));
      const after = lessons.map(({ id }) => ({ id, needs: settled.get(id)! }));
      const loop = loopIn(after);
      if (isInOrder) assert.deepEqual(loop, []);
      loop.slice(1).forEach(({ id }, at) => assert.ok(loop[at]!.needs.includes(id)));
      assert.equal(loop[0]?.id, loop.at(-1)?.id);
      // Without a circle everything can be learned, one after the other.
      const done = new Set<string>();
      for (const _ of after)
        for (const { id, needs } of after) if (needs.every((need) => done.has(need))) done.add(id);
      assert.equal(done.size === after.length, loop.length === 0);
    }),
  );
});

test('the database decides as the rule does', async () => {
  const { userId, workId, ids, learner, slug } = await aCourse();
  const days = fc.option(fc.integer({ min: 1, max: 20 }), { nil: null });
  const one = fc.record({
    isTrial: fc.boolean(),
    isDone: fc.boolean(),
    opensAfterDays: days,
    closesAfterDays: days,
    needs: fc.subarray([0, 1, 2, 3]),
  });
  const cases = fc.record({
    ago: fc.integer({ min: 0, max: 40 * 24 }),
    lessons: fc.tuple(one, one, one, one),
  });
  const { outline } = (await findClassroom(learner(), slug))!;
  await fc.assert(
    fc.asyncProperty(cases, async ({ ago, lessons }) => {
      const now = house.now();
      const startsAt = later(now, -ago * (day / 24));
      await house.db
        .updateTable('entitlement')
        .set({ since: startsAt, startsAt })
        .where('workId', '=', workId)
        .execute();
      await house.db.deleteFrom('progress').where('userId', '=', userId).execute();
      const said = lessons.map(({ needs, ...rest }, at) => ({
        ...rest,
        id: ids[at]!,
        needs: needs.filter((need) => need !== at).map((need) => ids[need]!),
      }));
      for (const { id, isTrial, isDone, opensAfterDays, closesAfterDays, needs } of said) {
        const gates = { isTrial, opensAfterDays, closesAfterDays };
        await house.db.updateTable('lessonVersion').set(gates).where('lessonId', '=', id).execute();
        await house.db
          .updateTable('lesson')
          .set({ liveNeeds: needs })
          .where('id', '=', id)
          .execute();
        const at = { userId, lessonId: id, workId, updatedAt: now };
        if (isDone)
          await house.db
            .insertInto('progress')
            .values({ ...at, completedAt: now })
            .execute();
      }
      const known = outline[0]!.lessons.map((lesson, at) => ({ ...lesson, ...said[at]! }));
      const isDone = (id: string) => said.some((lesson) => lesson.id === id && lesson.isDone);
      const having = { rights: [startsAt], outline: [{ ...outline[0]!, lessons: known }], isDone };
      for (const lesson of known) {
        const isOpen = (await findOpenLesson(house.db, userId, lesson.id, now)) !== undefined;
        const byRule = lesson.isTrial || standingAmong(lesson, having, now).is === 'open';
        assert.equal(isOpen, byRule);
      }
    }),
    { numRuns: 40 },
  );
});
