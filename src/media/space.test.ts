import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import { inTransaction } from '#platform/db.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';
import { changeSettings } from '#settings/service.ts';
import { mediaApi } from './api.ts';
import { attachSubtitle, discardAsset, removeAsset } from './service.ts';
import { getStorageUse } from './service/space.ts';
import { storeAsset } from './service/store-asset.ts';

const MB = 1_000_000;
let house: TestHouse;
let creator: Ctx<User>;

before(async () => {
  house = await openTestHouse({ settings: { uploadLimitBytes: Number.MAX_SAFE_INTEGER } });
  await setQuota(1);
});
after(() => house.close());
beforeEach(async () => {
  creator = await aCreator();
});

async function aCreator(): Promise<Ctx<User>> {
  const id = newId();
  await house.db
    .insertInto('appUser')
    .values({ id, name: '创作者', createdAt: house.now() })
    .execute();
  return house.as(id, 'creator');
}

async function setQuota(creatorQuotaMb: number): Promise<void> {
  await changeSettings(house.as(newId(), 'owner'), { creatorQuotaMb });
}

const aPdf = (size: number) =>
  Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size - '%PDF-1.7\n'.length)]);
const store = async (content: Buffer, ctx = creator) =>
  storeAsset(ctx, { ownerId: ctx.actor.userId, fileName: 'a.pdf', content });
const used = async (ctx = creator) => (await getStorageUse(ctx)).usedBytes;
const code = (expected: string) => (error: unknown) =>
  error instanceof Refusal && error.code === expected;
const files = () => Array.fromAsync(house.ports.files.list('asset/'));

test('what is kept is counted once, however often it comes, and given back when it goes', async () => {
  const pdf = aPdf(300_000);
  const { asset } = await store(pdf);
  await store(pdf);
  assert.equal(await used(), 300_000);
  await store(aPdf(700_000));
  assert.equal(await used(), MB);
  await discardAsset(creator, asset.id);
  assert.equal(await used(), 700_000);
  assert.equal(await used(await aCreator()), 0, 'everybody has room of their own');
});

test('what does not fit is refused with how much is used, in both languages, and leaves nothing', async () => {
  await store(aPdf(900_000));
  const before = await files();
  await assert.rejects(store(aPdf(100_001)), (error) => {
    assert.ok(error instanceof Refusal);
    assert.equal(error.status, 413);
    assert.match(error.say('zh'), /已用 900 kB，上限 1\.0 MB，这个文件还要 100 kB/);
    assert.match(error.say('en'), /900 kB of your 1\.0 MB are used/);
    return true;
  });
  assert.deepEqual(await files(), before);
  assert.equal(await used(), 900_000);
  await store(aPdf(100_000));
});

test('twenty files race for the room of five: five are kept, and nothing of the others is left', async () => {
  const before = (await files()).length;
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => store(aPdf(200_000))));
  const refused = results.filter(({ status }) => status === 'rejected');
  assert.equal(refused.length, 15);
  for (const { reason } of refused as PromiseRejectedResult[])
    assert.ok(code('media.quota_full')(reason), String(reason));
  assert.equal(await used(), MB);
  assert.equal((await files()).length, before + 5);
  const kept = await house.db
    .selectFrom('asset')
    .select('id')
    .where('ownerId', '=', creator.actor.userId)
    .execute();
  assert.equal(kept.length, 5);
});

test('less room than is used removes nothing, and lets nothing more in', async () => {
  await setQuota(2);
  try {
    const { asset } = await store(aPdf(1_500_000));
    await setQuota(1);
    await assert.rejects(store(aPdf(1_000)), code('media.quota_full'));
    assert.equal(await used(), 1_500_000);
    await removeAsset(creator, asset.id);
    await store(aPdf(1_000));
  } finally {
    await setQuota(1);
  }
});

const b64 = (text: string) => Buffer.from(text).toString('base64');

async function begin(size: number, use = 'asset', ctx = creator): Promise<Response> {
  return house
    .app(mediaApi, () => ctx.actor)
    .request('/api/v1/uploads', {
      method: 'POST',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': String(size),
        'upload-metadata': `filename ${b64('a.pdf')},use ${b64(use)}`,
      },
    });
}

const codeOf = async (answer: Response) =>
  ((await answer.json()) as { error: { code: string } }).error.code;

test('an upload that cannot fit is refused before a byte of it is sent, and those under way count', async () => {
  const refused = await begin(MB + 1);
  assert.deepEqual([refused.status, await codeOf(refused)], [413, 'media.quota_full']);
  const first = await begin(600_000);
  assert.equal(first.status, 201);
  assert.equal(await codeOf(await begin(600_000)), 'media.quota_full');
  assert.equal((await begin(600_000, 'asset', await aCreator())).status, 201);
  const given = await house
    .app(mediaApi, () => creator.actor)
    .request(first.headers.get('location')!, {
      method: 'DELETE',
      headers: { 'tus-resumable': '1.0.0' },
    });
  assert.equal(given.status, 204);
  assert.equal((await begin(600_000)).status, 201);
});

test('an import may bring what is there already, so that its files are counted and not its zip', async () => {
  await store(aPdf(900_000));
  assert.equal((await begin(5 * MB, 'import')).status, 201);
});

test('what the disk cannot hold beside everything under way is refused before it is sent', async () => {
  await setQuota(1_000_000_000);
  try {
    const refused = await begin(5e14);
    assert.deepEqual([refused.status, await codeOf(refused)], [503, 'files.full']);
  } finally {
    await setQuota(1);
  }
});

test('one sees how much of one’s room is used, and removes what nothing names', async () => {
  const { asset } = await store(aPdf(250_000));
  const app = house.app(mediaApi, () => creator.actor);
  const told = await (await app.request('/api/v1/storage-use')).json();
  assert.deepEqual(told, { usedBytes: 250_000, quotaBytes: MB });

  const stranger = await aCreator();
  await assert.rejects(removeAsset(stranger, asset.id), code('policy.not_found'));
  const answer = await app.request(`/api/v1/assets/${asset.id}`, { method: 'DELETE' });
  assert.equal(answer.status, 204);
  assert.equal(await used(), 0);
  assert.equal((await app.request(`/api/v1/assets/${asset.id}`, { method: 'DELETE' })).status, 404);
  assert.deepEqual(
    (await files()).filter((key) => key.includes(asset.id)),
    [],
  );
});

test('what is in use is not removed, and stays whole', async () => {
  const [medium, subtitles] = [
    await store(aPdf(1_000)),
    await store(Buffer.from('1\n00:00:01,000 --> 00:00:02,000\nhello')),
  ];
  await inTransaction(creator, (tx) =>
    attachSubtitle(tx, medium.asset.id, 'zh', subtitles.asset.id),
  );
  const before = [await used(), (await files()).length];
  await assert.rejects(removeAsset(creator, subtitles.asset.id), code('media.in_use'));
  assert.deepEqual([await used(), (await files()).length], before);
});
