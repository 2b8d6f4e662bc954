import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { createWork, publishWork, saveOutline, setPrice } from '#catalog/service.ts';
import { grantEntitlement } from '#entitlement/service.ts';
import { newId, newToken } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import { after as later, minute, second } from '#kernel/time.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { openTestHouse, testUser, type TestHouse } from '#platform/testing/database.ts';
import { changeSettings } from '#settings/service.ts';
import { reportProgress } from './service.ts';
import { keepSeat } from './store/seat.ts';

let house: TestHouse;
let lessonId: string;
let workId: string;

before(async () => {
  house = await openTestHouse();
  const creator = await aUser('creator');
  const ctx: Ctx = { ...house.ctx(), actor: creator };
  workId = (await createWork(ctx, { title: '光的方向' })).id;
  const lesson = {
    source: 'a',
    title: '看',
    kind: 'text',
    assetId: null,
    durationSec: 600,
    isTrial: false,
    body: '光',
  } as const;
  await saveOutline(ctx, workId, [{ source: 'c', title: '章', lessons: [lesson] }]);
  await setPrice(ctx, workId, money(9900));
  await publishWork({ ...ctx, actor: { kind: 'system', name: 'test' } }, workId);
  const row = await house.db.selectFrom('lesson').select('id').executeTakeFirstOrThrow();
  lessonId = row.id;
});
after(() => house.close());

async function aUser(
  ...roles: Parameters<typeof testUser> extends [string, ...infer R] ? R : never
) {
  const user = testUser(newId(), ...roles);
  await house.db
    .insertInto('appUser')
    .values({ id: user.userId, name: '学员', createdAt: house.now() })
    .execute();
  return user;
}

async function aLearner(): Promise<User> {
  const user = await aUser();
  await inTransaction(house.ctx(), (tx) =>
    grantEntitlement(
      tx,
      { userId: user.userId, workId, source: { kind: 'order', id: newId() } },
      later(house.now(), -minute),
    ),
  );
  return user;
}

const start = new Date('2030-11-20T08:00:00Z');
const name = () =>
  newToken()
    .replaceAll(/[^0-9a-f]/g, '0')
    .padEnd(43, '0');

test('a player beyond what an account may play stops the one that began first, which is told how many there may be', async () => {
  const learner = await aLearner();
  const say = async (id: string, afterSec: number, isPlaying = true) => {
    const ctx = { ...house.ctx({ actor: learner }), now: later(house.now(), afterSec * second) };
    const report = { positionSec: 5, playedSec: 5, player: { id, isPlaying } };
    return (await reportProgress(ctx, lessonId, report)).stoppedAbove;
  };
  const [one, two, three] = [name(), name(), name()];
  assert.deepEqual([await say(one, 0), await say(two, 1), await say(one, 15)], [null, null, null]);
  assert.equal(await say(three, 16), null);
  assert.deepEqual([await say(one, 30), await say(two, 31)], [2, null]);
  // Stopped for good: going on needs a new name, as when one presses play again.
  await say(two, 32, false);
  assert.equal(await say(one, 33), 2);
  const again = name();
  assert.deepEqual([await say(again, 34), await say(three, 35)], [null, null]);
});

test('a player that was not heard of is in nobody’s way, and the owner decides how many there may be', async () => {
  const learner = await aLearner();
  const owner = await aUser('owner');
  const say = async (id: string, afterSec: number) => {
    const ctx = { ...house.ctx({ actor: learner }), now: later(house.now(), afterSec * second) };
    const report = { positionSec: 5, playedSec: 5, player: { id, isPlaying: true } };
    return (await reportProgress(ctx, lessonId, report)).stoppedAbove;
  };
  const [one, two, three] = [name(), name(), name()];
  await say(one, 0);
  await say(two, 1);
  await say(two, 40);
  await say(three, 50);
  assert.equal(await say(two, 55), null);

  await changeSettings(house.ctx({ actor: owner }), { playersPerAccount: 1 });
  assert.equal(await say(two, 60), 1);
  await changeSettings(house.ctx({ actor: owner }), { playersPerAccount: 0 });
  assert.deepEqual(
    [await say(name(), 61), await say(name(), 62), await say(three, 63)],
    [null, null, null],
  );
  await changeSettings(house.ctx({ actor: owner }), { playersPerAccount: 2 });
});

test('whoever begins when, those that play are never more than may, and are those that began last', async () => {
  const most = fc.integer({ min: 1, max: 4 });
  const order = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(most, order, async (limit, words) => {
      const { userId } = await aUser();
      const names = Array.from({ length: 6 }, name);
      const begun: number[] = [];
      for (const [at, player] of words.entries()) {
        if (!begun.includes(player)) begun.push(player);
        const isKept = await keepSeat(house.db, {
          userId,
          playerId: names[player]!,
          lessonId,
          most: limit,
          now: later(start, at * second),
        });
        assert.equal(isKept, begun.slice(-limit).includes(player));
      }
    }),
    { numRuns: 30 },
  );
});

test('twenty that begin at once are as many as may at their next word', async () => {
  const { userId } = await aUser();
  const names = Array.from({ length: 20 }, name);
  const say = (playerId: string, at: number) =>
    keepSeat(house.db, { userId, playerId, lessonId, most: 2, now: later(start, at * second) });
  await Promise.all(names.map((one) => say(one, 0)));
  for (const one of names) await say(one, 1);
  const kept: boolean[] = [];
  for (const one of names) kept.push(await say(one, 2));
  assert.equal(kept.filter(Boolean).length, 2);
});
