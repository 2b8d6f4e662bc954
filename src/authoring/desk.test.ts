import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { aCreator, aLesson, aUser, aWork } from '#catalog/fixtures/works.ts';
import {
  deleteWork,
  getDraft,
  getDraftLesson,
  getOutline,
  getWork,
  publishWork,
  saveOutline,
} from '#catalog/service.ts';
import { Refusal } from '#kernel/refusal.ts';
import { newToken } from '#kernel/id.ts';
import { day, minute } from '#kernel/time.ts';
import { asSystem } from '#platform/ctx.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import {
  addSnippet,
  beginFromPattern,
  dropTemplate,
  duplicateWork,
  editSnippet,
  endPreviewLink,
  listPreviewLinks,
  listSnippets,
  listTemplates,
  makePreviewLink,
  makeTemplate,
  openPreviewLink,
  removeSnippet,
} from './service.ts';
import { mostSnippets } from './service/snippets.ts';
import { patternNames } from './types.ts';

const house = await openTestHouse();
after(() => house.close());
const refuses = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;
const tokenIn = (address: string) => address.split('/').at(-1)!;
const all = { cursor: undefined, limit: 50 };

async function aDraft() {
  const { id, creatorId } = await aWork(house.ctx(), { isPublished: false });
  const me = house.as(creatorId, 'creator');
  const [lesson] = (await getOutline(me, id, 'draft'))[0]!.lessons;
  return { id, creatorId, me: () => house.as(creatorId, 'creator'), lessonId: lesson!.id };
}

test('a preview link opens the draft for whoever holds it, until it expires', async () => {
  const { id, me, lessonId } = await aDraft();
  const { address } = await makePreviewLink(me(), id, { label: '老师', days: 2 });
  const anybody = () => house.ctx();
  const shared = await openPreviewLink(anybody(), tokenIn(address));
  assert.deepEqual([shared.workId, shared.lessonId], [id, null]);
  const one = await makePreviewLink(me(), id, { label: '', days: 1, lessonId });
  assert.equal((await openPreviewLink(anybody(), tokenIn(one.address))).lessonId, lessonId);
  house.advance(day);
  await assert.rejects(
    openPreviewLink(anybody(), tokenIn(one.address)),
    refuses('preview_link.unknown'),
  );
  await openPreviewLink(anybody(), tokenIn(address));
  house.advance(day);
  await assert.rejects(
    openPreviewLink(anybody(), tokenIn(address)),
    refuses('preview_link.unknown'),
  );
  await assert.rejects(openPreviewLink(anybody(), newToken()), refuses('preview_link.unknown'));
});

test('the database holds no token, and a list tells who looked when', async () => {
  const { id, me } = await aDraft();
  const { address } = await makePreviewLink(me(), id, { label: '编辑', days: 7 });
  const token = tokenIn(address);
  const rows = await house.db
    .selectFrom('previewLink')
    .selectAll()
    .where('workId', '=', id)
    .execute();
  assert(!JSON.stringify(rows).includes(token));
  assert(!rows[0]!.tokenHash.toString('base64url').includes(token));
  house.advance(minute);
  await openPreviewLink(house.ctx(), token);
  const { items } = await listPreviewLinks(me(), { id, ...all });
  assert.deepEqual(
    items.map(({ label, isOpen, seenAt }) => [label, isOpen, seenAt]),
    [['编辑', true, house.now().toISOString()]],
  );
});

test('a link that is ended opens nothing any more; of many who end it at once one does', async () => {
  const { id, me } = await aDraft();
  const { id: link, address } = await makePreviewLink(me(), id, { label: '', days: 7 });
  const done = await Promise.allSettled(
    Array.from({ length: 8 }, () => endPreviewLink(me(), link)),
  );
  assert.equal(done.filter(({ status }) => status === 'fulfilled').length, 1);
  await assert.rejects(
    openPreviewLink(house.ctx(), tokenIn(address)),
    refuses('preview_link.unknown'),
  );
});

test('a link to a work that is deleted opens nothing', async () => {
  const { id, me } = await aDraft();
  const { address } = await makePreviewLink(me(), id, { label: '', days: 7 });
  await deleteWork(me(), id);
  await assert.rejects(
    openPreviewLink(house.ctx(), tokenIn(address)),
    refuses('preview_link.unknown'),
  );
});

test('nobody shares, lists or ends what shows somebody else’s draft', async () => {
  const { id, me } = await aDraft();
  const { id: link } = await makePreviewLink(me(), id, { label: '', days: 7 });
  const stranger = await aDraft();
  const hidden = refuses('policy.not_found');
  await assert.rejects(makePreviewLink(stranger.me(), id, { label: '', days: 1 }), hidden);
  await assert.rejects(listPreviewLinks(stranger.me(), { id, ...all }), hidden);
  await assert.rejects(endPreviewLink(stranger.me(), link), hidden);
  const mine = { label: '', days: 1, lessonId: stranger.lessonId };
  await assert.rejects(makePreviewLink(me(), id, mine), hidden);
  const reviewer = house.as(await aUser(house.ctx()), 'reviewer');
  await assert.rejects(
    makePreviewLink(reviewer, id, { label: '', days: 1 }),
    refuses('policy.forbidden'),
  );
});

