import assert from 'node:assert/strict';
import { test } from 'node:test';
import { money } from '#kernel/money.ts';
import { seeded } from '#kernel/random.ts';
import { ask, textOf } from './callers.ts';
import { openCrashRoom, Crash } from './crash.ts';
import { runServer } from './level2.ts';
import { emptyMemory } from './operations/memory.ts';
import { differing, digestFacts, replayAll } from './replay.ts';
import { nameStep, programmeOf, runProgramme, type Verdict } from './run.ts';
import { shrink } from './shrink.ts';
import { openWorld } from './world.ts';

const told = ({ violations }: Verdict) =>
  violations.map(({ id, says, what }) => `${id}: ${says} ${what}`);

test('the money of three thousand events is all accounted for, whatever dies and whatever is said twice', async (t) => {
  const verdict = await runProgramme({
    seed: 1,
    programme: programmeOf(1, 3_000),
    clients: 8,
    buyers: 250,
  });
  t.diagnostic(
    `${verdict.events} events in ${verdict.seconds.toFixed(1)} s, ${verdict.points} points at which to die`,
  );
  assert.deepEqual(told(verdict), []);
  assert.ok(
    (verdict.faults.get('crash') ?? 0) > 50,
    'the run was killed often enough to mean something',
  );
  assert.ok((verdict.outcomes.get('done') ?? 0) > 1_000, 'and still did its work');
});

test('the real server loses nothing, killed at random together with its database', async (t) => {
  const verdict = await runServer({ seed: 1, seconds: 10, atLeast: 21 });
  t.diagnostic(
    `${verdict.events} events in ${verdict.seconds.toFixed(1)} s; ${[...verdict.faults].join(' ')}`,
  );
  assert.deepEqual(told(verdict), []);
  assert.ok((verdict.outcomes.get('done') ?? 0) > 20, 'it did some work between the kills');
});

test('a key whose order stands under another one is not an old key', async () => {
  const world = await openWorld({ seed: 1, buyers: 4, clients: 1 });
  try {
    const buyerId = world.people.buyers[0]!;
    const { id: offerId } = await world.observer.db
      .selectFrom('offer')
      .select('id')
      .where('price', '>', money(0))
      .executeTakeFirstOrThrow();
    const place = (key: string) =>
      ask(world, buyerId, 'POST /orders', { offerId, idempotencyKey: key });
    const id = textOf(await place('first-tab'), 'id')!;
    assert.equal(textOf(await place('second-tab'), 'id'), id);
    await ask(world, buyerId, `PUT /orders/${id}/closure`);

    // The answer to the second tab came first.
    const memory = emptyMemory();
    memory.orders.push({ id, buyerId, offerId, key: 'second-tab' });
    for (const key of ['first-tab', 'second-tab']) memory.asked.push({ buyerId, offerId, key });
    const before = await digestFacts(world.observer.db);
    await replayAll(world, memory);
    assert.deepEqual(differing(before, await digestFacts(world.observer.db)), []);
  } finally {
    await world.close();
  }
});

test('a programme follows from its seed, and each step from its own', () => {
  const programme = programmeOf(7, 50);
  assert.deepEqual(programmeOf(7, 50), programme);
  assert.notDeepEqual(programmeOf(8, 50), programme);
  assert.deepEqual(programme.slice(10).map(nameStep), programme.map(nameStep).slice(10));
});

test('a failing programme shrinks to the steps that matter', async () => {
  const programme = programmeOf(3, 400);
  const wanted = [programme[37]!, programme[211]!, programme[390]!];
  let tried = 0;
  const fails = async (part: readonly number[]) => {
    tried += 1;
    return wanted.every((step) => part.includes(step));
  };
  assert.deepEqual(await shrink(programme, fails, performance.now() + 10_000), wanted);
  assert.ok(tried < 200, `it was run ${tried} times`);
});

test('a process that died does nothing more, and takes others with it only when it is said', async () => {
  const deaths: string[] = [];
  const room = openCrashRoom(() => deaths.push('all'));
  const plan = (fuse: number, takesAll: boolean) => ({
    random: seeded(1),
    skewMs: 0,
    fuse,
    takesAll,
  });

  await room.run(plan(2, false), async (step) => {
    room.probe('select 1');
    room.probe('select 2');
    assert.throws(() => room.probe('commit'), Crash);
    assert.throws(() => room.probe('select 3'), Crash);
    assert.doesNotThrow(() => room.probe('rollback'));
    assert.ok(step.isDead);
  });
  await room.run(plan(Infinity, false), async (bystander) => {
    await room.run(plan(0, true), async () => assert.throws(() => room.probe('begin'), Crash));
    assert.throws(() => room.probe('select 4'), Crash);
    assert.ok(bystander.isDead);
  });
  assert.deepEqual(deaths, ['all']);
});
