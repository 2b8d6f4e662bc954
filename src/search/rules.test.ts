import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { openTestHouse } from '#platform/testing/database.ts';
import { markTerms } from './rules/mark.ts';
import { parseQuery } from './rules/query.ts';
import { suggestionsFor } from './rules/suggest.ts';
import { foldText, pairsOf, partsOf } from './rules/text.ts';
import { vectorOf } from './rules/vector.ts';
import { jiebaCutter } from './service/cutter.ts';

const house = await openTestHouse();
after(() => house.close());
const cutter = jiebaCutter();
const han = fc.constantFrom(...'和服产品务潮鞋鉴定学会计大声音的了一');
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(...`'"\\&|!()<->:* aZ9\0`, '和', '服', '\uD800'),
    maxLength: 60,
  }),
);

test('whatever is typed is a query that PostgreSQL reads', async () => {
  await fc.assert(
    fc.asyncProperty(anything, async (typed) => {
      const { all, any, inTitle } = parseQuery(typed, cutter);
      await sql`select ${all}::tsquery, ${any}::tsquery, ${inTitle}::tsquery`.execute(house.db);
    }),
    { numRuns: 300 },
  );
});

test('whatever is written is a vector that PostgreSQL reads', async () => {
  await fc.assert(
    fc.asyncProperty(anything, anything, async (strong, body) => {
      await sql`select ${vectorOf({ strong, body, weak: '' }, cutter)}::tsvector`.execute(house.db);
    }),
    { numRuns: 300 },
  );
});

test('a text of Chinese characters is found by the whole of itself', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: han, minLength: 2, maxLength: 12 }), async (text) => {
      const { all } = parseQuery(text, cutter);
      const words = vectorOf({ strong: '', body: text, weak: '' }, cutter);
      const { rows } = await sql<{
        found: boolean;
      }>`select ${words}::tsvector @@ ${all}::tsquery as found`.execute(house.db);
      assert.equal(rows[0]?.found, true);
    }),
    { numRuns: 300 },
  );
});

test('what the index is asked finds the same texts as all the words', async () => {
  const known =
    '短视频剪辑 英语口语 家庭理财 机器学习 数据分析 中华人民共和国 人民共和国 共和国 计算机科学 科学 学习 视频 口语 的 和';
  const phrase = fc.array(fc.constantFrom(...known.split(' ')), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(phrase, phrase, fc.string({ unit: han }), async (asked, said, noise) => {
      const { all, wanted } = parseQuery(asked.join(''), cutter);
      const words = vectorOf({ strong: '', body: said.join('') + noise, weak: '' }, cutter);
      const { rows } = await sql<{ all: boolean; wanted: boolean }>`
        select ${words}::tsvector @@ ${all}::tsquery as all, ${words}::tsvector @@ ${wanted}::tsquery as wanted`.execute(
        house.db,
      );
      assert.equal(rows[0]?.wanted, rows[0]?.all, `${wanted} for ${all}`);
    }),
    { numRuns: 500 },
  );
});

test('the norm that is kept is that by which PostgreSQL divides', async () => {
  const { rows } = await sql<{ differing: number }>`
    select count(*)::int as differing from (values
      ('wa:1A,3 wb:2 ta ga:1,2,3,4'), ('wa:1'), ('ta tb wa:1')) v (text)
    where abs(ts_rank(text::tsvector, 'wa', 1) - ts_rank(text::tsvector, 'wa') / search_norm(text::tsvector)) > 1e-6`.execute(
    house.db,
  );
  assert.equal(rows[0]?.differing, 0);
});

test('parts of a text put together are the text, each within the limit, and no character is cut in two', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.integer({ min: 2, max: 60 }),
      (typed, limit) => {
        const text = typed.toWellFormed();
        const parts = partsOf(text, limit);
        assert.equal(parts.join(''), text);
        for (const part of parts) assert(part.length <= limit && part.isWellFormed());
      },
    ),
  );
});

test('marks put together are the text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: han, maxLength: 40 }),
      fc.array(fc.string({ unit: han, minLength: 1, maxLength: 4 })),
      (text, terms) => {
        assert.equal(
          markTerms(text, terms)
            .map((mark) => mark.text)
            .join(''),
          text,
        );
      },
    ),
  );
});

test('pairs never cross what stands between two stretches', () => {
  assert.deepEqual(pairsOf('和服 产品，a务'), [['和服'], ['产品'], []]);
});

test('folding is the same done twice', () => {
  fc.assert(
    fc.property(anything, (text) => assert.equal(foldText(foldText(text)), foldText(text))),
  );
});

test('every key of a suggestion is in its label', () => {
  for (const { key, label } of suggestionsFor('从零开始的 TypeScript：入门与实践', 1, cutter)) {
    assert(foldText(label).toLowerCase().includes(key), key);
  }
});
