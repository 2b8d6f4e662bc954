import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  addTongue,
  editLesson,
  getOutline,
  publishWork,
  saveOutline,
  saveWorkDraft,
  withdrawWork,
} from '#catalog/service.ts';
import { aCreator, aLesson, aWork, type AWork } from '#catalog/fixtures/works.ts';
import { asSystem } from '#platform/ctx.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import { searchApi } from './api.ts';
import { searchReactions } from './reactions.ts';
import { catchUpIndex, findWorks, indexWork, suggest } from './service.ts';

const house = await openTestHouse();
after(() => house.close());
const system = asSystem(house.ctx(), 'test');
const creatorId = await aCreator(house.ctx(), '沈听澜');

const chapter = (...lessons: ReturnType<typeof aLesson>[]) => [
  { source: '01', title: '第一章', lessons },
];
const make = (work: AWork) => aWork(house.ctx(), { creatorId, ...work });

const kimono = await make({ title: '日本和服的穿法', summary: '从腰带开始。' });
const service = await make({ title: '产品和服务设计', summary: '先想清楚给谁用。' });
const shoes = await make({
  title: '鉴赏课',
  chapters: chapter(aLesson('第一课', '潮鞋鉴定师教你看鞋标，慢慢看。')),
});
const music = await make({
  title: '十二平均律入门',
  titleEn: 'Equal temperament',
  tags: ['音乐'],
  chapters: chapter(
    aLesson('试听', '弦的振动产生泛音，这是公开的。', true),
    aLesson('五度相生', '密文甲乙。毕达哥拉斯用纯五度生成音阶，密文丙丁。'),
  ),
});
await house.drain(searchReactions);

const ask = (q: string, limit = 10) => findWorks(house.ctx(), { q, limit });
const ids = async (q: string) => (await ask(q)).items.map(({ work }) => work.id);
const text = (marks: readonly { text: string }[]) => marks.map((mark) => mark.text).join('');

test('a lesson is found by the words of each of its languages, and read in that one', async () => {
  const twice = await make({
    title: '巴松管入门',
    chapters: chapter(aLesson('哨片', '哨片要先泡水。', true)),
  });
  const lesson = (await getOutline(system, twice.id, 'draft'))[0]!.lessons[0]!;
  const tongueId = await addTongue(system, lesson.id);
  await editLesson(system, tongueId, { title: 'Reeds', body: 'Soak the quixotic reed in water.' });
  await publishWork(system, twice.id);
  await house.drain(searchReactions);
  const hitsIn = async (q: string) => (await ask(q)).items.flatMap(({ hits }) => hits);
  const [english] = await hitsIn('quixotic');
  assert.deepEqual(
    [english!.lessonId, english!.language, english!.isOpen],
    [lesson.id, 'en', true],
  );
  assert.match(text(english!.excerpt), /quixotic reed/);
  const [chinese] = await hitsIn('哨片');
  assert.deepEqual([chinese!.lessonId, chinese!.language], [lesson.id, 'zh']);

  await editLesson(system, lesson.id, { isTrial: false });
  await publishWork(system, twice.id);
  await house.drain(searchReactions);
  const [closed] = await hitsIn('quixotic');
  assert.deepEqual([closed!.isOpen, closed!.excerpt, closed!.mentions], [false, [], ['quixotic']]);
});

test('a word is not found across the border of two others', async () => {
  assert.deepEqual(await ids('和服'), [kimono.id]);
  assert.deepEqual(await ids('产品和服务'), [service.id]);
});

test('what the dictionary cuts differently is found by its characters in a row', async () => {
  const { items, isLoose } = await ask('潮鞋鉴定');
  assert.deepEqual([items.map(({ work }) => work.id), isLoose], [[shoes.id], false]);
});

