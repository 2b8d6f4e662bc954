import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { aCreator, aLesson, aUser, aWork } from '#catalog/fixtures/works.ts';
import { addTongue, editLesson, getOutline, publishWork } from '#catalog/service.ts';
import { castLive } from '#content/service/keep-casts.ts';
import { grantEntitlement } from '#entitlement/service.ts';
import { newId } from '#kernel/id.ts';
import { asSystem } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { openTestHouse, testUser } from '#platform/testing/database.ts';
import { learningApi } from './api.ts';
import { learningPages } from './pages/routes.ts';
import { reportProgress } from './service.ts';

const house = await openTestHouse();
after(() => house.close());

/** A course whose first lesson is there in Chinese and in English, with a buyer of it who reads it on pages. */
async function aCourse(gates: { isTrial?: boolean; trialFirst?: number } = {}) {
  const creatorId = await aCreator(house.ctx());
  const me = house.as(creatorId, 'creator');
  const lessons = [aLesson('拨弦', '中文的正文。'), aLesson('音高', '只有中文。')];
  const chapters = [{ source: '01', title: '一', lessons }];
  const { id: workId, slug } = await aWork(house.ctx(), { creatorId, chapters });
  const [first, second] = (await getOutline(me, workId, 'draft'))[0]!.lessons;
  const tongueId = await addTongue(me, first!.id);
  const { trialFirst, ...item } = gates;
  await editLesson(me, first!.id, item);
  const says = { title: 'A pluck', body: 'The English text, at some length.' };
  await editLesson(me, tongueId, { ...says, ...(trialFirst ? { trialFirst } : {}) });
  await publishWork(asSystem(me, 'test'), workId);
  await castLive(me, workId);

  const buyerId = await aUser(house.ctx());
  await inTransaction(house.ctx(), (tx) =>
    grantEntitlement(
      tx,
      {
        userId: buyerId,
        workId,
        source: { kind: 'order', id: newId() },
      },
      house.ctx().now,
    ),
  );
  const read = async (path: string, actor = testUser(buyerId)) => {
    const app = house.app([...learningPages, ...learningApi], () => actor);
    return (await app.request(path)).text();
  };
  const visit = async (path: string) => {
    const app = house.app([...learningPages, ...learningApi], () => ({ kind: 'visitor' }));
    return app.request(path);
  };
  const at = (locale: 'zh' | 'en', id: string) =>
    `${locale === 'en' ? '/en' : ''}/learn/${encodeURIComponent(slug)}/${id}`;
  return { workId, slug, first: first!.id, second: second!.id, tongueId, buyerId, read, visit, at };
}

test('each language has its address: the text, its lang, what one reads, and the way to the other', async () => {
  const { first, read, at } = await aCourse();
  const english = await read(at('en', first));
  assert.match(english, /<h1>A pluck<\/h1>/);
  assert.match(english, /The English text/);
  assert.doesNotMatch(english, /中文的正文/);
  assert.match(english, /You are reading the English version\./);
  assert.ok(english.includes(`href="${at('zh', first)}" lang="zh-CN" hrefLang="zh-CN"`));

  const chinese = await read(at('zh', first));
  assert.match(chinese, /<h1>拨弦<\/h1>/);
  assert.match(chinese, /您正在看中文版/);
  assert.ok(chinese.includes(`href="${at('en', first)}" lang="en" hrefLang="en"`));
});

test('where there is one language only, it is shown, named, and marked as what it is', async () => {
  const { second, read, at } = await aCourse();
  const page = await read(at('en', second));
  assert.match(page, /This lesson is in Chinese; there is no English version of it yet\./);
  assert.match(page, /<h1 lang="zh-CN">音高<\/h1>/);
  assert.match(page, /class="prose" lang="zh-CN"/);
  assert.doesNotMatch(await read(at('zh', second)), /这一课只有|您正在看/);
});

test('the outline beside it is told in the reader’s language, as far as it is there', async () => {
  const { second, read, at } = await aCourse();
  const page = await read(at('en', second));
  assert.match(page, />A pluck/);
  assert.match(page, /<span lang="zh-CN">音高/);
});

test('what is written in a second language is open to nobody by its own id, nor without a right', async () => {
  const { tongueId, first, read, visit, at } = await aCourse();
  assert.doesNotMatch(await read(at('en', tongueId)), /The English text/);
  assert.equal((await visit(at('en', first))).status, 303);
});

test('a trial is one in both languages, and a beginning ends where its own language says', async () => {
  const trial = await aCourse({ isTrial: true });
  assert.match(await (await trial.visit(trial.at('en', trial.first))).text(), /at some length/);
  const begun = await aCourse({ trialFirst: 11 });
  const page = await (await begun.visit(begun.at('en', begun.first))).text();
  assert.match(page, /The English/);
  assert.doesNotMatch(page, /at some length/);
  assert.equal((await begun.visit(begun.at('zh', begun.first))).status, 303);
});

test('progress is one, and done is nine tenths of the shorter recording', async () => {
  const { first, tongueId, buyerId } = await aCourse();
  const seconds = async (lessonId: string, durationSec: number) =>
    house.db
      .updateTable('lessonVersion')
      .set({ durationSec })
      .where('lessonId', '=', lessonId)
      .execute();
  await seconds(first, 1_000);
  await seconds(tongueId, 20);
  const me = house.as(buyerId);
  const report = { positionSec: 19, playedSec: 19 };
  const { isCompleted } = await reportProgress(me, first, report);
  assert.equal(isCompleted, true);
});
