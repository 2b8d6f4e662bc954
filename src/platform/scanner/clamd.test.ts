import assert from 'node:assert/strict';
import { createServer, type Server, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Refusal } from '#kernel/refusal.ts';
import { silentLog } from '../log.ts';
import { openClamd } from './clamd.ts';

// A daemon that speaks INSTREAM as clamd(8) says it, finds one word, and misbehaves when it is asked to.

type Mood = 'good' | 'silent' | 'cut' | 'talks' | 'odd' | 'splits';

const limit = 100_000;
let mood: Mood = 'good';
let received = 0;
let daemon: Server;
let folder: string;
let url: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clamd-'));
  daemon = createServer((line) => void serve(line).catch(() => line.destroy()));
  const socket = join(folder, 'clamd.ctl');
  await new Promise<void>((resolve) => daemon.listen(socket, resolve));
  url = `unix://${socket}`;
});
after(async () => {
  daemon.close();
  await rm(folder, { recursive: true, force: true });
});

async function serve(line: Socket): Promise<void> {
  line.on('error', () => undefined);
  const next = reader(line);
  assert.equal((await next(10)).toString(), 'zINSTREAM\0');
  if (mood === 'cut') return void line.destroy();
  const parts: Buffer[] = [];
  let size = 0;
  for (let length = (await next(4)).readUInt32BE(); length > 0;) {
    parts.push(await next(length));
    size += length;
    received = size;
    if (size > limit) return void line.end('INSTREAM size limit exceeded. ERROR\0');
    length = (await next(4)).readUInt32BE();
  }
  if (mood === 'silent') return;
  if (mood === 'talks') return void line.write('stream: '.repeat(2_000));
  if (mood === 'odd') return void line.end('UNKNOWN COMMAND\0');
  const isBad = Buffer.concat(parts).includes('TEST-VIRUS');
  const said = isBad ? 'stream: Test.Virus-1 FOUND\0' : 'stream: OK\0';
  if (mood !== 'splits') return void line.end(said);
  for (const sign of said) {
    line.write(sign);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Hands out so many bytes of a line at a time. */
function reader(line: Socket) {
  const chunks = line[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let held = Buffer.alloc(0);
  return async (count: number): Promise<Buffer> => {
    while (held.length < count) {
      const { value, done } = await chunks.next();
      if (done) throw new Error('the line ended');
      held = Buffer.concat([held, value]);
    }
    const given = held.subarray(0, count);
    held = held.subarray(count);
    return given;
  };
}

const scan = (content: Readable, as: Mood = 'good') => {
  mood = as;
  return openClamd({ url, log: silentLog, patienceMs: 200 }).scan(content);
};
const unavailable = (error: unknown) =>
  error instanceof Refusal && error.code === 'scanner.unavailable';

test('a file is clean, or what is in it is named, however it comes in pieces', async () => {
  assert.equal(await scan(Readable.from([Buffer.from('一份讲义'), Buffer.alloc(0)])), 'clean');
  const pieces = Readable.from([Buffer.from('…TEST-'), Buffer.from('VIRUS…')]);
  assert.deepEqual(await scan(pieces), { malware: 'Test.Virus-1' });
  assert.deepEqual(await scan(Readable.from([Buffer.from('TEST-VIRUS')]), 'splits'), {
    malware: 'Test.Virus-1',
  });
});

test('a file beyond the limit of the daemon is told apart, and not sent to its end', async () => {
  let isLeft = false;
  async function* endless() {
    try {
      for (;;) yield Buffer.alloc(32_768);
    } finally {
      isLeft = true;
    }
  }
  const content = Readable.from(endless());
  assert.equal(await scan(content), 'too_large');
  assert.ok(received < 2 * limit);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(isLeft && content.destroyed);
});

test('silence, a cut line, endless talk, an odd answer and no daemon at all are no answer', async () => {
  for (const one of ['silent', 'cut', 'talks', 'odd'] as const)
    await assert.rejects(scan(Readable.from([Buffer.from('x')]), one), unavailable, one);
  const nowhere = openClamd({ url: `unix://${folder}/none`, log: silentLog });
  await assert.rejects(nowhere.scan(Readable.from([Buffer.from('x')])), unavailable);
});

test('a file that cannot be read is no answer either', async () => {
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from('x');
      throw new Error('the disk is gone');
    })(),
  );
  await assert.rejects(scan(broken), unavailable);
});
