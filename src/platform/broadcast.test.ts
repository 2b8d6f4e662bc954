import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { announceTouched, listenToOthers, pageReactions, remoteWaker } from './broadcast.ts';
import type { Ctx } from './ctx.ts';
import { inTransaction, touchPage } from './db.ts';
import { silentLog } from './log.ts';
import { drainOutbox } from './outbox.ts';
import { PageCache, type KeptView } from './page-cache.ts';
import { openTestHouse, type TestHouse } from './testing/database.ts';

let house: TestHouse;
before(async () => {
  house = await openTestHouse();
});
after(() => house.close());

const keptFor = (...tags: string[]): KeptView => ({
  view: { kind: 'view', title: 'hello', tags },
  body: Buffer.from('<p>hello</p>'),
  whole: undefined,
});

function sharing(): Ctx {
  const ctx = house.ctx();
  return { ...ctx, ports: { ...ctx.ports, announceTouched } };
}

/** Another process, as far as its pages go. */
async function otherProcess(wake = () => {}) {
  const pages = new PageCache();
  const listener = await listenToOthers({
    connection: house.connection,
    pages,
    realtime: house.ports.realtime,
    self: 'another',
    wake,
    log: silentLog,
  });
  pages.keep('/a', keptFor('work:1'), pages.begin());
  pages.keep('/b', keptFor('work:2'), pages.begin());
  return { pages, stop: () => listener.stop() };
}

async function until(isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + 10_000; !isSo(); await sleep(5))
    assert(performance.now() < end, 'it did not happen');
}

test('a page that one process changed is forgotten by the others, and only that page', async () => {
  const others = await Promise.all([otherProcess(), otherProcess()]);
  await inTransaction(sharing(), async (tx) => touchPage(tx, 'work:1'));
  await drainOutbox(house.ctx(), pageReactions);
  for (const { pages, stop } of others) {
    await until(() => pages.find('/a') === undefined);
    assert.ok(pages.find('/b'));
    await stop();
  }
});

test('a change that is taken back is told to nobody, and a process that is alone tells nothing', async () => {
  await assert.rejects(
    inTransaction(sharing(), async (tx) => {
      touchPage(tx, 'work:1');
      throw new Error('taken back');
    }),
    /taken back/,
  );
  await inTransaction(house.ctx(), async (tx) => touchPage(tx, 'work:1'));
  assert.equal(await drainOutbox(house.ctx(), pageReactions), 0);
});

test('more tags than one message holds make the others forget everything', async () => {
  const other = await otherProcess();
  await inTransaction(sharing(), async (tx) =>
    touchPage(tx, ...Array.from({ length: 1_000 }, (_, index) => `work:many-${index}`)),
  );
  await drainOutbox(house.ctx(), pageReactions);
  await until(() => other.pages.find('/b') === undefined);
  await other.stop();
});

test('a process that could not hear for a while forgets everything, and hears again', async () => {
  const other = await otherProcess();
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'shuyuan-ear' and datname = current_database()`.execute(house.db);
  await until(() => other.pages.find('/b') === undefined);
  await until(() => {
    other.pages.keep('/a', keptFor('work:1'), other.pages.begin());
    return other.pages.find('/a') !== undefined;
  });
  await sleep(300);
  other.pages.keep('/a', keptFor('work:1'), other.pages.begin());
  await inTransaction(sharing(), async (tx) => touchPage(tx, 'work:1'));
  await drainOutbox(house.ctx(), pageReactions);
  await until(() => other.pages.find('/a') === undefined);
  await other.stop();
});

test('a hundred calls to wake a worker elsewhere are a few words', async () => {
  let woken = 0;
  const other = await otherProcess(() => (woken += 1));
  const wake = remoteWaker(house.db, silentLog);
  for (let call = 0; call < 100; call += 1) wake();
  await until(() => woken > 0);
  await sleep(100);
  assert(woken <= 3, `${woken} words`);
  await other.stop();
});
