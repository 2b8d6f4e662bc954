import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { test } from 'node:test';
import fc from 'fast-check';
import { readMetadata, writeMetadata } from './rules/tus.ts';
import { Gathering } from './service/gather.ts';

async function collect(gathering: Gathering): Promise<Buffer> {
  const all: Buffer[] = [];
  for (let block = await gathering.next(); block; block = await gathering.next()) {
    all.push(Buffer.from(block));
    // A disk that is sometimes slower than the sender.
    if (block.length % 3 !== 0) await new Promise((resolve) => setImmediate(resolve));
    gathering.giveBack(block);
  }
  gathering.release();
  return Buffer.concat(all);
}

const noise = randomBytes(700_000);
const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 70_000 }), fc.constant(600_000)), {
  maxLength: 40,
});

test('however bytes come in, they go out in their order and none is lost', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(255), async (lengths, seed) => {
      const chunks = lengths.map((length, index) =>
        noise.subarray(seed + index, seed + index + length),
      );
      const gathering = new Gathering(
        Readable.from(chunks),
        Infinity,
        new AbortController().signal,
      );
      const out = await collect(gathering);
      assert.ok(out.equals(Buffer.concat(chunks)));
      assert.equal(gathering.end, 'whole');
    }),
    { numRuns: 40 },
  );
});

test('what came before a sender went away, or was stopped, goes out; what is too much does not', async () => {
  for (const how of ['away', 'stopped'] as const) {
    const source = new PassThrough();
    const stop = new AbortController();
    const gathering = new Gathering(source, 1_000_000, stop.signal);
    const out = collect(gathering);
    source.write(Buffer.alloc(300_000, 1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (how === 'away') source.destroy();
    else stop.abort();
    assert.equal((await out).length, 300_000);
    assert.equal(gathering.end, 'cut');
  }
  const chunks = [Buffer.alloc(600), Buffer.alloc(600)];
  const gathering = new Gathering(Readable.from(chunks), 1_000, new AbortController().signal);
  assert.equal((await collect(gathering)).length, 600);
  assert.equal(gathering.end, 'too_much');
});

test('metadata of an upload can be read as it was written', () => {
  const key = fc.stringMatching(/^[a-z]{1,9}$/);
  fc.assert(
    fc.property(fc.dictionary(key, fc.string({ unit: 'grapheme', minLength: 1 })), (known) => {
      assert.deepEqual(readMetadata(writeMetadata(known)), new Map(Object.entries(known)));
    }),
  );
});
