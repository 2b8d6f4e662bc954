import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { money } from '#kernel/money.ts';
import { Refusal } from '#kernel/refusal.ts';
import { asSystem } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import {
  addCategory,
  browseShelf,
  countLearner,
  editCategory,
  findShelf,
  foldLearners,
  getWork,
  removeCategory,
  setPrice,
  withdrawWork,
} from './service.ts';
import { aCreator, aUser, aWork } from './fixtures/works.ts';
import type { Sort } from './types.ts';

const house = await openTestHouse();
after(() => house.close());
const system = asSystem(house.ctx(), 'test');
const owner = house.as(await aUser(house.ctx()), 'owner');
const creatorId = await aCreator(house.ctx());
const refuses = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;

const later = () => {
  house.advance(1_000);
  return house.ctx();
};

async function readAll(
  shelf: string,
  sort: Sort,
  limit: number,
  between = async () => {},
): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | undefined; ;) {
    const page = await browseShelf(house.ctx(), { shelf, sort, limit, after });
    ids.push(...page.items.map(({ id }) => id));
    if (!page.nextCursor) return ids;
    after = page.nextCursor;
    await between();
  }
}

test('pages put together are the whole list, without doubles, whatever is published in between', async () => {
  const made: string[] = [];
  for (let n = 0; n < 11; n += 1)
    made.push((await aWork(later(), { creatorId, tags: ['分页'], price: (n % 4) * 100 })).id);
  for (const sort of ['newest', 'popular', 'price'] as const) {
    const ids = await readAll('tag:分页', sort, 3, async () => {
      await aWork(later(), { creatorId, tags: ['分页'], price: 5_000_00 });
    });
    assert.equal(new Set(ids).size, ids.length, sort);
    for (const id of made) assert(ids.includes(id), sort);
  }
});

test('the way back through a list shows the same pages as the way on', async () => {
  for (let n = 0; n < 7; n += 1)
    await aWork(later(), { creatorId, tags: ['来回'], price: (n % 3) * 100 });
  for (const sort of ['newest', 'popular', 'price'] as const) {
    const ask = (place: object) =>
      browseShelf(house.ctx(), { shelf: 'tag:来回', sort, limit: 3, ...place });
    const first = await ask({});
    const second = await ask({ after: first.nextCursor! });
    const third = await ask({ after: second.nextCursor! });
    assert.deepEqual([first.previousCursor, third.nextCursor, third.items.length], [null, null, 1]);
    const back = await ask({ before: third.previousCursor! });
    assert.deepEqual(back.items, second.items);
    const start = await ask({ before: back.previousCursor! });
    assert.deepEqual(start.items, first.items);
    assert.equal(start.previousCursor, null);
  }
});

test('a cursor that is not ours is refused in words', async () => {
  for (const after of [
    'x',
    'W10',
    btoa('["a","b"]'),
    btoa('[1e400,"x"]'),
    btoa('["9999999-01-01","x"]'),
    btoa('{}'),
  ]) {
    await assert.rejects(
      browseShelf(house.ctx(), { shelf: 'all', sort: 'newest', limit: 3, after }),
      refuses('input.cursor'),
    );
  }
});

test('a work stands on its category and on all above it, and moves with them', async () => {
  const music = await addCategory(owner, { slug: 'music', nameZh: '音乐', nameEn: 'Music' });
  const theory = await addCategory(owner, {
    slug: 'theory',
    nameZh: '乐理',
    nameEn: 'Theory',
    parentId: music,
  });
  const arts = await addCategory(owner, { slug: 'arts', nameZh: '艺术', nameEn: 'Arts' });
  const { id } = await aWork(later(), { creatorId, categoryId: theory });
  const on = async (slug: string) =>
    readAll(await findShelf(house.ctx(), { category: slug }), 'newest', 10);
  assert.deepEqual([await on('music'), await on('theory'), await on('arts')], [[id], [id], []]);

  await editCategory(owner, theory, { parentId: arts });
  assert.deepEqual([await on('music'), await on('theory'), await on('arts')], [[], [id], [id]]);
  await assert.rejects(editCategory(owner, arts, { parentId: theory }), refuses('category.loop'));
  await assert.rejects(removeCategory(owner, theory), refuses('category.in_use'));
  await removeCategory(owner, music);
  await assert.rejects(on('music'), refuses('category.unknown'));
});

test('free and paid are lists of their own, and a new price moves a work between them', async () => {
  const { id } = await aWork(later(), { creatorId, tags: ['价格'], price: 0 });
  const on = async (price: 'free' | 'paid') =>
    (
      await browseShelf(house.ctx(), { shelf: 'tag:价格', sort: 'newest', price, limit: 5 })
    ).items.map((card) => card.id);
  assert.deepEqual([await on('free'), await on('paid')], [[id], []]);
  await setPrice(system, id, money(100));
  assert.deepEqual([await on('free'), await on('paid')], [[], [id]]);
  await withdrawWork(system, id);
  assert.deepEqual([await on('free'), await on('paid')], [[], []]);
});

test('learners who come and go at once are all counted, once', async () => {
  const { id } = await aWork(later(), { creatorId, tags: ['学员'] });
  const changes = [...Array<1>(30).fill(1), ...Array<-1>(5).fill(-1)];
  await Promise.all(
    changes.map((change) => inTransaction(system, (tx) => countLearner(tx, id, change))),
  );
  await Promise.all([foldLearners(system), foldLearners(system), foldLearners(system)]);
  assert.equal((await getWork(system, id)).learnerCount, 25);
  const [card] = (await browseShelf(house.ctx(), { shelf: 'tag:学员', sort: 'popular', limit: 5 }))
    .items;
  assert.equal(card?.learnerCount, 25);
});
