import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createWork } from '#catalog/service.ts';
import { newId } from '#kernel/id.ts';
import { day } from '#kernel/time.ts';
import { mediaApi } from '#media/api.ts';
import { storeAsset } from '#media/service.ts';
import type { Actor, User } from '#platform/ctx.ts';
import { openTestHouse, testUser, type TestHouse } from '#platform/testing/database.ts';
import { zip } from '../../tools/make-demo/zip.ts';
import { contentApi } from './api.ts';
import { contentReactions } from './reactions.ts';
import type { ImportItem } from './schema.ts';
import { sweepImports } from './service.ts';

let house: TestHouse;
let creator: User;

before(async () => {
  house = await openTestHouse();
  creator = await aCreator();
});
after(() => house.close());

async function aCreator(): Promise<User> {
  const user = testUser(newId(), 'creator');
  await house.db
    .insertInto('appUser')
    .values({ id: user.userId, name: '林知微', createdAt: house.now() })
    .execute();
  return user;
}

function ask(actor: Actor, method: string, path: string, body?: object): Promise<Response> {
  const app = house.app([...contentApi, ...mediaApi], () => actor);
  const json = body
    ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    : {};
  return Promise.resolve(app.request(`/api/v1${path}`, { method, ...json }));
}

async function upload(content: Buffer, actor: Actor = creator): Promise<string> {
  const app = house.app(mediaApi, () => actor);
  const meta = `use ${Buffer.from('import').toString('base64')},filename ${Buffer.from('课.zip').toString('base64')}`;
  const headers = {
    'tus-resumable': '1.0.0',
    'content-type': 'application/offset+octet-stream',
    'upload-metadata': meta,
  };
  const created = await app.request('/api/v1/uploads', {
    method: 'POST',
    headers: { ...headers, 'upload-length': String(content.length) },
    body: new Uint8Array(content),
  });
  assert.equal(created.status, 201);
  return created.headers.get('location')!.split('/').at(-1)!;
}

const lesson = { name: '01-章/01-课.md', data: Buffer.from('正文\n') };

test('an uploaded zip is imported by a job whose progress its creator follows', async () => {
  const uploadId = await upload(zip([lesson]));
  const asked = await ask(creator, 'POST', '/imports', { uploadId });
  assert.equal(asked.status, 202);
  const job = (await asked.json()) as ImportItem;
  assert.equal(job.state, 'waiting');
  const again = (await (await ask(creator, 'POST', '/imports', { uploadId })).json()) as ImportItem;
  assert.equal(again.id, job.id);

  await house.drain(contentReactions);
  const done = (await (await ask(creator, 'GET', `/imports/${job.id}`)).json()) as ImportItem;
  assert.deepEqual(
    [done.state, done.step, done.report.title, done.report.created],
    ['done', 'done', '课', 1],
  );
  await contentReactions[0]!.run(house.ctx(), { importId: job.id } as never);
  assert.equal((await house.db.selectFrom('work').select('id').execute()).length, 1);

  const list = (await (await ask(creator, 'GET', '/imports')).json()) as { items: ImportItem[] };
  assert.deepEqual(
    list.items.map(({ id }) => id),
    [job.id],
  );
});

test('a refused import says why, file by file, and leaves no upload', async () => {
  const uploadId = await upload(zip([lesson, { name: '01-章/02-空.mp4', data: Buffer.alloc(0) }]));
  const job = (await (await ask(creator, 'POST', '/imports', { uploadId })).json()) as ImportItem;
  await house.drain(contentReactions);
  const failed = (await (await ask(creator, 'GET', `/imports/${job.id}`)).json()) as ImportItem;
  assert.equal(failed.state, 'failed');
  assert.deepEqual(failed.report.problems, [
    { path: '01-章/02-空.mp4', why: '文件是空的（0 字节）' },
  ]);
});

test('nobody imports, or follows, what is another’s', async () => {
  const other = await aCreator();
  const uploadId = await upload(zip([lesson]));
  assert.equal((await ask(other, 'POST', '/imports', { uploadId })).status, 404);
  const job = (await (await ask(creator, 'POST', '/imports', { uploadId })).json()) as ImportItem;
  assert.equal((await ask(other, 'GET', `/imports/${job.id}`)).status, 404);
  assert.equal((await ask({ kind: 'visitor' }, 'GET', `/imports/${job.id}`)).status, 401);
  assert.equal((await ask(testUser(newId()), 'POST', '/imports', { uploadId })).status, 403);
  assert.equal((await ask(creator, 'POST', '/imports', { uploadId: 'x' })).status, 400);
});

test('a creator previews a text with a picture of their own, and nobody else’s', async () => {
  const ctx = { ...house.ctx(), actor: creator };
  const { id } = await createWork(ctx, { title: '课' });
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000080000000608020000000000', 'hex');
  const { asset } = await storeAsset(ctx, {
    ownerId: creator.userId,
    fileName: 'a.png',
    content: png,
  });
  const named = await ask(creator, 'POST', `/works/${id}/files`, {
    path: '图 1.png',
    assetId: asset.id,
  });
  assert.equal(named.status, 201);
  const { markdown } = (await named.json()) as { markdown: string };
  const preview = await ask(creator, 'POST', `/works/${id}/preview`, {
    body: `${markdown} **好**`,
  });
  assert.match(
    ((await preview.json()) as { html: string }).html,
    /<img src="\/media\/f\/.*<strong>好<\/strong>/,
  );

  const other = await aCreator();
  assert.equal((await ask(other, 'POST', `/works/${id}/preview`, { body: 'x' })).status, 404);
  assert.equal(
    (await ask(creator, 'POST', `/works/${id}/files`, { path: '../x.png', assetId: asset.id }))
      .status,
    422,
  );
  assert.equal(
    (await ask(creator, 'POST', `/works/${id}/files`, { path: 'x.png', assetId: newId() })).status,
    422,
  );
});

test('the sweep finds nothing to do in a tidy house', async () => {
  assert.equal(await sweepImports(house.ctx({ now: new Date(Date.now() + 2 * day) })), 0);
});
