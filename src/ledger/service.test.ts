import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, sqlState } from '#platform/db.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';
import {
  findBalances,
  foldBalances,
  listAccounts,
  listLines,
  listTransactions,
  lockBalances,
  postTransaction,
  proveLedger,
} from './service.ts';
import {
  availableAccount,
  commissionAccount,
  debtAccount,
  gatewayAccount,
  gatewayFeeAccount,
  pendingAccount,
  type AccountCode,
  type Movement,
} from './types.ts';

let house: TestHouse;
let ctx: Ctx;
before(async () => {
  house = await openTestHouse();
  ctx = house.ctx({ actor: { kind: 'system', name: 'test' } });
});
after(() => house.close());

const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code;
const till = gatewayAccount('sandbox');

async function aCreator(): Promise<string> {
  const id = newId();
  await house.db
    .insertInto('appUser')
    .values({ id, name: '讲师', createdAt: house.now() })
    .execute();
  return id;
}

const move = (source: AccountCode, destination: AccountCode, amount: number): Movement => ({
  source,
  destination,
  amount: money(amount),
});

function post(
  key: string,
  movements: readonly Movement[],
  subjectId = '00000000-0000-7000-8000-000000000001',
) {
  return inTransaction(ctx, (tx) =>
    postTransaction(tx, { key, kind: 'sale', subjectId, at: house.now(), movements }),
  );
}

const balance = async (code: AccountCode) => (await findBalances(house.db, [code]))(code);

test('the same key and body answers the same transaction, also twenty at once; another body is refused', async () => {
  const creator = await aCreator();
  const movements = [move(till, pendingAccount(creator), 70), move(till, commissionAccount, 30)];
  const ids = await Promise.all(Array.from({ length: 20 }, () => post('same', movements)));
  assert.equal(new Set(ids).size, 1);
  assert.equal(await balance(pendingAccount(creator)), 70);
  await assert.rejects(
    post('same', [move(till, pendingAccount(creator), 71)]),
    refused('ledger.key_reused'),
  );
  assert.equal(await balance(pendingAccount(creator)), 70);
});

test('an available balance never falls below zero, however many take at once', async () => {
  const creator = await aCreator();
  const available = availableAccount(creator);
  await post(`in:${creator}`, [move(till, available, 500)]);
  const takes = await Promise.allSettled(
    Array.from({ length: 40 }, (_, i) => post(`out:${creator}:${i}`, [move(available, till, 100)])),
  );
  assert.equal(takes.filter(({ status }) => status === 'fulfilled').length, 5);
  assert.equal(await balance(available), 0);
});

test('a debt never rises above zero', async () => {
  const creator = await aCreator();
  await assert.rejects(
    post(`debt:${creator}`, [move(till, debtAccount(creator), 1)]),
    refused('ledger.insufficient'),
  );
  await post(`owe:${creator}`, [move(debtAccount(creator), till, 5)]);
  await assert.rejects(
    post(`paid:${creator}`, [move(till, debtAccount(creator), 6)]),
    refused('ledger.insufficient'),
  );
});

test('a refused posting leaves no trace, not even its accounts', async () => {
  const creator = await aCreator();
  await assert.rejects(
    post(`none:${creator}`, [move(availableAccount(creator), till, 1)]),
    refused('ledger.insufficient'),
  );
  const { items } = await listAccounts(ctx, {
    filter: { prefix: `creator:${creator}` },
    cursor: undefined,
    limit: 10,
  });
  assert.deepEqual(items, []);
});

test('two who lock the same balances in other orders wait for each other and both go on', async () => {
  const [one, two] = [availableAccount(await aCreator()), availableAccount(await aCreator())];
  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      inTransaction(ctx, async (tx) => {
        const held = await lockBalances(tx, i % 2 ? [one, two] : [two, one]);
        const amount = held(one) + held(two) + 1;
        await postTransaction(tx, {
          key: `lock:${i}:${one}`,
          kind: 'sale',
          subjectId: newId(),
          at: house.now(),
          movements: [move(till, one, amount)],
        });
      }),
    ),
  );
  assert.equal(await balance(one), 2 ** 20 - 1);
});

test('the database refuses to change what was posted, and codes that are not in the plan', async () => {
  const isRefused = (error: unknown) => ['23000', '23514'].includes(sqlState(error));
  for (const statement of [
    'update posting set amount = 1',
    'delete from posting',
    'truncate posting cascade',
    'update transaction set kind = kind',
    'delete from transaction',
    'delete from account',
    'update account set floor = null',
    `insert into account (code) values ('secret:stash')`,
  ]) {
    await assert.rejects(sql.raw(statement).execute(house.db), isRefused, statement);
  }
});

test('a movement of nothing is left out, and nothing but nothing is not posted', async () => {
  assert.equal(await post('nothing', [move(till, commissionAccount, 0)]), undefined);
});

