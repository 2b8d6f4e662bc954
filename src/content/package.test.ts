import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import {
  addCategory,
  addChapter,
  addLesson,
  addTongue,
  editLesson,
  createWork,
  getDraft,
  getOutline,
  listDraftTexts,
  setPrice,
} from '#catalog/service.ts';
import { LessonEdit, Title } from '#catalog/schema.ts';
import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import { attachSubtitle, storeAsset } from '#media/service.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { openTestHouse, testUser, type TestHouse } from '#platform/testing/database.ts';
import { FilesRefused, importFolder, nameFile } from './service.ts';
import { packWork } from './service/pack-work.ts';
import { writeFolder, zipWork } from './service/write-package.ts';

let here: TestHouse;
let there: TestHouse;
let folder: string;

before(async () => {
  [here, there] = await Promise.all([openTestHouse(), openTestHouse()]);
  folder = await mkdtemp(join(tmpdir(), 'shuyuan-package-'));
});
after(async () => {
  await Promise.all([here.close(), there.close()]);
  await rm(folder, { recursive: true, force: true });
});

async function aCreator(house: TestHouse): Promise<Ctx<User>> {
  const user = testUser(newId(), 'creator');
  await house.db
    .insertInto('appUser')
    .values({ id: user.userId, name: '林知微', createdAt: house.now() })
    .execute();
  return { ...house.ctx(), actor: user };
}

const fixture = (name: string) => readFile(new URL(`../media/fixtures/${name}`, import.meta.url));

async function anAsset(ctx: Ctx<User>, fileName: string, content: Buffer): Promise<string> {
  const { asset } = await storeAsset(ctx, { ownerId: ctx.actor.userId, fileName, content });
  return asset.id;
}

async function exported(ctx: Ctx, workId: string): Promise<Buffer> {
  return buffer(zipWork(await packWork(ctx, workId)));
}

async function importedFrom(zip: Buffer, as: Ctx<User>) {
  const path = join(folder, `${newId()}.zip`);
  await writeFile(path, zip);
  return importFolder(as, { creatorId: as.actor.userId, root: path });
}

/** What a draft says, without the ids that every house makes anew. */
async function said(ctx: Ctx, workId: string) {
  const { draft, price } = await getDraft(ctx, workId);
  const outline = await getOutline(ctx, workId, 'draft');
  const texts = await listDraftTexts(ctx, workId);
  const places = new Map(outline.flatMap(({ lessons }) => lessons).map(({ id }, at) => [id, at]));
  const { coverId, categoryId: _category, ...face } = draft;
  return {
    face,
    price,
    hasCover: coverId !== null,
    chapters: outline.map(({ title, lessons }) => ({
      title,
      lessons: lessons.map(({ id: _id, saidBy: _saidBy, tongue, assetId, needs, ...lesson }) => ({
        ...lesson,
        tongue: tongue && { language: tongue.language, title: tongue.title },
        needs: needs.map((need) => places.get(need)),
        hasAsset: assetId !== null,
      })),
    })),
    texts: texts.map(({ title, body, isTrial, language }) => ({ title, body, isTrial, language })),
  };
}

const title = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
    fc.constantFrom(
      '../../etc',
      'a/b\\c',
      '01-',
      'null',
      '"%#?"',
      '声音：从哪里来？',
      '. .',
      '---',
    ),
  )
  .map((text) => Title.safeParse(text).data ?? '题');
const body = fc
  .array(
    fc.oneof(
      fc.string({ maxLength: 60, unit: 'grapheme' }),
      fc.constantFrom(
        '    code first',
        '---',
        '![弦](images/弦.png)',
        '![a](<images/two words.png> "title")',
        '![无](images/nowhere.png)',
        '[ref]: images/弦.png',
        '![听](files/sound.mp3)',
        '> [!NOTE]',
        '$x$',
        '',
        '  ',
      ),
    ),
    { maxLength: 8 },
  )
  .map((lines) =>
    (LessonEdit.shape.body.parse(lines.join('\n')) ?? '').replaceAll(/(?![\t\n])\p{Cc}/gu, ''),
  );
