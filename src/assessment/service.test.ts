import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { mediaApi } from '#media/api.ts';
import { newId } from '#kernel/id.ts';
import { day } from '#kernel/time.ts';
import type { Actor, Ctx, User } from '#platform/ctx.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';
import { zip } from '../../tools/make-demo/zip.ts';
import { assessmentApi } from './api.ts';
import { readGift } from './rules/gift.ts';
import {
  addBank,
  exportBank,
  listBanks,
  listQuestions,
  removeBank,
  writeTemplate,
} from './service.ts';
import { mostBanks } from './service/banks.ts';
import { writeTable } from './service/write-template.ts';

let house: TestHouse;
let me: Ctx<User>;

before(async () => {
  house = await openTestHouse();
  me = await aCreator();
});
after(() => house.close());

async function aCreator(): Promise<Ctx<User>> {
  const row = { id: newId(), name: '林知微', createdAt: house.now() };
  await house.db.insertInto('appUser').values(row).execute();
  return house.as(row.id, 'creator');
}

const app = (actor: Actor) => house.app([...assessmentApi, ...mediaApi], () => actor);

async function upload(content: Buffer | string, name = '乐理.txt'): Promise<string> {
  const bytes = Buffer.from(content);
  const said = (text: string) => Buffer.from(text).toString('base64');
  const created = await app(me.actor).request('/api/v1/uploads', {
    method: 'POST',
    headers: {
      'tus-resumable': '1.0.0',
      'content-type': 'application/offset+octet-stream',
      'upload-metadata': `use ${said('import')},filename ${said(name)}`,
      'upload-length': String(bytes.length),
    },
    body: new Uint8Array(bytes),
  });
  assert.equal(created.status, 201);
  return created.headers.get('location')!.split('/').at(-1)!;
}

const add = async (content: Buffer | string, name?: string) =>
  addBank(me, await upload(content, name));
const refuses = (code: string) => (error: { code?: string }) => error.code === code;
const all = { kind: undefined, cursor: undefined, limit: 100 };

test('a file of questions becomes a bank, in its order; what could not be read is told by its line', async () => {
  const bank = await add('题一 {=对#是的 ~错}\n\n一段说明\n\n题二 {T}\n\n题三 {~a ~b}\n');
  assert.deepEqual([bank.title, bank.form, bank.questionCount], ['乐理', 'gift', 2]);
  assert.deepEqual(
    bank.problems.map(({ line, why, said }) => [line, why, said]),
    [
      [3, '只有说明，没有用 {} 写答案', '一段说明'],
      [7, '没有一个答案是全对的', '题三 {~a ~b}'],
    ],
  );
  const { items } = await listQuestions(me, bank.id, all);
  assert.deepEqual(
    items.map(({ position, kind, stem, answer }) => [position, kind, stem, answer]),
    [
      [1, 'single', '题一', '对'],
      [2, 'true_false', '题二', '✓'],
    ],
  );
  assert.deepEqual(items[0]!.choices[0], { text: '对', percent: 100, feedback: '是的' });
  const first = await listQuestions(me, bank.id, { ...all, limit: 1 });
  const next = await listQuestions(me, bank.id, { ...all, limit: 1, cursor: first.nextCursor! });
  assert.deepEqual([next.items[0]?.position, next.nextCursor], [2, null]);
  const ones = await listQuestions(me, bank.id, { ...all, kind: 'true_false' });
  assert.equal(ones.items.length, 1);
});

test('the template is a table that is read whole, and goes out as GIFT', async () => {
  const bank = await add(await writeTemplate(), '题库模板.xlsx');
  assert.deepEqual([bank.form, bank.questionCount, bank.problems], ['xlsx', 7, []]);
  const { items } = await listQuestions(me, bank.id, all);
  assert.equal(new Set(items.map(({ kind }) => kind)).size, 7);
  const { text, fileName } = await exportBank(me, bank.id);
  assert.equal(fileName, '题库模板.gift.txt');
  const read = readGift(text);
  assert.deepEqual([read.questions.length, read.problems], [7, []]);
  const again = await add(text);
  const same = await listQuestions(me, again.id, all);
  assert.deepEqual(same.items, items);
});