test('words in the body of a lesson find its course; of paid text only the words that were asked show', async () => {
  const { items } = await ask('毕达哥拉斯');
  assert.deepEqual(
    items.map(({ work }) => work.id),
    [music.id],
  );
  const [hit] = items[0]!.hits;
  assert.deepEqual(
    [text(hit!.title), hit!.excerpt, hit!.mentions],
    ['五度相生', [], ['毕达哥拉斯']],
  );
  assert(!JSON.stringify(items).includes('密文'), 'paid text leaked');
});

test('trial lessons show where the word stands', async () => {
  const { items } = await ask('泛音');
  const hit = items[0]!.hits.find(({ excerpt }) => excerpt.length > 0);
  assert(hit?.excerpt.some((mark) => mark.isHit && mark.text === '泛音'));
  assert.match(text(hit!.excerpt), /弦的振动产生泛音/);
});

test('a lesson that is no trial lesson any more shows nothing, even before it is indexed again', async () => {
  const { id } = await make({
    title: '转收费',
    chapters: chapter(aLesson('课', '琉璃瓦的烧制，机密。', true)),
  });
  await house.drain(searchReactions);
  assert.match(JSON.stringify((await ask('琉璃瓦')).items), /机密/);
  await saveOutline(system, id, chapter(aLesson('课', '琉璃瓦的烧制，机密。', false)));
  await publishWork(system, id);
  assert.doesNotMatch(JSON.stringify((await ask('琉璃瓦')).items), /机密/);
});

test('a title weighs more than a body', async () => {
  const inTitle = await make({ title: '纳西古乐' });
  const inBody = await make({
    title: '丽江笔记',
    chapters: chapter(aLesson('课', '去听了纳西古乐。纳西古乐很好。')),
  });
  await house.drain(searchReactions);
  assert.deepEqual(await ids('纳西古乐'), [inTitle.id, inBody.id]);
});

test('several words must all be there, and words of other scripts match by their beginning', async () => {
  assert.deepEqual(await ids('十二平均律 入门'), [music.id]);
  assert.deepEqual(await ids('temper'), [music.id]);
  assert.deepEqual(await ids('ＥＱＵＡＬ'), [music.id]);
});

test('when nothing has all words, what has some is shown and said to be near', async () => {
  const { items, isLoose } = await ask('和服 毕达哥拉斯');
  assert.equal(isLoose, true);
  assert.deepEqual(new Set(items.map(({ work }) => work.id)), new Set([kimono.id, music.id]));
});

test('a draft is never found, and neither is what was withdrawn', async () => {
  const { id } = await make({ title: '青花瓷鉴赏' });
  await house.drain(searchReactions);
  await saveWorkDraft(system, id, { title: '秘色瓷鉴赏' });
  await indexWork(system, id);
  assert.deepEqual([await ids('秘色瓷'), await ids('青花瓷')], [[], [id]]);
  await withdrawWork(system, id);
  assert.deepEqual(await ids('青花瓷'), [], 'gone at once, before the index hears of it');
  await house.drain(searchReactions);
  assert.equal(
    (await house.db.selectFrom('searchDocument').select('id').where('workId', '=', id).execute())
      .length,
    0,
  );
  assert.deepEqual(await suggest(house.ctx(), '青花'), []);
});

test('indexing many times at once leaves each document once', async () => {
  const count = async () =>
    (
      await house.db
        .selectFrom('searchDocument')
        .select('id')
        .where('workId', '=', music.id)
        .execute()
    ).length;
  const before = await count();
  await Promise.all(Array.from({ length: 6 }, () => indexWork(system, music.id)));
  assert.deepEqual([before, await count()], [3, 3]);
});

test('an index by older rules is made again', async () => {
  await house.db
    .updateTable('searchIndexed')
    .set({ version: 0 })
    .where('workId', '=', music.id)
    .execute();
  await house.db.deleteFrom('searchDocument').where('workId', '=', music.id).execute();
  await catchUpIndex(system);
  assert.deepEqual(await ids('毕达哥拉斯'), [music.id]);
});