const days = fc.option(fc.integer({ min: 1, max: 3_650 }), { nil: null });
const lesson = fc.record({
  title,
  body,
  kind: fc.constantFrom('text', 'video', 'audio', 'pdf'),
  isTrial: fc.boolean(),
  trialFirst: fc.option(fc.integer({ min: 1, max: 100_000 }), { nil: null }),
  durationSec: fc.integer({ min: 0, max: 360_000 }),
  opensOn: fc.constantFrom(null, '2026-12-01', '2099-12-31'),
  opensAfterDays: days,
  closesAfterDays: days,
  needsBefore: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }),
  /** What it says in the other language, of its own kind or as a text. */
  again: fc.option(fc.record({ title, body, isText: fc.boolean() }), { nil: null }),
});
const course = fc.record({
  title,
  subtitle: title,
  summary: fc.constantFrom('', 'yes', '一句话: “引号” #', '- a'),
  description: body,
  subtitleEn: fc.constantFrom('', 'A second line'),
  descriptionEn: body,
  tags: fc.uniqueArray(fc.constantFrom('乐理', 'null', '1e3', 'a: b', '#'), { maxLength: 4 }),
  level: fc.constantFrom('any', 'beginner', 'advanced'),
  language: fc.constantFrom('zh', 'en'),
  price: fc.option(fc.integer({ min: 0, max: 100_000_000 }), { nil: null }),
  hasCover: fc.boolean(),
  isInOrder: fc.boolean(),
  chapters: fc.array(fc.record({ title, lessons: fc.array(lesson, { maxLength: 4 }) }), {
    maxLength: 4,
  }),
});

type Course = typeof course extends fc.Arbitrary<infer Made> ? Made : never;

/** Writes a course in the studio's own way. */
async function written(ctx: Ctx<User>, input: Course): Promise<string> {
  const { chapters, price, hasCover, ...face } = input;
  const files = {
    video: await anAsset(ctx, '我的 影片.mp4', await fixture('clip.mp4')),
    audio: await anAsset(ctx, 'tone.mp3', await fixture('tone.mp3')),
    pdf: await anAsset(ctx, 'x.pdf', Buffer.from('%PDF-1.4\n%%EOF\n')),
    png: await anAsset(ctx, 'dot.png', await fixture('dot.png')),
    webp: await anAsset(ctx, 'dot.webp', await fixture('dot.webp')),
  };
  const words = await anAsset(ctx, 'zh.srt', Buffer.from('1\n00:00:01,000 --> 00:00:02,000\n弦\n'));
  await inTransaction(ctx, async (tx) => {
    await attachSubtitle(tx, files.video, 'zh', words);
    await attachSubtitle(tx, files.audio, 'en', words);
  });
  const { id } = await createWork(ctx, {
    ...face,
    language: face.language,
    level: face.level,
    coverId: hasCover ? files.webp : null,
  });
  await nameFile(ctx, id, { path: 'images/弦.png', assetId: files.png });
  await nameFile(ctx, id, { path: 'images/two words.png', assetId: files.webp });
  await nameFile(ctx, id, { path: 'files/sound.mp3', assetId: files.audio });
  const ids: string[] = [];
  for (const { title: name, lessons } of chapters) {
    const chapterId = await addChapter(ctx, id, name);
    for (const one of lessons) {
      const { kind, needsBefore, trialFirst: wanted, again, ...says } = one;
      const trialFirst = kind === 'text' || kind === 'video' ? wanted : null;
      const assetId = kind === 'text' ? null : files[kind];
      const needs = needsBefore.flatMap((back) => ids.at(-back) ?? []);
      const lessonId = await addLesson(ctx, chapterId, {
        ...says,
        kind,
        assetId,
        needs,
        trialFirst,
      });
      ids.push(lessonId);
      if (again) await sayAgain(ctx, lessonId, again);
    }
  }
  if (price !== null) await setPrice(ctx, id, money(price));
  return id;
}

