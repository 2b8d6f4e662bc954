import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { isId, newId } from './id.ts';
import { localePath } from './locale.ts';
import {
  decimalMoney,
  formatMoney,
  money,
  parseMoney,
  roundedShareOf,
  shareOf,
  splitByWeights,
} from './money.ts';
import { seeded } from './random.ts';
import { Refusal, refuser } from './refusal.ts';
import { csvCell, escapeHtml, fold, slugify, tidy, truncate } from './text.ts';
import { businessDay, formatDuration, startOfBusinessDay } from './time.ts';

const amount = fc.integer({ min: 0, max: 100_000_000_000 }).map(money);
const bps = fc.integer({ min: 0, max: 10_000 });

test('the parts of a split sum to the whole, and each is within one unit of its exact share', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(amount, weights, (whole, shares) => {
      fc.pre(shares.some((share) => share > 0));
      const parts = splitByWeights(whole, shares);
      const total = shares.reduce((sum, share) => sum + share, 0);
      assert.equal(
        parts.reduce((sum, part) => sum + part, 0),
        whole,
      );
      parts.forEach((part, index) =>
        assert(Math.abs(part - (whole * shares[index]!) / total) <= 1),
      );
    }),
  );
});

test('a share never exceeds the whole and grows with it', () => {
  fc.assert(
    fc.property(amount, amount, bps, (a, b, rate) => {
      const [less, more] = a < b ? [a, b] : [b, a];
      for (const share of [shareOf, roundedShareOf]) {
        assert(share(less, rate) <= share(more, rate));
        assert(share(more, rate) >= 0 && share(more, rate) <= more);
      }
    }),
  );
});

test('money that is written can be read again', () => {
  fc.assert(fc.property(amount, (value) => assert.equal(parseMoney(decimalMoney(value)), value)));
  assert.equal(formatMoney(money(129_950)), '¥1,299.50');
  assert.equal(formatMoney(money(-9_900)), '−¥99');
  for (const wrong of ['', '1,000', '-1', '1.234', '1e3', '１'])
    assert.equal(parseMoney(wrong), undefined);
});

test('half a unit of money is a bug, not an amount', () => {
  assert.throws(() => money(0.5));
  assert.throws(() => money(2 ** 53));
});

test('ids sort by birth and are always ids', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 47 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      (at, later) => {
        const [first, second] = [newId(at), newId(at + later)];
        assert(isId(first) && isId(second) && first < second);
      },
    ),
  );
});

test('a seed repeats its draws, each from 0 to below 1', () => {
  const [a, b] = [seeded(7), seeded(7)];
  for (let count = 0; count < 1_000; count += 1) {
    const drawn = a();
    assert.equal(drawn, b());
    assert(drawn >= 0 && drawn < 1);
  }
});

test('tidying keeps full-width punctuation and takes out what cannot be seen', () => {
  assert.equal(tidy('  不背术语，\u200b先用耳朵。\n'), '不背术语， 先用耳朵。');
  assert.equal(fold('ＡＢＣ，Ｄ'), 'abc,d');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) =>
      assert.equal(tidy(tidy(text)), tidy(text)),
    ),
  );
});

test('a slug is safe in an address whatever it was made from', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) =>
      assert.match(slugify(text), /^[\p{L}\p{N}-]+$/u),
    ),
  );
  assert.equal(slugify('听得懂的乐理：第 1 课！'), '听得懂的乐理-第-1-课');
});

test('no text becomes a formula in a spreadsheet or markup in a page', () => {
  for (const start of ['=', '+', '-', '@', '\t', '\r', '＝'])
    assert.match(csvCell(`${start}1+1`), /^"?'/);
  assert.equal(csvCell(-5), '-5');
  assert.equal(
    csvCell('261121000000000974'),
    '261121000000000974\t',
    'no digit of a number is lost',
  );
  assert.equal(csvCell('-158.25'), '-158.25', 'an amount below zero is a number');
  assert.equal(csvCell('a,"b"'), '"a,""b"""');
  assert.equal(escapeHtml(`<a href="x">'&`), '&lt;a href=&quot;x&quot;&gt;&#39;&amp;');
  assert.equal(truncate('一二三四', 3), '一二…');
});

test('a business day begins at midnight in Beijing', () => {
  assert.equal(businessDay(new Date('2026-11-21T15:59:59Z')), '2026-11-21');
  assert.equal(businessDay(new Date('2026-11-21T16:00:00Z')), '2026-11-22');
  assert.equal(startOfBusinessDay('2026-11-22').toISOString(), '2026-11-21T16:00:00.000Z');
  assert.equal(formatDuration(3_729), '1:02:09');
});

test('a refusal speaks both languages and fills in its parameters', () => {
  const refuse = refuser({
    'seat.taken': { status: 409, zh: '还剩 {left} 个名额', en: '{left} seats left.' },
  });
  const refusal = refuse('seat.taken', { left: 0 });
  assert(refusal instanceof Refusal);
  assert.equal(refusal.say('zh'), '还剩 0 个名额');
  assert.equal(refusal.say('en'), '0 seats left.');
});

test('English pages live below /en', () => {
  assert.deepEqual(
    [localePath('en', '/'), localePath('en', '/a'), localePath('zh', '/a')],
    ['/en', '/en/a', '/a'],
  );
});
