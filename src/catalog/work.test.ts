import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { money } from '#kernel/money.ts';
import { Refusal } from '#kernel/refusal.ts';
import { asSystem } from '#platform/ctx.ts';
import type { Ctx } from '#platform/ctx.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import {
  addChapter,
  addLesson,
  closeDraft,
  createWork,
  deleteWork,
  dropChapter,
  editLesson,
  getDraft,
  getLessonIn,
  getLiveEdition,
  getOutline,
  getSlugOfLesson,
  getWork,
  getWorkDetail,
  publishWork,
  removeLesson,
  saveOutline,
  saveWorkDraft,
  setPrice,
  sortChapters,
  sortLessons,
  withdrawWork,
} from './service.ts';
import { aCreator, aLesson, aUser, aWork } from './fixtures/works.ts';
import { inTransaction } from '#platform/db.ts';

const house = await openTestHouse();
after(() => house.close());
const system = asSystem(house.ctx(), 'test');

const refuses = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;

async function readLesson(ctx: Ctx, id: string) {
  return getLessonIn(ctx, await getLiveEdition(ctx, await getSlugOfLesson(ctx, id)), id);
}

test('what is edited after publication stays a draft until it is published again', async () => {
  const { id, creatorId } = await aWork(house.ctx(), { title: '旧标题' });
  const me = house.as(creatorId, 'creator');
  await saveWorkDraft(me, id, { title: '新标题' });
  const [lesson] = (await getOutline(me, id, 'live'))[0]!.lessons;
  await editLesson(me, lesson!.id, { title: '新课名', body: '新正文' });
  const chapterId = await addChapter(me, id, '新的一章');
  await addLesson(me, chapterId, { title: '新的一课', body: '秘密' });
  await sortChapters(me, id, [
    chapterId,
    ...(await getOutline(me, id, 'draft')).map((c) => c.id).filter((c) => c !== chapterId),
  ]);

  assert.equal((await getWork(me, id)).live?.title, '旧标题');
  assert.equal((await getDraft(me, id)).draft.title, '新标题');
  assert.deepEqual(
    (await getOutline(me, id, 'live')).map(({ title }) => title),
    ['声音从哪里来'],
  );
  assert.equal((await readLesson(me, lesson!.id)).title, '从一次拨弦说起');

  await publishWork(system, id);
  const work = await getWork(me, id);
  assert.equal(work.live?.title, '新标题');
  assert.equal(work.lessonCount, 3);
  assert.equal(work.durationSec, 120);
  assert.deepEqual(
    (await getOutline(me, id, 'live')).map(({ title }) => title),
    ['新的一章', '声音从哪里来'],
  );
  assert.equal((await readLesson(me, lesson!.id)).body, '新正文');
});

test('a live version is never changed: each save on purpose after it is a new row', async () => {
  const { id, creatorId } = await aWork(house.ctx());
  const me = house.as(creatorId, 'creator');
  const versions = () =>
    house.db.selectFrom('workVersion').select('id').where('workId', '=', id).execute();
  await saveWorkDraft(me, id, { subtitle: '一' });
  await saveWorkDraft(me, id, { subtitle: '二' });
  assert.equal((await versions()).length, 3);
});

test('importing again updates instead of doubling, and what vanished goes with the next publication', async () => {
  const { id, creatorId } = await aWork(house.ctx());
  const me = house.as(creatorId, 'creator');
  const same = [
    {
      source: '01',
      title: '声音从哪里来',
      lessons: [aLesson('从一次拨弦说起', '弦在振动。', true), aLesson('音高与频率')],
    },
  ];
  assert.deepEqual(await saveOutline(me, id, same), {
    added: 0,
    changed: 0,
    removed: 0,
    unchanged: 2,
  });

  const next = [
    { source: '00', title: '开场', lessons: [aLesson('前言')] },
    { source: '01', title: '声音从哪里来', lessons: [aLesson('从一次拨弦说起', '改过。', true)] },
  ];
  assert.deepEqual(await saveOutline(me, id, next), {
    added: 1,
    changed: 1,
    removed: 1,
    unchanged: 0,
  });
  const live = async () =>
    (await getOutline(me, id, 'live')).map((c) => [
      c.title,
      ...c.lessons.map(({ title }) => title),
    ]);
  assert.deepEqual(await live(), [['声音从哪里来', '从一次拨弦说起', '音高与频率']]);
  await publishWork(system, id);
  assert.deepEqual(await live(), [
    ['开场', '前言'],
    ['声音从哪里来', '从一次拨弦说起'],
  ]);

  assert.deepEqual(await saveOutline(me, id, same), {
    added: 0,
    changed: 2,
    removed: 1,
    unchanged: 0,
  });
  await publishWork(system, id);
  assert.deepEqual(await live(), [['声音从哪里来', '从一次拨弦说起', '音高与频率']]);
});

test('a lesson knows its way back and on across chapters, as everybody sees it', async () => {
  const chapters = [
    { source: 'a', title: '一', lessons: [aLesson('甲'), aLesson('乙')] },
    { source: 'b', title: '二', lessons: [aLesson('丙')] },
  ];
  const { id } = await aWork(house.ctx(), { chapters });
  const [first, second, third] = (await getOutline(system, id, 'live')).flatMap(
    ({ lessons }) => lessons,
  );
  const middle = await readLesson(system, second!.id);
  assert.deepEqual(
    [middle.previous?.id, middle.next?.id, middle.chapterTitle],
    [first!.id, third!.id, '一'],
  );
  assert.equal((await readLesson(system, first!.id)).previous, null);
  assert.equal((await readLesson(system, third!.id)).next, null);
});

