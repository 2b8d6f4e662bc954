import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { aCreator, aLesson, aUser, aWork, type AWork } from '#catalog/fixtures/works.ts';
import { getWork, publishWork, saveWorkDraft, withdrawWork } from '#catalog/service.ts';
import { Refusal } from '#kernel/refusal.ts';
import { listenToOthers, pageReactions, announceTouched } from '#platform/broadcast.ts';
import { asSystem, type Ctx } from '#platform/ctx.ts';
import { silentLog } from '#platform/log.ts';
import { PageCache } from '#platform/page-cache.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import { submitWork } from '#review/service.ts';
import { moderationApi } from './api.ts';
import { moderationReactions } from './reactions.ts';
import {
  addWord,
  checkText,
  checkWork,
  editWord,
  getWorkCheck,
  importWords,
  listWordItems,
  removeWord,
  sketchMissing,
} from './service.ts';
import type { WordAction, WordList } from './types.ts';

const house = await openTestHouse();
after(() => house.close());
const system = asSystem(house.ctx(), 'test');
const owner = house.as(await aUser(house.ctx()), 'owner');

beforeEach(async () => {
  const { items } = await listWordItems(owner, {}, undefined, 1_000);
  for (const { id } of items) await removeWord(owner, id);
});

const word = (text: string, action: WordAction = 'block', list: WordList = 'everywhere') =>
  addWord(owner, { list, word: text, action, replacement: '', note: '' });
const refuses = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;
const audits = async () =>
  (await house.db.selectFrom('auditRecord').select('deed').orderBy('id').execute()).map(
    ({ deed }) => deed,
  );
const chapter = (...lessons: ReturnType<typeof aLesson>[]) => [
  { source: '01', title: '第一章', lessons },
];
async function aDraft(wanted: AWork = {}) {
  const work = await aWork(house.ctx(), { isPublished: false, ...wanted });
  return { ...work, me: house.as(work.creatorId, 'creator') };
}

test('a list has a word once, however it is spelt; each change is audited and heard at once', async () => {
  const before = (await audits()).length;
  const id = await word('加微信');
  await assert.rejects(word('加微 信'.replace(' ', '\u200b')), refuses('word.twice'));
  await word('加微信', 'review', 'name');
  assert.equal((await checkText(owner, 'comment', '請加微信')).verdict, 'block');
  await editWord(owner, id, { action: 'review' });
  assert.equal((await checkText(owner, 'comment', '請加微信')).verdict, 'review');
  await removeWord(owner, id);
  assert.equal((await checkText(owner, 'comment', '請加微信')).verdict, null);
  assert.equal((await checkText(owner, 'name', '加微信')).verdict, 'review');
  await assert.rejects(removeWord(owner, id), refuses('word.unknown'));
  await assert.rejects(editWord(owner, id, { note: 'x' }), refuses('word.unknown'));
  await assert.rejects(word(' · '), refuses('word.empty'));
  assert.deepEqual((await audits()).slice(before).toSorted(), [
    'sensitive-word.add',
    'sensitive-word.add',
    'sensitive-word.edit',
    'sensitive-word.remove',
  ]);
});

test('a word cannot be changed into another that is there', async () => {
  await word('甲词');
  const id = await word('乙词');
  await assert.rejects(editWord(owner, id, { word: '甲詞' }), refuses('word.twice'));
  const { items } = await listWordItems(owner, { text: '乙' }, undefined, 10);
  assert.deepEqual(
    items.map((item) => item.word),
    ['乙词'],
  );
});

test('twenty add the same word at once: one of them does', async () => {
  const done = await Promise.allSettled(Array.from({ length: 20 }, () => word('同一个词')));
  assert.equal(done.filter(({ status }) => status === 'fulfilled').length, 1);
  for (const one of done)
    if (one.status === 'rejected') assert.ok(refuses('word.twice')(one.reason));
  const { revision } = await house.db
    .selectFrom('wordRevision')
    .select('revision')
    .executeTakeFirstOrThrow();
  await Promise.all(Array.from({ length: 10 }, (_, n) => word(`第${'甲乙丙丁戊己庚辛壬癸'[n]}词`)));
  const after10 = await house.db
    .selectFrom('wordRevision')
    .select('revision')
    .executeTakeFirstOrThrow();
  assert.equal(after10.revision, revision + 10);
});

