import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { Element } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { newId } from '#kernel/id.ts';
import { openTestHouse, testUser, type TestHouse } from '#platform/testing/database.ts';
import type { Ctx } from '#platform/ctx.ts';
import { smuggled } from './fixtures/xss.ts';
import { mapElements, textOf } from './rules/hast.ts';
import { plainText, renderMarkdown } from './service.ts';

let house: TestHouse;
let workId: string;
let pictureId: string;

before(async () => {
  house = await openTestHouse();
  const ownerId = newId();
  [workId, pictureId] = [newId(), newId()];
  const now = house.now();
  const draftId = newId();
  await house.db
    .insertInto('appUser')
    .values({ id: ownerId, name: '林', createdAt: now })
    .execute();
  await house.db
    .insertInto('creator')
    .values({ userId: ownerId, slug: 'lin', name: '林', createdAt: now })
    .execute();
  await house.db.transaction().execute(async (tx) => {
    await tx
      .insertInto('work')
      .values({
        id: workId,
        kind: 'course',
        slug: 'w',
        creatorId: ownerId,
        draftId,
        createdAt: now,
        updatedAt: now,
      })
      .execute();
    await tx
      .insertInto('workVersion')
      .values({ id: draftId, workId, title: '课', createdAt: now })
      .execute();
  });
  const picture = {
    id: pictureId,
    ownerId,
    kind: 'image',
    fileName: 'a.png',
    mediaType: 'image/png',
    sizeBytes: 1,
  } as const;
  await house.db
    .insertInto('asset')
    .values({
      ...picture,
      sha256: Buffer.alloc(32),
      state: 'ready',
      width: 8,
      height: 6,
      createdAt: now,
    })
    .execute();
  await house.db
    .insertInto('embeddedAsset')
    .values({ workId, path: '01-章/images/图 a.png', assetId: pictureId })
    .execute();
});
after(() => house.close());

const render = async (
  body: string,
  ctx: Ctx = house.ctx(),
  audience: 'public' | 'entitled' = 'public',
) => renderMarkdown(ctx, { workId, body, audience });
const htmlOf = async (body: string) => (await render(body)).html;

const known = new Set(
  (
    'p br hr blockquote pre code em strong del sup sub h2 h3 h4 h5 h6 ul ol li a img input section table thead tbody tr th td div span ' +
    'figure figcaption details summary svg g defs marker rect circle ellipse line polyline polygon path text tspan ' +
    'math semantics annotation mrow mi mo mn ms mtext mspace msup msub msubsup mfrac msqrt mroot mtable mtr mtd mover munder ' +
    'munderover mstyle mpadded mphantom menclose'
  ).split(' '),
);

/** Everything that a browser would find in `html` and must not. */
function dangersIn(html: string): string[] {
  const dangers: string[] = [];
  const tree = fromHtml(html, { fragment: true });
  mapElements(tree, (node) => {
    if (!known.has(node.tagName)) dangers.push(`<${node.tagName}>`);
    dangers.push(...dangersOf(node));
    return undefined;
  });
  return dangers;
}

function dangersOf({ tagName, properties }: Element): string[] {
  return Object.entries(properties).flatMap(([name, value]) => {
    const text = String(value)
      .toLowerCase()
      .replaceAll(/[\p{Cc}\s]/gu, '');
    return isDangerous(name, text, String(properties['rel'])) ? [`${tagName} ${name}=${text}`] : [];
  });
}

const forbidden = new Set(['style', 'srcDoc', 'srcdoc', 'formAction', 'action']);

