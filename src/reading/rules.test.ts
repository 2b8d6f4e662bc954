import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentsOfNav, contentsOfNcx } from './rules/contents.ts';
import { excerptOf, laterMove, quoteOf } from './rules/place.ts';
import { takeChapter } from './rules/take-apart.ts';

const around = {
  path: 'OEBPS/text/one.xhtml',
  chapterOf: new Map([
    ['OEBPS/text/one.xhtml', 1],
    ['OEBPS/text/two.xhtml', 2],
  ]),
  pictureOf: new Map([['OEBPS/images/a.png', { name: '0.png', width: 8, height: 9 }]]),
};
const chapter = (body: string) =>
  takeChapter(
    `<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>${body}</body></html>`,
    around,
  );

test('nothing of a chapter acts, loads or looks as it likes', () => {
  for (const bad of [
    '<script>alert(1)</script>',
    '<p onclick="alert(1)">x</p>',
    '<p style="position:fixed">x</p>',
    '<style>p{color:red}</style>',
    '<iframe src="https://evil/"></iframe>',
    '<img src="https://evil/a.png" alt="" onerror="alert(1)"/>',
    '<img src="x" onerror="alert(1)"/>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="  java\u0000script:alert(1)">x</a>',
    '<a href="data:text/html,x">x</a>',
    '<svg onload="alert(1)"><script>alert(1)</script></svg>',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
    '<object data="x"></object><embed src="x"/>',
    '<form action="https://evil/"><button>x</button></form>',
    '<link rel="stylesheet" href="x.css"/><meta http-equiv="refresh" content="0"/><base href="https://evil/"/>',
    '<p id="b0" class="book-selected">x</p>',
  ]) {
    const html = chapter(bad).parts.join('');
    assert.doesNotMatch(
      html,
      /script|onclick|onerror|onload|style|iframe|evil|javascript|data:|object|embed|<form|class=|<svg|<link|<meta|<base/i,
      bad,
    );
  }
});

test('whatever a chapter holds, its HTML has no element or attribute beyond those allowed', () => {
  const piece = fc.constantFrom(
    '<p>',
    '</p>',
    '<div id="x">',
    '</div>',
    '<b',
    '/>',
    '<a href="two.xhtml#x">',
    '</a>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<script>',
    '</script>',
    '<style/>',
    '<title/>',
    '<td>',
    '<table>',
    '</table>',
    '字',
    ' onload=1 ',
    '"',
    "'",
    '<math><mi>',
    '</math>',
    '&amp;',
    '&xxe;',
    '<img src="../images/a.png" alt="图"/>',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const { parts, pictures, blocks } = chapter(pieces.join(''));
      assert.equal(parts.length, pictures.length + 1);
      for (const [, name, attributes] of parts.join('').matchAll(/<([a-z0-9]+)((?:\s[^>]*)?)>/gi)) {
        assert.ok(!/^(?:script|style|title|svg|iframe)$/i.test(name!));
        assert.match(attributes!, /^(?:\s(?:id|href|rel|tabindex)="[^"]*")*$/);
      }
      assert.ok(blocks.every((words) => words.trim() !== '' || pictures.length > 0));
    }),
    { numRuns: 300 },
  );
});

test('blocks are numbered in order, and hold every word of the chapter', () => {
  const { parts, blocks } = chapter(
    '前<h1 id="one">题</h1><div>散的字<p>一<em>二</em></p></div><ul><li>三</li><li>四<p>五</p></li></ul><table><tr><td>六</td></tr></table><p> </p>后',
  );
  assert.deepEqual(blocks, ['前', '题', '散的字', '一二', '三', '四', '五', '六', '后']);
  const ids = [...parts.join('').matchAll(/id="(b\d+)"/g)].map(([, id]) => id);
  assert.deepEqual(
    ids,
    blocks.map((_, index) => `b${index}`),
  );
  assert.match(parts.join(''), /<h2 id="b1"><span id="a-one"><\/span>题<\/h2>/);
});