test('what is no file of questions is refused in words, and leaves nothing', async () => {
  const before = await listBanks(me, undefined, 100);
  const sheet = (name: string, part: string) => ({ name, data: Buffer.from(part) });
  const evil = '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>';
  const big = zip([sheet('xl/worksheets/sheet1.xml', 'a'.repeat(70 * 1024 * 1024))]);
  for (const [content, code] of [
    ['没有题目的文字', 'question_bank.no_questions'],
    [zip([sheet('a.txt', 'x')]), 'question_bank.unreadable'],
    [zip([sheet('xl/workbook.xml', evil)]), 'question_bank.unreadable'],
    [Buffer.from('PK\u0003\u0004 cut off'), 'import.bad_zip'],
    [Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0]), 'question_bank.unreadable'],
    [big, 'import.zip_bomb'],
    [Buffer.alloc(9 * 1024 * 1024, 'a'), 'question_bank.too_large'],
    [
      await writeTable([
        ['题型', '题目'],
        ['猜谜', '一'],
      ]),
      'question_bank.no_questions',
    ],
  ] as const)
    await assert.rejects(add(content), refuses(code), code);
  assert.deepEqual(await listBanks(me, undefined, 100), before);
  const { dataDir } = house.ports.settings;
  assert.deepEqual(await readdir(join(dataDir, 'imports')), []);
  assert.deepEqual(await readdir(join(dataDir, 'uploads')), []);
});

test('a bank is its owner’s alone; deleting is written down, and done once however many ask', async () => {
  const bank = await add('题 {T}');
  const other = await aCreator();
  const refused = (await app(other.actor).request(`/api/v1/question-banks/${bank.id}`)).status;
  assert.equal(refused, 404);
  await assert.rejects(exportBank(other, bank.id), refuses('policy.not_found'));
  await assert.rejects(removeBank(other, bank.id), refuses('policy.not_found'));
  await assert.rejects(addBank(other, await upload('题 {T}')), refuses('media.upload_unknown'));

  const racing = await Promise.allSettled(Array.from({ length: 8 }, () => removeBank(me, bank.id)));
  assert.equal(racing.filter(({ status }) => status === 'fulfilled').length, 1);
  const deeds = await house.db
    .selectFrom('auditRecord')
    .select('deed')
    .where('subject', '=', bank.id)
    .execute();
  assert.deepEqual(deeds, [{ deed: 'question_bank.delete' }]);
});

test('nobody keeps more banks than may be, however many come at once', async () => {
  const mine = me;
  me = await aCreator();
  house.advance(day);
  await house.db
    .insertInto('questionBank')
    .values(
      Array.from({ length: mostBanks - 2 }, (_, n) => ({
        id: newId(new Date(house.now().getTime() - n)),
        ownerId: me.actor.userId,
        title: '旧',
        form: 'gift' as const,
        questionCount: 1,
        createdAt: house.now(),
      })),
    )
    .execute();
  const uploads = await Promise.all(Array.from({ length: 6 }, () => upload('题 {T}')));
  const racing = await Promise.allSettled(uploads.map((id) => addBank(me, id)));
  assert.equal(racing.filter(({ status }) => status === 'fulfilled').length, 2);
  for (const one of racing)
    if (one.status === 'rejected')
      assert.equal((one.reason as { code: string }).code, 'question_bank.too_many');
  me = mine;
});

test('over HTTP: GIFT and the template are downloads, a list is also CSV', async () => {
  const bank = await add('="1+1" {=2 ~3}'.replace('=', String.raw`\=`));
  const ask = (path: string) => app(me.actor).request(`/api/v1${path}`);
  const gift = await ask(`/question-banks/${bank.id}/gift`);
  assert.match(gift.headers.get('content-disposition')!, /^attachment; filename\*=UTF-8''/);
  assert.match(await gift.text(), /^\[moodle\]\\="1\+1" \{/);
  const template = await ask('/question-bank-template');
  assert.equal((await template.bytes()).subarray(0, 2).toString(), '80,75');
  const csv = await (await ask(`/question-banks/${bank.id}/questions?format=csv`)).text();
  // A spreadsheet does not run what a question begins with.
  assert.match(csv, /'=""1\+1""/);
});