function isDangerous(name: string, text: string, rel: string): boolean {
  if (['fill', 'stroke', 'markerStart', 'markerEnd'].includes(name))
    return !/^(?:none|var\(--[a-z_-]+\)|url\(#s-diagram-[\w-]+\))$/.test(text);
  if (name === 'href')
    return /^(?:https?:)?\/\//.test(text)
      ? !rel.includes('noopener')
      : !/^(?:mailto:|#|\/(?![/\\]))/.test(text);
  if (name === 'src') return !text.startsWith('/media/');
  if (name === 'id') return !/^(?:s-|user-content-|footnote-label$)/.test(text);
  return /^on/i.test(name) || forbidden.has(name);
}

test('whatever is smuggled into Markdown, a browser finds nothing in it that acts', async () => {
  for (const vector of smuggled) {
    for (const body of [
      vector,
      `- ${vector}`,
      `> ${vector}`,
      `文字 ${vector} 文字`,
      `| a |\n|---|\n| ${vector} |`,
    ]) {
      assert.deepEqual(dangersIn(await htmlOf(body)), [], body);
    }
  }
});

test('nothing that acts comes out of arbitrary mixtures of dangerous pieces either', async () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '"',
    "'",
    '`',
    '[',
    ']',
    '(',
    ')',
    '!',
    '\n',
    ' ',
    'javascript:',
    'onerror=',
    '<img ',
    '$',
    '$$',
    '|',
    '\\',
    '&#x3c;',
    '<svg/',
    'x',
    ':',
    '^',
    '~~',
    '*',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
      assert.deepEqual(dangersIn(await htmlOf(pieces.join(''))), []);
    }),
    { numRuns: 300 },
  );
});

test('a text keeps its meaning: emphasis, lists, tables, footnotes, task lists', async () => {
  const html = await htmlOf(
    '**先听见**\n\n- [x] 试一试\n- [ ] 再试\n\n| 左 | 右 |\n|:--|--:|\n| 1 | 2 |\n\n看[^a]\n\n[^a]: 脚注',
  );
  assert.match(html, /<strong>先听见<\/strong>/);
  assert.match(html, /<ul class="contains-task-list">/);
  assert.match(html, /<input [^>]*aria-label="已完成"/);
  assert.match(html, /<input [^>]*aria-label="未完成"/);
  assert.match(
    html,
    /<div class="table-scroll" role="region" tabindex="0" aria-label="表格，可左右滚动"><table>/,
  );
  assert.match(html, /<td align="right">2<\/td>/);
  assert.match(html, /href="#user-content-fn-a"/);
  assert.match(html, /<li id="user-content-fn-a">/);
  assert.match(html, /脚注/);
});

test('headings have ids that are unique and readable, and the first level sinks below the page’s own', async () => {
  const { html, headings } = await render('# 一弦\n\n## 一弦\n\n### **音**高\n\n#### 细节');
  assert.deepEqual(headings, [
    { id: 's-一弦', text: '一弦', level: 2 },
    { id: 's-一弦-2', text: '一弦', level: 2 },
    { id: 's-音高', text: '音高', level: 3 },
  ]);
  assert.doesNotMatch(html, /<h1/);
  assert.match(html, /<h4 id="s-细节">/);
});

