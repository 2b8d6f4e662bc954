import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import { day } from '#kernel/time.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { refuseScan, type Finding, type Scanner } from '#platform/scanner.ts';
import { openTestHouse, testUser, type TestHouse } from '#platform/testing/database.ts';
import { mediaApi } from './api.ts';
import { findAssets } from './service.ts';
import { getUpload, sweepUploads } from './service/upload.ts';

let house: TestHouse;
let finding: Finding | 'away' = 'clean';
let creator: User;
let stranger: User;

before(async () => {
  const scanner: Scanner = {
    scan: async (content) => {
      await buffer(content);
      if (finding === 'away') throw refuseScan('scanner.unavailable');
      return finding;
    },
  };
  house = await openTestHouse({ scanner, settings: { uploadLimitBytes: 3 * 1024 * 1024 } });
  [creator, stranger] = [await aCreator(), await aCreator()];
});
after(() => house.close());

async function aCreator(): Promise<User> {
  const user = testUser(newId(), 'creator');
  await house.db
    .insertInto('appUser')
    .values({ id: user.userId, name: '创作者', createdAt: house.now() })
    .execute();
  return user;
}

const tus = { 'tus-resumable': '1.0.0' };
const b64 = (text: string) => Buffer.from(text).toString('base64');

/** Speaks tus as one actor. Each call is a server that has just been started. */
async function ask(
  actor: Ctx['actor'],
  line: string,
  headers: Record<string, string> = {},
  body?: Uint8Array,
): Promise<Response> {
  const [method = '', path = ''] = line.split(' ');
  const request = {
    method,
    headers: { ...tus, ...headers },
    ...(body ? { body: new Uint8Array(body), duplex: 'half' } : {}),
  };
  return house.app(mediaApi, () => actor).request(path, request);
}

async function begin(
  size: number,
  meta: Record<string, string> = {},
  actor: Ctx['actor'] = creator,
): Promise<Response> {
  const metadata = Object.entries({ filename: '一份 PDF.pdf', ...meta }).map(
    ([key, value]) => `${key} ${b64(value)}`,
  );
  return ask(actor, `POST /api/v1/uploads`, {
    'upload-length': String(size),
    'upload-metadata': metadata.join(','),
  });
}

const send = (path: string, offset: number, bytes: Uint8Array, actor: Ctx['actor'] = creator) =>
  ask(
    actor,
    `PATCH ${path}`,
    { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    bytes,
  );

function aPdf(size: number): Buffer {
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size - 9)]);
}

const leftovers = () => readdir(join(house.ports.settings.dataDir, 'uploads'));

test('what is uploaded can be read by no other account of the machine', async () => {
  await begin(100);
  const { mode } = await stat(join(house.ports.settings.dataDir, 'uploads'));
  assert.equal(mode & 0o077, 0);
});

test('an upload goes on where it stopped, and its last byte makes an asset', async () => {
  const pdf = aPdf(300_000);
  const created = await begin(pdf.length, { ownerId: stranger.userId });
  assert.equal(created.status, 201);
  const path = created.headers.get('location')!;
  assert.match(path, /^\/api\/v1\/uploads\/[\w-]{43}$/);

  assert.equal((await send(path, 0, pdf.subarray(0, 100_000))).status, 204);
  const head = await ask(creator, `HEAD ${path}`);
  assert.equal(head.headers.get('upload-offset'), '100000');
  assert.equal(
    (await send(path, 50_000, pdf.subarray(50_000))).status,
    409,
    'a wrong offset is refused',
  );

  const last = await send(path, 100_000, pdf.subarray(100_000));
  assert.equal(last.status, 204);
  const assetId = last.headers.get('upload-asset')!;
  const asset = (await findAssets(house.db, [assetId])).get(assetId)!;
  assert.deepEqual(
    [asset.ownerId, asset.kind, asset.fileName, asset.sizeBytes],
    [creator.userId, 'pdf', '一份 PDF.pdf', pdf.length],
  );
  const { sha256 } = await house.db
    .selectFrom('asset')
    .select('sha256')
    .where('id', '=', assetId)
    .executeTakeFirstOrThrow();
  assert.deepEqual(sha256, createHash('sha256').update(pdf).digest());

  const again = await ask(creator, `HEAD ${path}`);
  assert.equal(again.headers.get('upload-asset'), assetId, 'a lost answer can be asked for again');
  assert.equal(again.headers.get('upload-offset'), String(pdf.length));
});

