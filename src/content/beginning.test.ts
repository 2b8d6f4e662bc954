import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { kitchen } from './fixtures/kitchen.ts';
import { beginningOf, firstWords } from './rules/beginning.ts';
import { parseMarkdown } from './rules/parse.ts';
import { castMarkdown } from './service/cast-markdown.ts';

const aside = new Set(['definition', 'footnoteDefinition', 'footnoteReference', 'html']);

/** What a text says, piece by piece, without its notes. */
function saidIn(node: Nodes): string[] {
  if (aside.has(node.type)) return [];
  if ('children' in node) return node.children.flatMap(saidIn);
  if ('alt' in node) return [node.alt ?? ''];
  return 'value' in node ? [node.value] : [];
}

const shownOf = (body: string, most: number) =>
  saidIn(beginningOf(parseMarkdown(body), most)).map((piece) => piece.replace(/…$/, ''));

const block = fc.oneof(
  fc.string({ maxLength: 60, unit: 'grapheme' }),
  fc.constantFrom(
    '## 一根弦怎样振动',
    '弦在振动，空气也在振动。The string moves, and so does the air.',
    '- 一\n- 二\n  - 三',
    '> [!NOTE]\n> 记住这一点。',
    '```ts\nconst a = 1;\nconst b = 2;\n```',
    '| 音 | 频率 |\n| --- | --- |\n| A | 440 |',
    '看[这里][ref]与注[^1]。',
    '[ref]: https://example.com/secret',
    '[^1]: 脚注里的秘密。',
    '$$\nx^2\n$$',
    '![弦](images/弦.png)',
    '👩‍👩‍👧‍👦é'.normalize('NFD'),
  ),
);
const text = fc.array(block, { maxLength: 12 }).map((blocks) => blocks.join('\n\n'));

test('law: a beginning says no more than it may, nothing that the text does not begin with, and no note', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 200 }), (body, most) => {
      const whole = saidIn(parseMarkdown(body));
      const shown = shownOf(body, most);
      assert.ok(shown.join('').length <= most);
      assert.ok(shown.join('').isWellFormed() || !body.isWellFormed());
      const last = shown.length - 1;
      shown.forEach((piece, at) => {
        const isBegun = at === last ? whole[at]?.startsWith(piece) : whole[at] === piece;
        assert.ok(isBegun, `${piece} of ${whole[at]}`);
      });
      const begun = JSON.stringify(beginningOf(parseMarkdown(body), most));
      assert.doesNotMatch(begun, /"footnote(?:Definition|Reference)"/);
    }),
    { numRuns: 300 },
  );
});

test('law: more may only be added at the end', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 200 }), fc.nat(60), (body, most, more) => {
      const less = shownOf(body, most).join('').trimEnd();
      assert.ok(
        shownOf(body, most + more)
          .join('')
          .startsWith(less),
      );
    }),
    { numRuns: 300 },
  );
});

test('a cut never goes through a word, be it Chinese or English', () => {
  assert.equal(firstWords('The string moves', 12), 'The string ');
  assert.equal(firstWords('我们一起学习音乐', 5), '我们一起');
  assert.equal(firstWords('x'.repeat(500), 300).length <= 300, true);
  assert.equal(firstWords('短', 5), '短');
});

test('a beginning as a page has no heading, file, note, address or word of what comes after', async () => {
  const body = [
    '# 开头',
    '看[这里][one]，也看注[^a]。',
    'AFTER'.padStart(8, '一'),
    '## 后面的标题',
    '![后面的图](images/secret.png)',
    '[one]: https://example.com/one',
    '[two]: https://example.com/two "后面的题"',
    '见[那里][two]。',
    '[^a]: 注里的秘密。',
  ].join('\n\n');
  const { parts, headings, files } = await castMarkdown(body, 'zh', 12);
  const html = parts.join('');
  assert.match(html, /href="https:\/\/example.com\/one"/);
  assert.doesNotMatch(html, /AFTER|后面|秘密|example.com\/two|footnote|fnref/);
  assert.deepEqual([headings.map((heading) => heading.text), files], [['开头'], []]);
});

test('the beginning of a whole kitchen of Markdown is rendered at every length', async () => {
  const lengths = [1, 50, 200, 500, 1_000, 100_000];
  const made = await Promise.all(lengths.map((most) => castMarkdown(kitchen, 'zh', most)));
  const sizes = made.map(({ parts }) => parts.join('').length);
  assert.deepEqual(
    sizes,
    sizes.toSorted((a, b) => a - b),
  );
});
