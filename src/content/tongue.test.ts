import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { getOutline, listDraftTexts, listDraftTongues } from '#catalog/service.ts';
import { newId } from '#kernel/id.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { openTestHouse, testUser, type TestHouse } from '#platform/testing/database.ts';
import { planCourse } from './rules/course.ts';
import { importFolder, packWork } from './service.ts';
import { writeFolder } from './service/write-package.ts';

let house: TestHouse;
let folder: string;
let ctx: Ctx<User>;

before(async () => {
  house = await openTestHouse();
  folder = await mkdtemp(join(tmpdir(), 'shuyuan-tongue-'));
  const actor = testUser(newId(), 'creator');
  const row = { id: actor.userId, name: '林知微', createdAt: house.now() };
  await house.db.insertInto('appUser').values(row).execute();
  ctx = { ...house.ctx(), actor };
});
after(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

const mediaFixture = (name: string) =>
  readFile(new URL(`../media/fixtures/${name}`, import.meta.url));

async function aFolder(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const root = join(folder, newId(), '课程');
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}

const bring = (root: string) => importFolder(ctx, { creatorId: ctx.actor.userId, root });
const said = async (workId: string) =>
  (await listDraftTexts(ctx, workId)).map(({ title, body, language }) => [
    language,
    title,
    body.trim(),
  ]);

const slug = () => `slug: t-${newId()}\n`;

test('a file with a language in its name, beside one without, is what that lesson says in it', () => {
  const plan = planCourse([
    '01-一/01-弦.md',
    '01-一/01-弦.en.md',
    '01-一/01-弦.en.mp4',
    '01-一/01-弦.en.vtt',
    '01-一/02-alone.en.md',
  ]);
  const [first, second] = plan.chapters[0]!.lessons;
  assert.deepEqual(
    first!.tongues?.map(({ language, title, text, medium }) => [language, title, text, medium]),
    [['en', '弦', '01-一/01-弦.en.md', '01-一/01-弦.en.mp4']],
  );
  assert.deepEqual([second!.source, second!.tongues], ['01-一/02-alone.en', undefined]);
});

test('a folder in two languages becomes one course; the same again changes nothing, and what vanished goes', async () => {
  const course = { 'course.yaml': `title: 乐理\n${slug()}` };
  const own = { '01-一/01-弦.md': '---\ntrial: true\n---\n弦在动。\n' };
  const english = {
    '01-一/01-弦.en.md': '---\ntitle: The String\n---\nThe string moves.\n',
    '01-一/01-弦.en.mp3': await mediaFixture('tone.mp3'),
  };
  const whole = await aFolder({ ...course, ...own, ...english });
  const { workId, created } = await bring(whole);
  assert.equal(created, 1);
  assert.deepEqual(await said(workId), [
    [null, '弦', '弦在动。'],
    ['en', 'The String', 'The string moves.'],
  ]);
  const [tongue] = await listDraftTongues(ctx, workId);
  assert.deepEqual(
    [tongue!.kind, tongue!.isTrial, tongue!.assetId !== null],
    ['audio', false, true],
  );
  const again = await bring(whole);
  assert.equal(again.workId, workId);
  assert.deepEqual((await listDraftTongues(ctx, workId))[0]!.id, tongue!.id);

  await bring(await aFolder({ ...course, ...own }));
  assert.deepEqual(await said(workId), [[null, '弦', '弦在动。']]);
  await bring(whole);
  assert.deepEqual((await listDraftTongues(ctx, workId))[0]!.id, tongue!.id);
});

test('a file in the language of the course itself is named and left out', async () => {
  const root = await aFolder({
    'course.yaml': `title: Theory\nlanguage: en\n${slug()}`,
    '01-one/01-string.md': 'It moves.',
    '01-one/01-string.en.md': 'Twice.',
    '01-one/01-string.zh.md': '弦在动。',
  });
  const report = await bring(root);
  assert.ok(report.unreadable.some(({ path }) => path.endsWith('01-string.en.md')));
  assert.deepEqual(await said(report.workId), [
    [null, 'string', 'It moves.'],
    ['zh', 'string', '弦在动。'],
  ]);
});

test('a package says both languages, beside each other, and is the same work where it is imported', async () => {
  const root = await aFolder({
    'course.yaml': `title: 乐理\n${slug()}`,
    '01-一/01-弦.md': '弦在动。',
    '01-一/01-弦.en.md': '---\ntitle: The String\ntrial_first: 5\n---\nThe string moves.',
    '01-一/02-鼓.md': '咚。',
  });
  const { workId } = await bring(root);
  const packed = await packWork(ctx, workId);
  assert.deepEqual(
    packed.files.map(({ path }) => path).filter((path) => path.endsWith('.md')),
    ['01-一/01-弦.md', '01-一/01-弦.en.md', '01-一/02-鼓.md'],
  );
  const out = join(folder, newId());
  await writeFolder(packed, out);
  const copy = await bring(out);
  assert.notEqual(copy.workId, workId);
  assert.deepEqual(await said(copy.workId), await said(workId));
  assert.deepEqual((await listDraftTongues(ctx, copy.workId))[0]!.trialFirst, 5);
  assert.equal((await getOutline(ctx, copy.workId, 'draft'))[0]!.lessons.length, 2);
});
