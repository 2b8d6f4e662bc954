import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer, request } from 'node:http';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { seeded } from '#kernel/random.ts';
import { Refusal } from '#kernel/refusal.ts';
import { openObjectStore, type ObjectStore } from '#simulator/object-store/object-store.ts';
import type { StoreFaultRates } from '#simulator/object-store/faults.ts';
import { FileMissing } from './files.ts';
import { filesContract } from './files.contract.ts';
import { openS3Files, StoreRefused, type S3Options } from './files-s3.ts';
import type { Logger } from './log.ts';
import { addressOf, type S3Transport } from './s3/connection.ts';

const signer = {
  accessKeyId: 'AKIDACADEMY',
  secretAccessKey: 'a/secret+that=nobody-reads',
  region: 'cn-east-1',
};
const bucket = 'academy-files';
const partBytes = 5 * 1024 * 1024;

async function aStore(seed = 1): Promise<ObjectStore> {
  const random = seeded(seed);
  return openObjectStore({ ...signer, bucket, random, now: () => new Date(), slowMs: 30 });
}

const said: string[] = [];
const log: Logger = {
  info: () => undefined,
  error: (message, fields) => void said.push(`${message} ${JSON.stringify(fields)}`),
};

function optionsFor(endpoint: string, more: Partial<S3Options> = {}): S3Options {
  return {
    settings: { ...signer, endpoint, bucket, isPathStyle: true },
    log,
    random: seeded(1),
    largestBytes: 1e9,
    partBytes,
    pauseMs: 1,
    limitMs: 2_000,
    ...more,
  };
}

filesContract('S3, the bucket in the path', async () => {
  const store = await aStore();
  return { files: await openS3Files(optionsFor(store.endpoint)), close: store.close };
});

/** A name server of our own: every host is the store. */
function towards(store: ObjectStore): S3Transport {
  return (url, { method = 'GET', headers, body }) =>
    new Promise((resolve, reject) => {
      const { host, pathname, search } = new URL(url);
      const named = { ...Object.fromEntries(new Headers(headers)), host };
      const asking = request(
        store.endpoint + pathname + search,
        { method, headers: named },
        (told) => {
          const { statusCode: status = 0, headers: said } = told;
          const content =
            method === 'HEAD' || status === 204 ? null : (Readable.toWeb(told) as ReadableStream);
          resolve(new Response(content, { status, headers: said as Record<string, string> }));
        },
      );
      asking.on('error', reject).end(body);
    });
}

filesContract('S3, the bucket before the host', async () => {
  const store = await aStore();
  const settings = { ...signer, endpoint: 'http://s3.store.example', bucket, isPathStyle: false };
  const options = optionsFor(store.endpoint, { settings, transport: towards(store) });
  return { files: await openS3Files(options), close: store.close };
});

const stumbling: Partial<StoreFaultRates> = {
  slowDown: 0.05,
  broken: 0.05,
  brokenAfter: 0.05,
  cutBefore: 0.05,
  cutAfter: 0.05,
  cutMiddle: 0.1,
  slow: 0.05,
  errorInOk: 0.2,
  errorInOkAfter: 0.2,
};

filesContract('S3, a store that stumbles all the time', async () => {
  const store = await aStore(7);
  const files = await openS3Files(optionsFor(store.endpoint, { tries: 12 }));
  store.faults.set(stumbling);
  return { files, close: store.close };
});

