import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Refusal } from '#kernel/refusal.ts';
import type { Locale } from '#kernel/locale.ts';
import { asSystem } from '#platform/ctx.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import { aWork } from './fixtures/works.ts';
import {
  addTongue,
  copyWork,
  dropChapter,
  editLesson,
  getDraftLesson,
  getLessonIn,
  getLiveEdition,
  getOutline,
  getWork,
  listDraftTexts,
  listLiveTexts,
  publishWork,
  removeLesson,
  saveWorkDraft,
} from './service.ts';

const house = await openTestHouse();
after(() => house.close());
const system = asSystem(house.ctx(), 'test');
const refuses = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;

/** A published work of two lessons; the first one's id. */
async function aPublished() {
  const work = await aWork(house.ctx());
  const me = () => {
    house.advance(1);
    return house.as(work.creatorId, 'creator');
  };
  const [chapter] = await getOutline(me(), work.id, 'draft');
  return { ...work, me, chapterId: chapter!.id, id: chapter!.lessons[0]!.id, workId: work.id };
}

async function inEnglish() {
  const work = await aPublished();
  const tongueId = await addTongue(work.me(), work.id);
  await editLesson(work.me(), tongueId, { title: 'A pluck', body: 'The string moves.' });
  return { ...work, tongueId };
}

const readIn = async (locale: Locale, slug: string, id: string) => {
  const reader = house.ctx({ locale });
  const edition = await getLiveEdition(reader, slug);
  const { title, body } = await getLessonIn(reader, edition, id);
  return { title, body };
};

const chinese = { title: '从一次拨弦说起', body: '弦在振动。' };
const english = { title: 'A pluck', body: 'The string moves.' };

test('a second language begins as a copy, and only once however many ask', async () => {
  const { id, workId, me } = await aPublished();
  const ids = await Promise.all(Array.from({ length: 8 }, () => addTongue(me(), id)));
  assert.equal(new Set(ids).size, 1);
  const draft = await getDraftLesson(me(), ids[0]!);
  assert.deepEqual(
    { title: draft.title, body: draft.body, originalId: draft.originalId, tongue: draft.tongue },
    { ...chinese, originalId: id, tongue: { id: ids[0], language: 'en', title: chinese.title } },
  );
  assert.equal((await getOutline(me(), workId, 'draft'))[0]!.lessons.length, 2);
});

test('learners see a second language once it is published; who has another language reads the first', async () => {
  const { slug, id, workId } = await inEnglish();
  assert.deepEqual(await readIn('en', slug, id), chinese);
  await publishWork(system, workId);
  assert.deepEqual(await readIn('en', slug, id), english);
  assert.deepEqual(await readIn('zh', slug, id), chinese);
});

test('what is written in one language leaves the other as it is, and is not live before the next publication', async () => {
  const { slug, id, workId, tongueId, me } = await inEnglish();
  await publishWork(system, workId);
  await editLesson(me(), tongueId, { body: 'A second draft.' });
  assert.deepEqual(await readIn('en', slug, id), english);
  assert.equal((await getDraftLesson(me(), id)).body, chinese.body);
  await publishWork(system, workId);
  assert.deepEqual(await readIn('en', slug, id), { ...english, body: 'A second draft.' });
  assert.deepEqual(await readIn('zh', slug, id), chinese);
});

test('the languages of a lesson do not conflict with each other; two saves of one do', async () => {
  const { id, tongueId, me } = await inEnglish();
  const [own, other] = [await getDraftLesson(me(), id), await getDraftLesson(me(), tongueId)];
  const save = (lessonId: string, revision: number, body: string) =>
    editLesson(me(), lessonId, { body }, { origin: 'saved', revision });
  await save(id, own.revision, '改了原文。');
  await save(tongueId, other.revision, 'Changed.');
  await assert.rejects(save(tongueId, other.revision, 'Late.'), refuses('lesson.changed'));
});

test('it is no lesson of its own: nothing is counted, and it opens under no address of its own', async () => {
  const { slug, workId, tongueId } = await inEnglish();
  const before = await getWork(system, workId);
  await publishWork(system, workId);
  const { lessonCount, durationSec } = await getWork(system, workId);
  assert.deepEqual([lessonCount, durationSec], [before.lessonCount, before.durationSec]);
  await assert.rejects(readIn('en', slug, tongueId), refuses('lesson.unknown'));
});

test('trial, schedule, order and place are the lesson’s own, whatever language asks', async () => {
  const { slug, id, workId, tongueId, chapterId, me } = await inEnglish();
  for (const edit of [{ isTrial: true }, { opensOn: '2030-01-01' }, { opensAfterDays: 3 }]) {
    await assert.rejects(editLesson(me(), tongueId, edit), refuses('lesson.of_item'));
  }
  await assert.rejects(addTongue(me(), tongueId), refuses('lesson.is_tongue'));
  await editLesson(me(), tongueId, { chapterId });
  await editLesson(me(), id, { isTrial: false, opensAfterDays: 3 });
  await publishWork(system, workId);
  const { outline } = await getLiveEdition(house.ctx({ locale: 'en' }), slug);
  const { title, isTrial, opensAfterDays } = outline[0]!.lessons[0]!;
  assert.deepEqual([title, isTrial, opensAfterDays], ['A pluck', false, 3]);
});

test('removed from the draft it stays live until the next publication, and comes back with its history', async () => {
  const { slug, id, workId, tongueId, me } = await inEnglish();
  await publishWork(system, workId);
  await removeLesson(me(), tongueId);
  assert.deepEqual(await readIn('en', slug, id), english);
  await publishWork(system, workId);
  assert.deepEqual(await readIn('en', slug, id), chinese);
  assert.equal(await addTongue(me(), id), tongueId);
  assert.equal((await getDraftLesson(me(), tongueId)).title, chinese.title);
});

test('a lesson leaves the draft in all its languages, alone or with its chapter', async () => {
  const one = await inEnglish();
  await removeLesson(one.me(), one.id);
  const two = await inEnglish();
  await dropChapter(two.me(), two.chapterId);
  for (const { me, tongueId } of [one, two])
    await assert.rejects(getDraftLesson(me(), tongueId), refuses('lesson.unknown'));
});

test('a work does not change into a language that a lesson is said again in', async () => {
  const { workId, me } = await inEnglish();
  const change = () => saveWorkDraft(me(), workId, { language: 'en' });
  await assert.rejects(change(), refuses('work.language_taken'));
});

test('texts are listed in each language, the lesson’s own first; a draft that is not live is in no live list', async () => {
  const { workId, id, tongueId } = await inEnglish();
  const draft = await listDraftTexts(system, workId);
  assert.deepEqual(
    draft.slice(0, 2).map(({ id: own, itemId, language }) => [own, itemId, language]),
    [
      [id, id, null],
      [tongueId, id, 'en'],
    ],
  );
  assert.equal(draft[1]!.isTrial, draft[0]!.isTrial);
  assert.ok((await listLiveTexts(system, workId)).every(({ language }) => language === null));
});

test('a copy of a work says its lessons in both languages', async () => {
  const { workId, me } = await inEnglish();
  const copyId = await copyWork(me(), workId, '副本');
  const texts = await listDraftTexts(system, copyId);
  assert.deepEqual(
    texts.map(({ title, body, language }) => ({ title, body, language })).slice(0, 2),
    [
      { ...chinese, language: null },
      { ...english, language: 'en' },
    ],
  );
});