test('a copy says what the draft says, and is a draft of its own', async () => {
  const { id, creatorId } = await aWork(house.ctx(), {
    title: '原作',
    price: 6_600,
    tags: ['乐理'],
  });
  const me = house.as(creatorId, 'creator');
  await saveOutline(me, id, [
    { source: '01', title: '声音从哪里来', lessons: [aLesson('新课', '草稿里的正文')] },
  ]);
  const copy = await duplicateWork(me, id);
  const [from, to] = [await getDraft(me, id), await getDraft(me, copy)];
  assert.deepEqual({ ...to.draft, title: '' }, { ...from.draft, title: '' });
  assert.deepEqual(
    [to.title, to.state, to.price, to.learnerCount, to.creatorId],
    ['原作（副本）', 'draft', 6_600, 0, creatorId],
  );
  const outline = await getOutline(me, copy, 'draft');
  assert.deepEqual(
    outline.map(({ title, lessons }) => [title, lessons.map((lesson) => lesson.title)]),
    [['声音从哪里来', ['新课']]],
  );
  const lesson = await getDraftLesson(me, outline[0]!.lessons[0]!.id);
  assert.equal(lesson.body, '草稿里的正文');
  await publishWork(asSystem(me, 'test'), copy);
  assert.equal((await getWork(me, id)).live?.title, '原作', 'the first one is as it was');
});

test('files that texts of a work show are shown by its copy', async () => {
  const { id, creatorId, me } = await aDraft();
  const asset = {
    id: newAsset(),
    ownerId: creatorId,
    kind: 'image',
    fileName: 'a.png',
    mediaType: 'image/png',
    sizeBytes: 1,
    sha256: Buffer.from(newAsset()),
    state: 'ready',
    createdAt: house.now(),
  } as const;
  await house.db.insertInto('asset').values(asset).execute();
  await house.db
    .insertInto('embeddedAsset')
    .values({ workId: id, path: 'a.png', assetId: asset.id })
    .execute();
  const copy = await duplicateWork(me(), id, '另一门');
  const named = await house.db
    .selectFrom('embeddedAsset')
    .select(['path', 'assetId'])
    .where('workId', '=', copy)
    .execute();
  assert.deepEqual(named, [{ path: 'a.png', assetId: asset.id }]);
});

const newAsset = () => crypto.randomUUID();

test('a copy by somebody else is refused, and leaves no trace', async () => {
  const { id } = await aDraft();
  const stranger = house.as(await aCreator(house.ctx()), 'creator');
  const count = () => house.db.selectFrom('work').select('id').execute();
  const before = (await count()).length;
  await assert.rejects(duplicateWork(stranger, id), refuses('policy.not_found'));
  await assert.rejects(makeTemplate(stranger, id), refuses('policy.not_found'));
  assert.equal((await count()).length, before);
});

test('templates are works of one’s own, marked once', async () => {
  const { id, me } = await aDraft();
  await Promise.all(Array.from({ length: 5 }, () => makeTemplate(me(), id)));
  const { items } = await listTemplates(me(), undefined, 10);
  assert.deepEqual(
    items.map((item) => [item.id, item.lessonCount]),
    [[id, 2]],
  );
  const other = await aDraft();
  assert.deepEqual((await listTemplates(other.me(), undefined, 10)).items, []);
  await dropTemplate(me(), id);
  await assert.rejects(dropTemplate(me(), id), refuses('template.unknown'));
});

test('every pattern of the house lays out a draft with lessons in both languages', async () => {
  const creator = await aCreator(house.ctx());
  for (const locale of ['zh', 'en'] as const) {
    for (const pattern of patternNames) {
      const me = { ...house.as(creator, 'creator'), locale };
      const id = await beginFromPattern(me, pattern, undefined);
      const { draft } = await getDraft(me, id);
      assert.equal(draft.language, locale);
      assert(draft.summary.length > 5);
      const lessons = (await getOutline(me, id, 'draft')).flatMap((chapter) => chapter.lessons);
      assert(lessons.length > 0);
      for (const { id: lessonId } of lessons)
        assert((await getDraftLesson(me, lessonId)).body.length > 20);
    }
  }
});

test('snippets are their writer’s own; there is an end to them, however many are added at once', async () => {
  const [mine, others] = [await aCreator(house.ctx()), await aCreator(house.ctx())];
  const me = house.as(mine, 'creator');
  const them = house.as(others, 'creator');
  const id = await addSnippet(me, { title: '片尾', body: '谢谢您读到这里。' });
  await editSnippet(me, id, { title: '片尾', body: '谢谢。' });
  assert.deepEqual(
    (await listSnippets(me, undefined, 10)).items.map(({ body }) => body),
    ['谢谢。'],
  );
  assert.deepEqual((await listSnippets(them, undefined, 10)).items, []);
  const unknown = refuses('snippet.unknown');
  await assert.rejects(editSnippet(them, id, { title: 'x', body: 'x' }), unknown);
  await assert.rejects(removeSnippet(them, id), unknown);
  await removeSnippet(me, id);
  await assert.rejects(removeSnippet(me, id), unknown);

  for (let n = 0; n < mostSnippets - 3; n += 1) await addSnippet(me, { title: `${n}`, body: '一' });
  const tries = await Promise.allSettled(
    Array.from({ length: 10 }, () => addSnippet(me, { title: '又', body: '二' })),
  );
  assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 3);
});
