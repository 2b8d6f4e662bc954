import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inTransaction, touchPage, within } from './db.ts';
import { Memories, Memory } from './memory.ts';
import { openTestHouse, type TestHouse } from './testing/database.ts';

let house: TestHouse;
before(async () => {
  house = await openTestHouse();
});
after(() => house.close());

test('it is read once, and again after a change', async () => {
  let reads = 0;
  const memory = new Memory('things', async () => (reads += 1));
  assert.deepEqual([await memory.get(house.ctx()), await memory.get(house.ctx())], [1, 1]);
  await inTransaction(house.ctx(), async (tx) => touchPage(tx, 'others'));
  assert.equal(await memory.get(house.ctx()), 1);
  await inTransaction(house.ctx(), async (tx) => touchPage(tx, 'things'));
  assert.equal(await memory.get(house.ctx()), 2);
});

test('what was read while it changed is not remembered', async () => {
  let stored = 'old';
  let hold = () => {};
  const memory = new Memory('things', async () => {
    const seen = stored;
    await new Promise<void>((resolve) => (hold = resolve));
    return seen;
  });
  const early = memory.get(house.ctx());
  stored = 'new';
  await inTransaction(house.ctx(), async (tx) => touchPage(tx, 'things'));
  hold();
  assert.equal(await early, 'old');
  const late = memory.get(house.ctx());
  hold();
  assert.equal(await late, 'new');
});

test('what a transaction sees of its own is not remembered', async () => {
  let stored = 'old';
  const memory = new Memory('things', async () => stored);
  await inTransaction(house.ctx(), async (tx) => {
    stored = 'mine';
    assert.equal(await memory.get(within(house.ctx(), tx)), 'mine');
  });
  stored = 'old';
  assert.equal(await memory.get(house.ctx()), 'old');
});

test('of many things each is read once, and again after a change of its own; what is not there is asked for again', async () => {
  const reads: string[] = [];
  const stored = new Map([
    ['a', 1],
    ['b', 2],
  ]);
  const memories = new Memories<number>(
    10,
    (value) => [`thing:${value}`],
    async (_ctx, key) => {
      reads.push(key);
      return stored.get(key);
    },
  );
  const get = (key: string) => memories.get(house.ctx(), key);
  assert.deepEqual(
    [await get('a'), await get('b'), await get('a'), await get('c')],
    [1, 2, 1, undefined],
  );
  stored.set('c', 3);
  assert.equal(await get('c'), 3);
  await inTransaction(house.ctx(), async (tx) => touchPage(tx, 'thing:1'));
  stored.set('a', 10);
  assert.deepEqual([await get('a'), await get('b')], [10, 2]);
  assert.deepEqual(reads, ['a', 'b', 'c', 'c', 'a']);
});

test('of many things, too, what was touched while it was read is not remembered', async () => {
  let stored = 'old';
  let hold = () => {};
  const memories = new Memories<string>(
    10,
    () => ['thing'],
    async () => {
      const seen = stored;
      await new Promise<void>((resolve) => (hold = resolve));
      return seen;
    },
  );
  const early = memories.get(house.ctx(), 'x');
  stored = 'new';
  await inTransaction(house.ctx(), async (tx) => touchPage(tx, 'thing'));
  hold();
  assert.equal(await early, 'old');
  const late = memories.get(house.ctx(), 'x');
  hold();
  assert.equal(await late, 'new');
});
