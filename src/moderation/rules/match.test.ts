import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { endOf, foldText, isNoise, stringOf } from './fold.ts';
import { judge, Matcher, patternOf, type Hit, type Pattern } from './match.ts';

const folded = (text: string) => stringOf(foldText(text).units);
const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...'法輪轮功ａA1①一壹é\u0301\u200b\u00ad ,。·𝐀🄰😀㈠ﬁΑа乾𠀀') }),
);

test('law: folding twice is folding once', () => {
  fc.assert(
    fc.property(anything, (text) => {
      assert.equal(folded(folded(text)), folded(text));
    }),
    { numRuns: 2_000 },
  );
});

test('law: what NFKC makes equal is equal, and parts fold as the whole does', () => {
  fc.assert(
    fc.property(anything, anything, (a, b) => {
      assert.equal(folded(a.normalize('NFKC')), folded(a));
      if (a.isWellFormed() && b.isWellFormed()) assert.equal(folded(a + b), folded(a) + folded(b));
    }),
    { numRuns: 2_000 },
  );
});

test('law: every unit maps back to the character it came from, in order', () => {
  fc.assert(
    fc.property(anything, (text) => {
      const { units, at } = foldText(text);
      for (let index = 0; index < units.length; index += 1) {
        const [start, end] = [at[index]!, endOf(text, at[index]!)];
        assert.ok(index === 0 || start >= at[index - 1]!);
        assert.ok(folded(text.slice(start, end)).includes(String.fromCharCode(units[index]!)));
      }
    }),
    { numRuns: 2_000 },
  );
});

test('traditional, full-width, circled, spelt-out and look-alike characters fold to one, invisible ones to none', () => {
  for (const [text, expected] of [
    ['法輪功', '法轮功'],
    ['ＡＢＣ１２３', 'abc123'],
    ['①②③', '123'],
    ['❶➁➌', '123'],
    ['壹贰叁四五', '12345'],
    ['раураl', 'paypal'],
    ['𝐏𝐚𝐲', 'pay'],
    ['微\u200b信\u00ad号\ufeff', '微信号'],
    ['é\u0301', 'e'],
    ['加😀微', '加 微'],
    ['裏説', '里说'],
  ] as const)
    assert.equal(folded(text), expected);
});

/** Looks at every place for every word, one by one. */
function findNaively(text: string, patterns: readonly Pattern[]): Hit[] {
  const source = foldText(text);
  const places = Uint32Array.from(
    source.units.keys().filter((index) => !isNoise(source.units[index]!)),
  );
  const hits: Hit[] = [];
  for (let end = 0; end < places.length; end += 1) {
    for (const [word, pattern] of patterns.entries()) {
      const { letters } = pattern;
      const from = end - letters.length + 1;
      if (from < 0 || !letters.every((unit, n) => source.units[places[from + n]!] === unit))
        continue;
      const hit = judge(source, pattern, places, end);
      if (hit) hits.push({ word, ...hit });
    }
  }
  return hits;
}

const order = (hits: readonly Hit[]) => hits.map((hit) => JSON.stringify(hit)).toSorted();

test('law: the machine finds what a search for each word at each place finds', () => {
  const letter = fc.constantFrom(...'甲乙丙ab1一 .·輪轮');
  const words = fc.array(fc.string({ unit: letter, minLength: 1, maxLength: 5 }), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(words, fc.string({ unit: letter, maxLength: 60 }), (list, text) => {
      const patterns = list.map(patternOf).filter((pattern) => pattern !== undefined);
      const found = new Matcher(patterns).find(foldText(text));
      assert.deepEqual(order(found), order(findNaively(text, patterns)));
    }),
    { numRuns: 3_000 },
  );
});

const hitsIn = (words: readonly string[], text: string) => {
  const source = foldText(text);
  return new Matcher(words.map((word) => patternOf(word)!)).find(source).map(({ word, ...hit }) => {
    const start = source.at[hit.first]!;
    return [words[word], text.slice(start, endOf(text, source.at[hit.last]!)), hit.isExact];
  });
};

test('a word is found however it is dressed, and what stands in the text is told', () => {
  const words = ['加微信', 'paypal', '一夜暴富'];
  assert.deepEqual(hitsIn(words, '请加薇信，或加微·信；加\u200b微信，加 微 信'), [
    ['加微信', '加微·信', false],
    ['加微信', '加\u200b微信', true],
    ['加微信', '加 微 信', false],
  ]);
  assert.deepEqual(hitsIn(words, '用ＰａｙＰаｌ，1夜暴富'), [
    ['paypal', 'ＰａｙＰаｌ', true],
    ['一夜暴富', '1夜暴富', true],
  ]);
});

test('a Latin word or number is found alone, not inside others or across spaces', () => {
  assert.deepEqual(hitsIn(['sex', '110'], 'essex as ex s e x 1100 sex,110'), [
    ['sex', 'sex', true],
    ['110', '110', true],
  ]);
  assert.deepEqual(hitsIn(['evil.com'], 'https://evil.com/ evilcom'), [
    ['evil.com', 'evil.com', true],
  ]);
});

test('characters far apart are no word', () => {
  assert.deepEqual(hitsIn(['加微信'], '加…………微信'), []);
});

test('nothing is left of a word of signs', () => {
  assert.equal(patternOf(' ·—😀 '), undefined);
});

test('five megabytes of Chinese a second are matched against ten thousand words', (t) => {
  const han = (seed: number) => {
    let state = seed;
    return (length: number) => {
      let text = '';
      for (let index = 0; index < length; index += 1) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        // The 3,000 characters from 一 on, as if all were in common use: many words share their beginnings.
        text += String.fromCharCode(0x4e_00 + ((state >>> 8) % 3_000));
      }
      return text;
    };
  };
  const draw = han(7);
  const words = Array.from({ length: 10_000 }, (_, n) => draw(2 + (n % 4)));
  const began = performance.now();
  const matcher = new Matcher(words.map((word) => patternOf(word)!));
  t.diagnostic(`built in ${Math.round(performance.now() - began)} ms`);
  const text = han(99)(350_000);
  const bytes = Buffer.byteLength(text);
  let best = 0;
  let hits = 0;
  for (let round = 0; round < 8; round += 1) {
    const start = process.cpuUsage();
    hits = matcher.find(foldText(text)).length;
    const { user, system } = process.cpuUsage(start);
    best = Math.max(best, bytes / (user + system));
  }
  t.diagnostic(`${best.toFixed(1)} MB/s, ${hits} hits`);
  assert.ok(best >= 5, `${best.toFixed(1)} MB/s`);
});
