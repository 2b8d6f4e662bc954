import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { request as ask, type ClientRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Upload } from 'tus-js-client';
import { newId } from '#kernel/id.ts';
import { listen, type Listening } from '#platform/http/server.ts';
import { openTestHouse, testUser, type TestHouse } from '#platform/testing/database.ts';
import { mediaApi } from './api.ts';

// Uploads over a real connection: the client that the studio has, and clients that break off, hang or lie.

let house: TestHouse;
let listening: Listening;

before(async () => {
  house = await openTestHouse({ settings: { uploadLimitBytes: 64 * 1024 * 1024 } });
  const creator = testUser(newId(), 'creator');
  const row = { id: creator.userId, name: '创作者', createdAt: house.now() };
  await house.db.insertInto('appUser').values(row).execute();
  listening = await listen(
    house.app(mediaApi, () => creator),
    '127.0.0.1',
    0,
  );
});
after(async () => {
  await listening.close(1_000);
  await house.close();
});

const mebibyte = 1024 * 1024;
const aPdf = (size: number) => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size - 9)]);
const origin = () => `http://127.0.0.1:${listening.port}`;
const folder = () => join(house.ports.settings.dataDir, 'uploads');
const tus = { 'tus-resumable': '1.0.0' };
const piece = { ...tus, 'content-type': 'application/offset+octet-stream' };

interface Sending {
  readonly asset: string;
  readonly tries: number;
}

/** Sends bytes with the studio's client, whose connections are cut now and then. */
function send(bytes: Buffer, chunkSize: number, isCutAt: (offset: number) => boolean) {
  return new Promise<Sending>((resolve, reject) => {
    let [asset, tries] = ['', 0];
    const upload = new Upload(bytes, {
      endpoint: `${origin()}/api/v1/uploads`,
      chunkSize,
      retryDelays: Array.from({ length: 20 }, () => 5),
      metadata: { filename: '一本书.pdf' },
      onProgress: (sent) => {
        if (isCutAt(sent)) listening.server.closeAllConnections();
      },
      onAfterResponse: (_request, response) => {
        asset = response.getHeader('Upload-Asset') ?? asset;
      },
      onShouldRetry: () => (tries += 1) < 20,
      onSuccess: () => resolve({ asset, tries }),
      onError: reject,
    });
    upload.start();
  });
}

async function hashOfAsset(id: string): Promise<string> {
  const { sha256 } = await house.db
    .selectFrom('asset')
    .select('sha256')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return sha256.toString('hex');
}

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function storedHash(id: string): Promise<string> {
  const { prefix } = await house.db
    .selectFrom('rendition')
    .select('prefix')
    .where('assetId', '=', id)
    .executeTakeFirstOrThrow();
  const content = await Array.fromAsync(await house.ports.files.read(`${prefix}original`));
  return hash(Buffer.concat(content as Buffer[]));
}

async function begin(size: number): Promise<string> {
  const headers = { ...tus, 'upload-length': String(size) };
  const begun = await fetch(`${origin()}/api/v1/uploads`, { method: 'POST', headers });
  assert.equal(begun.status, 201);
  assert.ok(new Date(begun.headers.get('upload-expires')!).getTime() > house.now().getTime());
  return begun.headers.get('location')!;
}

function open(path: string, offset: number, headers: Record<string, string> = {}): ClientRequest {
  const own = { ...piece, 'upload-offset': String(offset), ...headers };
  return ask(`${origin()}${path}`, { method: 'PATCH', headers: own });
}

const answerTo = (asking: ClientRequest) =>
  new Promise<IncomingMessage | undefined>((resolve) => {
    asking.once('response', (answer) => resolve(answer.resume()));
    asking.once('error', () => resolve(undefined));
  });

const offsetOf = async (path: string) => {
  const head = await fetch(`${origin()}${path}`, { method: 'HEAD', headers: tus });
  return Number(head.headers.get('upload-offset'));
};

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('several uploads at once, whose connections break, arrive byte for byte', async () => {
  let cuts = 0;
  const bytes = [3.3, 0.1, 1, 5.7].map((size) => aPdf(Math.round(size * mebibyte)));
  const sent = await Promise.all(
    bytes.map((content, index) =>
      send(content, [Infinity, Infinity, 100_000, mebibyte][index]!, (offset) => {
        const isDue = cuts < 4 && offset > (cuts + 1) * 400_000;
        if (isDue) cuts += 1;
        return isDue;
      }),
    ),
  );
  assert.ok(sent.reduce((sum, { tries }) => sum + tries, 0) > 0, 'no connection was cut');
  for (const [index, { asset }] of sent.entries()) {
    assert.equal(await hashOfAsset(asset), hash(bytes[index]!));
    assert.equal(await storedHash(asset), hash(bytes[index]!));
  }
});