async function sayAgain(
  ctx: Ctx<User>,
  lessonId: string,
  { title: name, body: text, isText }: NonNullable<Course['chapters'][0]['lessons'][0]['again']>,
): Promise<void> {
  const asText = isText ? { kind: 'text' as const, assetId: null, trialFirst: 7 } : {};
  await editLesson(ctx, await addTongue(ctx, lessonId), { title: name, body: text, ...asText });
}

test('law: a work that is exported, imported by an empty house and exported there again is the same bytes', async () => {
  const author = await aCreator(here);
  await fc.assert(
    fc.asyncProperty(course, async (input) => {
      const workId = await written(author, input);
      const first = await exported(author, workId);
      const guest = await aCreator(there);
      const report = await importedFrom(first, guest);
      assert.deepEqual(await said(guest, report.workId), await said(author, workId));
      assert.ok((await exported(guest, report.workId)).equals(first), 'the second export differs');
    }),
    { numRuns: 15 },
  );
});

const plain: Course = {
  title: '听得懂的乐理',
  subtitle: '',
  summary: '',
  description: '![封](images/弦.png)',
  subtitleEn: '',
  descriptionEn: '',
  tags: ['乐理'],
  level: 'beginner',
  language: 'zh',
  price: 9_900,
  hasCover: true,
  isInOrder: false,
  chapters: [
    {
      title: '开头',
      lessons: [
        {
          title: '看',
          body: '![弦](images/弦.png)',
          kind: 'video',
          isTrial: true,
          trialFirst: 90,
          durationSec: 0,
          opensOn: '2026-12-01',
          opensAfterDays: null,
          closesAfterDays: 30,
          needsBefore: [],
          again: null,
        },
      ],
    },
    { title: '空的', lessons: [] },
  ],
};

test('an exported work is a folder that people can read, and texts in it find their pictures', async () => {
  const author = await aCreator(here);
  const packed = await packWork(author, await written(author, plain));
  const root = join(folder, newId());
  await writeFolder(packed, root);
  assert.deepEqual(
    packed.files.map(({ path }) => path),
    [
      'course.yaml',
      '01-开头/01-看.md',
      'manifest.json',
      'images/弦.png',
      '01-开头/01-看.mp4',
      'cover.webp',
      '01-开头/01-看.zh.srt',
    ],
  );
  assert.equal(
    await readFile(join(root, '01-开头/01-看.md'), 'utf8'),
    '---\ntitle: 看\ntrial: true\ntrial_first: 90\nopens_on: 2026-12-01\ncloses_after_days: 30\n---\n\n![弦](../images/弦.png)\n',
  );
  await assert.rejects(writeFolder(packed, root), /export.not_empty/);
  await pipeline(zipWork(packed), createWriteStream(join(folder, 'one.zip')));
});

test('importing into the same house makes a work of its own at another address; again, it changes nothing', async () => {
  const author = await aCreator(here);
  const workId = await written(author, plain);
  const zip = await exported(author, workId);
  const before = await said(author, workId);
  const copy = await importedFrom(zip, author);
  assert.notEqual(copy.workId, workId);
  assert.ok(copy.unreadable.some(({ why }) => why.includes('换了一个地址')));
  assert.deepEqual(await said(author, copy.workId), before);
  const again = await importedFrom(zip, author);
  assert.deepEqual(
    [again.workId, again.isNewWork, again.unchanged, again.updated],
    [copy.workId, false, 1, 0],
  );
  assert.deepEqual(await said(author, workId), before);
});

test('a category comes along where the other house has it', async () => {
  const author = await aCreator(here);
  const owner = (house: TestHouse): Ctx => ({ ...house.ctx(), actor: testUser(newId(), 'owner') });
  const names = { slug: `music-${newId()}`, nameZh: '音乐', nameEn: 'Music' };
  const categoryId = await addCategory(owner(here), names);
  const { id } = await createWork(author, { title: '有分类', categoryId });
  const guest = await aCreator(there);
  const alone = await importedFrom(await exported(author, id), guest);
  assert.equal(alone.unreadable.length, 1);
  const known = await addCategory(owner(there), names);
  const report = await importedFrom(await exported(author, id), guest);
  assert.equal((await getDraft(guest, report.workId)).draft.categoryId, known);
});

