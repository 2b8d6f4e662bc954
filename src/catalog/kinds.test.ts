import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import { Refusal } from '#kernel/refusal.ts';
import { asSystem } from '#platform/ctx.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import { aCreator, aLesson, aWork } from './fixtures/works.ts';
import { holds, itemKinds, mostItems } from './rules/kinds.ts';
import { kindShelf } from './rules.ts';
import {
  addLesson,
  beginWork,
  browseShelf,
  copyWork,
  getDraft,
  getOutline,
  getWork,
  getWorkDetail,
  saveOutline,
  publishWork,
  saveWorkDraft,
  setPrice,
  withdrawWork,
} from './service.ts';
import { lessonKinds, workKinds, type LessonKind } from './types.ts';

const house = await openTestHouse();
after(() => house.close());
const system = asSystem(house.ctx(), 'test');

const refuses = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;
const kinds = fc.constantFrom(...workKinds);
const items = fc.array(fc.constantFrom<LessonKind>(...lessonKinds), {
  maxLength: 6,
});

test('what a kind holds, it holds in any order and with less of it; one thing it does not hold spoils the whole', () => {
  fc.assert(
    fc.property(kinds, items, fc.nat(5), (kind, some, at) => {
      const isHeld = holds(kind, some);
      assert.equal(holds(kind, some.toReversed()), isHeld);
      if (isHeld) assert(holds(kind, some.slice(0, at)));
      const spoilt = lessonKinds.find((item) => !itemKinds(kind).includes(item));
      if (spoilt) assert(!holds(kind, some.toSpliced(at, 0, spoilt)));
      if (some.length > mostItems(kind)) assert(!isHeld);
    }),
  );
});

test('a work is begun as what it is, ready for its first item: only what is divided begins without a chapter', async () => {
  const me = house.as(await aCreator(house.ctx()), 'creator');
  for (const kind of workKinds) {
    const id = await beginWork(me, { title: '新作品', kind });
    const { chapters, ...work } = await getWorkDetail(me, id);
    assert.equal(work.kind, kind);
    const isOpen = ['course', 'series', 'bundle'].includes(kind);
    assert.equal(chapters.length, isOpen ? 0 : 1, kind);
  }
});

test('two who write the one text of an article at once: one of them has written it', async () => {
  const me = house.as(await aCreator(house.ctx()), 'creator');
  const id = await beginWork(me, { title: '一篇文章', kind: 'article' });
  const [chapter] = await getOutline(me, id, 'draft');
  const tried = await Promise.allSettled(
    Array.from({ length: 6 }, (_, n) => addLesson(me, chapter!.id, { title: `第${n}稿` })),
  );
  const told = tried.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  assert.equal(told.length, 5);
  assert(told.every(refuses('work.wrong_items')));
  assert.equal((await getOutline(me, id, 'draft')).flatMap(({ lessons }) => lessons).length, 1);
});

test('an import that a kind cannot hold leaves no trace', async () => {
  const me = house.as(await aCreator(house.ctx()), 'creator');
  const id = await beginWork(me, { title: '一篇文章', kind: 'article' });
  const two = [{ source: '01', title: '上', lessons: [aLesson('一'), aLesson('二')] }];
  const before = await getWorkDetail(me, id);
  await assert.rejects(saveOutline(me, id, two), refuses('work.wrong_items'));
  assert.deepEqual(await getWorkDetail(me, id), before);
});

test('a kind has a shelf of its own, free and paid; a copy is of the same kind', async () => {
  const chapters = [{ source: '01', title: '正文', lessons: [aLesson('正文')] }];
  const article = { kind: 'article', chapters } as const;
  const paid = await aWork(house.ctx(), article);
  house.advance(1_000);
  const free = await aWork(house.ctx(), { ...article, price: 0 });
  await aWork(house.ctx(), { title: '一门课程' });
  const shelf = async (price?: 'free' | 'paid') => {
    const query = { shelf: kindShelf('article'), sort: 'newest', price, limit: 10 } as const;
    const { items: cards } = await browseShelf(system, query);
    assert(cards.every(({ kind }) => kind === 'article'));
    return cards.map(({ id }) => id);
  };
  assert.deepEqual(await shelf(), [free.id, paid.id]);
  assert.deepEqual(await shelf('free'), [free.id]);
  assert.deepEqual(await shelf('paid'), [paid.id]);

  const copy = await copyWork(system, paid.id, '另一篇');
  assert.equal((await getDraft(system, copy)).kind, 'article');
});

test('what a series means to bring is a part of its draft', async () => {
  const me = house.as(await aCreator(house.ctx()), 'creator');
  const id = await beginWork(me, { title: '专栏', kind: 'series' });
  await saveWorkDraft(me, id, { plannedCount: 120 });
  assert.equal((await getDraft(me, id)).draft.plannedCount, 120);
});

test('a bundle is made of other works of its creator, each once, and is sold while all of them are', async () => {
  const creatorId = await aCreator(house.ctx());
  const me = house.as(creatorId, 'creator');
  const [one, two] = [
    await aWork(house.ctx(), { creatorId }),
    await aWork(house.ctx(), { creatorId }),
  ];
  const strange = await aWork(house.ctx());
  const bundle = await beginWork(me, { title: '套餐', kind: 'bundle' });
  const other = await beginWork(me, { title: '另一个套餐', kind: 'bundle' });
  for (const partIds of [[strange.id], [one.id, strange.id], [other], [bundle], [newId()]])
    await assert.rejects(saveWorkDraft(me, bundle, { partIds }), refuses('work.wrong_parts'));
  await assert.rejects(
    saveWorkDraft(me, one.id, { partIds: [two.id] }),
    refuses('work.wrong_parts'),
  );

  await setPrice(me, bundle, money(100));
  await assert.rejects(publishWork(system, bundle), refuses('work.empty'));
  await saveWorkDraft(me, bundle, { partIds: [two.id, one.id] });
  await withdrawWork(me, one.id);
  await assert.rejects(publishWork(system, bundle), refuses('work.shut_parts'));
  await publishWork(system, one.id);
  await publishWork(system, bundle);
  const live = await getWork(system, bundle);
  assert.deepEqual(live.live?.partIds, [two.id, one.id]);
  assert.deepEqual([live.lessonCount, live.durationSec], [2, 240]);
  const { parts } = await getWorkDetail(me, bundle);
  assert.deepEqual(
    parts.map(({ id, price }) => [id, price]),
    [
      [two.id, 9_900],
      [one.id, 9_900],
    ],
  );
});
