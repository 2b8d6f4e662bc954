import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvCell } from '#kernel/text.ts';
import { readWords } from './csv.ts';
import { findLinks, hostOf } from './links.ts';
import { findPersonal, isIdentityNumber } from './personal.ts';
import { bandsOf, leastAlike, likeness, sketchOf } from './sketch.ts';

const found = (text: string) =>
  findPersonal(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

test('phone numbers are found in whatever digits they are written', () => {
  for (const number of [
    '13800138000',
    '138 0013 8000',
    '138-0013-8000',
    '+86 13800138000',
    '１３８００１３８０００',
    '一三八零零一三八零零零',
    '①③⑧⓪⓪①③⑧⓪⓪⓪',
    '1\u200b3800138000',
    '010-62345678',
  ])
    assert.deepEqual(found(`电话：${number}。`), [['phone', number]], number);
  for (const none of [
    '订单 213800138000123',
    '3.13800138000',
    '12345678901',
    '1380013800',
    '2026-11-28',
  ])
    assert.deepEqual(found(none), [], none);
});

test('an identity number is one with its check digit and a day that was', () => {
  assert.deepEqual(found('证件 11010519491231002X！'), [['id_card', '11010519491231002X']]);
  assert.ok(isIdentityNumber('440524188001010014'));
  for (const none of ['110105194912310021', '110105194913310023', '11010519490230002x'])
    assert.ok(!isIdentityNumber(none), none);
});

test('law: one wrong digit makes an identity number wrong', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (place, by) => {
      const digits = [...'440524188001010014'];
      digits[place] = String((Number(digits[place]) + by) % 10);
      assert.ok(!isIdentityNumber(digits.join('')));
    }),
  );
});

test('addresses of people are found, and take no time to look for', () => {
  assert.deepEqual(found('写信给 Ｌin@example.com，或'), [['email', 'Ｌin@example.com']]);
  assert.deepEqual(found('a@b'), []);
  const began = performance.now();
  for (const text of [
    'a.'.repeat(250_000),
    '1'.repeat(500_000),
    '1 3'.repeat(150_000),
    'a@'.repeat(250_000),
  ])
    findPersonal(text);
  assert.ok(performance.now() - began < 3_000);
});

test('outside domains are told once each, the house’s own is none', () => {
  const text =
    '见 https://www.evil.example/a?b，再见 http://evil.example/。站内 https://me.example/x';
  assert.deepEqual(
    findLinks(
      text,
      ['//cdn.example/x.png', 'images/a.png', 'https://evil.example/'],
      'me.example',
    ).map(({ detail, start, end }) => [detail, text.slice(start, end)]),
    [
      ['evil.example', 'https://www.evil.example/a?b'],
      ['cdn.example', ''],
    ],
  );
  assert.equal(hostOf('javascript:alert(1)', ''), undefined);
});

const prose = (seed: number, length: number) => {
  let state = seed;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return String.fromCharCode(0x4e_00 + ((state >>> 10) % 2_500));
  }).join('');
};

test('a copy is known again, also with words changed and signs moved; other texts are not alike', () => {
  const text = prose(1, 3_000);
  const sketch = sketchOf(text)!;
  const shared = (other: string) => {
    const theirs = sketchOf(other)!;
    const mine = new Set(bandsOf(sketch));
    return {
      percent: likeness(sketch, theirs),
      isFiled: bandsOf(theirs).some((band) => mine.has(band)),
    };
  };
  assert.deepEqual(shared(text), { percent: 100, isFiled: true });
  assert.deepEqual(shared(text.replaceAll(/(.{7})/gu, '$1，\n')), { percent: 100, isFiled: true });
  const changed = [...text].map((sign, index) => (index % 120 === 0 ? '改' : sign)).join('');
  const alike = shared(changed);
  assert.ok(alike.isFiled && alike.percent >= leastAlike, JSON.stringify(alike));
  const other = shared(prose(2, 3_000));
  assert.ok(!other.isFiled && other.percent < 20, JSON.stringify(other));
  assert.equal(sketchOf('太短'), undefined);
});

test('law: a text is alike to itself, and likeness has no side', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1 }), fc.integer({ min: 1 }), (a, b) => {
      const [one, two] = [sketchOf(prose(a, 400))!, sketchOf(prose(b, 400))!];
      assert.equal(likeness(one, one), 100);
      assert.equal(likeness(one, two), likeness(two, one));
      assert.deepEqual(bandsOf(one), bandsOf(one));
    }),
    { numRuns: 30 },
  );
});

test('law: words that were written to a file are read from it', () => {
  const cell = fc
    .string({ unit: fc.constantFrom(...'甲乙 a,"\n=+-@\''), minLength: 1, maxLength: 8 })
    .map((text) => `x${text}x`);
  fc.assert(
    fc.property(fc.array(fc.record({ word: cell, note: cell }), { minLength: 1 }), (words) => {
      const lines = words.map(({ word, note }) =>
        ['work', word, 'block', '', note].map(csvCell).join(','),
      );
      const csv = `\uFEFF词库,词,处理,替换为,备注\r\n${lines.join('\r\n')}\r\n`;
      const { rows, problems } = readWords(csv);
      assert.deepEqual(problems, []);
      assert.deepEqual(
        rows.map(({ word, note }) => [word, note]),
        words.map(({ word, note }) => [word, note]),
      );
    }),
  );
});

test('what is wrong with a file is told by its line', () => {
  const csv =
    'word,list,action,note\n甲,work,block,\n,work,block,x\n乙,nowhere,block,\n丙,work,burn,\n\n丁,,,\n';
  const { rows, problems } = readWords(csv);
  assert.deepEqual(
    rows.map(({ word, list, action }) => [word, list, action]),
    [
      ['甲', 'work', 'block'],
      ['丁', 'everywhere', 'review'],
    ],
  );
  assert.deepEqual(problems, [
    { line: 3, what: 'word' },
    { line: 4, what: 'list' },
    { line: 5, what: 'action' },
  ]);
  assert.deepEqual(readWords('a,b\n1,2').problems, [{ line: 1, what: 'columns' }]);
  assert.deepEqual(readWords('word\n"甲').problems, [{ line: 1, what: 'quotes' }]);
  assert.equal(readWords("word\n'=甲").rows[0]!.word, '=甲');
});