test('what is to be replaced is replaced, overlapping words once, in the writer’s own text', async () => {
  await addWord(owner, {
    list: 'comment',
    word: '笨蛋',
    action: 'replace',
    replacement: '朋友',
    note: '',
  });
  await word('大笨', 'replace', 'comment');
  const { text, verdict, findings } = await checkText(owner, 'comment', '你这個 笨蛋，大笨蛋！Ｏk');
  assert.equal(text, '你这個 朋友，**蛋！Ｏk');
  assert.equal(verdict, 'replace');
  assert.equal(findings.length, 3);
  assert.equal((await checkText(owner, 'name', '笨蛋')).verdict, null);
});

test('a word that is spread out by signs is for a person to look at', async () => {
  await word('法术');
  const verdict = async (text: string) => (await checkText(owner, 'comment', text)).verdict;
  assert.equal(await verdict('法术'), 'block');
  assert.equal(await verdict('法\u200b術'), 'block');
  assert.equal(await verdict('说法。术语'), 'review');
});

test('a file of words is imported whole or not at all, and what is exported can be imported', async () => {
  const file = 'list,word,action,replacement,note\nwork,甲词,block,,x\nname,乙词,replace,丙,\n';
  assert.deepEqual(await importWords(owner, file), { added: 2, changed: 0, unchanged: 0 });
  assert.deepEqual(await importWords(owner, file.replace('block', 'review')), {
    added: 0,
    changed: 1,
    unchanged: 1,
  });
  await assert.rejects(importWords(owner, 'word,list\n丁词,work\n戊词,moon\n。,work'), (error) => {
    assert.ok(error instanceof Refusal && error.code === 'word.bad_file');
    assert.match(error.say('zh'), /第 3 行：词库只能是.*第 4 行：没有可以查的字/);
    return true;
  });
  const app = house.app(moderationApi, () => owner.actor);
  for (const lang of ['zh', 'en']) {
    const answer = await app.request(`/api/v1/sensitive-words?format=csv&lang=${lang}`);
    assert.deepEqual(await importWords(owner, await answer.text()), {
      added: 0,
      changed: 0,
      unchanged: 2,
    });
  }
});

test('reviewers and owners keep the lists, others do not even see them', async () => {
  const id = await word('甲词');
  for (const role of ['creator', 'finance'] as const) {
    const ctx = house.as(await aUser(house.ctx()), role);
    for (const deed of [
      listWordItems(ctx, {}, undefined, 10),
      addWord(ctx, { list: 'work', word: '乙词', action: 'block', replacement: '', note: '' }),
      editWord(ctx, id, { note: 'x' }),
      removeWord(ctx, id),
      importWords(ctx, 'word\n丙词'),
    ])
      await assert.rejects(deed, refuses('policy.forbidden'));
  }
  const reviewer = house.as(await aUser(house.ctx()), 'reviewer');
  await removeWord(reviewer, id);
});

test('a work is checked everywhere, in what readers see, and places are told', async () => {
  await word('包过');
  await word('稳赚', 'replace');
  const { id, me } = await aDraft({
    title: '考试包过',
    description: '讲师电话 13800138000，见 https://shop.example/a',
    chapters: chapter(
      aLesson('一', '保证**稳**[赚](https://evil.example)不赔'),
      aLesson('二', '没什么'),
    ),
  });
  const { verdict, findings } = await checkWork(me, id);
  assert.equal(verdict, 'block');
  assert.deepEqual(
    findings.map(({ kind, severity, field, title, hit, detail }) => [
      kind,
      severity,
      field,
      title,
      hit,
      detail,
    ]),
    [
      ['word', 'block', 'title', '', '包过', '包过'],
      ['phone', 'review', 'description', '', '13800138000', ''],
      ['word', 'review', 'body', '一', '稳赚', '稳赚'],
      ['link', 'note', 'description', '', 'https://shop.example/a', 'shop.example'],
      ['link', 'note', 'body', '一', '', 'evil.example'],
    ],
  );
  assert.deepEqual([findings[2]!.before, findings[2]!.after], ['保证', '不赔']);
});

test('what is blocked is not handed in, and the sentence names the passage', async () => {
  const { id, me } = await aDraft({
    chapters: chapter(aLesson('第一课', '学完保證 月·入 百萬，不用怀疑')),
  });
  await word('月入百万', 'review');
  await submitWork(me, id).then(() => undefined);
  await house.db.deleteFrom('submission').execute();
  await house.db.updateTable('work').set({ submittedAt: null }).where('id', '=', id).execute();

  await word('保证', 'block', 'work');
  await assert.rejects(submitWork(me, id), (error) => {
    assert.ok(error instanceof Refusal && error.code === 'check.blocked');
    assert.equal(
      error.say('zh'),
      '《第一课》的正文里有不能发布的词：“学完保證 月·入 百萬，不用怀疑”。请改掉后再送审',
    );
    assert.match(error.say('en'), /in the text of “第一课”|《第一课》/);
    return true;
  });
  assert.equal((await getWork(me, id)).submittedAt, null);
  const seen = await getWorkCheck(me, id);
  assert.deepEqual([seen.verdict, seen.isStale], ['block', false]);
});

