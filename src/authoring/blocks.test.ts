import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { kitchen } from '#content/fixtures/kitchen.ts';
import { castMarkdown } from '#content/service/cast-markdown.ts';
import { blocksOf } from './rules/blocks.ts';

const material = join(import.meta.dirname, '../../demo/material');
const demo = readdirSync(material, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => readFileSync(join(material, name), 'utf8').replace(/^---\n[\s\S]*?\n---\n/, ''));

const html = async (text: string) => (await castMarkdown(text, 'zh')).parts.join('¶');

/** What the blocks show one after the other. */
async function inBlocks(text: string): Promise<string> {
  const shown: string[] = [];
  for (const block of blocksOf(text)) shown.push(await html(block));
  return shown.filter((one) => one !== '').join('\n');
}

// Footnotes reach from where they are named to where they stand.
const withoutNotes = (text: string) => text.replaceAll(/\[\^\w+\](?:: .*)?/g, '');

test('every text of the demonstration shows the same in blocks and whole', async () => {
  assert(demo.length > 40);
  for (const text of demo.map(withoutNotes)) assert.equal(await inBlocks(text), await html(text));
});

test('a text of everything but what reaches across blocks shows the same in blocks and whole', async () => {
  const alone = withoutNotes(kitchen);
  assert.equal(await inBlocks(alone), await html(alone));
});

test('what holds empty lines is not cut', () => {
  const whole = [
    '```js\na\n\nb\n```',
    '~~~~\n~~~\n\n```\n\n~~~~',
    '$$\nx\n\ny\n$$',
    '- 一\n\n  续\n\n- 二\n\n      码\n- 三',
    '1. 一\n\n2. 二',
    '> 引\n> \n> 文',
    '[^1]: 注\n\n    续',
    '<!--\n\n-->\n\n后',
  ];
  for (const text of whole) assert.deepEqual(blocksOf(text), [text]);
  assert.deepEqual(blocksOf('# 一\n\n文\n\n\n- a\n- b\n\n后\n'), ['# 一', '文', '- a\n- b', '后']);
  assert.deepEqual(blocksOf(' \n\n'), []);
});

const part = fc.constantFrom(
  '一段文字，**重**。',
  '第二段\n两行',
  '# 标题',
  '下划\n===',
  '- 甲\n- 乙',
  '- 甲\n\n- 乙',
  '1. 甲\n\n   续',
  '> 引用\n后续',
  '> [!TIP]\n> 窍门',
  '```\n码\n\n码\n```',
  '$$\nx\n\ny\n$$',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '    缩进\n\n    再缩进',
  '---',
  '<div>\n标签\n</div>',
  '![图](a.png)',
);

test('law: whatever stands after whatever, blocks show what the whole shows', async () => {
  const texts = fc.array(fc.tuple(part, fc.constantFrom('\n\n', '\n\n\n', '\n \n')), {
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(texts, async (parts) => {
      const text = parts.flat().join('');
      // Headings that say the same are told apart by a number.
      const ids = / id="[^"]*"| href="#[^"]*"/g;
      assert.equal(
        (await inBlocks(text)).replaceAll(ids, ''),
        (await html(text)).replaceAll(ids, ''),
      );
    }),
    { numRuns: 150 },
  );
});

test('a keystroke in an article of 50,000 characters changes one block of it', () => {
  const article = Array.from(
    { length: 250 },
    (_, n) => `${'一根弦在振动，'.repeat(28)}第 ${n} 段。`,
  ).join('\n\n');
  assert(article.length > 50_000);
  const known = new Set(blocksOf(article));
  assert.equal(known.size, 250);
  fc.assert(
    fc.property(fc.nat(article.length), fc.constantFrom('字', 'a', '*', '\n'), (at, typed) => {
      const fresh = blocksOf(article.slice(0, at) + typed + article.slice(at)).filter(
        (block) => !known.has(block),
      );
      assert(fresh.length <= 2 && fresh.join('').length < 500);
    }),
  );
});