test('a very long lesson is found by its last word', async () => {
  const body = `${'今天天气很好，我们继续练习。'.repeat(4_000)}最后讲到埙与箜篌。`;
  const { id } = await make({ title: '长课', chapters: chapter(aLesson('很长的一课', body)) });
  await house.drain(searchReactions);
  assert.deepEqual([await ids('箜篌'), await ids('埙与箜篌')], [[id], [id]]);
});

test('suggestions begin with what was typed, or have a word that does', async () => {
  assert.deepEqual(await suggest(house.ctx(), '十二'), ['十二平均律入门']);
  assert((await suggest(house.ctx(), '入门')).includes('十二平均律入门'));
  assert((await suggest(house.ctx(), 'EQUAL')).includes('Equal temperament'));
  assert((await suggest(house.ctx(), '沈')).includes('沈听澜'));
  assert((await suggest(house.ctx(), '五度')).includes('五度相生'));
});

test('a slip of the pen is answered with what may have been meant', async () => {
  const { didYouMean } = await ask('十二平匀律');
  assert(didYouMean.includes('十二平均律入门'), String(didYouMean));
});

test('pages of a search put together are the whole result, each work once', async () => {
  for (let n = 0; n < 9; n += 1) await make({ title: `昆曲第${n}讲` });
  await house.drain(searchReactions);
  const seen: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await findWorks(house.ctx(), { q: '昆曲', limit: 4, cursor });
    seen.push(...page.items.map(({ work }) => work.id));
    if (!page.nextCursor) break;
    cursor = page.nextCursor;
  }
  assert.deepEqual([seen.length, new Set(seen).size], [9, 9]);
});

test('any text at all is a valid search', async () => {
  const app = house.app(searchApi);
  const odd = [
    '',
    ' ',
    '%',
    '_',
    "'",
    "''",
    '"',
    '\\',
    '&',
    '|',
    '!',
    '<->',
    ':*',
    '(',
    ')',
    "a' | 'b",
    '!!',
    '的',
    'a',
    '一',
    '\0',
    'a\0b',
    '\uD800',
    '\uDC00x',
    'x\uD83D',
    '😀',
    '👩‍👩‍👧',
    'ﷺ',
    '𠮷野家',
    'e\u0301',
    '\u202Eabc',
    '‮',
    'A'.repeat(10_240),
    '音'.repeat(10_240),
    '音 '.repeat(5_000),
    '$1',
    '--',
    '; drop table work',
    '*',
    '.*',
    '[',
    '{',
    '?',
    '＂',
    '\u{10FFFF}',
    '\u{E000}',
    'İ',
    'ß',
    '٣',
    '½',
    'ｱｲｳ',
    '안녕',
    'สวัสดี',
    '和服'.repeat(60),
  ];
  for (const q of odd) {
    for (const path of ['/api/v1/search', '/api/v1/search/suggestions']) {
      const response = await app.request(`${path}?q=${encodeURIComponent(q.toWellFormed())}`);
      assert.equal(
        response.status,
        200,
        `${path} ${JSON.stringify(q.slice(0, 20))}: ${await response.clone().text()}`,
      );
    }
    await findWorks(house.ctx(), { q, limit: 5 });
    await suggest(house.ctx(), q);
  }
  for (const raw of ['%ED%A0%80', '%FF%FE', '%', '%00', '%E4%B8']) {
    assert.equal((await app.request(`/api/v1/search?q=${raw}`)).status, 200, raw);
  }
});

test('a cursor that is not ours is refused, not a fault', async () => {
  const app = house.app(searchApi);
  for (const cursor of ['x', btoa('[1]'), btoa('[1,2,3]'), btoa('[1e99,"a","all"]')]) {
    assert.equal(
      (await app.request(`/api/v1/search?q=${encodeURIComponent('和服')}&cursor=${cursor}`)).status,
      400,
    );
  }
});

test('an outline that everybody may see names paid lessons by title only', async () => {
  const outline = await getOutline(house.ctx(), music.id, 'live');
  assert(!JSON.stringify(outline).includes('密文'));
});
