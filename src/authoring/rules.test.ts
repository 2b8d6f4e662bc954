import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareTexts, inverse, textsOf } from './rules/compare.ts';
import { joinChunks, mergeParagraphs, paragraphsOf } from './rules/merge.ts';
import { isChanged, rowsOf, stretchesOf } from './rules/rows.ts';
import type { Piece } from './types.ts';

const cut = (text: string) => text.match(/[\p{L}\p{N}]{1,2}|[^\p{L}\p{N}]/gu) ?? [];

const word = fc.constantFrom(
  '声音',
  '弦',
  ' ',
  '，',
  '空气',
  '振动',
  'a',
  'string',
  '\n',
  '\n\n',
  '。',
);
const text = fc.array(word, { maxLength: 60 }).map((words) => words.join(''));

/** A text and what became of it by a few changes. */
const edited = fc
  .tuple(text, fc.array(fc.tuple(fc.nat(), fc.nat(6), text), { maxLength: 4 }))
  .map(([before, changes]) => {
    let after = before;
    for (const [place, length, put] of changes) {
      const at = after.length === 0 ? 0 : place % after.length;
      after = after.slice(0, at) + put.slice(0, 12) + after.slice(at + length);
    }
    return [before, after] as const;
  });

test('law: a comparison holds both texts, seen from either side', () => {
  fc.assert(
    fc.property(
      fc.oneof(edited, fc.tuple(text, text), fc.tuple(fc.string(), fc.string())),
      ([a, b]) => {
        const pieces = compareTexts(a, b, cut);
        assert.deepEqual(textsOf(pieces), { before: a, after: b });
        assert.deepEqual(textsOf(inverse(pieces)), { before: b, after: a });
        assert.deepEqual(inverse(inverse(pieces)), pieces);
        assert(pieces.every(([, piece]) => piece !== ''));
      },
    ),
    { numRuns: 500 },
  );
});

test('law: a text compared with itself differs in nothing', () => {
  fc.assert(
    fc.property(text, (a) => {
      assert.deepEqual(compareTexts(a, a, cut), a === '' ? [] : [['=', a]]);
    }),
  );
});

test('a changed word of a sentence is told as a word', () => {
  const pieces = compareTexts(
    '弦在振动，空气也在。\n第二行。\n',
    '弦在颤动，空气也在。\n第二行。\n',
    (line) => line.match(/振动|颤动|空气|./gsu) ?? [],
  );
  assert.deepEqual(pieces, [
    ['=', '弦在'],
    ['-', '振动'],
    ['+', '颤动'],
    ['=', '，空气也在。\n第二行。\n'],
  ] satisfies Piece[]);
});

test('texts of half a million characters that share nothing are compared without holding anybody up', () => {
  const [a, b] = ['甲', '乙'].map((sign) => `${sign} ${sign}\n`.repeat(120_000));
  let cuts = 0;
  const pieces = compareTexts(a!, b!, (line) => {
    cuts += line.length;
    return cut(line);
  });
  assert.deepEqual(
    pieces.map(([op]) => op),
    ['-', '+'],
  );
  assert.equal(cuts, 0);
});

test('law: rows hold the lines of both texts in their order', () => {
  fc.assert(
    fc.property(edited, ([a, b]) => {
      const rows = rowsOf(compareTexts(a, b, cut));
      const side = (name: 'left' | 'right') =>
        rows.flatMap((row) => (row[name] ? [row[name].map(([, piece]) => piece).join('')] : []));
      assert.deepEqual([side('left'), side('right')], [a.split('\n'), b.split('\n')]);
      assert(rows.every(({ left, right }) => left || right));
      assert.equal(rows.some(isChanged), a !== b);
      assert.deepEqual(
        stretchesOf(rows).flatMap((stretch) => stretch.rows),
        rows,
      );
    }),
    { numRuns: 300 },
  );
});

test('equal lines far from any change are left out', () => {
  const lines = Array.from({ length: 20 }, (_, at) => `第 ${at} 行`);
  const rows = rowsOf(compareTexts(lines.join('\n'), lines.with(10, '新的').join('\n'), cut));
  assert.deepEqual(
    stretchesOf(rows).map(({ kind, rows: { length } }) => [kind, length]),
    [
      ['gap', 8],
      ['rows', 5],
      ['gap', 7],
    ],
  );
});

test('law: paragraphs joined are the text again', () => {
  fc.assert(fc.property(text, (a) => assert.equal(paragraphsOf(a).join(''), a)));
});

test('law: where one side changed nothing, merging gives the other side', () => {
  fc.assert(
    fc.property(edited, ([base, other]) => {
      assert.equal(joinChunks(mergeParagraphs(base, other, base), []), other);
      assert.equal(joinChunks(mergeParagraphs(base, base, other), []), other);
      assert.equal(joinChunks(mergeParagraphs(base, other, other), []), other);
    }),
    { numRuns: 500 },
  );
});

test('law: every word that either side wrote is in some choice, and choosing both loses none', () => {
  const lettered = fc
    .array(fc.constantFrom('甲', '乙', '丙', '\n\n', '丁'), { maxLength: 30 })
    .map((all) => all.join(''));
  const count = (whole: string, sign: string) => whole.split(sign).length - 1;
  fc.assert(
    fc.property(lettered, lettered, lettered, (base, mine, theirs) => {
      const chunks = mergeParagraphs(base, mine, theirs);
      const all = joinChunks(
        chunks,
        chunks.map(({ kind }) => (kind === 'both' ? 'both' : undefined)),
      );
      for (const chunk of chunks.filter(({ kind }) => kind === 'both'))
        for (const sign of '甲乙丙丁')
          assert(count(all, sign) >= Math.max(count(chunk.mine, sign), count(chunk.theirs, sign)));
      assert.equal(
        joinChunks(
          chunks,
          chunks.map(() => 'mine'),
        ).replaceAll(/\s/g, ''),
        mine.replaceAll(/\s/g, ''),
      );
      assert.equal(
        joinChunks(
          chunks,
          chunks.map(() => 'theirs'),
        ).replaceAll(/\s/g, ''),
        theirs.replaceAll(/\s/g, ''),
      );
    }),
    { numRuns: 300 },
  );
});

test('two who changed different paragraphs need to choose nothing', () => {
  const base = '一\n\n二\n\n三\n';
  const chunks = mergeParagraphs(base, '一改\n\n二\n\n三\n', '一\n\n二\n\n三改\n');
  assert(chunks.every(({ kind }) => kind !== 'both'));
  assert.equal(joinChunks(chunks, []), '一改\n\n二\n\n三改\n');
  const clash = mergeParagraphs(base, '一\n\n我的\n\n三\n', '一\n\n她的\n\n三\n');
  assert.deepEqual(
    clash.filter(({ kind }) => kind === 'both'),
    [{ kind: 'both', mine: '我的\n\n', theirs: '她的\n\n' }],
  );
});