test('callouts are notes with a title in the reader’s language', async () => {
  const body = '> [!WARNING]\n> 当心弦断。\n>\n> 第二段';
  assert.equal(
    (await htmlOf(body)).replaceAll('\n', ''),
    '<div class="callout callout-warning" role="note"><p class="callout-title">注意</p><p>当心弦断。</p><p>第二段</p></div>',
  );
  assert.match((await render(body, house.ctx({ locale: 'en' }))).html, /callout-title">Warning</);
  assert.match(await htmlOf('> 普通的引文'), /^<blockquote>/);
});

test('formulas are MathML without a style, and a wrong one is shown as it was typed', async () => {
  const html = await htmlOf('$r^{12}=2$\n\n$$\n\\frac{3}{2}\n$$\n\n$\\frac{$');
  assert.match(html, /<math xmlns="http:\/\/www.w3.org\/1998\/Math\/MathML">/);
  assert.match(html, /<math[^>]*display="block"/);
  assert.match(html, /katex-error/);
  assert.doesNotMatch(html, /style=/);
});

test('code is coloured by classes', async () => {
  const html = await htmlOf('```python\n# 频率\nprint("a")\n```\n\n```unknown\nx\n```');
  assert.match(html, /<pre class="shiki"[^>]*>/);
  assert.match(html, /<span class="shiki-comment"># 频率<\/span>/);
  assert.match(html, /class="shiki-string/);
  assert.doesNotMatch(html, /style=/);
  assert.match(html, /<pre><code class="language-unknown">x/);
});

test('links that lead away give nothing along; links to files of the course become words', async () => {
  assert.match(
    await htmlOf('[书](https://example.com/)'),
    /<a href="https:\/\/example.com\/" rel="noopener noreferrer nofollow">书<\/a>/,
  );
  assert.equal(await htmlOf('[下一课](../02-章/03-课.md)'), '<p>下一课</p>');
  assert.equal(await htmlOf('[课程](/courses/a)'), '<p><a href="/courses/a">课程</a></p>');
});

test('pictures are found by their path: stable for everybody, signed for those entitled, named when missing', async () => {
  const body =
    '![弦](<01-章/images/图 a.png> "一根弦")\n\n![无](images/none.png)\n\n![外](https://example.com/a.png)';
  const html = await htmlOf(body);
  assert.match(
    html,
    new RegExp(
      `<img src="/media/i/${pictureId}/[\\w-]{22}" alt="弦" title="一根弦" width="8" height="6" loading="lazy" decoding="async" srcset=`,
    ),
  );
  assert.match(
    html,
    new RegExp(`<source type="image/avif" srcset="/media/i/${pictureId}/[^ "]+ 8w" sizes="`),
  );
  assert.match(html, /<em>图片缺失：无<\/em>/);
  assert.match(
    html,
    /<a href="https:\/\/example.com\/a.png" rel="noopener noreferrer nofollow">外<\/a>/,
  );
  assert.doesNotMatch(html, /<img[^>]*example/);

  const one = await render(body, house.ctx({ actor: testUser(newId()) }), 'entitled');
  const other = await render(body, house.ctx({ actor: testUser(newId()) }), 'entitled');
  assert.match(one.html, new RegExp(`src="/media/f/${pictureId}/`));
  assert.notEqual(one.html, other.html, 'an address is for one session');
});

test('plain text has the words and none of the signs', async () => {
  const body =
    '# 标题\n\n> [!TIP]\n> **提示** `code`\n\n- 一\n- 二\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n$x^2$ ![弦](a.png) [链接](https://x.example) <b>raw</b>\n\n```js\nlet a;\n```';
  assert.equal(
    await plainText(body, 'a'),
    '标题\n提示 code\n一\n二\na b\n1 2\nx^2 弦 链接 raw\nlet a;',
  );
});

test('a text full of brackets does not hold everybody up', async () => {
  const began = performance.now();
  for (const body of [
    '['.repeat(20_000),
    '> '.repeat(5_000),
    '*a '.repeat(10_000),
    '$'.repeat(20_000),
    '|'.repeat(10_000),
  ])
    await htmlOf(body);
  assert.ok(performance.now() - began < 15_000, `${performance.now() - began} ms`);
});

test('a text made to hold everybody up is shown as it was typed, at once', async () => {
  const began = performance.now();
  for (const body of [
    `${'- '.repeat(10_000)}x`,
    `${'>'.repeat(19)}a\n`.repeat(20_000),
    Array.from({ length: 700 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n'),
    '**a*'.repeat(20_000),
    '# a\n'.repeat(100_000),
    '[^1]\n\n[^1]: a\n\n'.repeat(10_000),
    `\`\`\`cpp\n${'a.'.repeat(9_000)}\n\`\`\``,
  ])
    await htmlOf(body);
  await plainText(`\`\`\`\na${' '.repeat(400_000)}b\n\`\`\``, 'a');
  assert.ok(performance.now() - began < 15_000, `${performance.now() - began} ms`);
  assert.match(
    await htmlOf(`${'- '.repeat(40)}\n\n${'*'.repeat(60)}\n\n**a**`),
    /<hr>\s*<hr>\s*<p><strong>a/,
  );
});

test('the words of a tree are read without what only repeats a formula', async () => {
  const tree = fromHtml(await htmlOf('音 $x$ 高'), { fragment: true });
  assert.equal(textOf(tree), '音 x 高');
});
