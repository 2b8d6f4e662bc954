import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestTask } from './testing/thread.tsx';
import { Threads, WorkGivenUp, type ThreadsOptions } from './threads.ts';

const module = new URL('testing/thread.tsx', import.meta.url);

function open(options: Partial<ThreadsOptions> = {}) {
  return new Threads<TestTask, { said: unknown; type: string }>({
    module,
    size: 2,
    limitMs: 1_000,
    heapMb: 64,
    longestLine: 300,
    piecesEach: 1_000,
    ...options,
  });
}

const givesUp = (why: WorkGivenUp['why']) => (error: unknown) =>
  error instanceof WorkGivenUp && error.why === why;

test('two hundred pieces at once are all done, each with its own answer', async () => {
  const threads = open();
  const texts = Array.from({ length: 200 }, (_, index) => `${index}`);
  const answers = await Promise.all(
    texts.map((text, index) => threads.ask({ deed: 'echo', text }, `${index % 7}`)),
  );
  assert.deepEqual(
    answers.map(({ said }) => said),
    texts,
  );
  assert.equal(answers[0]!.type, 'p');
});

test('a piece that takes too long is given up, delays nobody on the event loop, and the next is done', async () => {
  const threads = open({ size: 1 });
  await threads.ask({ deed: 'echo' }, 'a');
  let longestMs = 0;
  const began = performance.now();
  let before = began;
  const beat = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - before);
    before = performance.now();
  }, 10);
  const [spun, next] = await Promise.allSettled([
    threads.ask({ deed: 'spin' }, 'a'),
    threads.ask({ deed: 'echo', text: 'next' }, 'b'),
  ]);
  clearInterval(beat);
  assert.ok(spun.status === 'rejected' && givesUp('late')(spun.reason));
  assert.ok(next.status === 'fulfilled' && next.value.said === 'next');
  const wholeMs = performance.now() - began;
  assert.ok(
    longestMs < wholeMs / 2,
    `the event loop stood still for ${longestMs} of ${wholeMs} ms`,
  );
});

test('a piece that eats all memory is given up, and the next is done', async () => {
  const threads = open({ size: 1, limitMs: 30_000 });
  await assert.rejects(threads.ask({ deed: 'eat' }, 'a'), givesUp('too_large'));
  assert.equal((await threads.ask({ deed: 'echo', text: 'x' }, 'a')).said, 'x');
});

test('what a thread throws is thrown to the one who asked', async () => {
  const threads = open();
  await assert.rejects(
    threads.ask({ deed: 'throw', text: 'wrong' }, 'a'),
    (error) => error instanceof RangeError && error.message === 'wrong',
  );
});

test('a thread that ends by itself fails its piece alone', async () => {
  const threads = open({ size: 1 });
  await assert.rejects(threads.ask({ deed: 'exit' }, 'a'), /in the middle of its work/);
  assert.equal((await threads.ask({ deed: 'echo', text: 'x' }, 'a')).said, 'x');
});

test('a line that is long enough takes nobody more', async () => {
  const threads = open({ size: 1, longestLine: 3, limitMs: 200 });
  const done = await Promise.allSettled([
    threads.ask({ deed: 'spin' }, 'a'),
    ...Array.from({ length: 5 }, () => threads.ask({ deed: 'echo' }, 'b')),
  ]);
  const busy = done.filter(
    (one) => one.status === 'rejected' && givesUp('busy')(one.reason),
  ).length;
  assert.equal(busy, 2);
});

test('one who asks for much leaves room for others', async () => {
  const threads = open({ limitMs: 500 });
  const state = { isOver: false };
  const spins = Promise.allSettled([1, 2, 3].map(() => threads.ask({ deed: 'spin' }, 'greedy')));
  void spins.then(() => (state.isOver = true));
  await threads.ask({ deed: 'echo' }, 'modest');
  assert.equal(state.isOver, false);
  await spins;
});

test('a thread is replaced after its share of pieces, and when its memory grew', async () => {
  for (const [options, deed, rounds] of [
    [{ piecesEach: 3 }, 'echo', 10],
    [{ heapMb: 80 }, 'leak', 10],
  ] as const) {
    const threads = open({ size: 1, limitMs: 30_000, ...options });
    for (let round = 0; round < rounds; round += 1) await threads.ask({ deed }, 'a');
  }
});

test('a process with idle threads ends by itself', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shuyuan-test-'));
  const script = join(folder, 'ask.mjs');
  const options = { size: 1, limitMs: 9_000, heapMb: 64, longestLine: 9, piecesEach: 9 };
  await writeFile(
    script,
    `import { Threads } from ${JSON.stringify(import.meta.resolve('./threads.ts'))};
    const module = new URL(${JSON.stringify(String(module))});
    const threads = new Threads({ module, ...${JSON.stringify(options)} });
    console.log((await threads.ask({ deed: 'echo', text: 'hello' }, 'a')).said);`,
  );
  const { stdout, stderr, status } = spawnSync(process.execPath, [...process.execArgv, script], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  await rm(folder, { recursive: true });
  assert.deepEqual([stdout, status], ['hello\n', 0], stderr);
});
