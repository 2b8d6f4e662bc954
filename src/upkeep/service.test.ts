import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { newId } from '#kernel/id.ts';
import { inTransaction } from '#platform/db.ts';
import { startWorker, type Worker } from '#platform/jobs.ts';
import { silentLog } from '#platform/log.ts';
import { on, publish } from '#platform/outbox.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';
import { upkeepApi } from './api.ts';
import { listBuriedJobs, retryBuriedJob } from './service.ts';

declare module '#platform/outbox.ts' {
  interface Events {
    'vase.dropped': { readonly n: number };
  }
}

let house: TestHouse;
let worker: Worker | undefined;
let isBroken = true;
const done: number[] = [];
const beside: number[] = [];

const reactions = [
  on('vase.dropped', 'test.mend', async (_ctx, { n }) => {
    if (isBroken) throw new Error('no glue is left');
    done.push(n);
  }),
  on('vase.dropped', 'test.beside', async (_ctx, { n }) => void beside.push(n)),
];

before(async () => {
  house = await openTestHouse();
});
after(async () => {
  await worker?.stop();
  await house.close();
});

const owner = () => house.as(newId(), 'owner');
const page = { cursor: undefined, limit: 10 };
const code = (name: string) => (error: unknown) => (error as { code?: string }).code === name;

async function until<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  for (let tries = 0; tries < 600; tries += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return assert.fail('it never came to be so');
}

test('where no worker ever ran nothing is laid aside, and nothing can be tried again', async () => {
  assert.deepEqual((await listBuriedJobs(owner(), page)).items, []);
  await assert.rejects(retryBuriedJob(owner(), newId()), code('job.unknown'));
});

test('the owner sees what failed at every try, lets it try again once, and it alone is done', async () => {
  const newCtx = () => house.ctx({ actor: { kind: 'system', name: 'test' } });
  worker = await startWorker({
    connection: house.connection,
    log: silentLog,
    reactions,
    sweeps: [],
    lanes: {},
    letters: [],
    newCtx,
  });
  await inTransaction(newCtx(), (tx) => publish(tx, 'vase.dropped', { n: 7 }));
  worker.wake();

  const job = await until(async () => {
    await sql`update job.job set start_after = now() where state = 'retry'`.execute(house.db);
    return (await listBuriedJobs(owner(), page)).items[0];
  });
  assert.deepEqual(
    [job.reaction, job.payload, job.failure],
    ['test.mend', { n: 7 }, 'no glue is left'],
  );

  isBroken = false;
  const ctx = owner();
  await retryBuriedJob(ctx, job.id);
  worker.wake();
  await until(async () => done[0]);
  assert.deepEqual([done, beside], [[7], [7]]);
  assert.deepEqual((await listBuriedJobs(owner(), page)).items, []);
  await assert.rejects(retryBuriedJob(owner(), job.id), code('job.unknown'));

  const audit = await house.db
    .selectFrom('auditRecord')
    .select(['actorId', 'deed', 'subject', 'detail'])
    .execute();
  assert.deepEqual(audit, [
    {
      actorId: ctx.actor.userId,
      deed: 'job.retry',
      subject: job.id,
      detail: { reaction: 'test.mend' },
    },
  ]);
});

test('a page of what was laid aside ends where the next begins', async () => {
  for (const n of [1, 2, 3]) {
    await sql`insert into job.job (name, data) values ('buried', ${JSON.stringify({ reaction: 'test.mend', payload: { n } })}::jsonb)`.execute(
      house.db,
    );
  }
  const first = await listBuriedJobs(owner(), { cursor: undefined, limit: 2 });
  const rest = await listBuriedJobs(owner(), { cursor: first.nextCursor!, limit: 2 });
  assert.deepEqual([first.items.length, rest.items.length, rest.nextCursor], [2, 1, null]);
  const payloads = [...first.items, ...rest.items].map(
    ({ payload }) => (payload as { n: number }).n,
  );
  assert.deepEqual(
    payloads.toSorted((a, b) => a - b),
    [1, 2, 3],
  );
});

test('nobody but the owner looks or retries', async () => {
  for (const role of ['creator', 'reviewer', 'finance'] as const) {
    await assert.rejects(listBuriedJobs(house.as(newId(), role), page), code('policy.forbidden'));
    await assert.rejects(
      retryBuriedJob(house.as(newId(), role), newId()),
      code('policy.forbidden'),
    );
  }
});

test('the table goes out as CSV, too', async () => {
  const { actor } = owner();
  const answer = await house
    .app(upkeepApi, () => actor)
    .request('/api/v1/buried-jobs?format=csv&lang=en');
  assert.equal(answer.status, 200);
  assert.match(await answer.text(), /Laid aside,Job,About,Failure,Begun/);
});
