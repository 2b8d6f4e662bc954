import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId, numberOf } from '#kernel/id.ts';
import type { Refusal } from '#kernel/refusal.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';
import { aPerson, anAccount, system } from './fixtures/join.ts';
import {
  banUser,
  createUser,
  getUser,
  grantRole,
  listUserNames,
  listUsers,
  revokeRole,
  unbanUser,
} from './service.ts';

let house: TestHouse;
before(async () => {
  house = await openTestHouse();
});
after(() => house.close());

const code = (wanted: string) => (error: Refusal) => {
  assert.equal(error.code, wanted);
  return true;
};

test('an account needs an address that nobody else has, written in one way', async () => {
  await createUser(system(house), { name: '李华', email: 'Li@Example.com', phone: '13800138001' });
  await assert.rejects(
    createUser(system(house), { name: 'x', email: 'ＬＩ@example.com' }),
    code('identity.email_taken'),
  );
  await assert.rejects(
    createUser(system(house), { name: 'x', phone: '+86 138 0013 8001' }),
    code('identity.phone_taken'),
  );
  await assert.rejects(createUser(system(house), { name: 'x' }), code('identity.address_invalid'));
  await assert.rejects(
    createUser(system(house), { name: ' \u200b ', email: 'n@example.com' }),
    code('identity.name_invalid'),
  );
});

test('addresses are masked for those who need not know them', async () => {
  const id = await aPerson(house, 'masked@example.com');
  assert.equal((await getUser(house.as(newId(), 'owner'), id)).email, 'masked@example.com');
  assert.equal((await getUser(house.as(id), id)).email, 'masked@example.com');
  for (const role of ['finance', 'reviewer'] as const) {
    assert.equal((await getUser(house.as(newId(), role), id)).email, 'm***@example.com');
  }
  for (const role of [undefined, 'creator'] as const) {
    const stranger = house.as(newId(), ...(role ? [role] : []));
    await assert.rejects(getUser(stranger, id), code('policy.not_found'));
  }
});

test('whoever sees addresses masked cannot find people by them either', async () => {
  await aPerson(house, 'needle@haystack.example');
  const search = (role: 'owner' | 'finance', text: string) =>
    listUsers(house.as(newId(), role), { filter: { text }, cursor: undefined, limit: 9 });
  assert.equal((await search('owner', 'haystack')).items.length, 1);
  assert.equal((await search('finance', 'haystack')).items.length, 0);
  assert.equal((await search('finance', 'needle')).items.length, 1);
});

test('staff find a person by the number that stamps and watermarks show', async () => {
  const id = await aPerson(house, 'number@list.example');
  const search = (text: string) =>
    listUsers(house.as(newId(), 'finance'), { filter: { text }, cursor: undefined, limit: 9 });
  for (const text of [numberOf(id), numberOf(id).toUpperCase(), id.slice(-12)])
    assert.deepEqual(
      (await search(text)).items.map((person) => person.id),
      [id],
    );
  assert.deepEqual((await search(numberOf(newId()))).items, []);
});

test('people are listed newest first by pages, by role and by state', async () => {
  house.advance(60_000);
  const ids: string[] = [];
  for (const name of ['一', '二', '三']) {
    ids.unshift(
      await createUser(system(house), {
        name,
        email: `p${ids.length}@list.example`,
        roles: ['reviewer'],
      }),
    );
    house.advance(1000);
  }
  const owner = house.as(newId(), 'owner');
  const first = await listUsers(owner, {
    filter: { role: 'reviewer' },
    cursor: undefined,
    limit: 2,
  });
  const rest = await listUsers(owner, {
    filter: { role: 'reviewer' },
    cursor: first.nextCursor!,
    limit: 2,
  });
  assert.deepEqual(
    [...first.items, ...rest.items].map(({ id }) => id),
    ids,
  );
  await banUser(owner, ids[0]!);
  const banned = await listUsers(owner, {
    filter: { state: 'banned' },
    cursor: undefined,
    limit: 9,
  });
  assert.deepEqual(
    banned.items.map(({ id }) => id),
    [ids[0]],
  );
  assert.equal(
    (await listUsers(owner, { filter: { text: '100%_' }, cursor: undefined, limit: 9 })).items
      .length,
    0,
  );
});

