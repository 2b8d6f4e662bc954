import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { getDraft, getDraftLesson, getOutline } from '#catalog/service.ts';
import { newId } from '#kernel/id.ts';
import { escapeHtml } from '#kernel/text.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { openTestHouse, testUser, type TestHouse } from '#platform/testing/database.ts';
import { cell, docx, paragraph, picture, relations, run } from '../../tools/make-docx.ts';
import { readMarkdown } from './rules/read.ts';
import { parseMarkdown } from './rules/parse.ts';
import { wordText } from './rules/word.ts';
import { FilesRefused, importFolder, renderMarkdown } from './service.ts';

let house: TestHouse;
let folder: string;
let ctx: Ctx<User>;

before(async () => {
  house = await openTestHouse();
  folder = await mkdtemp(join(tmpdir(), 'shuyuan-word-'));
  const user = testUser(newId(), 'creator');
  const row = { id: user.userId, name: '林知微', createdAt: house.now() };
  await house.db.insertInto('appUser').values(row).execute();
  ctx = { ...house.ctx(), actor: user };
});
after(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

const image = (id: string, target: string, more = '') =>
  `<Relationship Id="${id}" Type="${relations}/image" Target="${target}" ${more}/>`;

async function aWhole(text = '弦振动得越快，频率越高。'): Promise<Buffer> {
  const dot = await readFile(new URL('../media/fixtures/dot.png', import.meta.url));
  return docx({
    related:
      image('i1', 'media/dot.png') +
      image('i2', 'media/old.emf') +
      image('i3', 'file:///etc/passwd', 'TargetMode="External"'),
    more: [
      { name: 'word/media/dot.png', data: dot },
      { name: 'word/media/old.emf', data: Buffer.from('EMF') },
    ],
    body: [
      paragraph(run('听得懂的乐理'), 'Title'),
      paragraph(run('声音'), 'heading 1'),
      paragraph(
        run(text) + run('记住：', '<w:b/>') + run('弦越短，声音越高') + run('1 * 2 < 3 $x$'),
      ),
      paragraph(picture('i1')),
      paragraph(picture('i2') + picture('i3', 'r:link')),
      `<w:tbl><w:tr>${cell('弦长')}${cell('音')}</w:tr><w:tr>${cell('一半')}${cell('高八度')}</w:tr></w:tbl>`,
      paragraph(run('节拍'), 'heading 1'),
      paragraph(run('<script>alert(1)</script> [x](javascript:alert(1))')),
    ].join(''),
  });
}

async function put(name: string, content: Buffer | string): Promise<string> {
  const path = join(folder, newId(), name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

const load = (root: string) => importFolder(ctx, { creatorId: ctx.actor.userId, root });

async function lessonsOf(workId: string) {
  const outline = await getOutline(ctx, workId, 'draft');
  return Promise.all(
    outline.flatMap(({ lessons }) => lessons).map(({ id }) => getDraftLesson(ctx, id)),
  );
}

/** Everything that an import could leave anywhere. */
async function traces() {
  const count = async (table: 'work' | 'lesson' | 'asset') =>
    (await house.db.selectFrom(table).select('id').execute()).length;
  const temporary = join(house.ports.settings.dataDir, 'imports');
  return {
    rows: [await count('work'), await count('lesson'), await count('asset')],
    files: await Array.fromAsync(house.ports.files.list('asset/')),
    temporary: await readdir(temporary).catch(() => []),
  };
}

test('a document by itself becomes an article, with its pictures, tables and headings; what no page shows is named', async () => {
  const report = await load(await put('乐理讲义.docx', await aWhole()));
  const { title, draft } = await getDraft(ctx, report.workId);
  assert.deepEqual([title, draft.title], ['听得懂的乐理', '听得懂的乐理']);
  assert.deepEqual([report.lessons, report.assets, report.isNewWork], [1, 1, true]);
  assert.deepEqual(
    report.unreadable.map(({ path }) => path),
    ['乐理讲义.docx', '乐理讲义.docx'],
  );
  assert.match(report.unreadable[0]!.why, /image\/x-emf/);
  const [lesson] = await lessonsOf(report.workId);
  assert.match(lesson!.body, /^## 声音$/m);
  assert.match(lesson!.body, /\*\*记住\*\*：弦越短/);
  assert.match(lesson!.body, /\| 弦长 \| 音/);
  const { html } = await renderMarkdown(ctx, {
    workId: report.workId,
    body: lesson!.body,
    audience: 'entitled',
  });
  assert.match(html, /<strong>记住<\/strong>/);
  assert.match(html, /<img[^>]+alt="一根弦"/);
  assert.match(html, /<td>高八度<\/td>/);
  assert.match(html, /1 \* 2 &#x3C; 3 \$x\$|1 \* 2 &lt; 3 \$x\$/);
  assert.doesNotMatch(html, /<script|href="javascript/);
  assert.match(html, /alert\(1\)/);
  assert.deepEqual((await traces()).temporary, []);
});

test('the same document again changes nothing, and a changed one updates the same article', async () => {
  const first = await load(await put('再来.docx', await aWhole()));
  const again = await load(await put('再来.docx', await aWhole()));
  assert.deepEqual([again.workId, again.unchanged, again.updated], [first.workId, 1, 0]);
  const changed = await load(await put('再来.docx', await aWhole('改过的一句。')));
  assert.deepEqual([changed.workId, changed.updated, changed.lessons], [first.workId, 1, 1]);
  const [lesson] = await lessonsOf(first.workId);
  assert.match(lesson!.body, /改过的一句/);
});

test('documents among the lessons of a course are their texts; where a text is already, neither is guessed', async () => {
  const root = dirname(dirname(await put('课程/01-开头/01-讲义.docx', await aWhole())));
  await writeFile(join(root, '01-开头/02-读.md'), '正文\n');
  const report = await load(root);
  const lessons = await lessonsOf(report.workId);
  assert.deepEqual(
    lessons.map(({ title }) => title),
    ['听得懂的乐理', '读'],
  );
  assert.equal(report.assets, 1);

  await writeFile(join(root, '01-开头/01-讲义.md'), '另一份\n');
  await assert.rejects(load(root), (error: unknown) => {
    assert.ok(error instanceof FilesRefused);
    assert.deepEqual(
      error.problems.map(({ path }) => path),
      ['01-开头/01-讲义.docx'],
    );
    return true;
  });
});

test('what is no sound document is refused in words, and leaves nothing', async () => {
  const body = paragraph(run('一句'));
  const entities =
    '<!DOCTYPE w:document [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "&a;&a;">]>';
  const bad: Readonly<Record<string, Buffer>> = {
    'entities.docx': docx({ head: entities, body: paragraph('<w:r><w:t>&a;</w:t></w:r>') }),
    'wide.docx': docx({ head: Buffer.from(entities, 'utf16le').toString('latin1'), body }),
    'broken.docx': docx({ body: '<w:p><w:r>' }),
    'bomb.docx': docx({
      body,
      more: [{ name: 'word/media/a.png', data: Buffer.alloc(64 * 1024 * 1024) }],
    }),
    'words.docx': docx({
      body: paragraph(run('弦'.repeat(8 * 1024 * 1024))),
      more: [{ name: 'word/noise.bin', data: Buffer.from(newId().repeat(30_000)), stored: true }],
    }),
    'cut.docx': (await aWhole()).subarray(0, 900),
    'not.docx': Buffer.from('这不是文档'),
    'empty.docx': Buffer.alloc(0),
  };
  const before = await traces();
  for (const [name, content] of Object.entries(bad)) {
    const codes = /^import\.(?:files|bad_zip|zip_bomb)$/;
    await assert.rejects(load(await put(name, content)), (error: Error) => {
      assert.match((error as { code?: string }).code ?? error.message, codes, name);
      return true;
    });
    const among = dirname(dirname(await put(`课程/01-开头/01-${name}`, content)));
    await assert.rejects(load(among), (error: unknown) => {
      assert.ok(error instanceof FilesRefused, name);
      assert.ok(
        error.problems.some(({ path }) => path === `01-开头/01-${name}`),
        name,
      );
      return true;
    });
  }
  assert.deepEqual(await traces(), before);
});

test('notes stay notes, and point at each other', () => {
  const { markdown } = wordText(
    '<p>弦<sup><a href="#footnote-1" id="footnote-ref-1">[1]</a></sup>与律<sup><a href="#endnote-2" id="endnote-ref-2">[2]</a></sup></p>' +
      '<ol><li id="footnote-1"><p> 一根弦。 <a href="#footnote-ref-1">↑</a></p></li><li id="endnote-2"><p>两根。</p></li></ol>',
  );
  assert.match(markdown, /弦\[\^1\]与律\[\^e2\]/);
  assert.match(markdown, /^\[\^1\]: 一根弦。/m);
  assert.match(markdown, /^\[\^e2\]: 两根。/m);
  assert.doesNotMatch(markdown, /↑/);
});

test('a title is what has its style, or a single first heading; many headings of the first rank go down one', () => {
  const many = wordText('<h1>一</h1><p>a</p><h1>二</h1><h2>三</h2>');
  assert.deepEqual([many.title, many.markdown], [undefined, '## 一\n\na\n\n## 二\n\n### 三\n']);
  assert.deepEqual(wordText('<h1>一</h1><h2>二</h2>'), { title: '一', markdown: '## 二\n' });
  assert.equal(wordText('<p>前</p><h1 class="title">题</h1>').title, '题');
});

test('law: whatever words a document holds, its Markdown says the same words', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom(
      '**a**',
      '_b_',
      '# c',
      '1. d',
      '- e',
      '> f',
      '`g`',
      '$h$',
      '[i](j)',
      '![k](l)',
      '<b>',
      '|m|',
      '~~n~~',
      '[^o]',
      '重点。',
      'https://p.example',
    ),
  );
  const squeezed = (text: string) => text.replaceAll(/[\s\u00A0]+/gu, '');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('', 'strong', 'em'), piece), {
        minLength: 1,
        maxLength: 6,
      }),
      (pieces) => {
        const words = pieces.map(([, text]) =>
          text.replaceAll(/[\p{Cc}\p{Cs}\p{Cf}\p{Z}\uFFFD]/gu, 'x'),
        );
        const html = pieces
          .map(([tag], index) => {
            const text = escapeHtml(words[index]!);
            return tag && text ? `<${tag}>${text}</${tag}>` : text;
          })
          .join('');
        const { markdown } = wordText(`<p>${html}</p>`);
        assert.equal(squeezed(readMarkdown(markdown).text), squeezed(words.join('')));
        assert.ok(parseMarkdown(markdown).children.length <= 1);
      },
    ),
    { numRuns: 500 },
  );
});
