import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { aUser, aWork } from '#catalog/fixtures/works.ts';
import { day, hour } from '#kernel/time.ts';
import type { Role } from '#platform/policy.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import { lateFor } from './rules/reminder.ts';
import { remindOfLate, submitWork, takeSubmission } from './service.ts';

const house = await openTestHouse();
after(() => house.close());

async function staff(role: Role, locale: 'zh' | 'en' = 'zh'): Promise<string> {
  const id = await aUser(house.ctx(), '审核员');
  await house.db.updateTable('appUser').set({ locale }).where('id', '=', id).execute();
  const held = { userId: id, role, grantedAt: house.now(), grantedBy: null };
  await house.db.insertInto('userRole').values(held).execute();
  return id;
}

async function aSubmission(): Promise<string> {
  const work = await aWork(house.ctx(), { isPublished: false, price: 0 });
  return submitWork(house.as(work.creatorId, 'creator'), work.id);
}

/** What somebody was told so far, in the order of the letters. */
async function told(id: string): Promise<string[]> {
  const letters = await house.db
    .selectFrom('sentMessage')
    .select('subject')
    .where('address', '=', `${id}@example.com`)
    .orderBy('sentAt')
    .execute();
  return letters
    .map(({ subject }) => subject)
    .filter((subject) => /超过了时限|Overdue/.test(subject));
}

const [taker, other, owner, creator] = await Promise.all([
  staff('reviewer'),
  staff('reviewer', 'en'),
  staff('owner'),
  staff('creator'),
]);

test('before anything is overdue nobody is written to, and the day is not used up', async () => {
  await aSubmission();
  await takeSubmission(house.as(taker, 'reviewer'), await aSubmission());
  await remindOfLate(house.ctx());
  assert.deepEqual(await told(owner), []);
  const windows = await house.db
    .selectFrom('rateWindow')
    .select('key')
    .where('key', '=', 'review:reminder')
    .execute();
  assert.deepEqual(windows, []);
});

test('a letter that cannot be written leaves none of them, and the day stays free', async (t) => {
  house.advance(30 * day);
  const { messenger } = house.ports;
  let sent = 0;
  const send = t.mock.method(messenger, 'send', async () => {
    sent += 1;
    if (sent === 2) throw new Error('the process ended here');
  });
  await assert.rejects(remindOfLate(house.ctx()), /ended here/);
  send.mock.restore();
  assert.deepEqual([...(await told(taker)), ...(await told(other)), ...(await told(owner))], []);
});

test('whoever decides is told once a day, in their language, of what waits for them', async () => {
  await Promise.all(Array.from({ length: 6 }, () => remindOfLate(house.ctx())));
  house.advance(hour);
  await remindOfLate(house.ctx());
  assert.deepEqual(await told(taker), ['有 2 份送审超过了时限']);
  assert.deepEqual(await told(other), ['Overdue for review: 1']);
  assert.deepEqual(await told(owner), ['有 2 份送审超过了时限']);
  assert.deepEqual(await told(creator), []);
  house.advance(day);
  await remindOfLate(house.ctx());
  assert.equal((await told(owner)).length, 2);
});

test('who lost the role or was banned is not told', async () => {
  await house.db.deleteFrom('userRole').where('userId', '=', other).execute();
  const banned = { state: 'banned' } as const;
  await house.db.updateTable('appUser').set(banned).where('id', '=', taker).execute();
  house.advance(day);
  await remindOfLate(house.ctx());
  assert.deepEqual(
    [(await told(other)).length, (await told(taker)).length, (await told(owner)).length],
    [2, 2, 3],
  );
});

test('law: what nobody took waits for all, what somebody took for them and the owner; the owner has every one', () => {
  const share = fc.record({
    assignedTo: fc.option(fc.constantFrom('a', 'b', 'c')),
    count: fc.nat(50),
  });
  fc.assert(
    fc.property(fc.array(share), (shares) => {
      const sum = (list: typeof shares) => list.reduce((all, { count }) => all + count, 0);
      const free = sum(shares.filter(({ assignedTo }) => assignedTo === null));
      const of = (id: string) => lateFor({ id, isOwner: false }, shares);
      const whole = lateFor({ id: 'z', isOwner: true }, shares);
      assert.equal(whole, sum(shares));
      assert.equal(of('nobody'), free);
      assert.equal(of('a') + of('b') + of('c') - 2 * free, whole);
    }),
  );
});