test('a check of an older draft or older lists lets nothing pass', async () => {
  const { id, me } = await aDraft();
  await checkWork(me, id);
  await word('丁词');
  assert.equal((await getWorkCheck(me, id)).isStale, true);
  await checkWork(me, id);
  await saveWorkDraft(me, id, { title: '改了' });
  assert.equal((await getWorkCheck(me, id)).isStale, true);
});

test('edits and submissions at once: what was handed in is what was checked', async () => {
  await word('禁词');
  for (let round = 0; round < 8; round += 1) {
    const { id, me } = await aDraft();
    await Promise.allSettled([
      submitWork(me, id),
      saveWorkDraft(me, id, { title: '有禁词的标题' }),
      submitWork(me, id),
    ]);
    const work = await house.db
      .selectFrom('work')
      .innerJoin('workVersion', 'workVersion.id', 'work.draftId')
      .select(['work.submittedAt', 'workVersion.title'])
      .where('work.id', '=', id)
      .executeTakeFirstOrThrow();
    assert.ok(work.submittedAt === null || !work.title.includes('禁词'));
  }
});

test('a stranger neither checks a draft nor sees what was found', async () => {
  const { id, me } = await aDraft();
  await checkWork(me, id);
  const stranger = house.as(await aCreator(house.ctx()), 'creator');
  await assert.rejects(checkWork(stranger, id), refuses('policy.not_found'));
  await assert.rejects(getWorkCheck(stranger, id), refuses('policy.not_found'));
});

const essay = (seed: number) => {
  let state = seed;
  return Array.from({ length: 900 }, (_, index) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const sign = String.fromCharCode(0x4e_00 + ((state >>> 9) % 2_000));
    return index % 20 === 19 ? `${sign}。` : sign;
  }).join('');
};

test('a copy of another work is found while that is published, also with changes; one’s own text in the same work is none', async () => {
  const original = await aWork(house.ctx(), {
    title: '原作',
    chapters: chapter(aLesson('原课', essay(5))),
  });
  await house.drain(moderationReactions);
  const copied = `# 我的课\n\n${essay(5).replaceAll('。', '，**').slice(40)}`;
  const { id, me } = await aDraft({
    chapters: chapter(aLesson('抄来的', copied), aLesson('自己的', essay(6))),
  });
  const duplicates = async () =>
    (await checkWork(me, id)).findings.filter(({ kind }) => kind === 'duplicate');
  const [found, ...more] = await duplicates();
  assert.deepEqual([found!.title, found!.detail, more.length], ['抄来的', '原作 · 原课', 0]);
  assert.ok(found!.percent! >= 60 && found!.severity === 'review');

  await withdrawWork(house.as(original.creatorId, 'creator'), original.id);
  await house.drain(moderationReactions);
  assert.deepEqual(await duplicates(), []);

  await publishWork(system, id);
  await house.drain(moderationReactions);
  assert.deepEqual(await duplicates(), []);
});

test('works that are not filed are filed by the clock, once', async () => {
  const { id } = await aWork(house.ctx(), { chapters: chapter(aLesson('课', essay(9))) });
  await sketchMissing(system);
  const filed = await house.db
    .selectFrom('textSketch')
    .selectAll()
    .where('workId', '=', id)
    .execute();
  assert.equal(filed.length, 1);
  await sketchMissing(system);
  assert.deepEqual(
    await house.db.selectFrom('textSketch').selectAll().where('workId', '=', id).execute(),
    filed,
  );
});

test('another process hears of a change of the lists', async () => {
  const pages = new PageCache();
  const other: Ctx = { ...house.ctx(), ports: { ...house.ports, pages } };
  const listener = await listenToOthers({
    connection: house.connection,
    pages,
    realtime: house.ports.realtime,
    self: 'another',
    wake: () => undefined,
    log: silentLog,
  });
  const telling = { ...owner, ports: { ...house.ports, announceTouched } };
  assert.equal((await checkText(other, 'name', '热更新')).verdict, null);
  await addWord(telling, {
    list: 'name',
    word: '热更新',
    action: 'block',
    replacement: '',
    note: '',
  });
  await house.drain(pageReactions);
  const began = performance.now();
  while ((await checkText(other, 'name', '热更新')).verdict !== 'block') {
    assert.ok(performance.now() - began < 5_000, 'never heard');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await listener.stop();
});