test('another user cannot see, continue or end an upload', async () => {
  const path = (await begin(1000)).headers.get('location')!;
  assert.equal((await ask(stranger, `HEAD ${path}`)).status, 404);
  assert.equal((await send(path, 0, aPdf(1000), stranger)).status, 404);
  assert.equal((await ask(stranger, `DELETE ${path}`)).status, 404);
  assert.equal((await ask({ kind: 'visitor' }, `HEAD ${path}`)).status, 401);
  assert.equal(
    (await begin(10, {}, testUser(newId()))).status,
    403,
    'a learner brings no material',
  );
  assert.equal((await ask(creator, `HEAD ${path}`)).status, 200);
});

test('an upload that announces or sends more than the limit is refused', async () => {
  assert.equal((await begin(10_000_000_000_000)).status, 413);
  const path = (await begin(1000)).headers.get('location')!;
  assert.notEqual((await send(path, 0, aPdf(5000))).status, 204);
});

test('what is no material is refused with its reason, and nothing of it stays', async () => {
  const before = await leftovers();
  const path = (await begin(20, { filename: 'lesson.mp4' })).headers.get('location')!;
  const answer = await send(path, 0, Buffer.from('<svg onload=alert()>'));
  assert.equal(answer.status, 415);
  assert.equal(((await answer.json()) as { error: { code: string } }).error.code, 'media.svg');
  assert.deepEqual(await leftovers(), before);
});

test('a path that is no upload id leads nowhere', async () => {
  for (const id of ['..%2f..%2fsecret', 'x', '%00', 'a'.repeat(43)]) {
    const { status } = await ask(creator, `HEAD /api/v1/uploads/${id}`);
    assert.ok([400, 404].includes(status), `${id}: ${status}`);
  }
});

test('an upload for an import stays a file, for its owner alone', async () => {
  const zip = Buffer.from('PK not really a zip');
  const path = (await begin(zip.length, { use: 'import', filename: '课程.zip' })).headers.get(
    'location',
  )!;
  const id = path.split('/').at(-1)!;
  const ctx = { ...house.ctx(), actor: creator };
  await assert.rejects(getUpload(ctx, id), /media.upload_unknown/, 'not before it is whole');
  await send(path, 0, zip);
  const upload = await getUpload(ctx, id);
  assert.equal(upload.fileName, '课程.zip');
  assert.deepEqual(await readFile(upload.path), zip);
  await assert.rejects(getUpload({ ...ctx, actor: stranger }, id), /media.upload_unknown/);
});

test('uploads nobody went on with for a day are swept away', async () => {
  const path = (await begin(1000)).headers.get('location')!;
  assert.equal(await sweepUploads(house.ctx({ now: new Date() })), 0);
  assert.ok((await sweepUploads(house.ctx({ now: new Date(Date.now() + 2 * day) }))) > 0);
  assert.deepEqual(await leftovers(), []);
  assert.equal((await ask(creator, `HEAD ${path}`)).status, 404);
});

test('what carries malware is named and gone; without an answer the upload waits, and is taken later', async () => {
  const before = await leftovers();
  const keysNow = () => Array.fromAsync(house.ports.files.list('asset/'));
  const keys = await keysNow();
  const pdf = aPdf(1000);
  const upload = async () => {
    const path = (await begin(pdf.length)).headers.get('location')!;
    return { path, answer: await send(path, 0, pdf) };
  };
  const why = async (answer: Response) =>
    ((await answer.json()) as { error: { code: string; message: string } }).error;
  try {
    finding = { malware: 'Test.Virus-1' };
    const infected = await upload();
    assert.equal(infected.answer.status, 422);
    assert.match((await why(infected.answer)).message, /Test\.Virus-1/);
    finding = 'too_large';
    assert.equal((await why((await upload()).answer)).code, 'scanner.too_large');
    assert.deepEqual(await leftovers(), before);
    assert.equal((await keysNow()).length, keys.length, 'nothing of them is kept');

    finding = 'away';
    const waiting = await upload();
    assert.equal(waiting.answer.status, 503);
    finding = 'clean';
    const later = await ask(creator, `HEAD ${waiting.path}`);
    assert.ok(later.headers.get('upload-asset'));
  } finally {
    finding = 'clean';
  }
});