test('folding while others post loses and doubles nothing', async () => {
  const fee = gatewayFeeAccount('sandbox');
  const before = await balance(fee);
  await Promise.all([
    ...Array.from({ length: 60 }, (_, i) => post(`fold:${i}`, [move(till, fee, i + 1)])),
    ...Array.from({ length: 6 }, () => foldBalances(ctx)),
  ]);
  assert.equal(await balance(fee), before + 1_830);
  await foldBalances(ctx);
  assert.equal(await balance(fee), before + 1_830);
  const { rows } = await sql<{ n: number }>`select count(*) as n from balance_delta`.execute(
    house.db,
  );
  assert.equal(rows[0]!.n, 0);
});

test('the ledger does what a simple model does, whatever is posted in whatever order', async () => {
  const creators = await Promise.all([aCreator(), aCreator()]);
  const codes = [
    till,
    commissionAccount,
    gatewayFeeAccount('model'),
    ...creators.flatMap((id) => [pendingAccount(id), availableAccount(id), debtAccount(id)]),
  ];
  const movement = fc
    .record({
      source: fc.nat(codes.length - 1),
      step: fc.integer({ min: 1, max: codes.length - 1 }),
      amount: fc.integer({ min: 1, max: 50 }),
    })
    .map(({ source, step, amount }) =>
      move(codes[source]!, codes[(source + step) % codes.length]!, amount),
    );
  const deed = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        key: fc.nat(30),
        movements: fc.array(movement, { minLength: 1, maxLength: 4 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant('fold' as const) },
  );
  const model = new Map<string, number>();
  const seen = new Map<string, string>();
  let run = 0;
  for (const code of codes) model.set(code, await balance(code));

  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 12 }), async (deeds) => {
      run += 1;
      for (const step of deeds) {
        if (step === 'fold') await foldBalances(ctx);
        else await applyBoth(`model:${run}:${step.key}`, step.movements);
      }
      for (const code of codes) assert.equal(await balance(code), model.get(code), code);
    }),
    { numRuns: 40 },
  );

  async function applyBoth(key: string, movements: readonly Movement[]) {
    const body = JSON.stringify(movements);
    const next = new Map(model);
    for (const { source, destination, amount } of movements) {
      next.set(source, next.get(source)! - amount);
      next.set(destination, next.get(destination)! + amount);
    }
    const isOver = [...next].some(
      ([code, sum]) =>
        (code.endsWith('available') && sum < 0) || (code.endsWith('debt') && sum > 0),
    );
    const known = seen.get(key);
    const expected =
      known === undefined
        ? isOver
          ? 'ledger.insufficient'
          : undefined
        : known === body
          ? undefined
          : 'ledger.key_reused';
    if (expected) return assert.rejects(post(key, movements), refused(expected));
    await post(key, movements);
    if (known !== undefined) return;
    seen.set(key, body);
    for (const [code, sum] of next) model.set(code, sum);
  }
});

test('every balance is the sum of its postings, and all of them sum to nothing', async () => {
  const proof = await proveLedger(ctx);
  assert.deepEqual(
    { ...proof, accounts: 0 },
    { accounts: 0, differing: [], sum: 0, isProven: true },
  );
});

test("lines show each change of a creator's accounts once, page by page, and those of a time alone", async () => {
  const creator = await aCreator();
  const [pending, available] = [pendingAccount(creator), availableAccount(creator)];
  const began = house.now();
  for (let i = 1; i <= 5; i += 1) {
    await post(`st:${creator}:${i}`, [move(till, pending, i * 10), move(pending, available, i)]);
    house.advance(1_000);
  }
  const lines = [];
  let cursor: string | undefined;
  do {
    const page = await listLines(ctx, { ownerId: creator, cursor, limit: 4 });
    lines.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  assert.equal(lines.length, 15);
  const sums = Object.groupBy(lines, ({ account }) => account);
  assert.equal(
    sums.pending!.reduce((sum, { change }) => sum + change, 0),
    135,
  );
  assert.equal(
    sums.available!.reduce((sum, { change }) => sum + change, 0),
    15,
  );
  const between = [new Date(began.getTime() + 1_000), new Date(began.getTime() + 3_000)] as const;
  const some = await listLines(ctx, { ownerId: creator, between, cursor: undefined, limit: 50 });
  assert.deepEqual(
    some.items.map(({ change }) => change),
    [3, -3, 30, 2, -2, 20],
  );
});

test('the book is read by finance and the owner only', async () => {
  const query = { filter: {}, cursor: undefined, limit: 2 };
  for (const role of ['creator', 'reviewer'] as const) {
    await assert.rejects(
      listTransactions(house.as(newId(), role), query),
      refused('policy.forbidden'),
    );
  }
  const first = await listTransactions(house.as(newId(), 'finance'), query);
  const second = await listTransactions(house.as(newId(), 'owner'), {
    ...query,
    cursor: first.nextCursor!,
  });
  assert.equal(new Set([...first.items, ...second.items].map(({ id }) => id)).size, 4);
});