describe('files: S3', () => {
  let store: ObjectStore;
  before(async () => {
    store = await aStore();
  });
  after(() => store.close());
  beforeEach(() => {
    store.faults.stop();
    said.length = 0;
  });

  const open = (more: Partial<S3Options> = {}) => openS3Files(optionsFor(store.endpoint, more));
  const isUnavailable = (error: unknown) =>
    error instanceof Refusal && error.code === 'files.unavailable' && error.status === 503;

  test('a store that stays broken is a refusal after so many tries, told in the log without a secret', async () => {
    const files = await open({ tries: 3 });
    await files.put('there', Buffer.from('x'));
    store.faults.set({ slowDown: 1 });
    const verbs = {
      put: () => files.put('a', Buffer.from('x')),
      read: () => files.read('there'),
      stat: () => files.stat('there'),
      remove: () => files.remove('there'),
      removeAll: () => files.removeAll('there/'),
      list: () => Array.fromAsync(files.list('there/')),
      removeUnfinished: () => files.removeUnfinished(new Date()),
    };
    for (const [verb, ask] of Object.entries(verbs)) {
      const before = store.asked.length;
      await assert.rejects(ask(), isUnavailable, verb);
      assert.equal(store.asked.length - before, 3, verb);
      const code = verb === 'stat' ? 'ServiceUnavailable' : 'SlowDown';
      assert.match(said.at(-1)!, new RegExp(`"verb":"${verb}","status":503,"code":"${code}"`));
    }
    assert.ok(!said.join('').includes(signer.secretAccessKey));
    store.faults.stop();
    assert.equal((await files.stat('there'))?.sizeBytes, 1);
  });

  test('what is not allowed is not tried again', async () => {
    const transport: S3Transport = async (url, init) =>
      init.method === 'PUT'
        ? new Response('<Error><Code>AccessDenied</Code></Error>', { status: 403 })
        : fetch(url, init);
    const files = await open({ transport });
    await assert.rejects(files.put('a', Buffer.from('x')), isUnavailable);
    assert.equal(said.length, 1);
  });

  test('a bucket that is gone is no missing file', async () => {
    const files = await open();
    const elsewhere = await openObjectStore({
      ...signer,
      bucket: 'another',
      random: seeded(1),
      now: () => new Date(),
    });
    const lost = await open({
      transport: (url, init) =>
        init.method === 'GET' && url.includes('/lost')
          ? fetch(url.replace(store.endpoint, elsewhere.endpoint), init)
          : fetch(url, init),
    });
    await assert.rejects(lost.read('lost'), isUnavailable);
    await assert.rejects(files.read('lost'), FileMissing);
    await elsewhere.close();
  });

  test('no more than three parts of a stream are in memory, however slow the store', async () => {
    let given = 0;
    let ahead = 0;
    const transport: S3Transport = async (url, init) => {
      const answer = await fetch(url, init);
      const isPart = init.method === 'PUT';
      if (isPart) ahead = Math.max(ahead, given - stored());
      return answer;
    };
    const stored = () =>
      [...store.shelf.uploads.values()].reduce(
        (sum, { parts }) => sum + [...parts.values()].reduce((s, { bytes }) => s + bytes.length, 0),
        0,
      );
    async function* long() {
      for (let pieces = 0; pieces < 60; pieces += 1) {
        given += 1024 * 1024;
        yield Buffer.alloc(1024 * 1024);
      }
    }
    store.faults.set({ slow: 1 });
    const files = await open({ transport });
    await files.put('memory.bin', Readable.from(long()));
    assert.ok(ahead > partBytes && ahead <= 3 * partBytes, `${ahead} bytes ahead`);
  });

  test('a part that never arrives gives the whole file up, and no parts stay', async () => {
    const transport: S3Transport = async (url, init) => {
      if (url.includes('partNumber=2')) throw new TypeError('fetch failed');
      return fetch(url, init);
    };
    const files = await open({ transport, tries: 2 });
    let isClosed = false;
    async function* long() {
      try {
        for (;;) yield Buffer.alloc(1024 * 1024);
      } finally {
        isClosed = true;
      }
    }
    await assert.rejects(files.put('given-up.bin', Readable.from(long())), isUnavailable);
    assert.ok(isClosed, 'nobody reads the stream on');
    assert.equal(store.shelf.uploads.size, 0);
    assert.equal(await files.stat('given-up.bin'), undefined);
  });

  test('whatever is said to the last word of a file in parts, the file is there in the end', async () => {
    const files = await open();
    for (const fault of ['errorInOk', 'errorInOkAfter', 'cutAfter', 'brokenAfter'] as const) {
      const bytes = randomBytes(partBytes + 10);
      let strikes = 1;
      const once = await open({
        transport: async (url, init) => {
          const isLast = init.method === 'POST' && url.includes('uploadId=');
          if (isLast && strikes-- > 0) store.faults.set({ [fault]: 1 });
          return fetch(url, init).finally(() => store.faults.stop());
        },
      });
      await once.put(`last/${fault}`, bytes);
      assert.ok((await buffer(await files.read(`last/${fault}`))).equals(bytes), fault);
    }
    assert.equal(store.shelf.uploads.size, 0);
  });

  test('a file that is replaced while it is read is never half old and half new', async () => {
    const files = await open({ tries: 2 });
    await files.put('replaced.bin', Buffer.alloc(2_000_000, 1));
    store.faults.set({ cutMiddle: 1 });
    const reading = await files.read('replaced.bin');
    await files.put('replaced.bin', Buffer.alloc(2_000_000, 2));
    await assert.rejects(buffer(reading), isUnavailable);
    assert.match(said.at(-1)!, /"code":"PreconditionFailed"/);
  });

  test('parts that a killed process left are given up after a while, and those under way are not', async () => {
    const files = await open();
    for (let left = 0; left < 5; left += 1) store.shelf.begin(`left/${left}`, {});
    assert.equal(await files.removeUnfinished(new Date(Date.now() - 60_000)), 0);
    assert.equal(await files.removeUnfinished(new Date(Date.now() + 60_000)), 5);
    assert.equal(store.shelf.uploads.size, 0);
  });

  test('parts grow with the largest file, so that ten thousand of them hold it', async () => {
    const files = await open({ largestBytes: 9_000 * 6_000_000 });
    await files.put('grown.bin', Readable.from([Buffer.alloc(13_000_000)]));
    assert.equal(store.asked.filter((line) => line === 'PUT grown.bin').length, 3);
  });

  test('a secret that is wrong, a bucket that is not there, a region or an address: each is told at the start', async () => {
    const { settings } = optionsFor(store.endpoint);
    const nobody = createServer();
    await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', resolve));
    const free = `http://127.0.0.1:${(nobody.address() as { port: number }).port}`;
    await new Promise((resolve) => nobody.close(resolve));
    const wrong: readonly (readonly [Partial<typeof settings>, RegExp])[] = [
      [{ secretAccessKey: 'x' }, /the key is not accepted: check S3_ACCESS_KEY_ID/],
      [{ accessKeyId: 'x' }, /the key is not accepted/],
      [{ bucket: 'not-there' }, /no bucket named not-there/],
      [{ region: 'elsewhere' }, /not in the region elsewhere/],
      [{ endpoint: free }, /nothing answers at/],
    ];
    for (const [part, sentence] of wrong) {
      const opening = open({ settings: { ...settings, ...part }, tries: 2 });
      await assert.rejects(opening, (error) => {
        assert.ok(error instanceof StoreRefused, String(error));
        assert.match(error.message, sentence);
        return !error.message.includes(signer.secretAccessKey);
      });
    }
  });

  test('the name of the bucket stands in the path or before the host, and letters of any script are encoded', () => {
    const place = { ...signer, endpoint: 'https://s3.example', bucket };
    const key = '书院/a-1.mp4';
    const path = '%E4%B9%A6%E9%99%A2/a-1.mp4';
    assert.equal(
      addressOf({ ...place, isPathStyle: true }, { key }),
      `https://s3.example/${bucket}/${path}`,
    );
    assert.equal(
      addressOf({ ...place, isPathStyle: false }, { key, query: { uploads: '' } }),
      `https://${bucket}.s3.example/${path}?uploads=`,
    );
  });
});
