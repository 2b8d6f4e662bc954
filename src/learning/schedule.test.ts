import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { aLesson, aUser, aWork } from '#catalog/fixtures/works.ts';
import {
  editLesson,
  getDraftLesson,
  getOutline,
  publishWork,
  saveOutline,
} from '#catalog/service.ts';
import type { Schedule } from '#catalog/types.ts';
import { grantEntitlement, revokeEntitlements } from '#entitlement/service.ts';
import { newId } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import { after as later, businessDay, day, minute } from '#kernel/time.ts';
import { asSystem, type Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { openTestHouse, testUser } from '#platform/testing/database.ts';
import { learningApi } from './api.ts';
import { learningPages } from './pages/routes.ts';
import { standingOf } from './rules.ts';
import { completeLesson, findClassroom, findNextLesson, reportProgress } from './service.ts';
import { findOpenLesson } from './store.ts';

const house = await openTestHouse();
after(() => house.close());

const chapters = [
  {
    source: '01',
    title: '山里',
    lessons: [
      aLesson('清晨', '先听鸟。'),
      aLesson('正午', '秘密的正文'),
      aLesson('试听', '听。', true),
    ],
  },
];

async function aScheduled(schedule: Partial<Schedule>) {
  const { id: workId, slug, creatorId } = await aWork(house.ctx(), { chapters });
  const me = house.as(creatorId, 'creator');
  const [first, second, trial] = (await getOutline(me, workId, 'draft'))[0]!.lessons;
  await editLesson(me, second!.id, schedule);
  await publishWork(asSystem(house.ctx(), 'test'), workId);
  const userId = await aUser(house.ctx(), '学员');
  const learner = () => house.as(userId);
  const source = { kind: 'order', id: newId() } as const;
  const buy = () =>
    inTransaction(learner(), (tx) => grantEntitlement(tx, { userId, workId, source }, house.now()));
  const open = async (path: string) =>
    house.app([...learningPages, ...learningApi], () => testUser(userId)).request(path);
  const page = (id: string) => open(`/learn/${slug}/${id}`);
  const ids = { first: first!.id, second: second!.id, trial: trial!.id };
  return { workId, slug, creatorId, userId, learner, buy, open, page, source, ...ids };
}

const refuses = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;

test('before it opens a lesson says when, and gives nothing: no page, no addresses, no progress', async () => {
  const { learner, buy, page, open, slug, first, second } = await aScheduled({ opensAfterDays: 7 });
  await buy();
  const refused = await page(second);
  const html = await refused.text();
  assert.equal(refused.status, 403);
  assert.match(html, /这一课还没有开放：\d{4}-\d\d-\d\d \d\d:\d\d/);
  assert.doesNotMatch(html, /秘密的正文/);
  assert.equal((await open(`/api/v1/lessons/${second}/playback`)).status, 403);
  const report = { positionSec: 1, playedSec: 1 };
  await assert.rejects(reportProgress(learner(), second, report), refuses('learning.not_entitled'));
  await assert.rejects(completeLesson(learner(), second), refuses('learning.not_entitled'));
  const home = await (await open(`/learn/${slug}`)).text();
  assert.match(home, /\d{4}-\d\d-\d\d \d\d:\d\d 开放/);
  assert.doesNotMatch(home, new RegExp(second));

  house.advance(7 * day);
  assert.equal((await page(second)).status, 200);
  assert.equal((await reportProgress(learner(), second, report)).lessonId, second);
  assert.equal((await page(first)).status, 200);
});

test('a lesson closes for each learner after their days, and says so', async () => {
  const { learner, buy, page, open, slug, second } = await aScheduled({ closesAfterDays: 3 });
  await buy();
  assert.equal((await page(second)).status, 200);
  assert.match(await (await open(`/learn/${slug}`)).text(), /可学到 \d{4}/);
  house.advance(3 * day);
  const refused = await page(second);
  assert.equal(refused.status, 403);
  assert.match(await refused.text(), /这一课的学习期限已过/);
  await assert.rejects(completeLesson(learner(), second), refuses('learning.not_entitled'));
});

test('a trial lesson is open to everybody, whatever its schedule', async () => {
  const { workId, creatorId, page, trial } = await aScheduled({});
  const tomorrow = businessDay(later(house.now(), day));
  await editLesson(house.as(creatorId, 'creator'), trial, { opensOn: tomorrow });
  await publishWork(asSystem(house.ctx(), 'test'), workId);
  assert.equal((await page(trial)).status, 200);
});

test('one goes on with what is open', async () => {
  const { learner, buy, slug, first, second, trial } = await aScheduled({ opensAfterDays: 1 });
  await buy();
  const next = async (ctx: Ctx) => findNextLesson(ctx, (await findClassroom(ctx, slug))!);
  assert.equal(await next(learner()), first);
  await completeLesson(learner(), first);
  assert.equal(await next(learner()), trial);
  house.advance(day);
  assert.equal(await next(learner()), second);
});

test('a right that went takes its opening with it', async () => {
  const { learner, buy, page, second, source } = await aScheduled({ opensAfterDays: 2 });
  await buy();
  house.advance(2 * day);
  assert.equal((await page(second)).status, 200);
  await inTransaction(learner(), (tx) =>
    revokeEntitlements(tx, { kind: 'order', ids: [source.id] }, house.now()),
  );
  assert.equal((await page(second)).status, 303);
});

test('the database decides as the rule does', async () => {
  const { buy, userId, second, workId } = await aScheduled({});
  await buy();
  const days = fc.option(fc.integer({ min: 1, max: 20 }));
  const cases = fc.record({
    ago: fc.integer({ min: 0, max: 40 * 24 * 60 }),
    dayFromNow: fc.option(fc.integer({ min: -20, max: 20 })),
    opensAfterDays: days,
    closesAfterDays: days,
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ ago, dayFromNow, opensAfterDays, closesAfterDays }) => {
      const now = house.now();
      const startsAt = later(now, -ago * minute);
      const opensOn = dayFromNow === null ? null : businessDay(later(now, dayFromNow * day));
      const schedule = { opensOn, opensAfterDays, closesAfterDays };
      await house.db
        .updateTable('entitlement')
        .set({ since: startsAt, startsAt })
        .where('workId', '=', workId)
        .execute();
      await house.db
        .updateTable('lessonVersion')
        .set(schedule)
        .where('lessonId', '=', second)
        .execute();
      const isOpen = (await findOpenLesson(house.db, userId, second, now)) !== undefined;
      assert.equal(isOpen, standingOf(schedule, [startsAt], now).is === 'open');
    }),
    { numRuns: 60 },
  );
});

test('an import that comes again leaves the schedule as it was made', async () => {
  const { workId, creatorId, second } = await aScheduled({ opensAfterDays: 7 });
  const me = house.as(creatorId, 'creator');
  const [chapter] = chapters;
  const changed = { ...chapter!.lessons[1]!, body: '新的正文' };
  const lessons = chapter!.lessons.with(1, changed);
  await saveOutline(me, workId, [{ ...chapter!, lessons }]);
  const { body, opensAfterDays } = await getDraftLesson(me, second);
  assert.deepEqual([body, opensAfterDays], ['新的正文', 7]);
});
