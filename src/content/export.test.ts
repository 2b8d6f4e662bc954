import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addChapter, addLesson, createWork } from '#catalog/service.ts';
import { newId } from '#kernel/id.ts';
import { storeAsset } from '#media/service.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { FileMissing } from '#platform/files.ts';
import { openTestHouse, testUser, type TestHouse } from '#platform/testing/database.ts';
import { askExport, getExport, runExport, sendExport, sweepExports } from './service.ts';

let house: TestHouse;

before(async () => {
  house = await openTestHouse();
});
after(() => house.close());

async function aPerson(...roles: Parameters<typeof testUser>[1][]): Promise<Ctx<User>> {
  const user = testUser(newId(), roles[0] ?? 'creator');
  await house.db
    .insertInto('appUser')
    .values({ id: user.userId, name: '林知微', createdAt: house.now() })
    .execute();
  return { ...house.ctx(), actor: user };
}

const system = (): Ctx => ({ ...house.ctx(), actor: { kind: 'system', name: 'test' } });

async function aWork(ctx: Ctx<User>): Promise<string> {
  const { id } = await createWork(ctx, { title: '课程' });
  const chapterId = await addChapter(ctx, id, '章');
  await addLesson(ctx, chapterId, { title: '课', body: '正文' });
  return id;
}

const audits = async (workId: string) =>
  (
    await house.db
      .selectFrom('auditRecord')
      .select('actorId')
      .where('subject', '=', workId)
      .where('deed', '=', 'work.export')
      .execute()
  ).map(({ actorId }) => actorId);

async function fetched(ctx: Ctx, id: string, headers: Record<string, string> = {}) {
  const response = await sendExport(ctx, new Request('http://x/', { headers }), id);
  return { response, content: Buffer.from(await response.arrayBuffer()) };
}

test('an export is asked for, written down, made, and fetched whole or in ranges by those who may', async () => {
  const author = await aPerson('creator');
  const workId = await aWork(author);
  const asked = await askExport(author, workId);
  assert.equal(asked.state, 'waiting');
  await assert.rejects(fetched(author, asked.id), /export.unknown/);
  await runExport(system(), asked.id);
  await runExport(system(), asked.id);
  const done = await getExport(author, asked.id);
  assert.deepEqual([done.state, done.expiresAt !== null], ['done', true]);

  const { response, content } = await fetched(author, asked.id);
  assert.equal(content.length, done.sizeBytes);
  assert.equal(content.subarray(0, 2).toString(), 'PK');
  assert.match(
    response.headers.get('content-disposition') ?? '',
    /^attachment; filename\*=.*\.zip$/,
  );
  const part = await fetched(author, asked.id, { range: 'bytes=2-9' });
  assert.deepEqual([part.response.status, part.content], [206, content.subarray(2, 10)]);

  const owner = await aPerson('owner');
  await askExport(owner, workId);
  assert.deepEqual(await audits(workId), [author.actor.userId, owner.actor.userId]);
  for (const role of ['creator', 'reviewer'] as const) {
    const other = await aPerson(role);
    await assert.rejects(askExport(other, workId), /policy/);
    await assert.rejects(getExport(other, asked.id), /policy/);
    await assert.rejects(fetched(other, asked.id), /policy/);
  }
});

test('however often somebody asks at once, one export is made and one deed written down', async () => {
  const author = await aPerson('creator');
  const workId = await aWork(author);
  const asked = await Promise.all(Array.from({ length: 8 }, () => askExport(author, workId)));
  assert.equal(new Set(asked.map(({ id }) => id)).size, 1);
  assert.equal((await audits(workId)).length, 1);
});

test('a new zip takes the place of the old one, and a day later it is gone with its row', async () => {
  const author = await aPerson('creator');
  const workId = await aWork(author);
  const first = await askExport(author, workId);
  await runExport(system(), first.id);
  const second = await askExport(author, workId);
  assert.notEqual(second.id, first.id);
  await runExport(system(), second.id);
  await assert.rejects(getExport(author, first.id), /export.unknown/);
  assert.equal(await house.ports.files.stat(`export/${first.id}/work.zip`), undefined);

  assert.equal(
    await sweepExports({ ...system(), now: new Date(house.now().getTime() + 3_600_000) }),
    0,
  );
  await sweepExports({ ...system(), now: new Date(house.now().getTime() + 25 * 3_600_000) });
  await assert.rejects(getExport(author, second.id), /export.unknown/);
  assert.equal(await house.ports.files.stat(`export/${second.id}/work.zip`), undefined);
});

test('a work that cannot be packed ends with a sentence in the language of whoever asked', async () => {
  const author = { ...(await aPerson('creator')), locale: 'en' } as const;
  const workId = await aWork(author);
  const { id } = await askExport(author, workId);
  await house.db
    .updateTable('work')
    .set({ state: 'deleted', submittedAt: null, liveId: null })
    .where('id', '=', workId)
    .execute();
  await runExport(system(), id);
  const { state, failure } = await getExport(author, id);
  assert.equal(state, 'failed');
  assert.match(failure ?? '', /^[A-Z].*\.$/);
});

test('a file that vanished stops the zip, leaves nothing, and is no refusal', async () => {
  const author = await aPerson('creator');
  const workId = await aWork(author);
  const chapterId = await addChapter(author, workId, '二');
  const { asset } = await storeAsset(author, {
    ownerId: author.actor.userId,
    fileName: 'x.pdf',
    content: Buffer.from('%PDF-1.4\n%%EOF\n'),
  });
  await addLesson(author, chapterId, { title: '文档', kind: 'pdf', assetId: asset.id });
  for await (const key of house.ports.files.list(`asset/${asset.id}/`))
    await house.ports.files.remove(key);
  const { id } = await askExport(author, workId);
  await assert.rejects(runExport(system(), id), FileMissing);
  assert.equal(await house.ports.files.stat(`export/${id}/work.zip`), undefined);
});
