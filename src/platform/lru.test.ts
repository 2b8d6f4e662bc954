import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lru } from './lru.ts';

test('the value that was not asked for longest is forgotten first', () => {
  const memory = new Lru<number>(2);
  memory.set('a', 1);
  memory.set('b', 2);
  memory.get('a');
  memory.set('c', 3);
  assert.deepEqual([memory.get('a'), memory.get('b'), memory.get('c')], [1, undefined, 3]);
});

test('values can count by their size, and a replaced value counts once', () => {
  const memory = new Lru<string>(10, (text) => text.length);
  memory.set('a', '12345');
  memory.set('a', '1234');
  memory.set('b', '123456');
  assert.equal(memory.get('a'), '1234');
  memory.set('c', '1');
  assert.equal(memory.get('b'), undefined);
});
