import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { getDraft, getDraftLesson, getOutline } from '#catalog/service.ts';
import { newId } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { openTestHouse, testUser, type TestHouse } from '#platform/testing/database.ts';
import { makeBadInput } from '../../tools/make-bad-input.ts';
import { zip } from '../../tools/make-demo/zip.ts';
import { FilesRefused, importFolder, renderMarkdown } from './service.ts';

let house: TestHouse;
let folder: string;
let bad: Record<string, string>;
let ctx: Ctx<User>;

before(async () => {
  house = await openTestHouse();
  folder = await mkdtemp(join(tmpdir(), 'shuyuan-import-'));
  bad = await makeBadInput(join(folder, 'bad'));
  ctx = await aCreator();
});
after(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

async function aCreator(): Promise<Ctx<User>> {
  const user = testUser(newId(), 'creator');
  await house.db
    .insertInto('appUser')
    .values({ id: user.userId, name: '林知微', createdAt: house.now() })
    .execute();
  return { ...house.ctx(), actor: user };
}

const mediaFixture = (name: string) =>
  readFile(new URL(`../media/fixtures/${name}`, import.meta.url));
const run = (root: string, as: Ctx<User> = ctx) =>
  importFolder(as, { creatorId: as.actor.userId, root });

/** Everything that an import could leave anywhere. */
async function traces() {
  const count = async (table: 'work' | 'lesson' | 'asset' | 'chapter' | 'embeddedAsset') =>
    Number(
      (
        await house.db
          .selectFrom(table)
          .select((eb) => eb.fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    );
  return {
    rows: await Promise.all(
      (['work', 'lesson', 'asset', 'chapter', 'embeddedAsset'] as const).map(count),
    ),
    files: await Array.fromAsync(house.ports.files.list('asset/')),
    temporary: await readdir(join(house.ports.settings.dataDir, 'imports')).catch(() => []),
  };
}

const tone = '![弦](images/弦.png) ![无](images/无.png)\n\n> [!NOTE]\n> 听';
async function aCourse(name = '课程'): Promise<string> {
  const root = join(folder, newId(), name);
  const files: Record<string, string | Buffer> = {
    'course.yaml':
      'title: 听得懂的乐理\nslug: theory\nprice: "99.00"\nlevel: beginner\ntags: [乐理]\ncover: images/cover.webp\ndescription: |\n  ![封](images/cover.webp)\nmood: calm\n',
    'images/cover.webp': await mediaFixture('dot.webp'),
    '01-开头/01-读.md': '---\ntitle: 读一读\ntrial: true\nduration: 7\n---\n\n正文\n',
    '01-开头/02-看.mp4': await mediaFixture('clip.mp4'),
    '01-开头/02-看.md': tone,
    '01-开头/02-看.zh.srt': '1\n00:00:01,000 --> 00:00:02,000\n一根弦\n',
    '01-开头/images/弦.png': await mediaFixture('dot.png'),
    '02-后来/01-听.mp3': await mediaFixture('tone.mp3'),
    '02-后来/old.zip': 'PK',
    '.DS_Store': 'x',
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}

test('a folder becomes a draft course, and what could not be used is named', async () => {
  const steps: string[] = [];
  const report = await importFolder(ctx, {
    creatorId: ctx.actor.userId,
    root: await aCourse(),
    onProgress: ({ step }) => void steps.push(step),
  });
  assert.deepEqual(
    [report.slug, report.isNewWork, report.created, report.lessons, report.assets],
    ['theory', true, 3, 3, 5],
  );
  assert.deepEqual([...new Set(steps)], ['unpacking', 'reading', 'storing', 'writing', 'done']);
  assert.deepEqual(report.unreadable.map(({ path }) => path).toSorted(), [
    '01-开头/02-看.md',
    '02-后来/old.zip',
    'course.yaml',
  ]);

  const draft = await getDraft(ctx, report.workId);
  assert.deepEqual(
    [draft.title, draft.price, draft.draft.level],
    ['听得懂的乐理', 9900, 'beginner'],
  );
  assert.ok(draft.draft.coverId);
  const outline = await getOutline(ctx, report.workId, 'draft');
  assert.deepEqual(
    outline.map(({ title, lessons }) => [
      title,
      lessons.map((one) => [one.title, one.kind, one.isTrial, one.durationSec]),
    ]),
    [
      [
        '开头',
        [
          ['读一读', 'text', true, 420],
          ['看', 'video', false, 13],
        ],
      ],
      ['后来', [['听', 'audio', false, 3]]],
    ],
  );
  const lesson = await getDraftLesson(ctx, outline[0]!.lessons[1]!.id);
  const { html } = await renderMarkdown(ctx, {
    workId: report.workId,
    body: lesson.body,
    audience: 'entitled',
  });
  assert.match(html, /<img src="\/media\/f\/[^"]+" alt="弦" width="8" height="6"/);
  assert.match(html, /图片缺失：无/);
  const subtitle = await house.db
    .selectFrom('subtitle')
    .select('locale')
    .where('assetId', '=', lesson.assetId!)
    .execute();
  assert.deepEqual(subtitle, [{ locale: 'zh' }]);
});

test('importing again changes what changed, removes what vanished, and doubles nothing', async () => {
  const as = await aCreator();
  const root = await aCourse();
  await writeFile(join(root, 'course.yaml'), 'title: 再来一次\n');
  const first = await run(root, as);
  const before = await traces();
  const again = await run(root, as);
  assert.deepEqual(
    [again.workId, again.isNewWork, again.created, again.updated, again.removed, again.unchanged],
    [first.workId, false, 0, 0, 0, 3],
  );
  assert.deepEqual(await traces(), before);

  await writeFile(join(root, '01-开头/01-读.md'), '---\ntitle: 读两遍\n---\n新的正文\n');
  await writeFile(join(root, '02-后来/02-新.md'), '新的一课\n');
  await rm(join(root, '02-后来/01-听.mp3'));
  const third = await run(root, as);
  assert.deepEqual([third.created, third.updated, third.removed, third.unchanged], [1, 1, 1, 1]);
  const outline = await getOutline(as, first.workId, 'draft');
  assert.deepEqual(
    outline.flatMap(({ lessons }) => lessons.map(({ title }) => title)),
    ['读两遍', '看', '新'],
  );
});

test('a zip is a folder: with an outer folder, without, and with names as Chinese Windows writes them', async () => {
  const lesson = Buffer.from('正文\n');
  const gbk = Buffer.from('30312db5dad2bbd5c22f30312db5dad2bbbfce2e6d64', 'hex');
  const zips: Record<string, Buffer> = {
    'outer.zip': zip([
      { name: '弦/course.yaml', data: Buffer.from('title: 弦\n') },
      { name: '弦/01-章/01-课.md', data: lesson },
    ]),
    'plain.zip': zip([{ name: '01-章/01-课.md', data: lesson }]),
    'gbk.zip': zip([{ name: gbk, data: lesson }]),
    'slashes.zip': zip([{ name: '01-章\\01-课.md', data: lesson }]),
  };
  const titles: Record<string, unknown> = {};
  for (const [name, content] of Object.entries(zips)) {
    const path = join(folder, name);
    await writeFile(path, content);
    const report = await run(path);
    const outline = await getOutline(ctx, report.workId, 'draft');
    titles[name] = [
      report.title,
      ...outline.flatMap(({ title, lessons }) => [title].concat(lessons.map((one) => one.title))),
    ];
  }
  assert.deepEqual(titles, {
    'outer.zip': ['弦', '章', '课'],
    'plain.zip': ['plain', '章', '课'],
    'gbk.zip': ['gbk', '第一章', '第一课'],
    'slashes.zip': ['slashes', '章', '课'],
  });
  assert.deepEqual((await traces()).temporary, []);
});

const refusals: Readonly<Record<string, RegExp>> = {
  truncated: /zip_?|bad_zip/,
  damaged: /bad_zip/,
  'not-a-zip': /bad_zip/,
  empty: /no_lessons/,
  'lying-sizes': /bad_zip/,
  traversal: /bad_path/,
  'traversal-absolute': /bad_path/,
  symlink: /link/,
  'symlink-folder': /link/,
  'control-names': /bad_path/,
  'duplicate-names': /twice/,
  bomb: /zip_bomb/,
  'many-entries': /too_many_files|bad_zip/,
  nothing: /no_lessons/,
};

test('broken, bloated or treacherous archives are refused with a clear code, quickly, and leave nothing', async () => {
  const before = await traces();
  for (const [name, code] of Object.entries(refusals)) {
    const began = performance.now();
    await assert.rejects(run(bad[name]!), (error) => {
      assert.ok(error instanceof Refusal, `${name}: ${String(error)}`);
      assert.match(error.code, code, name);
      assert.ok(error.say('zh').length > 5 && !/\p{Cc}/u.test(error.say('zh')), name);
      return true;
    });
    assert.ok(performance.now() - began < 10_000, `${name} took ${performance.now() - began} ms`);
  }
  assert.deepEqual(await traces(), before);
  await assert.rejects(readFile('/tmp/shuyuan-evil.md'));
});

const problems: Readonly<Record<string, readonly (readonly [string, RegExp])[]>> = {
  'empty-video': [['01-空.mp4', /0 字节/]],
  'text-as-video': [['01-假.mp4', /看内容/]],
  'gbk-text': [['01-第一课.md', /UTF-8/]],
  'huge-line': [['01-长.md', /太长/]],
  'broken-front-matter': [['01-一课.md', /YAML/]],
  'broken-course': [['course.yaml', /YAML/]],
  'bad-price': [['course.yaml', /price/]],
  'broken-subtitles': [
    ['01-课.mp3', /./],
    ['01-课.zh.srt', /./],
  ],
  'yaml-bomb': [['course.yaml', /YAML/]],
};

test('files that cannot be read are named one by one, in the reader’s language, and leave nothing', async () => {
  const before = await traces();
  for (const [name, expected] of Object.entries(problems)) {
    await assert.rejects(run(bad[name]!), (error) => {
      assert.ok(error instanceof FilesRefused, `${name}: ${String(error)}`);
      assert.deepEqual(
        error.problems.map(({ path }) => path),
        expected.map(([path]) => path),
        name,
      );
      for (const [index, [, why]] of expected.entries())
        assert.match(error.problems[index]!.why, why, name);
      return true;
    });
  }
  await assert.rejects(run(bad['gbk-text']!, { ...ctx, locale: 'en' }), (error) => {
    assert.match((error as Refusal).say('en'), /01-第一课\.md: the text is not UTF-8/);
    return true;
  });
  assert.deepEqual(await traces(), before);
});

test('odd but harmless material comes in: scripts as words, nested zips skipped, pictures that lead out left out', async () => {
  const nested = await run(bad['nested']!);
  assert.deepEqual(
    nested.unreadable.map(({ path }) => path),
    ['inner.zip'],
  );
  const escaping = await run(bad['escaping-images']!);
  assert.deepEqual(escaping.unreadable.length, 2);
  await run(bad['deep-quotes']!);
  const scripts = await run(bad['scripts']!);
  assert.equal(scripts.slug, 'admin');
  const [chapter] = await getOutline(ctx, scripts.workId, 'draft');
  const lesson = await getDraftLesson(ctx, chapter!.lessons[0]!.id);
  const { html } = await renderMarkdown(ctx, {
    workId: scripts.workId,
    body: lesson.body,
    audience: 'public',
  });
  assert.doesNotMatch(html, /<script|<iframe|<[^>]*\son|href="j/i);
});

test('a failure in the middle takes back the files that were already stored', async () => {
  const before = await traces();
  const root = await aCourse();
  await cp(bad['gbk-text']!, join(root, '03-乱码'), { recursive: true });
  await assert.rejects(run(root, await aCreator()), FilesRefused);
  const learner: Ctx<User> = { ...ctx, actor: { ...ctx.actor, roles: [] } };
  await rename(join(root, '03-乱码'), join(folder, newId()));
  await assert.rejects(importFolder(learner, { creatorId: newId(), root }), Refusal);
  assert.deepEqual(await traces(), before);
});

test('what is not there is said to be not there', async () => {
  await assert.rejects(run(join(folder, 'nowhere')), /import.not_found/);
});
