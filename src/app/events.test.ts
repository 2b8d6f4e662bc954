import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { analyticsReactions } from '#analytics/reactions.ts';
import { banUser, findLiveSessions } from '#identity/service.ts';
import { mediaReactions } from '#media/reactions.ts';
import { listen, type Listening } from '#platform/http/server.ts';
import { silentLog } from '#platform/log.ts';
import type { Reaction } from '#platform/outbox.ts';
import { openRealtime, type Realtime } from '#platform/realtime.ts';
import { aPerson, asPerson, type Person } from './authorisation/people.ts';
import { anAsset, anImport, aWork } from './authorisation/works.ts';
import { openWorld, type World } from './authorisation/world.ts';

// The events of the product over real connections.

let world: World;
let door: Listening;
let hub: Realtime;

before(async () => {
  world = await openWorld();
  door = await listen(world.app, '127.0.0.1', 0);
});
beforeEach(() => {
  hub = openRealtime({
    log: silentLog,
    random: Math.random,
    clock: () => world.now().getTime(),
    paceMs: 0,
    beatMs: 200,
    findSessions: (ids) => findLiveSessions(world.db, ids, world.now()),
  });
  Object.assign(world.shop.house.ports, { realtime: hub });
});
after(async () => {
  await door.close(0);
  await world.close();
});

const address = (query: string) => `http://127.0.0.1:${door.port}/api/v1/events${query}`;

async function ask(person: Person | undefined, query: string, init: RequestInit = {}) {
  const headers = person ? { cookie: person.cookie } : {};
  return fetch(address(query), { ...init, headers: { ...headers, ...init.headers } });
}

/** Somebody who listens over HTTP. */
async function hear(person: Person, query: string) {
  const answer = await ask(person, query);
  assert.equal(answer.status, 200, await (answer.ok ? '' : answer.text()));
  const reader = answer.body!.getReader();
  let heard = '';
  let isOver = false;
  const read = async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      heard += new TextDecoder().decode(value);
    }
    isOver = true;
  };
  const reading = read().catch(() => (isOver = true));
  return {
    answer,
    told: () => [...heard.matchAll(/^data: (.*)$/gm)].map(([, name]) => name),
    isOver: () => isOver,
    leave: async () => {
      await reader.cancel();
      await reading;
    },
  };
}

async function until(isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + 10_000; !isSo(); await sleep(5))
    assert.ok(performance.now() < end, 'it never came to be so');
}

