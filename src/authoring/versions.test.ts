import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { aCreator, aUser, aWork } from '#catalog/fixtures/works.ts';
import {
  editLesson,
  getDraft,
  getDraftLesson,
  getOutline,
  saveWorkDraft,
} from '#catalog/service.ts';
import { Refusal } from '#kernel/refusal.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import {
  compareFaces,
  compareLesson,
  getFace,
  getVersion,
  keepText,
  listFaces,
  listVersions,
  previewTexts,
  restoreFace,
  restoreVersion,
} from './service.ts';

const house = await openTestHouse();
after(() => house.close());
const refuses = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;

async function aLessonOf() {
  const { id: workId, creatorId } = await aWork(house.ctx());
  const me = () => {
    house.advance(1);
    return house.as(creatorId, 'creator');
  };
  const [lesson] = (await getOutline(me(), workId, 'draft'))[0]!.lessons;
  return { workId, creatorId, id: lesson!.id, me };
}

const all = { cursor: undefined, limit: 50 };

test('a history lists every save point, newest first, with who, how, how long and what became of it', async () => {
  const { id, me } = await aLessonOf();
  await editLesson(me(), id, { body: '弦在颤动。' });
  await keepText(me(), id, { body: '没有采用' });
  const { items } = await listVersions(me(), { id, ...all });
  assert.deepEqual(
    items.map(({ origin, authorName, length, isDraft, isLive, publishedAt }) => ({
      origin,
      authorName,
      length,
      state: [isDraft, isLive, publishedAt !== null],
    })),
    [
      { origin: 'aside', authorName: '林知音', length: 4, state: [false, false, false] },
      { origin: 'saved', authorName: '林知音', length: 5, state: [true, false, false] },
      { origin: 'imported', authorName: null, length: 5, state: [false, true, true] },
    ],
  );
  const first = await listVersions(me(), { id, cursor: undefined, limit: 2 });
  const next = await listVersions(me(), { id, cursor: first.nextCursor!, limit: 2 });
  assert.deepEqual([...first.items, ...next.items], items);
});

test('what differs between two versions is told by words, Chinese ones too', async () => {
  const { id, me } = await aLessonOf();
  await editLesson(me(), id, { body: '弦在空气里振动。', title: '从一次拨动说起', isTrial: false });
  const { items } = await listVersions(me(), { id, ...all });
  const [to, from] = items.map((item) => ({ version: item.id }));
  assert.deepEqual(await compareLesson(me(), id, { from: from!, to: to! }), {
    title: [
      ['=', '从一次'],
      ['-', '拨弦'],
      ['+', '拨动'],
      ['=', '说起'],
    ],
    body: [
      ['=', '弦在'],
      ['+', '空气里'],
      ['=', '振动。'],
    ],
    fields: [{ name: 'isTrial', before: 'true', after: 'false' }],
  });
  const unsaved = await compareLesson(me(), id, { from: { body: '弦' }, to: { body: '弦线' } });
  assert.deepEqual(unsaved.title, []);
  assert.deepEqual(unsaved.fields, []);
});

test('an old version comes back as a new save point; what is live stays', async () => {
  const { id, me } = await aLessonOf();
  const old = (await listVersions(me(), { id, ...all })).items[0]!;
  await editLesson(me(), id, { body: '改坏了' });
  const { revision } = await getDraftLesson(me(), id);
  await assert.rejects(restoreVersion(me(), id, old.id, revision - 1), refuses('lesson.changed'));
  await restoreVersion(me(), id, old.id, revision);
  const { items } = await listVersions(me(), { id, ...all });
  assert.deepEqual(
    items.map(({ origin }) => origin),
    ['restored', 'saved', 'imported'],
  );
  assert.equal((await getDraftLesson(me(), id)).body, '弦在振动。');
  assert.deepEqual(
    items.map(({ isDraft, isLive }) => [isDraft, isLive]),
    [
      [true, false],
      [false, false],
      [false, true],
    ],
  );
});

test('what a work says of itself has a history too', async () => {
  const { workId, me } = await aLessonOf();
  await saveWorkDraft(me(), workId, { summary: '从一口钟开始。', tags: ['乐理'] });
  const { items } = await listFaces(me(), { id: workId, ...all });
  const [now, before] = items.map(({ id }) => id);
  const { fields } = await compareFaces(me(), workId, {
    from: { version: before! },
    to: { version: now! },
  });
  assert.deepEqual(
    fields.map(({ name }) => name),
    ['summary', 'tags'],
  );
  assert.equal((await getFace(me(), workId, now!)).summary, '从一口钟开始。');
  await restoreFace(me(), workId, before!);
  assert.equal((await getDraft(me(), workId)).draft.summary, '从一根弦开始。');
});

test('nobody reads or brings back the past of somebody else’s lesson, nor of another lesson through their own', async () => {
  const { id, workId, me } = await aLessonOf();
  const [version] = (await listVersions(me(), { id, ...all })).items;
  const other = await aLessonOf();
  const hidden = refuses('policy.not_found');
  await assert.rejects(listVersions(other.me(), { id, ...all }), hidden);
  await assert.rejects(getVersion(other.me(), id, version!.id), hidden);
  await assert.rejects(restoreVersion(other.me(), id, version!.id), hidden);
  await assert.rejects(keepText(other.me(), id, { body: '' }), hidden);
  await assert.rejects(listFaces(other.me(), { id: workId, ...all }), hidden);
  const unknown = refuses('version.unknown');
  await assert.rejects(getVersion(other.me(), other.id, version!.id), unknown);
  await assert.rejects(restoreVersion(other.me(), other.id, version!.id), unknown);
  const sides = { from: { version: version!.id }, to: { body: '' } };
  await assert.rejects(compareLesson(other.me(), other.id, sides), unknown);
  const learner = house.as(await aUser(house.ctx()));
  await assert.rejects(listVersions(learner, { id, ...all }), refuses('policy.forbidden'));
  const reviewer = house.as(await aUser(house.ctx()), 'reviewer');
  assert.equal((await listVersions(reviewer, { id, ...all })).items.length, 1);
  await assert.rejects(restoreVersion(reviewer, id, version!.id), refuses('policy.forbidden'));
});

test('several texts are previewed in one question, each as a page would show it', async () => {
  const { workId, me } = await aLessonOf();
  const texts = Array.from({ length: 30 }, (_, n) => `第 **${n}** 段`);
  const html = await previewTexts(me(), workId, texts);
  assert.deepEqual(
    html,
    texts.map((_, n) => `<p>第 <strong>${n}</strong> 段</p>`),
  );
  const stranger = house.as(await aCreator(house.ctx()), 'creator');
  await assert.rejects(previewTexts(stranger, workId, ['']), refuses('policy.not_found'));
});