test('what was edited or lost after the export is named; a manifest that is damaged stops the import', async () => {
  const author = await aCreator(here);
  const packed = await packWork(author, await written(author, plain));
  const root = join(folder, newId());
  await writeFolder(packed, root);
  const guest = await aCreator(there);
  const run = () => importFolder(guest, { creatorId: guest.actor.userId, root });
  await writeFile(join(root, '01-开头/01-看.md'), '---\ntitle: 改过\n---\n\n新的\n');
  await writeFile(join(root, '01-开头/02-多.md'), '多出来的');
  const { unreadable, workId } = await run();
  assert.deepEqual(unreadable.map(({ path }) => path).toSorted(), [
    '01-开头/01-看.md',
    '01-开头/02-多.md',
  ]);
  assert.equal((await said(guest, workId)).texts[0]?.title, '改过');

  await rm(join(root, 'images'), { recursive: true });
  const named = (path: string) => (error: unknown) =>
    error instanceof FilesRefused && error.problems.some((one) => one.path === path);
  await assert.rejects(run(), named('images/弦.png'));
  await writeFile(join(root, 'manifest.json'), '{"format":"shuyuan.work"');
  await assert.rejects(run(), named('manifest.json'));
  const later = {
    format: 'shuyuan.work',
    version: 9,
    chapters: [],
    shown: [],
    subtitles: [],
    files: [],
  };
  await writeFile(join(root, 'manifest.json'), JSON.stringify(later));
  await assert.rejects(run(), /import.newer_package/);
});

test('nobody takes a stranger’s work along', async () => {
  const author = await aCreator(here);
  const workId = await written(author, plain);
  await assert.rejects(packWork(await aCreator(here), workId), /policy/);
});

test('a package says what kind of work it is, and how many issues a series plans', async () => {
  const author = await aCreator(here);
  const series = { title: '每周一字', kind: 'series', plannedCount: 52 } as const;
  const { id } = await createWork(author, series);
  const guest = await aCreator(there);
  const { workId } = await importedFrom(await exported(author, id), guest);
  const { kind, draft } = await getDraft(guest, workId);
  assert.deepEqual([kind, draft.plannedCount], ['series', 52]);
});

test('a folder of files to be handed over is imported whatever they are, and goes with its bundle from house to house', async () => {
  const author = await aCreator(here);
  const root = join(folder, newId(), '资料');
  await mkdir(root, { recursive: true });
  const files = {
    'course.yaml':
      'title: 练习资料\nslug: exercises\nkind: download\nprice: "9.00"\ncover: cover.png\n',
    'cover.png': await fixture('dot.png'),
    '01-和弦表.zip': Buffer.from('PK\u0003\u0004 chords'),
    '01-和弦表.md': '怎么用。\n',
    '02-音色.fxp': Buffer.from('CcnK preset'),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(root, name), content);
  const { workId, unreadable } = await importFolder(author, {
    creatorId: author.actor.userId,
    root,
  });
  assert.deepEqual(unreadable, []);
  const partIds = [workId];
  const bundle = await createWork(author, { title: '全套', kind: 'bundle', slug: 'all', partIds });

  const guest = await aCreator(there);
  const part = await importedFrom(await exported(author, workId), guest);
  const whole = await importedFrom(await exported(author, bundle.id), guest);
  const [chapter] = await getOutline(guest, part.workId, 'draft');
  assert.deepEqual(
    chapter!.lessons.map(({ title, kind }) => [title, kind]),
    [
      ['和弦表', 'file'],
      ['音色', 'file'],
    ],
  );
  const { kind, draft } = await getDraft(guest, whole.workId);
  assert.deepEqual([kind, draft.partIds], ['bundle', [part.workId]]);
  const lonely = await importedFrom(await exported(author, bundle.id), await aCreator(there));
  assert.match(JSON.stringify(lonely.unreadable), /exercises/);
});