test('events are a stream that nothing on its way packs, keeps or holds back', async () => {
  const person = await aPerson(world, { roles: ['creator'] });
  const answer = await ask(person, '?topic=assets', {
    headers: { 'accept-encoding': 'zstd, br, gzip' },
  });
  assert.equal(answer.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  assert.equal(answer.headers.get('content-encoding'), null);
  assert.equal(answer.headers.get('cache-control'), 'no-store, no-transform');
  assert.equal(answer.headers.get('x-accel-buffering'), 'no');
  const { value } = await answer.body!.getReader().read();
  assert.match(new TextDecoder().decode(value), /^retry: \d+\n/);
});

test('a buyer who waits is told in the moment their order is paid, and nobody else is', async () => {
  const [buyer, other] = [await aPerson(world), await aPerson(world)];
  const author = await aPerson(world, { roles: ['creator'] });
  const { offerId } = await aWork(world, author, true);
  const mine = await world.shop.order(asPerson(world, buyer), offerId);
  const theirs = await world.shop.order(asPerson(world, other), offerId);
  const topic = `order:${mine.orderId}`;
  const [ear, bystander] = [
    await hear(buyer, `?topic=${topic}`),
    await hear(other, `?topic=order:${theirs.orderId}`),
  ];
  world.shop.simulator.pay(mine.outTradeNo);
  await world.shop.settle();
  await until(() => ear.told().length > 0);
  assert.deepEqual([...new Set(ear.told())], [topic]);
  assert.deepEqual(bystander.told(), []);
  await Promise.all([ear.leave(), bystander.leave()]);
});

test('what one may not see one may not listen to, and what is no topic is none', async () => {
  const [learner, creator] = [await aPerson(world), await aPerson(world, { roles: ['creator'] })];
  const author = await aPerson(world, { roles: ['creator'] });
  const { offerId } = await aWork(world, author, true);
  const { orderId } = await world.shop.order(asPerson(world, await aPerson(world)), offerId);
  const { id: importId } = await anImport(world, author);
  const refused: readonly (readonly [Person | undefined, string, number])[] = [
    [undefined, '?topic=assets', 401],
    [learner, `?topic=order:${orderId}`, 404],
    [creator, `?topic=import:${importId}`, 404],
    [learner, `?topic=import:${importId}`, 403],
    [learner, '?topic=assets', 403],
    [learner, '?topic=sales', 403],
    [learner, '', 400],
    [learner, '?topic=', 400],
    [learner, '?topic=sessions:1', 400],
    [learner, `?topic=sessions:${author.id}`, 400],
    [learner, `?topic=sales:${author.id}`, 400],
    [learner, `?topic=assets:${author.id}`, 400],
    [learner, '?topic=order', 400],
    [learner, '?topic=__proto__', 400],
    [learner, '?topic=constructor', 400],
    [learner, `?topic=order:${'-'.repeat(36)}`, 400],
    [creator, `?topic=assets&topic=order:${orderId}`, 404],
    [creator, `?${Array.from({ length: 11 }, () => 'topic=assets').join('&')}`, 400],
    [creator, '?topic=assets&since=x', 400],
  ];
  for (const [person, query, status] of refused) {
    const answer = await ask(person, query);
    assert.equal(answer.status, status, query);
  }
  assert.equal(hub.listeners, 0);
  assert.deepEqual(world.takeFaults(), []);
});

async function react(reactions: readonly Reaction[], name: string, fact: object): Promise<void> {
  const reaction = reactions.find((known) => known.name === name);
  await reaction!.run(world.system(), fact as never);
}

test('a creator hears of their own sales and assets, the owner of every sale', async () => {
  const [author, rival] = [
    await aPerson(world, { roles: ['creator'] }),
    await aPerson(world, { roles: ['creator'] }),
  ];
  const owner = await aPerson(world, { roles: ['owner'] });
  const ears = await Promise.all(
    [author, rival, owner].map((person) => hear(person, '?topic=sales&topic=assets')),
  );
  const { offerId } = await aWork(world, author, true);
  const { orderId } = await world.shop.buy(asPerson(world, await aPerson(world)), offerId);
  await react(analyticsReactions, 'analytics.count_sale', { orderId, creatorIds: [author.id] });
  await until(() => ears[2]!.told().includes('sales') && ears[0]!.told().includes('sales'));
  assert.ok(!ears[1]!.told().includes('sales'));

  const asset = await anAsset(world, rival);
  await react(mediaReactions, 'media.tell_stored', { assetId: asset.id });
  await until(() => ears[1]!.told().includes('assets'));
  assert.ok(!ears[0]!.told().includes('assets') && !ears[2]!.told().includes('assets'));
  await Promise.all(ears.map((ear) => ear.leave()));
});

test('signing out ends the listening of that session, a ban that of all', async () => {
  const person = await aPerson(world, { roles: ['creator'] });
  const ear = await hear(person, '?topic=assets');
  const out = await fetch(`http://127.0.0.1:${door.port}/api/v1/session`, {
    method: 'DELETE',
    headers: { cookie: person.cookie },
  });
  assert.equal(out.status, 204);
  await until(() => ear.isOver());
  assert.equal((await ask(person, '?topic=assets')).status, 401);

  const banned = await aPerson(world, { roles: ['creator'] });
  const heard = await hear(banned, '?topic=assets');
  const owner = await aPerson(world, { roles: ['owner'] });
  await banUser(asPerson(world, owner), banned.id, '');
  await until(() => heard.isOver());
  assert.equal(hub.listeners, 0);
});

test('who closes the page, or only asks for the headers, is not listened for', async () => {
  const person = await aPerson(world, { roles: ['creator'] });
  const head = await ask(person, '?topic=assets', { method: 'HEAD' });
  assert.equal(head.status, 200);
  assert.equal(hub.listeners, 0);
  const abort = new AbortController();
  const answer = await ask(person, '?topic=assets', { signal: abort.signal });
  await answer.body!.getReader().read();
  assert.equal(hub.listeners, 1);
  abort.abort();
  await until(() => hub.listeners === 0);
});

test('a thousand who listen and hear nothing cost little memory', async (t) => {
  const collect = globalThis.gc ?? (() => undefined);
  const listeners = 1_000;
  // So many addresses and sessions would have to be made that the limits are passed by: below them all is as it is.
  const server = await listen(
    {
      fetch: (request) =>
        new Response(
          hub.listen({
            userId: 'somebody',
            sessionId: request.headers.get('x-who')!,
            caller: request.headers.get('x-who')!,
            topics: new Map([['order', request.headers.get('x-who')!]]),
          }),
          { headers: { 'content-type': 'text/event-stream' } },
        ),
    },
    '127.0.0.1',
    0,
  );
  Object.assign(world.shop.house.ports, { realtime: hub });
  const quiet = openRealtime({ log: silentLog, random: Math.random });
  hub = quiet;
  collect();
  const before = process.memoryUsage();
  const sockets: Socket[] = [];
  for (let number = 0; number < listeners; number += 1) {
    const socket = connect(server.port, '127.0.0.1');
    socket.write(`GET / HTTP/1.1\r\nHost: x\r\nX-Who: ${number}\r\n\r\n`);
    sockets.push(socket);
  }
  await until(() => quiet.listeners === listeners);
  await sleep(200);
  collect();
  const { rss, heapUsed } = process.memoryUsage();
  const kB = (bytes: number) => `${Math.round(bytes / listeners / 1024)} kB`;
  t.diagnostic(
    `a listener costs ${kB(rss - before.rss)} of memory, ${kB(heapUsed - before.heapUsed)} of it on the heap, both ends together`,
  );
  assert.ok(rss - before.rss < listeners * 150_000);
  for (const socket of sockets) socket.destroy();
  await until(() => quiet.listeners === 0);
  quiet.close();
  await server.close(0);
});
