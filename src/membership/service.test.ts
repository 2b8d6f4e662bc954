import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import { after as later, day } from '#kernel/time.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { count } from '../flows/fixtures/books.ts';
import { openShop, type Shop } from '../flows/fixtures/shop.ts';
import { ImportChunk, TierInput } from './schema.ts';
import { createTier, importMembers, listMembers, revokeMembership } from './service.ts';

let shop: Shop;
let owner: Ctx<User>;
let tierId: string;
before(async () => {
  shop = await openShop();
  owner = await shop.aPerson('owner');
  const tier = { nameZh: '畅学', nameEn: 'All access', covers: [{ scope: 'all' }] };
  tierId = await createTier(shop.as(owner), TierInput.parse(tier));
});
after(() => shop.close());

const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code;
const own = () => shop.as(owner);

interface Line {
  readonly email: string;
  readonly endsAt?: string | null;
  readonly tierIds?: readonly string[];
  readonly isDeleted?: boolean;
}

function chunkOf(lines: readonly Line[], more: Partial<ImportChunk> = {}): ImportChunk {
  const rows = lines.map((line, n) => ({
    name: '学员',
    tierIds: [tierId],
    endsAt: null,
    isDeleted: false,
    ...line,
    line: n + 2,
  }));
  return ImportChunk.parse({ importId: newId(), fileName: 'members.csv', rows, ...more });
}

const people = (n: number, from = 0) =>
  Array.from({ length: n }, (_, k) => ({ email: `reader${from + k}@example.com` }));

test('a file makes accounts and memberships, says what it cannot take, and doubles nothing when it is brought again', async () => {
  const endsAt = later(shop.house.now(), 90 * day).toISOString();
  const lines = [
    { email: 'Ann@Example.com', endsAt },
    { email: 'not an address' },
    { email: 'gone@example.com', isDeleted: true },
    { email: 'free@example.com', tierIds: [] },
    { email: 'late@example.com', endsAt: '2020-01-01T00:00:00Z' },
    { email: 'soon@example.com', endsAt: 'unreadable' },
    { email: 'bob@example.com' },
  ];
  const trial = await importMembers(own(), chunkOf(lines, { isTrial: true }));
  assert.equal(await count(shop, 'membership'), 0);
  assert.deepEqual([trial.taken, trial.accounts], [2, 2]);
  assert.deepEqual(
    trial.problems.map(({ line }) => line),
    [3, 4, 5, 6, 7],
  );
  const first = await importMembers(own(), chunkOf(lines));
  assert.deepEqual([first.accounts, first.memberships, first.moved], [2, 2, 0]);
  const again = await importMembers(own(), chunkOf(lines));
  assert.deepEqual([again.accounts, again.memberships, again.moved], [0, 0, 0]);
  const ann = await shop.house.db
    .selectFrom('appUser')
    .selectAll()
    .where('email', '=', 'ann@example.com')
    .executeTakeFirstOrThrow();
  assert.equal(ann.passwordHash, null);
  assert.equal(await count(shop, 'sent_message'), 0);

  const moved = [{ email: 'ann@example.com', endsAt: later(shop.house.now(), day).toISOString() }];
  assert.equal((await importMembers(own(), chunkOf(moved))).moved, 1);
  const page = await listMembers(own(), {
    filter: { userId: ann.id },
    cursor: undefined,
    limit: 9,
  });
  assert.deepEqual(
    page.items.map(({ sourceKind, endsAt: end }) => [sourceKind, end]),
    [['import', moved[0]!.endsAt]],
  );
  await revokeMembership(own(), page.items[0]!.id, '误导入');
  assert.equal((await importMembers(own(), chunkOf(lines))).memberships, 0);
});

test('the same file brought by ten at once makes each person once', async () => {
  const chunk = chunkOf(people(100));
  await Promise.all(Array.from({ length: 10 }, () => importMembers(own(), chunk)));
  assert.equal(await count(shop, 'app_user', `email like 'reader%'`), 100);
  assert.equal(
    await count(
      shop,
      'membership',
      `user_id in (select id from app_user where email like 'reader%')`,
    ),
    100,
  );
});

test('new members are written to when the owner asks for it, once', async () => {
  const chunk = chunkOf(people(3, 500), { isTold: true });
  await importMembers(own(), chunk);
  await importMembers(own(), chunk);
  assert.equal(await count(shop, 'sent_message', `address like 'reader50%'`), 3);
});

test('only the owner imports, and into a tier that is there', async () => {
  const chunk = chunkOf(people(1, 900));
  await assert.rejects(
    importMembers(await shop.aPerson('finance'), chunk),
    refused('policy.forbidden'),
  );
  await assert.rejects(
    importMembers(own(), chunkOf([{ email: 'x@example.com', tierIds: [newId()] }])),
    refused('tier.unknown'),
  );
  assert.equal(await count(shop, 'app_user', `email like 'reader900%'`), 0);
});
