import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Refusal } from '#kernel/refusal.ts';
import { minute } from '#kernel/time.ts';
import { assertWithin, callerOf, forgetWindows, hasRoom, takeFromWindow } from './rate-limit.ts';
import { openTestHouse, type TestHouse } from './testing/database.ts';

let house: TestHouse;
before(async () => {
  house = await openTestHouse();
});
after(() => house.close());

test('forty callers race for five places: five win', async () => {
  const limit = { key: 'race', limit: 5, windowMs: minute };
  const taken = await Promise.all(
    Array.from({ length: 40 }, () => takeFromWindow(house.db, limit, house.now())),
  );
  assert.equal(taken.filter(Boolean).length, 5);
  assert.equal(await hasRoom(house.db, limit, house.now()), false);
});

test('a new window has all its places, and old windows are forgotten', async () => {
  const limit = { key: 'window', limit: 1, windowMs: minute };
  assert(await takeFromWindow(house.db, limit, house.now()));
  assert(!(await takeFromWindow(house.db, limit, house.now())));
  const later = new Date(house.now().getTime() + minute);
  assert(await hasRoom(house.db, limit, later));
  assert(await takeFromWindow(house.db, limit, later));
  assert((await forgetWindows(house.db, later)) > 0);
  assert(!(await takeFromWindow(house.db, limit, later)));
});

test('who is refused is told when to come again', async () => {
  const limit = { key: 'told', limit: 1, windowMs: 10 * minute };
  const at = new Date('2026-11-21T10:04:30Z');
  const ctx = house.ctx({ now: at });
  await assertWithin(ctx, limit);
  await assert.rejects(assertWithin(ctx, limit), (error) => {
    assert(error instanceof Refusal);
    assert.equal(error.code, 'rate.limited');
    assert.deepEqual(error.params, { minutes: 6, retryAfterSec: 330 });
    return true;
  });
});

test('an IPv6 customer is one caller, whatever address of the /64 they use', () => {
  const caller = (ip: string) => callerOf(house.ctx({ ip }));
  assert.equal(caller('2001:db8:1:2::5'), caller('2001:db8:1:2:ffff:1::'));
  assert.notEqual(caller('2001:db8:1:2::5'), caller('2001:db8:1:3::5'));
  assert.equal(caller('192.0.2.7'), '192.0.2.7');
});
