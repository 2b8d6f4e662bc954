import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  addCategory,
  countLearner,
  editCreator,
  foldLearners,
  getOutline,
  publishWork,
  saveOutline,
  saveWorkDraft,
  setPrice,
  turnDay,
  withdrawWork,
} from '#catalog/service.ts';
import { aCreator, aLesson, aUser, aWork } from '#catalog/fixtures/works.ts';
import { grantWork } from '#entitlement/service.ts';
import { money } from '#kernel/money.ts';
import { businessDay, day } from '#kernel/time.ts';
import { asSystem, type Actor } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { openTestHouse, testUser } from '#platform/testing/database.ts';
import { searchReactions } from '#search/reactions.ts';
import { storefrontApi } from './api.ts';
import { courseData } from './rules/course-data.ts';
import { getCoursePage } from './service.ts';
import { storefrontPages } from './pages/routes.ts';

const house = await openTestHouse();
after(() => house.close());
const system = asSystem(house.ctx(), 'test');
const owner = house.as(await aUser(house.ctx()), 'owner');
const creatorId = await aCreator(house.ctx(), '林知音');
const music = await addCategory(owner, { slug: 'music', nameZh: '音乐', nameEn: 'Music' });
const chapters = [
  {
    source: '01',
    title: '声音从哪里来',
    lessons: [aLesson('从一次拨弦说起', '弦在振动。', true), aLesson('音高与频率', '付费的正文。')],
  },
];
const work = await aWork(house.ctx(), {
  creatorId,
  chapters,
  titleEn: 'Music theory you can hear',
  summaryEn: 'It begins with a string.',
  description: '## 这门课\n\n讲**声音**。<script>alert(1)</script>',
  categoryId: music,
  tags: ['乐理'],
});
await house.drain(searchReactions);

let actor: Actor = { kind: 'visitor' };
const app = house.app([...storefrontPages, ...storefrontApi], () => actor);
const read = async (path: string, status = 200) => {
  const response = await app.request(
    path,
    actor.kind === 'user' ? { headers: { cookie: 'sid=x' } } : {},
  );
  const text = await response.text();
  assert.equal(response.status, status, `${path}: ${text.slice(0, 300)}`);
  return text;
};
const coursePath = `/courses/${encodeURIComponent(work.slug)}`;

test('an English reader reads subtitle and description in English where there are some, marked as what they are', async () => {
  const own = await aWork(house.ctx(), { creatorId, description: '只有中文。', subtitle: '副题' });
  const english = { subtitleEn: 'From one string', descriptionEn: 'All of it **in English**.' };
  const both = await aWork(house.ctx(), { creatorId, description: '中文的介绍。', ...english });
  const pageOf = (slug: string) => read(`/en/courses/${encodeURIComponent(slug)}`);
  assert.match(await pageOf(own.slug), /class="prose" lang="zh-CN"[^>]*>\s*<p>只有中文/);
  assert.doesNotMatch(await pageOf(own.slug), /副题/);
  const page = await pageOf(both.slug);
  assert.match(page, /class="prose" lang="en"[^>]*>\s*<p>All of it/);
  assert.match(page, /From one string/);
  assert.doesNotMatch(page, /中文的介绍/);
});