test('links lead within the book, pictures to its own, both by the addresses of the house', () => {
  const { parts, pictures } = chapter(
    '<p><a href="two.xhtml#at">去</a><a href="#here">此</a><a href="../../../etc">出</a><a href="https://example.org/">外</a><img src="../images/a.png" alt="图"/><img src="../images/none.png" alt="缺"/></p>',
  );
  const html = parts.join('<img>');
  assert.match(html, /<a href="\.\/2#a-at">去<\/a><a href="\.\/1#a-here">此<\/a><a>出<\/a>/);
  assert.match(
    html,
    /<a href="https:\/\/example.org\/" rel="noopener noreferrer nofollow">外<\/a>/,
  );
  assert.deepEqual(pictures, [{ name: '0.png', width: 8, height: 9, alt: '图' }]);
  assert.match(html, /［缺］/);
});

test('contents are read as both kinds of EPUB write them', () => {
  const source = { path: 'OEBPS/nav.xhtml', chapterOf: around.chapterOf };
  const nav = `<html xmlns:epub="x"><body><nav epub:type="landmarks"><ol><li><a href="text/two.xhtml">不是</a></li></ol></nav>
    <nav epub:type="toc"><h1>目录</h1><ol><li><a href="text/one.xhtml">一</a><ol><li><a href="text/one.xhtml#s">一之一</a></li></ol></li><li><a href="text/two.xhtml">二</a></li><li><a href="https://evil/">外</a></li></ol></nav></body></html>`;
  const expected = [
    { title: '一', level: 1, chapter: 1, anchor: '' },
    { title: '一之一', level: 2, chapter: 1, anchor: 'a-s' },
    { title: '二', level: 1, chapter: 2, anchor: '' },
  ];
  assert.deepEqual(contentsOfNav({ ...source, text: nav }), expected);
  const point = (title: string, src: string, inner = '') =>
    `<navPoint><navLabel><text>${title}</text></navLabel><content src="${src}"/>${inner}</navPoint>`;
  const ncx = `<ncx><navMap>${point('一', 'text/one.xhtml', point('一之一', 'text/one.xhtml#s'))}${point('二', 'text/two.xhtml')}</navMap></ncx>`;
  assert.deepEqual(contentsOfNcx({ ...source, text: ncx }), expected);
});

test('of any moves the latest counts, in whatever order they are reported', () => {
  const move = fc.record({
    chapter: fc.integer({ min: 1, max: 9 }),
    block: fc.nat(99),
    movedAt: fc.date({ noInvalidDate: true }),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(move, {
        minLength: 1,
        maxLength: 8,
        selector: ({ movedAt }) => Number(movedAt),
      }),
      (moves) => {
        const end = (order: typeof moves) => order.reduce(laterMove, undefined as never);
        const latest = moves.toSorted((a, b) => Number(b.movedAt) - Number(a.movedAt))[0];
        assert.deepEqual(end(moves), latest);
        assert.deepEqual(end(moves.toReversed()), latest);
      },
    ),
  );
});

test('an excerpt holds the words that were looked for, and a quote is what its passage says', () => {
  const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.string(), words, fc.string(), (before, found, after) => {
      const excerpt = excerptOf(before + found + after, found);
      if (excerpt) assert.equal(excerpt[1].toLowerCase(), found.toLowerCase());
    }),
  );
  const blocks = ['一二三', '四五', '六七八'];
  const quote = (...at: [number, number, number, number]) =>
    quoteOf(blocks, { startBlock: at[0], startChar: at[1], endBlock: at[2], endChar: at[3] });
  assert.equal(quote(0, 1, 2, 1), '二三\n四五\n六');
  assert.equal(quote(1, 0, 1, 1), '四');
  assert.equal(quote(1, 1, 1, 1), '');
  assert.equal(quote(9, 0, 9, 3), '');
});
