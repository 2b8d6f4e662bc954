import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '#kernel/refusal.ts';
import { minute } from '#kernel/time.ts';
import { asSystem, type Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import { aCreator, aUser, aWork } from './fixtures/works.ts';
import { folds } from './rules.ts';
import {
  closeDraft,
  editLesson,
  getDraftLesson,
  listLiveTexts,
  getOutline,
  keepAside,
  publishWork,
  reopenDraft,
  saveWorkDraft,
} from './service.ts';
import type { SavePoint } from './types.ts';

const house = await openTestHouse();
after(() => house.close());
const system = asSystem(house.ctx(), 'test');
const refuses = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;

const long = '一根弦，一次拨动，空气就有了形状。'.repeat(20);

async function aLessonOf(isPublished = false) {
  const { id: workId, creatorId } = await aWork(house.ctx(), { isPublished });
  // Versions are told apart by their instants.
  const me = () => {
    house.advance(1);
    return house.as(creatorId, 'creator');
  };
  const [lesson] = (await getOutline(me(), workId, 'draft'))[0]!.lessons;
  return { workId, creatorId, id: lesson!.id, me };
}

const autosave = (ctx: Ctx, id: string, body: string, revision?: number) =>
  editLesson(ctx, id, { body }, { origin: 'autosaved', revision });

async function bodiesOf(id: string): Promise<string[]> {
  const rows = await house.db
    .selectFrom('lessonVersion')
    .select('body')
    .where('lessonId', '=', id)
    .orderBy('id')
    .execute();
  return rows.map(({ body }) => body);
}

test('autosaves of one author fold into one save point for ten minutes, and no longer', async () => {
  const { id, me } = await aLessonOf();
  for (const body of ['一', '一二', '一二三']) {
    await autosave(me(), id, body);
    house.advance(3_000);
  }
  assert.deepEqual(await bodiesOf(id), ['弦在振动。', '一二三']);
  house.advance(10 * minute);
  await autosave(me(), id, '一二三四');
  assert.deepEqual(await bodiesOf(id), ['弦在振动。', '一二三', '一二三四']);
});

test('a save on purpose, and another author, begin save points of their own', async () => {
  const { id, me } = await aLessonOf();
  await autosave(me(), id, '甲');
  await editLesson(me(), id, { body: '甲乙' });
  await autosave(me(), id, '甲乙丙');
  const owner = await aUser(house.ctx(), '站长');
  house.advance(1);
  await autosave(house.as(owner, 'owner'), id, '甲乙丙丁');
  assert.deepEqual((await bodiesOf(id)).slice(1), ['甲', '甲乙', '甲乙丙', '甲乙丙丁']);
});

test('saving on purpose what was saved by itself keeps it as a point of its own', async () => {
  const { id, me } = await aLessonOf();
  await autosave(me(), id, '甲');
  await editLesson(me(), id, {});
  await autosave(me(), id, '甲乙');
  assert.deepEqual((await bodiesOf(id)).slice(1), ['甲', '甲乙']);
});

test('an autosave that takes most of a text away keeps the text before it', async () => {
  const { id, me } = await aLessonOf();
  await autosave(me(), id, long);
  await autosave(me(), id, '');
  assert.deepEqual((await bodiesOf(id)).slice(1), [long, '']);
});

test('what was handed in or published is never changed', async () => {
  const { id, workId, me } = await aLessonOf();
  await autosave(me(), id, '送审的');
  await inTransaction(me(), (tx) => closeDraft(tx, me(), workId));
  await inTransaction(me(), (tx) => reopenDraft(tx, workId));
  await autosave(me(), id, '撤回后改的');
  assert.deepEqual((await bodiesOf(id)).slice(1), ['送审的', '撤回后改的']);
  await publishWork(system, workId);
  await autosave(me(), id, '发布后改的');
  assert.deepEqual((await bodiesOf(id)).slice(2), ['撤回后改的', '发布后改的']);
  assert.equal((await listLiveTexts(me(), workId))[0]!.body, '撤回后改的');
  await saveWorkDraft(me(), workId, { subtitle: '新' }, { origin: 'autosaved' });
  const faces = await house.db
    .selectFrom('workVersion')
    .select(['subtitle', 'publishedAt'])
    .where('workId', '=', workId)
    .orderBy('id')
    .execute();
  assert.deepEqual(
    faces.map(({ subtitle, publishedAt }) => [subtitle, publishedAt !== null]),
    [
      ['', true],
      ['新', false],
    ],
  );
});

test('what says the same makes no save point', async () => {
  const { id, workId, me } = await aLessonOf();
  await editLesson(me(), id, { body: '弦在振动。' });
  await saveWorkDraft(me(), workId, { summary: '从一根弦开始。' });
  assert.equal((await bodiesOf(id)).length, 1);
});

test('of twenty who save from one revision one does; the others are told what stands now', async () => {
  const { id, me } = await aLessonOf();
  const { revision } = await getDraftLesson(me(), id);
  const done = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) => autosave(me(), id, `第 ${n} 份`, revision)),
  );
  const won = done.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  assert.equal(won.length, 1);
  const { body } = await getDraftLesson(me(), id);
  for (const one of done) {
    if (one.status === 'fulfilled') continue;
    const error = one.reason as Refusal;
    assert(refuses('lesson.changed')(error));
    assert.deepEqual(
      [error.detail?.['body'], error.detail?.['revision'], error.detail?.['authorName']],
      [body, won[0]!.revision, '林知音'],
    );
    assert.match(error.say('zh'), /林知音/);
  }
  assert.equal((await bodiesOf(id)).length, 2, 'those who were refused left no trace');
});