test('every public page is served in both languages, without script or style of its own', async () => {
  const paths = [
    '/',
    '/courses',
    '/courses?sort=price&price=paid',
    '/categories/music',
    `/tags/${encodeURIComponent('乐理')}`,
    coursePath,
    '/search?q=声音',
  ];
  const creator = await house.db
    .selectFrom('creator')
    .select('slug')
    .where('userId', '=', creatorId)
    .executeTakeFirstOrThrow();
  for (const path of [...paths, `/creators/${encodeURIComponent(creator.slug)}`]) {
    const zh = await read(path);
    const en = await read(path === '/' ? '/en' : `/en${path}`);
    assert.match(zh, /听得懂的乐理/, path);
    assert.match(en, /Music theory you can hear/, path);
    for (const html of [zh, en])
      assert.doesNotMatch(
        html,
        /<script(?! type="application\/ld)|<style|style="|onclick|undefined|NaN|\[object/,
        path,
      );
    assert.doesNotMatch(en, /href="\/(?!en|media)/, `${path} leads out of English`);
  }
});

test('a course page shows its outline, opens trial lessons only, and sells by the current offer', async () => {
  const html = await read(coursePath);
  const [trial, paid] = (await getOutline(system, work.id, 'live'))[0]!.lessons;
  assert(html.includes(`/${trial!.id}"`) && !html.includes(`/${paid!.id}"`));
  assert.match(html, /action="\/buy"/);
  assert.match(html, /<strong>声音<\/strong>/);
  assert.doesNotMatch(html, /付费的正文|弦在振动|<script>alert/);
  const { offerId } = JSON.parse(
    await read(`/api/v1/catalogue/${encodeURIComponent(work.slug)}`),
  ) as { offerId: string };
  assert(html.includes(offerId));
});

test('who owns a course goes on learning instead of buying', async () => {
  const userId = await aUser(house.ctx());
  await grantWork(owner, { userId, workId: work.id, reason: '赠送' });
  actor = testUser(userId);
  const html = await read(coursePath);
  actor = { kind: 'visitor' };
  assert.match(html, /href="\/learn\/[^"/]+"[^>]*>继续学习/);
  assert.doesNotMatch(html, /action="\/buy"/);
});

test('a page that is kept is made again exactly when something it shows changes', async () => {
  const price = async () => /¥[\d.,]+/.exec(await read(coursePath))?.[0];
  const home = () => read('/');
  assert.equal(await price(), '¥99');
  await setPrice(system, work.id, money(12_345));
  assert.match(await read(coursePath), /123\.45/);
  assert.match(await home(), /123\.45/);
  assert.match(await read('/categories/music'), /123\.45/);

  await saveWorkDraft(system, work.id, { title: '没有人该看见的新标题' });
  for (const path of ['/', coursePath, '/courses'])
    assert.doesNotMatch(await read(path), /没有人该看见/);
  await saveWorkDraft(system, work.id, { title: '听得懂的乐理' });

  await inTransaction(system, (tx) => countLearner(tx, work.id, 1));
  await foldLearners(system);
  for (const path of ['/', coursePath, '/courses', '/categories/music'])
    assert.match(await read(path), /2 人在学/, path);
  await editCreator(house.as(creatorId, 'creator'), creatorId, { name: '林知音老师' });
  for (const path of ['/', coursePath, '/courses', '/categories/music'])
    assert.match(await read(path), /林知音老师/, path);
});

test('a draft has no page, and a withdrawn course none for those who do not own it', async () => {
  const draft = await aWork(house.ctx(), { creatorId, isPublished: false, title: '草稿课' });
  await read(`/courses/${encodeURIComponent(draft.slug)}`, 404);
  await read(`/api/v1/catalogue/${encodeURIComponent(draft.slug)}`, 404);
  assert.doesNotMatch(await read('/courses'), /草稿课/);

  const gone = await aWork(house.ctx(), { creatorId, title: '下架课' });
  assert.match(await read('/courses'), /下架课/);
  await withdrawWork(system, gone.id);
  assert.doesNotMatch(await read('/courses'), /下架课/);
  await read(`/courses/${encodeURIComponent(gone.slug)}`, 404);
  await publishWork(system, gone.id);
  await withdrawWork(system, gone.id);
});

test('the list goes on and back by links', async () => {
  for (let n = 0; n < 30; n += 1) {
    house.advance(1_000);
    await aWork(house.ctx(), { creatorId, title: `第${n}门` });
  }
  const links = (html: string, rel: string) =>
    new RegExp(`href="([^"]+)" rel="${rel}"`).exec(html)?.[1]?.replaceAll('&amp;', '&');
  const first = await read('/courses');
  const second = await read(links(first, 'next')!);
  assert.equal(links(first, 'prev'), undefined);
  const titles = (html: string) =>
    [...html.matchAll(/card-title"><a[^>]*>([^<]+)/g)].map(([, title]) => title);
  assert.equal(titles(first).length, 24);
  assert.equal(titles(first).filter((title) => titles(second).includes(title)).length, 0);
  assert.deepEqual(titles(await read(links(second, 'prev')!)), titles(first));
  await read('/courses?after=nonsense', 400);
});

test('search shows what is open and only names what is paid', async () => {
  const html = await read(`/search?q=${encodeURIComponent('付费')}`);
  assert.match(html, /正文中提到“付费”/);
  assert.doesNotMatch(html, /付费的正文/);
  assert.match(await read(`/search?q=${encodeURIComponent('没有这样的东西吧')}`), /没有找到/);
  for (const q of [
    '%ED%A0%80',
    '%00',
    '%F0%9F%98%80',
    '%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E',
    "'",
    '%25',
  ]) {
    // The harness writes titles as they are; the site's own document escapes them.
    const body = (await read(`/search?q=${q}`)).replace(/<title>.*<\/title>/s, '');
    assert.doesNotMatch(body, /<script>alert/);
  }
});

test('odd addresses are not found, and never a fault', async () => {
  for (const path of [
    '/courses/%00',
    '/courses/nothing',
    '/categories/nothing',
    '/creators/nothing',
    '/courses/%ED%A0%80',
  ]) {
    const response = await app.request(path);
    assert([400, 404].includes(response.status), `${path}: ${response.status}`);
  }
  assert.match(await read(`/tags/${encodeURIComponent('没有')}`), /这里还没有课程/);
});

test('each row of categories is called differently', async () => {
  await addCategory(owner, { slug: 'strings', nameZh: '弦乐', nameEn: 'Strings', parentId: music });
  const html = await read('/categories/music');
  const names = [...html.matchAll(/<nav [^>]*aria-label="([^"]+)"/g)].map(([, name]) => name);
  assert.ok(names.includes('分类') && names.includes('分类：音乐'));
  assert.equal(new Set(names).size, names.length);
});

test('machines find every public page', async () => {
  assert.match(await read('/robots.txt'), /Sitemap: http.*\/sitemap\.xml/);
  const map = await read('/sitemap.xml');
  assert(
    map.includes(coursePath) &&
      map.includes(`/en${coursePath}`) &&
      map.includes('/categories/music') &&
      map.includes('/en/creators/'),
  );
  assert.match(await read('/opensearch.xml'), /searchTerms/);
  for (const path of ['/favicon.svg', '/favicon.ico'])
    assert.match(await read(path), />书<\/text>/);
});

test('a lesson that vanished from the draft is on the page until the next publication', async () => {
  await saveOutline(system, work.id, [
    { ...chapters[0]!, lessons: chapters[0]!.lessons.slice(0, 1) },
  ]);
  assert.match(await read(coursePath), /音高与频率/);
  await publishWork(system, work.id);
  assert.doesNotMatch(await read(coursePath), /音高与频率/);
});

test('a series says what is out and what is meant to come, and when the next comes; a new day makes the page anew', async () => {
  const soon = businessDay(new Date(house.ctx().now.getTime() + day));
  const later = businessDay(new Date(house.ctx().now.getTime() + 9 * day));
  const opening = (opensOn: string) => ({
    schedule: { opensOn, opensAfterDays: null, closesAfterDays: null },
  });
  const issues = [
    aLesson('第一期'),
    aLesson('第二期'),
    { ...aLesson('第四期'), ...opening(later) },
    { ...aLesson('第三期'), ...opening(soon) },
  ];
  const series = await aWork(house.ctx(), {
    kind: 'series',
    title: '每周一个字',
    plannedCount: 120,
    creatorId,
    chapters: [{ source: '01', title: '第一季', lessons: issues }],
  });
  const path = `/courses/${encodeURIComponent(series.slug)}`;
  const page = await read(path);
  assert.match(page, /计划 120 期，已更新 2 期/);
  assert.match(page, new RegExp(`第三期[^第]*${soon}.*第四期[^第]*${later}`, 's'));
  assert.match(await read(`/en${path}`), /120 issues planned, 2 published/);

  house.advance(9 * day);
  await turnDay(house.ctx());
  const after = await read(path);
  assert.match(after, /计划 120 期，已更新 4 期/);
  assert.doesNotMatch(after, /接下来更新/);
});

test('the catalogue shows one kind alone, and cards and pages say what it is in its own words', async () => {
  const article = await aWork(house.ctx(), {
    kind: 'article',
    title: '一篇谈留白的文章',
    creatorId,
    chapters: [{ source: '01', title: '正文', lessons: [aLesson('留白', '空着。', true)] }],
  });
  const only = await read('/courses?kind=article');
  assert.match(only, /一篇谈留白的文章/);
  assert.doesNotMatch(only, /听得懂的乐理/);
  assert.match(await read('/courses?kind=nonsense'), /第29门/);
  const page = await read(`/courses/${encodeURIComponent(article.slug)}`);
  assert.doesNotMatch(page, /课时/);
  const site = { locale: 'zh', siteName: '书院', publicUrl: '', image: undefined } as const;
  const [data] = courseData(await getCoursePage(house.ctx(), article.slug, { hold: 'none' }), site);
  assert.partialDeepStrictEqual(data, { '@type': 'Article', headline: '一篇谈留白的文章' });
  const api = JSON.parse(await read('/api/v1/catalogue?kind=article')) as {
    items: { kind: string }[];
  };
  assert.deepEqual([...new Set(api.items.map(({ kind }) => kind))], ['article']);
});

test('a bundle lists its parts with what they cost alone; what changes of a part shows at once', async () => {
  const one = await aWork(house.ctx(), { creatorId, title: '上册', price: 6_000 });
  const two = await aWork(house.ctx(), { creatorId, title: '下册', price: 5_000 });
  const partIds = [two.id, one.id];
  const bundle = await aWork(house.ctx(), {
    kind: 'bundle',
    creatorId,
    partIds,
    chapters: [],
    price: 9_900,
  });
  const path = `/courses/${encodeURIComponent(bundle.slug)}`;
  const page = await read(path);
  assert.match(page, /下册.*¥50.*上册.*¥60/s);
  assert.match(page, /2 部作品/);
  assert.match(page, /分开买共 ¥110/);
  await setPrice(system, one.id, money(7_000));
  assert.match(await read(path), /分开买共 ¥120/);
  await withdrawWork(system, one.id);
  const later = await read(path);
  assert.match(later, /上册.*不再单独出售/s);
  assert.doesNotMatch(later, /分开买共/);
});
