import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { codeFrom, codeLength, readCode, showCode } from './rules.ts';

const alphabet = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];
const numbers = fc.array(fc.integer({ min: 0, max: 31 }), { minLength: 14, maxLength: 14 });
const code = numbers.map(codeFrom);
const place = fc.integer({ min: 0, max: codeLength - 1 });

test('a code that was made is read as it is, however it is written', () => {
  fc.assert(
    fc.property(code, (made) => {
      const ways = [
        made,
        showCode(made),
        ` ${made.toLowerCase()} `,
        made.replaceAll('0', 'O').replaceAll('1', 'l'),
        [...made].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join(''),
        showCode(made).replaceAll('-', '—'),
      ];
      for (const way of ways) assert.deepEqual(readCode(way), { ok: true, code: made }, way);
    }),
  );
});

test('one wrong character, or two, are always noticed', () => {
  const change = fc.tuple(place, fc.constantFrom(...alphabet));
  fc.assert(
    fc.property(code, fc.array(change, { minLength: 1, maxLength: 2 }), (made, changes) => {
      const typed = [...made];
      for (const [at, character] of changes) typed[at] = character;
      assert.equal(readCode(typed.join('')).ok, typed.join('') === made);
    }),
    { numRuns: 2_000 },
  );
});

test('two characters that changed places are always noticed', () => {
  fc.assert(
    fc.property(code, place, place, (made, a, b) => {
      const typed = [...made];
      [typed[a], typed[b]] = [typed[b]!, typed[a]!];
      assert.equal(readCode(typed.join('')).ok, typed.join('') === made);
    }),
  );
});

test('what is too short or too long is told from what is mistyped', () => {
  const made = codeFrom(Array.from({ length: 14 }, (_, n) => n));
  assert.deepEqual(readCode(made.slice(1)), { ok: false, why: 'redemption.incomplete' });
  assert.deepEqual(readCode(`${made}0`), { ok: false, why: 'redemption.incomplete' });
  assert.deepEqual(readCode(''), { ok: false, why: 'redemption.incomplete' });
  assert.deepEqual(readCode(`${made.slice(0, -1)}!`), { ok: false, why: 'redemption.mistyped' });
  assert.deepEqual(readCode(`U${made.slice(1)}`), { ok: false, why: 'redemption.mistyped' });
});

test('anything at all can be typed', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (typed) => void readCode(typed)));
});
