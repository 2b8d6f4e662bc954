import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { PageCache, type KeptView } from './page-cache.ts';

const keptFor = (...tags: string[]): KeptView => ({
  view: { kind: 'view', title: 'hello', tags },
  body: Buffer.from('<p>hello</p>'),
  whole: undefined,
});

const page = keptFor('work:1', 'catalogue');

test('a page is found until one of its tags is purged', () => {
  const cache = new PageCache();
  const other = keptFor('work:2');
  cache.keep('/a', page, cache.begin());
  cache.keep('/b', other, cache.begin());
  cache.purge(['work:1']);
  assert.equal(cache.find('/a'), undefined);
  assert.equal(cache.find('/b'), other);
});

test('a page whose tag was purged while it was made is not kept', () => {
  const cache = new PageCache();
  const begun = cache.begin();
  cache.purge(['work:1']);
  cache.keep('/a', page, begun);
  assert.equal(cache.find('/a'), undefined);
  const cleared = cache.begin();
  cache.clear();
  cache.keep('/a', page, cleared);
  assert.equal(cache.find('/a'), undefined);
});

const pageMiB = (16 * 1_024 + 12 * 2.5) / 2 ** 20;

test('when there is no more room the oldest goes, and what is too large is not kept', () => {
  const cache = new PageCache(2 * pageMiB);
  for (const key of ['/a', '/b', '/c']) cache.keep(key, keptFor(key), cache.begin());
  assert.deepEqual(
    ['/a', '/b', '/c'].map((key) => cache.find(key) !== undefined),
    [false, true, true],
  );
  cache.keep('/d', { ...keptFor('/d'), body: Buffer.alloc(40_000) }, cache.begin());
  assert.equal(cache.find('/d'), undefined);
  assert.ok(cache.find('/c'));
});

test('whatever the order of events, no page outlives a purge of what it shows', () => {
  const tag = fc.constantFrom('t1', 't2', 't3');
  const event = fc.oneof(
    fc.record({ kind: fc.constant('begin' as const), key: fc.constantFrom('/a', '/b', '/c'), tag }),
    fc.record({ kind: fc.constant('finish' as const), at: fc.nat(20) }),
    fc.record({ kind: fc.constant('purge' as const), tag }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const cache = new PageCache(2 * pageMiB);
      // What a reader would see: the version of a tag at the time the page was read.
      const versions: Record<string, number> = { t1: 0, t2: 0, t3: 0 };
      const making: { key: string; tag: string; begun: number; version: number }[] = [];
      const kept = new Map<object, { tag: string; version: number }>();
      for (const step of events) {
        if (step.kind === 'begin') {
          making.push({
            key: step.key,
            tag: step.tag,
            begun: cache.begin(),
            version: versions[step.tag]!,
          });
        } else if (step.kind === 'purge') {
          versions[step.tag] = versions[step.tag]! + 1;
          cache.purge([step.tag]);
        } else {
          const [made] = making.splice(step.at % Math.max(1, making.length), 1);
          if (!made) continue;
          const fresh = keptFor(made.tag);
          kept.set(fresh, made);
          cache.keep(made.key, fresh, made.begun);
        }
        for (const key of ['/a', '/b', '/c']) {
          const found = cache.find(key);
          if (found) assert.equal(kept.get(found)!.version, versions[kept.get(found)!.tag]);
        }
      }
    }),
  );
});
