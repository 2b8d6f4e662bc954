import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import { seeded } from '#kernel/random.ts';
import { listenToOthers, remoteTeller } from './broadcast.ts';
import { silentLog } from './log.ts';
import { PageCache } from './page-cache.ts';
import {
  mostLines,
  openRealtime,
  type Listener,
  type Realtime,
  type RealtimeOptions,
} from './realtime.ts';
import { Ear, realtimeContract } from './realtime.contract.ts';
import { openTestHouse, type TestHouse } from './testing/database.ts';

function aHub(options: Partial<RealtimeOptions> = {}): Realtime {
  return openRealtime({ log: silentLog, random: seeded(1), paceMs: 0, ...options });
}

/** A house in which things happen by `realtime`. */
function houseWith(house: TestHouse, realtime: Realtime): TestHouse {
  const ports = Object.assign(house.ports, { realtime });
  return { ...house, ports };
}

realtimeContract('in one process', async () => {
  const house = await openTestHouse();
  const sessions = new Set<string>();
  const hub = aHub({
    clock: () => house.now().getTime(),
    findSessions: async (ids) => new Set(ids.filter((id) => sessions.has(id))),
  });
  const close = async () => {
    hub.close();
    await house.close();
  };
  return { house: houseWith(house, hub), there: hub, sessions, close };
});

realtimeContract('in two processes', async () => {
  const house = await openTestHouse();
  const sessions = new Set<string>();
  const clock = () => house.now().getTime();
  const here = aHub({ clock, spread: remoteTeller(house.db, silentLog, 'here') });
  const there = aHub({
    clock,
    findSessions: async (ids) => new Set(ids.filter((id) => sessions.has(id))),
  });
  const listener = await listenToOthers({
    connection: house.connection,
    pages: new PageCache(),
    realtime: there,
    self: 'there',
    wake: () => undefined,
    log: silentLog,
  });
  const close = async () => {
    await listener.stop();
    here.close();
    there.close();
    await house.close();
  };
  return { house: houseWith(house, here), there, sessions, close };
});

describe('realtime', () => {
  const one = new Map([['order', 'order:1']]);

  test('a process does not hear its own words twice', async () => {
    const house = await openTestHouse();
    const hub = aHub({ spread: remoteTeller(house.db, silentLog, 'me') });
    const listener = await listenToOthers({
      connection: house.connection,
      pages: new PageCache(),
      realtime: hub,
      self: 'me',
      wake: () => undefined,
      log: silentLog,
    });
    const ear = new Ear(hub, { topics: one });
    hub.tell(['order:1']);
    await ear.until(({ told }) => told.length > 0);
    await sleep(150);
    assert.equal(ear.told.length, 1);
    await listener.stop();
    hub.close();
    await house.close();
  });

  test('whoever may have missed words looks again', async () => {
    const hub = aHub();
    const ear = new Ear(hub, { topics: new Map([...one, ['assets', 'assets:1']]) });
    hub.hear('all');
    await ear.until(({ told }) => told.length === 2);
    hub.close();
  });

  test('a listener who does not read holds nothing but the names of its topics, and is cut off', async () => {
    const hub = aHub({ beatMs: 30 });
    let cuts = 0;
    const lazy = { topics: one, userId: newId(), sessionId: newId(), caller: 'here' };
    const stream = hub.listen({ ...lazy, cut: () => (cuts += 1) });
    const before = process.memoryUsage().heapUsed;
    for (let words = 0; words < 200_000; words += 1) hub.tell(['order:1']);
    assert.ok(process.memoryUsage().heapUsed - before < 20_000_000);
    await sleep(150);
    assert.deepEqual([cuts, hub.listeners], [1, 0]);
    await assert.rejects(stream.getReader().read(), /does not read/);
    hub.close();
  });

  test('a listener who reads is kept for hours of silence, and then looked at anew', async () => {
    let now = 0;
    const hub = aHub({ beatMs: 10, longestMs: 1_000, clock: () => now });
    const ear = new Ear(hub, { topics: one });
    await sleep(100);
    assert.equal(ear.isOver, false);
    now = 1_200;
    await ear.until(({ isOver }) => isOver);
    assert.equal(hub.listeners, 0);
    hub.close();
  });

  test('a session that nobody told of is found ended by the next beat', async () => {
    const live = new Set<string>();
    const hub = aHub({ beatMs: 20, findSessions: async () => live });
    const ear = new Ear(hub, { topics: one });
    live.add(ear.sessionId);
    await sleep(80);
    assert.equal(ear.isOver, false);
    live.clear();
    await ear.until(({ isOver }) => isOver);
    hub.close();
  });

  test('while the sessions cannot be looked at nobody is sent away', async () => {
    const hub = aHub({ beatMs: 10, findSessions: async () => Promise.reject(new Error('away')) });
    const ear = new Ear(hub, { topics: one });
    await sleep(60);
    assert.equal(ear.isOver, false);
    hub.close();
    await ear.until(({ isOver }) => isOver);
  });

  test('one session, and one caller, have so many lines and no more', async () => {
    const hub = aHub();
    const add = (listener: Partial<Listener>) => new Ear(hub, { topics: one, ...listener });
    const isTooMany = (error: unknown) =>
      error instanceof Refusal && error.code === 'events.too_many' && error.status === 429;
    const sessionId = newId();
    const ears = Array.from({ length: mostLines.session }, () =>
      add({ sessionId, caller: 'school' }),
    );
    assert.throws(() => add({ sessionId, caller: 'school' }), isTooMany);
    await ears[0]!.leave();
    add({ sessionId, caller: 'school' });
    while (hub.listeners < mostLines.caller) add({ caller: 'school' });
    assert.throws(() => add({ caller: 'school' }), isTooMany);
    add({ caller: 'elsewhere' });
    hub.close();
    assert.equal(hub.listeners, 0);
  });

  test('whoever comes while the house closes is sent away at once, and holds nothing up', async () => {
    const hub = aHub();
    hub.close();
    const late = new Ear(hub, { topics: one });
    await late.until(({ isOver }) => isOver);
    assert.equal(hub.listeners, 0);
  });
});