test('what came before a connection broke is kept, and whoever comes next goes on from there', async () => {
  const bytes = aPdf(2 * mebibyte);
  const path = await begin(bytes.length);
  const hanging = open(path, 0, { 'content-length': String(bytes.length) });
  const cut = answerTo(hanging);
  hanging.write(bytes.subarray(0, 700_000));
  const file = join(folder(), path.split('/').at(-1)!);
  // Whole blocks are written at once, the rest when it is clear that no more comes.
  await until(async () => (await stat(file).catch(() => ({ size: 0 }))).size >= 512 * 1024);

  const offset = await offsetOf(path);
  assert.equal(offset, 700_000, 'everything that was sent is there');
  assert.equal((await cut)?.statusCode ?? 409, 409, 'the connection that hung has ended');
  const last = open(path, offset);
  last.end(bytes.subarray(offset));
  const answer = await answerTo(last);
  assert.equal(answer?.statusCode, 204);
  assert.equal(await hashOfAsset(String(answer.headers['upload-asset'])), hash(bytes));
});

test('two who send the same piece at once do not mix: one upload, whole', async () => {
  const bytes = aPdf(mebibyte);
  const path = await begin(bytes.length);
  const both = [open(path, 0), open(path, 0)].map((asking) => {
    asking.end(bytes);
    return answerTo(asking);
  });
  await Promise.all(both);
  const offset = await offsetOf(path);
  if (offset < bytes.length) {
    const rest = open(path, offset);
    rest.end(bytes.subarray(offset));
    await answerTo(rest);
  }
  const head = await fetch(`${origin()}${path}`, { method: 'HEAD', headers: tus });
  assert.equal(await storedHash(head.headers.get('upload-asset')!), hash(bytes));
});

test('more than was announced is refused, whether the request says how long it is or not', async () => {
  for (const headers of [{ 'content-length': '5000' }, { 'transfer-encoding': 'chunked' }]) {
    const path = await begin(1_000);
    const asking = open(path, 0, headers);
    asking.end(Buffer.alloc(5_000));
    assert.equal((await answerTo(asking))?.statusCode, 413);
    assert.ok((await offsetOf(path)) <= 1_000);
  }
});

test('a small file comes with its announcement, and an ended upload is gone with its bytes', async () => {
  const bytes = aPdf(2_000);
  const headers = { ...piece, 'upload-length': '2000' };
  const created = await fetch(`${origin()}/api/v1/uploads`, {
    method: 'POST',
    headers,
    body: new Uint8Array(bytes),
  });
  assert.equal(created.status, 201);
  assert.equal(await storedHash(created.headers.get('upload-asset')!), hash(bytes));

  const path = await begin(10_000);
  const half = open(path, 0);
  half.end(bytes);
  await answerTo(half);
  const before = await readdir(folder());
  const ended = await fetch(`${origin()}${path}`, { method: 'DELETE', headers: tus });
  assert.equal(ended.status, 204);
  assert.equal((await readdir(folder())).length, before.length - 2);
});

test('what is no tus 1.0.0 is told what is', async () => {
  const path = `${origin()}/api/v1/uploads`;
  const options = await fetch(path, { method: 'OPTIONS' });
  assert.equal(options.headers.get('tus-version'), '1.0.0');
  assert.match(options.headers.get('tus-extension')!, /creation.*termination.*expiration/);
  assert.equal((await fetch(path, { method: 'POST' })).status, 412);
  const wrong: Record<string, string>[] = [
    {},
    { 'upload-length': '-1' },
    { 'upload-length': '1e3' },
    { 'upload-length': '5', 'upload-metadata': 'filename !!' },
    { 'upload-defer-length': '1' },
  ];
  for (const headers of wrong) {
    const answer = await fetch(path, { method: 'POST', headers: { ...tus, ...headers } });
    assert.equal(answer.status, 400, JSON.stringify(headers));
  }
});
