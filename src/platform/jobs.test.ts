import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { PgBoss } from 'pg-boss';
import type { Ctx } from './ctx.ts';
import { inTransaction } from './db.ts';
import { startWorker, type Sweep, type Worker } from './jobs.ts';
import { CutShort, type Logger } from './log.ts';
import { on, onMany, publish, type Reaction } from './outbox.ts';
import { openTestHouse, type TestHouse } from './testing/database.ts';

declare module './outbox.ts' {
  interface Events {
    'gong.struck': { readonly n: number };
    'gong.cracked': { readonly n: number };
    'gong.melted': { readonly n: number };
    'gong.tuned': { readonly n: number };
    'gong.muted': { readonly n: number };
    'gong.stopped': { readonly n: number };
  }
}

let house: TestHouse;
const workers: Worker[] = [];
const runs = new Map<string, number>();
// Jobs under way in this moment, and those that were under way twice.
const underWay = new Set<string>();
const overlaps: string[] = [];
let failuresLeft = 0;
const sourNote = 13;
let endSilence = () => {};
const silence = new Promise<void>((resolve) => {
  endSilence = resolve;
});

const count = (key: string) => runs.set(key, (runs.get(key) ?? 0) + 1);

const reactions: readonly Reaction[] = [
  on('gong.struck', 'test.count', async (_ctx: Ctx, { n }) => {
    const key = `count ${n}`;
    if (underWay.has(key)) overlaps.push(key);
    underWay.add(key);
    await wait(1);
    underWay.delete(key);
    count(key);
  }),
  on('gong.cracked', 'test.fail-first', async (_ctx: Ctx, { n }) => {
    count(`fail ${n}`);
    failuresLeft -= 1;
    if (failuresLeft >= 0) throw new Error('not yet');
  }),
  on('gong.cracked', 'test.beside', async (_ctx: Ctx, { n }) => {
    count(`beside ${n}`);
  }),
  on('gong.melted', 'test.slow', async (_ctx: Ctx, { n }) => {
    await wait(3_000);
    count(`slow ${n}`);
  }),
  onMany('gong.tuned', 'test.many', async (_ctx: Ctx, tuned) => {
    for (const { n } of tuned) if (n === sourNote) throw new Error('out of tune');
    for (const { n } of tuned) count(`many ${n}`);
  }),
  on('gong.muted', 'test.letter', async (_ctx: Ctx, { n }) => {
    if (n < 2) await silence;
    count(`letter ${n}`);
  }),
  on('gong.stopped', 'test.stopped', async (_ctx: Ctx, { n }) => {
    count(`stopped ${n}`);
    if (runs.get(`stopped ${n}`) === 1) throw new CutShort('a tone');
  }),
];

const told: string[] = [];
const log: Logger = {
  info: (message) => void told.push(`info ${message}`),
  error: (message) => void told.push(`error ${message}`),
};

const sweeps: readonly Sweep[] = [
  { name: 'test.sweep', cron: '0 4 1 1 *', run: async () => void count('sweep') },
  {
    name: 'test.broken-sweep',
    cron: '0 4 1 1 *',
    run: async () => Promise.reject(new Error('broken')),
  },
];

before(async () => {
  house = await openTestHouse();
  for (let started = 0; started < 2; started += 1) workers.push(await aWorker());
});
after(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await house.close();
});

const system = () => house.ctx({ actor: { kind: 'system', name: 'test' } });

function aWorker(): Promise<Worker> {
  const { connection } = house;
  return startWorker({
    connection,
    log,
    reactions,
    sweeps,
    lanes: { slow: ['test.slow'] },
    letters: ['test.letter'],
    newCtx: system,
  });
}

async function strike(
  event:
    | 'gong.struck'
    | 'gong.cracked'
    | 'gong.melted'
    | 'gong.tuned'
    | 'gong.muted'
    | 'gong.stopped',
  ...ns: readonly number[]
): Promise<void> {
  await inTransaction(system(), async (tx) => {
    for (const n of ns) await publish(tx, event, { n });
  });
  for (const worker of workers) worker.wake();
}