test('saving a lesson does not disturb who edits the face of its work, nor the other way round', async () => {
  const { id, workId, me } = await aLessonOf();
  const face = await saveWorkDraft(me(), workId, { subtitle: '一' });
  const { revision } = await autosave(me(), id, '改');
  await saveWorkDraft(me(), workId, { subtitle: '二' }, { origin: 'saved', revision: face });
  await autosave(me(), id, '再改', revision);
  const stale = { origin: 'saved', revision: face } as const;
  await assert.rejects(
    saveWorkDraft(me(), workId, { subtitle: '三' }, stale),
    refuses('work.changed'),
  );
});

test('a text that lost a conflict is kept beside the draft, also while that is in review', async () => {
  const { id, workId, me } = await aLessonOf();
  await inTransaction(me(), (tx) => closeDraft(tx, me(), workId));
  await assert.rejects(autosave(me(), id, '我的'), refuses('work.in_review'));
  await keepAside(me(), id, { body: '我的' });
  assert.deepEqual(await bodiesOf(id), ['弦在振动。', '我的']);
  assert.equal((await getDraftLesson(me(), id)).body, '弦在振动。');
  const stranger = house.as(await aCreator(house.ctx()), 'creator');
  await assert.rejects(keepAside(stranger, id, { body: '别人的' }), refuses('policy.not_found'));
});

const base: SavePoint = {
  id: '',
  authorId: 'a',
  origin: 'autosaved',
  createdAt: new Date(0),
  submittedAt: null,
  publishedAt: null,
  body: '',
};

test('law: nothing folds into what somebody else wrote, saw or asked for', () => {
  const instant = fc.integer({ min: 0, max: 30 * minute }).map((ms) => new Date(ms));
  const point = fc.record({
    authorId: fc.constantFrom('a', 'b', null),
    origin: fc.constantFrom('autosaved' as const, 'saved' as const, 'restored' as const),
    submittedAt: fc.constantFrom(null, new Date(0)),
    publishedAt: fc.constantFrom(null, new Date(0)),
    body: fc.string({ maxLength: 500 }),
  });
  const next = fc.record({
    authorId: fc.constantFrom('a', 'b', null),
    origin: fc.constantFrom('autosaved' as const, 'saved' as const),
    at: instant,
    body: fc.string({ maxLength: 500 }),
  });
  fc.assert(
    fc.property(point, next, (before, after) => {
      if (!folds({ ...base, ...before }, after)) return;
      assert.equal(before.authorId, after.authorId);
      assert.deepEqual([before.origin, after.origin], ['autosaved', 'autosaved']);
      assert.deepEqual([before.submittedAt, before.publishedAt], [null, null]);
      assert(after.at.getTime() < 10 * minute);
      assert(before.body.length < 200 || after.body.length >= before.body.length / 2);
    }),
  );
});
