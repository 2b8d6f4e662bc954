import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import { openTestHouse, testUser } from '#platform/testing/database.ts';
import type { Actor } from '#platform/ctx.ts';
import { catalogApi } from './api.ts';
import { aCreator, aUser, aWork } from './fixtures/works.ts';

const house = await openTestHouse();
after(() => house.close());
const creatorId = await aCreator(house.ctx());
const creator = testUser(creatorId, 'creator');
const stranger = testUser(await aCreator(house.ctx(), '别人'), 'creator');
const learner = testUser(await aUser(house.ctx()));
const reviewer = testUser(await aUser(house.ctx()), 'reviewer');
const owner = testUser(await aUser(house.ctx()), 'owner');

let actor: Actor = { kind: 'visitor' };
const app = house.app(catalogApi, () => actor);

interface Answer {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly items: { id: string; title: string }[];
  readonly nextCursor: string | null;
  readonly chapters: { id: string; title: string; lessons: { id: string; title: string }[] }[];
  readonly error: { code: string };
}

type Call = readonly [method: string, path: string, body?: unknown, status?: number];

async function ask(as: Actor, ...[method, path, body, status]: Call): Promise<Answer> {
  actor = as;
  const response = await app.request(`/api/v1${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  if (status !== undefined) assert.equal(response.status, status, `${method} ${path}: ${text}`);
  else assert(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return (text ? JSON.parse(text) : {}) as Answer;
}

test('a creator makes a course from nothing over the API', async () => {
  const { id } = await ask(creator, 'POST', '/works', { title: '  新课  ' }, 201);
  const chapter = await ask(creator, 'POST', `/works/${id}/chapters`, { title: '第一章' }, 201);
  const lesson = await ask(
    creator,
    'POST',
    `/chapters/${chapter.id}/lessons`,
    { title: '第一课', body: '正文' },
    201,
  );
  await ask(creator, 'PATCH', `/lessons/${lesson.id}`, { isTrial: true });
  await ask(creator, 'PUT', `/works/${id}/price`, { price: 9_900 });
  const detail = await ask(creator, 'GET', `/works/${id}`);
  assert.deepEqual(
    detail.chapters.map(({ title, lessons }) => [title, lessons.map((one) => one.title)]),
    [['第一章', ['第一课']]],
  );
  assert.equal(detail.title, '新课');

  const saved = await ask(creator, 'PATCH', `/works/${id}`, {
    summary: '简介',
    version: detail.version,
  });
  assert.equal(saved.version, detail.version + 1);
  const late = await ask(
    creator,
    'PATCH',
    `/works/${id}`,
    { summary: '晚了', version: detail.version },
    409,
  );
  assert.equal(late.error.code, 'work.changed');
  await ask(creator, 'DELETE', `/lessons/${lesson.id}`);
  await ask(creator, 'DELETE', `/chapters/${chapter.id}`);
  assert.deepEqual((await ask(creator, 'GET', `/works/${id}`)).chapters, []);
  await ask(creator, 'DELETE', `/works/${id}`, undefined, 204);
  await ask(creator, 'GET', `/works/${id}`, undefined, 404);
});

test('nobody reaches the drafts of another, by any route', async () => {
  const { id } = await aWork(house.ctx(), { creatorId, isPublished: false });
  const { chapters } = await ask(creator, 'GET', `/works/${id}`);
  const [chapterId, lessonId] = [chapters[0]!.id, chapters[0]!.lessons[0]!.id];
  const calls: [string, string, unknown?][] = [
    ['GET', `/works/${id}`],
    ['PATCH', `/works/${id}`, { title: '改' }],
    ['DELETE', `/works/${id}`],
    ['PUT', `/works/${id}/price`, { price: 1 }],
    ['PUT', `/works/${id}/withdrawal`],
    ['POST', `/works/${id}/chapters`, { title: '章' }],
    ['PUT', `/works/${id}/chapters/order`, { ids: [chapterId] }],
    ['PATCH', `/chapters/${chapterId}`, { title: '章' }],
    ['DELETE', `/chapters/${chapterId}`],
    ['PUT', `/chapters/${chapterId}/lessons/order`, { ids: [] }],
    ['POST', `/chapters/${chapterId}/lessons`, { title: '课' }],
    ['GET', `/lessons/${lessonId}/draft`],
    ['PATCH', `/lessons/${lessonId}`, { title: '课' }],
    ['DELETE', `/lessons/${lessonId}`],
  ];
  for (const [method, path, body] of calls) {
    await ask({ kind: 'visitor' }, method, path, body, 401);
    await ask(learner, method, path, body, 403);
    await ask(stranger, method, path, body, 404);
    await ask(
      creator,
      method,
      path.replace(id, newId()).replace(chapterId, newId()).replace(lessonId, newId()),
      body,
      404,
    );
  }
  await ask(reviewer, 'PATCH', `/works/${id}`, { title: '改' }, 403);
  assert.equal((await ask(reviewer, 'GET', `/lessons/${lessonId}/draft`)).title, '从一次拨弦说起');
});

test('a creator lists only their own works; reviewers list all, page by page, and as CSV', async () => {
  for (let n = 0; n < 5; n += 1) {
    house.advance(1_000);
    await aWork(house.ctx(), { creatorId, title: `=课程 ${n}`, isPublished: n % 2 === 0 });
  }
  await aWork(house.ctx(), { creatorId: stranger.userId, title: '别人的' });
  const own = await ask(creator, 'GET', '/works?limit=100');
  assert(own.items.every(({ title }) => title !== '别人的'));
  assert.equal(
    (await ask(creator, 'GET', `/works?creator=${stranger.userId}`)).items.every(
      ({ title }) => title !== '别人的',
    ),
    true,
  );

  const seen: string[] = [];
  for (let cursor = ''; ;) {
    const page = await ask(reviewer, 'GET', `/works?limit=2${cursor}`);
    seen.push(...page.items.map(({ id }) => id));
    if (!page.nextCursor) break;
    cursor = `&cursor=${page.nextCursor}`;
  }
  const all = (await ask(reviewer, 'GET', '/works?limit=200')).items.map(({ id }) => id);
  assert.deepEqual(seen, all);
  assert.deepEqual(
    (await ask(reviewer, 'GET', '/works?text=别人')).items.map(({ title }) => title),
    ['别人的'],
  );
  assert.equal(
    (await ask(reviewer, 'GET', `/works?state=draft&creator=${creatorId}&text=课程`)).items.length,
    2,
  );
  await ask(reviewer, 'GET', '/works?cursor=WyJ4Il0', undefined, 400);

  actor = reviewer;
  const csv = await (await app.request('/api/v1/works?format=csv')).text();
  assert.match(csv, /^作品,讲师/);
  assert.match(csv, /'=课程 0/, 'a title is no formula');
});

test('only the owner arranges categories, and everybody reads them', async () => {
  await ask(creator, 'POST', '/categories', { slug: 'x', nameZh: '甲', nameEn: 'A' }, 403);
  const { id } = await ask(
    owner,
    'POST',
    '/categories',
    { slug: 'x', nameZh: '甲', nameEn: 'A' },
    201,
  );
  await ask(owner, 'POST', '/categories', { slug: 'x', nameZh: '乙', nameEn: 'B' }, 409);
  await ask(owner, 'PATCH', `/categories/${id}`, { nameZh: '丙' });
  assert.equal((await ask({ kind: 'visitor' }, 'GET', '/categories')).items.length, 1);
  await ask(owner, 'DELETE', `/categories/${id}`, undefined, 204);
  await ask(owner, 'DELETE', `/categories/${id}`, undefined, 404);
});

test('wrong input is told by field, and nothing that can be typed is a fault', async () => {
  const { id } = await aWork(house.ctx(), { creatorId, isPublished: false });
  for (const body of [
    { title: '' },
    { title: ' \u200b ' },
    { tags: Array(11).fill('x') },
    { level: 'x' },
    { coverId: 'x' },
    { slug: '../x' },
    { version: -1 },
  ]) {
    await ask(creator, 'PATCH', `/works/${id}`, body, 400);
  }
  for (const price of [-1, 0.5, 100_000_001, '1', null])
    await ask(creator, 'PUT', `/works/${id}/price`, { price }, 400);
  for (const text of ['a\0b', '\uD800', '😀'.repeat(50), "'; --", '%', '<script>']) {
    await ask(creator, 'PATCH', `/works/${id}`, {
      title: `${text}题`,
      description: text,
      tags: ['标签'],
    });
    await ask(reviewer, 'GET', `/works?text=${encodeURIComponent(text.toWellFormed())}`);
  }
  await ask(creator, 'PATCH', `/works/${id}`, { coverId: newId() }, 422);
  await ask(creator, 'PATCH', `/works/${id}`, { categoryId: newId() }, 404);
});

test('a creator tells about themselves, and about nobody else', async () => {
  await ask(creator, 'PATCH', `/creators/${creatorId}`, { headline: '教听得见的乐理' });
  await ask(stranger, 'PATCH', `/creators/${creatorId}`, { headline: '改' }, 404);
  const other = await house.db
    .selectFrom('creator')
    .select('slug')
    .where('userId', '=', stranger.userId)
    .executeTakeFirstOrThrow();
  await ask(creator, 'PATCH', `/creators/${creatorId}`, { slug: other.slug }, 409);
});