test('names of many people come in one answer, without those of nobody', async () => {
  const id = await aPerson(house, 'named@example.com');
  const names = await listUserNames(house.ctx(), [id, newId()]);
  assert.deepEqual([...names], [[id, 'named']]);
});

test('a role is given once and taken once, and both are written down', async () => {
  const id = await aPerson(house, 'role@example.com');
  const owner = house.as(await aPerson(house, 'owner-of-roles@example.com'), 'owner');
  for (let twice = 0; twice < 2; twice += 1) await grantRole(owner, id, 'creator');
  assert.deepEqual((await getUser(owner, id)).roles, ['creator']);
  for (let twice = 0; twice < 2; twice += 1) await revokeRole(owner, id, 'creator');
  assert.deepEqual((await getUser(owner, id)).roles, []);
  const deeds = await house.db
    .selectFrom('auditRecord')
    .select('deed')
    .where('subject', '=', id)
    .orderBy('id')
    .execute();
  assert.deepEqual(
    deeds
      .map(({ deed }) => deed)
      .filter((deed) => deed.endsWith('role'))
      .toSorted(),
    ['user.grant_role', 'user.revoke_role'],
  );
});

test('nobody but an owner gives roles, not even to themselves', async () => {
  const id = await aPerson(house, 'climber@example.com');
  for (const role of ['creator', 'reviewer', 'finance'] as const) {
    await assert.rejects(grantRole(house.as(id, role), id, 'owner'), code('policy.forbidden'));
    await assert.rejects(banUser(house.as(id, role), id), code('policy.forbidden'));
  }
  await assert.rejects(grantRole(house.ctx(), id, 'owner'), code('policy.signed_out'));
  await assert.rejects(
    grantRole(house.as(newId(), 'owner'), newId(), 'owner'),
    code('identity.unknown_user'),
  );
});

test('two owners who take each other’s role, or ban each other, at the same time leave one', async () => {
  const other = await openTestHouse();
  try {
    for (const [first, second] of [
      [revokeRole, revokeRole],
      [revokeRole, banUser],
      [banUser, banUser],
    ] as const) {
      const a = await anAccount(other, `${newId()}@example.com`, 'owner');
      const b = await anAccount(other, `${newId()}@example.com`, 'owner');
      const as = (id: string) => other.as(id, 'owner');
      const run = (deed: typeof first, by: string, whom: string) =>
        deed === revokeRole ? revokeRole(as(by), whom, 'owner') : banUser(as(by), whom);
      const results = await Promise.allSettled([run(first, a, b), run(second, b, a)]);
      assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
      await clearOwners(other);
    }
  } finally {
    await other.close();
  }
});

async function clearOwners(other: TestHouse): Promise<void> {
  await other.db.deleteFrom('userRole').execute();
}

test('a ban ends every session, is lifted again, and cannot hit oneself', async () => {
  const id = await aPerson(house, 'banned@example.com');
  const owner = house.as(await anAccount(house, 'judge@example.com', 'owner'), 'owner');
  const session = {
    id: newId(),
    tokenHash: Buffer.alloc(32, 1),
    userId: id,
    createdAt: house.now(),
    seenAt: house.now(),
    expiresAt: new Date('2099-01-01'),
  };
  await house.db.insertInto('session').values(session).execute();
  await banUser(owner, id, '广告');
  assert.equal(
    (await house.db.selectFrom('session').select('id').where('userId', '=', id).execute()).length,
    0,
  );
  assert.equal((await getUser(owner, id)).state, 'banned');
  await unbanUser(owner, id);
  assert.equal((await getUser(owner, id)).state, 'active');
  await assert.rejects(banUser(owner, owner.actor.userId), code('identity.not_yourself'));
});