/** Waits until something is so; how long it takes is nobody's promise. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await isSo()) return;
    await wait(50);
  }
  assert.fail('it never came to be so');
}

test('what the end of a house cuts short is no fault, and is done later', async () => {
  told.length = 0;
  await strike('gong.stopped', 1);
  await until(() => runs.get('stopped 1') === 2);
  assert.equal(told.length, 1);
  assert.match(told[0]!, /^info .*cut short/);
});

test('what was published is done, and two workers do no job twice at once', async () => {
  const ns = Array.from({ length: 200 }, (_, i) => i);
  await strike('gong.struck', ...ns);
  await until(() => ns.every((n) => runs.has(`count ${n}`)));
  assert.deepEqual(overlaps, []);
  assert.deepEqual(
    ns.filter((n) => runs.get(`count ${n}`) !== 1),
    [],
  );
});

test('letters that hang hold up neither other letters nor other work', async () => {
  await strike('gong.muted', 0, 1, 2, 3);
  await strike('gong.struck', 2_001);
  await until(() => ['letter 2', 'letter 3', 'count 2001'].every((key) => runs.has(key)));
  assert.ok(!runs.has('letter 0') && !runs.has('letter 1'));
  endSilence();
  await until(() => runs.has('letter 0') && runs.has('letter 1'));
});

test('a transaction that is rolled back publishes nothing', async () => {
  const failing = inTransaction(system(), async (tx) => {
    await publish(tx, 'gong.struck', { n: 1_001 });
    throw new Error('changed my mind');
  });
  await assert.rejects(failing, /changed my mind/);
  // What comes later is done; had the other been published, it would have been done before.
  await strike('gong.struck', 1_002);
  await until(() => runs.has('count 1002'));
  assert.ok(!runs.has('count 1001'));
});

test('a reaction that fails is tried again, alone', async () => {
  failuresLeft = 1;
  await strike('gong.cracked', 1);
  await until(() => runs.get('fail 1') === 2);
  assert.equal(runs.get('beside 1'), 1);
});

test('a reaction that keeps failing is buried after eight more tries, with what it was about', async () => {
  failuresLeft = Infinity;
  await strike('gong.cracked', 2);
  await until(async () => {
    // The pauses between tries are not waited for.
    await sql`update job.job set start_after = now() where state = 'retry'`.execute(house.db);
    return (await buried()).length > 0;
  });
  assert.deepEqual(await buried(), [{ reaction: 'test.fail-first', payload: { n: 2 } }]);
  assert.equal(runs.get('fail 2'), 9);
  assert.equal(runs.get('beside 2'), 1);
});

test('one event that cannot be served costs the others of its flock one more try, and is buried alone', async () => {
  await strike('gong.tuned', 11, 12, sourNote, 14);
  await until(() => [11, 12, 14].every((n) => runs.has(`many ${n}`)));
  await until(async () => {
    await sql`update job.job set start_after = now() where state = 'retry'`.execute(house.db);
    return (await buried()).length > 1;
  });
  const laidAside = (await buried()).filter(
    (one) => (one as { reaction: string }).reaction === 'test.many',
  );
  assert.deepEqual(laidAside, [{ reaction: 'test.many', payload: { n: sourNote } }]);
  assert.ok(!runs.has(`many ${sourNote}`));
});

async function buried(): Promise<unknown[]> {
  const { rows } = await sql<{
    data: unknown;
  }>`select data from job.job where name = 'buried'`.execute(house.db);
  return rows.map(({ data }) => data);
}

test('long work holds up no short work', async () => {
  await strike('gong.melted', 1);
  await strike('gong.struck', 2_001);
  await until(() => runs.has('count 2001'));
  assert.ok(!runs.has('slow 1'));
  await until(() => runs.has('slow 1'));
});

test('a sweep that fails stops neither the others nor the worker', async () => {
  const boss = new PgBoss({
    ...house.connection,
    schema: 'job',
    migrate: false,
    supervise: false,
    schedule: false,
  });
  await boss.start();
  for (const sweep of ['test.broken-sweep', 'test.gone', 'test.sweep'])
    await boss.send('sweeps', { sweep });
  await boss.stop();
  await until(() => runs.has('sweep'));
  assert.equal(runs.get('sweep'), 1);
});

test('a worker that stops leaves what it has not begun to the next', async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await strike('gong.struck', 3_001, 3_002);
  await wait(50);
  assert.ok(!runs.has('count 3001'));
  workers.push(await aWorker());
  await until(() => runs.has('count 3001') && runs.has('count 3002'));
});
