import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import { inTransaction } from '#platform/db.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';
import { listAudit, recordAudit } from './service.ts';

let house: TestHouse;
const owner = newId();
before(async () => {
  house = await openTestHouse();
});
after(() => house.close());

const write = (deed: string, subject: string, detail?: object) =>
  inTransaction(house.ctx(), (tx) =>
    recordAudit(tx, house.as(owner, 'owner'), deed, subject, detail),
  );

test('deeds are read newest first, a page at a time, by deed and by subject', async () => {
  for (const subject of ['a', 'b', 'c', 'd', 'e']) {
    await write('work.publish', subject, { price: 9900 });
    house.advance(1000);
  }
  await write('work.retire', 'a');
  const ctx = house.as(owner, 'owner');
  const first = await listAudit(ctx, { filter: {}, cursor: undefined, limit: 4 });
  const second = await listAudit(ctx, { filter: {}, cursor: first.nextCursor!, limit: 4 });
  assert.deepEqual(
    [...first.items, ...second.items].map(({ subject }) => subject),
    ['a', 'e', 'd', 'c', 'b', 'a'],
  );
  assert.equal(second.nextCursor, null);
  assert.deepEqual(first.items[1]!.detail, { price: 9900 });

  const ofA = await listAudit(ctx, { filter: { subject: 'a' }, cursor: undefined, limit: 9 });
  assert.deepEqual(
    ofA.items.map(({ deed }) => deed),
    ['work.retire', 'work.publish'],
  );
  const retired = await listAudit(ctx, {
    filter: { deed: 'work.retire' },
    cursor: undefined,
    limit: 9,
  });
  assert.equal(retired.items.length, 1);
  const ofNoun = await listAudit(ctx, { filter: { deed: 'work' }, cursor: undefined, limit: 9 });
  assert.equal(ofNoun.items.length, 6, 'a noun stands for all deeds that begin with it');
  const ofActor = { filter: { actor: newId() }, cursor: undefined, limit: 9 };
  assert.equal((await listAudit(ctx, ofActor)).items.length, 0);
});

test('a deed that is taken back leaves no record', async () => {
  const refused = inTransaction(house.ctx(), async (tx) => {
    await recordAudit(tx, house.as(owner, 'owner'), 'work.delete', 'ghost');
    throw new Error('taken back');
  });
  await assert.rejects(refused);
  const { items } = await listAudit(house.as(owner, 'owner'), {
    filter: { subject: 'ghost' },
    cursor: undefined,
    limit: 9,
  });
  assert.deepEqual(items, []);
});

test('the database refuses to change, remove or empty the audit', async () => {
  await write('work.publish', 'x');
  await assert.rejects(
    house.db.updateTable('auditRecord').set({ subject: 'y' }).execute(),
    /append-only/,
  );
  await assert.rejects(house.db.deleteFrom('auditRecord').execute(), /append-only/);
});