test('two editors who read the same version cannot overwrite each other', async () => {
  const { id, creatorId } = await aWork(house.ctx(), { isPublished: false });
  const me = house.as(creatorId, 'creator');
  const { version } = await getWorkDetail(me, id);
  const saves = Array.from({ length: 10 }, (_, n) =>
    saveWorkDraft(me, id, { title: `标题 ${n}` }, { origin: 'saved', revision: version }),
  );
  const done = await Promise.allSettled(saves);
  assert.equal(done.filter(({ status }) => status === 'fulfilled').length, 1);
  for (const one of done)
    if (one.status === 'rejected') assert(refuses('work.changed')(one.reason));
});

test('a draft in review is closed to every edit', async () => {
  const { id, creatorId } = await aWork(house.ctx());
  const me = house.as(creatorId, 'creator');
  const [chapter] = await getOutline(me, id, 'draft');
  await inTransaction(me, (tx) => closeDraft(tx, me, id));
  const closed = refuses('work.in_review');
  await assert.rejects(saveWorkDraft(me, id, { title: '改' }), closed);
  await assert.rejects(addChapter(me, id, '章'), closed);
  await assert.rejects(editLesson(me, chapter!.lessons[0]!.id, { title: '改' }), closed);
  await assert.rejects(removeLesson(me, chapter!.lessons[0]!.id), closed);
  await assert.rejects(saveOutline(me, id, []), closed);
});

test('a stranger cannot tell a draft from nothing', async () => {
  const { id } = await aWork(house.ctx(), { isPublished: false });
  const stranger = house.as(await aCreator(house.ctx()), 'creator');
  const hidden = refuses('policy.not_found');
  await assert.rejects(getDraft(stranger, id), hidden);
  await assert.rejects(saveWorkDraft(stranger, id, { title: '改' }), hidden);
  await assert.rejects(setPrice(stranger, id, money(1)), hidden);
  await assert.rejects(
    getDraft(house.as(await aUser(house.ctx())), id),
    refuses('policy.forbidden'),
  );
});

test('a new price is a new offer; the same price is the same offer, however many ask at once', async () => {
  const { id, creatorId } = await aWork(house.ctx(), { price: 100 });
  const me = house.as(creatorId, 'creator');
  const old = (await getWork(me, id)).offerId!;
  const ids = await Promise.all(Array.from({ length: 8 }, () => setPrice(me, id, money(200))));
  const current = (await getWork(me, id)).offerId!;
  assert.notEqual(current, old);
  assert(ids.includes(current));
  const retired = await house.db
    .selectFrom('offer')
    .select(['price', 'retiredAt'])
    .where('id', '=', old)
    .executeTakeFirstOrThrow();
  assert.ok(retired.price === 100 && retired.retiredAt);
  const open = await house.db
    .selectFrom('offer')
    .select('id')
    .where('workId', '=', id)
    .where('retiredAt', 'is', null)
    .execute();
  assert.equal(open.length, 1);
});

test('lessons are sorted and moved between chapters only as a whole chapter', async () => {
  const { id, creatorId } = await aWork(house.ctx(), { isPublished: false });
  const me = house.as(creatorId, 'creator');
  const second = await addChapter(me, id, '第二章');
  const added = await addLesson(me, second, { title: '后来的' });
  const [first] = await getOutline(me, id, 'draft');
  const [a, b] = first!.lessons.map((lesson) => lesson.id);
  await assert.rejects(sortLessons(me, first!.id, [a!]), refuses('outline.incomplete'));
  await sortLessons(me, first!.id, [added, b!, a!]);
  const outline = await getOutline(me, id, 'draft');
  assert.deepEqual(
    outline.map(({ lessons }) => lessons.map((lesson) => lesson.id)),
    [[added, b, a], []],
  );
  await dropChapter(me, first!.id);
  assert.deepEqual(
    (await getOutline(me, id, 'draft')).map((c) => c.title),
    ['第二章'],
  );
});

test('only what was never published can be deleted, and then it is gone', async () => {
  const { id, creatorId } = await aWork(house.ctx());
  const me = house.as(creatorId, 'creator');
  await assert.rejects(deleteWork(me, id), refuses('work.not_draft'));
  const draft = await createWork(me, { title: '弃稿' });
  await deleteWork(me, draft.id);
  await assert.rejects(getWork(me, draft.id), refuses('work.unknown'));
});

test('of many who withdraw at once one does, and the counters stand', async () => {
  const { id, creatorId } = await aWork(house.ctx());
  const me = house.as(creatorId, 'creator');
  const done = await Promise.allSettled(Array.from({ length: 10 }, () => withdrawWork(me, id)));
  assert.equal(done.filter(({ status }) => status === 'fulfilled').length, 1);
  const creator = await house.db
    .selectFrom('creator')
    .select('workCount')
    .where('userId', '=', creatorId)
    .executeTakeFirstOrThrow();
  assert.equal(creator.workCount, 0);
  assert.deepEqual(
    await house.db.selectFrom('workPlace').select('shelf').where('workId', '=', id).execute(),
    [],
  );
});

test('a work without lessons or price is not published, and nothing is written', async () => {
  const me = house.as(await aCreator(house.ctx()), 'creator');
  const { id } = await createWork(me, { title: '空' });
  await assert.rejects(publishWork(system, id), refuses('work.empty'));
  await addLesson(me, await addChapter(me, id, '章'), { title: '课' });
  await assert.rejects(publishWork(system, id), refuses('work.unpriced'));
  assert.equal((await getWork(me, id)).state, 'draft');
});
