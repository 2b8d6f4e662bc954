import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { newId } from '#kernel/id.ts';
import { businessDay, day, hour } from '#kernel/time.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import modules from '../../tools/modules.json' with { type: 'json' };
import { openShop, type Shop } from '../flows/fixtures/shop.ts';
import { TermsInput } from './schema.ts';
import {
  changeTerms,
  correctPoints,
  earnLesson,
  earnPurchase,
  expirePoints,
  getOwn,
  getTerms,
  listAccounts,
  listEntries,
  listSignIns,
  remindOfExpiry,
  signIn,
  takeBackRefund,
} from './service.ts';
import { openAccount, spend } from './service/book.ts';

let shop: Shop;
let owner: Ctx<User>;
// How many statements go through before the process is killed.
let left = Number.POSITIVE_INFINITY;
before(async () => {
  shop = await openShop({
    probe: () => {
      left -= 1;
      if (left < 0) throw new Error('killed');
    },
  });
  owner = await shop.aPerson('owner');
  await decide({});
});
after(() => shop.close());

const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code;
const now = () => shop.system();

async function decide(more: Partial<TermsInput>): Promise<void> {
  const { version } = await getTerms(shop.as(owner));
  const terms = {
    isOn: true,
    signInOn: true,
    streak: [1, 2, 3, 4, 5, 6, 10],
    lessonOn: true,
    perLesson: 2,
    lessonCap: 20,
    purchaseOn: true,
    perYuan: 1,
    purchaseCap: 10_000,
    validDays: 365,
    noticeDays: 14,
    version,
    ...more,
  };
  await changeTerms(shop.as(owner), TermsInput.parse(terms));
}

/** What must hold of everybody's points at any time. */
async function assertHolds(): Promise<void> {
  const { rows } = await sql<{ userId: string }>`
    select a.user_id, a.balance, e.sum as entries, l.left, u.used, e.taken from point_account a
    cross join lateral (select coalesce(sum(amount), 0) as sum, -coalesce(sum(amount) filter (where amount < 0), 0) as taken
      from point_entry e where e.user_id = a.user_id) e
    cross join lateral (select coalesce(sum(remaining), 0) as left, min(expires_at) filter (where remaining > 0) as first
      from point_lot l where l.user_id = a.user_id) l
    cross join lateral (select coalesce(sum(u.amount), 0) as used
      from point_use u join point_lot l on l.id = u.lot_id where l.user_id = a.user_id) u
    where a.balance <> e.sum or greatest(a.balance, 0) <> l.left or u.used + greatest(-a.balance, 0) <> e.taken
      or a.next_expiry is distinct from l.first
    union all
    select l.user_id, l.amount, l.remaining, 0, 0, 0 from point_lot l
    where l.remaining <> l.amount - coalesce((select sum(amount) from point_use u where u.lot_id = l.id), 0)`.execute(
    shop.house.db,
  );
  assert.deepEqual(rows, []);
}

const give = (person: Ctx<User>, amount: number) =>
  correctPoints(shop.as(owner), { userId: person.actor.userId, amount, reason: '活动奖励' });

const balanceOf = async (person: Ctx<User>) => (await getOwn(shop.as(person))).balance;

const pay = (person: Ctx<User>, amount: number) =>
  inTransaction(now(), async (tx) => {
    const account = await openAccount(tx, now(), person.actor.userId);
    await spend(tx, now(), account!, { kind: 'redeem', sourceId: newId(), amount });
  });

test('many clicks on one day check in once; a streak goes on by the day and begins anew after a gap', async () => {
  const person = await shop.aPerson();
  const clicks = await Promise.all(Array.from({ length: 50 }, () => signIn(shop.as(person))));
  assert.equal(clicks.filter(({ isNew }) => isNew).length, 1);
  assert.equal(await balanceOf(person), 1);
  shop.wait(day);
  assert.deepEqual(await signIn(shop.as(person)), {
    isNew: true,
    streak: 2,
    amount: 2,
    balance: 3,
  });
  shop.wait(2 * day);
  assert.deepEqual(await signIn(shop.as(person)), {
    isNew: true,
    streak: 1,
    amount: 1,
    balance: 4,
  });
  const today = businessDay(shop.house.now());
  assert.ok((await listSignIns(shop.as(person), today.slice(0, 7))).includes(today));
  await assertHolds();
});

test('a day is one in Beijing: two sign-ins around its midnight are two, hours apart on one day are one', async () => {
  const person = await shop.aPerson();
  const toMidnight = day - ((shop.house.now().getTime() + 8 * hour) % day);
  shop.wait(toMidnight - 1);
  assert.equal((await signIn(shop.as(person))).streak, 1);
  shop.wait(1);
  assert.equal((await signIn(shop.as(person))).streak, 2);
  shop.wait(day - 1);
  assert.equal((await signIn(shop.as(person))).isNew, false);
});

test('spending takes what ends first, and whatever is done in whatever order, points are the sum of their book', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('give' as const), amount: fc.integer({ min: 1, max: 50 }) }),
    fc.record({ kind: fc.constant('pay' as const), amount: fc.integer({ min: 1, max: 60 }) }),
    fc.record({ kind: fc.constant('wait' as const), amount: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ kind: fc.constant('sweep' as const), amount: fc.constant(0) }),
  );
  await decide({ validDays: 30 });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 14 }), async (steps) => {
      const person = await shop.aPerson();
      let lots: { end: number; left: number }[] = [];
      for (const { kind, amount } of steps) {
        const today = Date.parse(businessDay(shop.house.now()));
        lots = lots.filter(({ end, left: rest }) => end > today && rest > 0);
        const has = lots.reduce((sum, { left: rest }) => sum + rest, 0);
        if (kind === 'give') {
          await give(person, amount);
          lots.push({ end: today + 31 * day, left: amount });
        } else if (kind === 'pay' && has < amount)
          await assert.rejects(pay(person, amount), refused('points.too_few'));
        else if (kind === 'pay') {
          await pay(person, amount);
          let open = amount;
          for (const lot of lots) {
            const part = Math.min(open, lot.left);
            lot.left -= part;
            open -= part;
          }
        } else if (kind === 'wait') shop.wait(amount * day);
        else await expirePoints(now());
      }
      const today = Date.parse(businessDay(shop.house.now()));
      const own = await getOwn(shop.as(person));
      const alive = lots.filter(({ end, left: rest }) => end > today && rest > 0);
      assert.equal(
        own.balance,
        alive.reduce((sum, { left: rest }) => sum + rest, 0),
      );
    }),
    { numRuns: 25 },
  );
  await assertHolds();
  await decide({});
});

test('no more is spent than there is, however many spend at once', async () => {
  const person = await shop.aPerson();
  await give(person, 7);
  await give(person, 8);
  const tried = await Promise.allSettled(Array.from({ length: 40 }, () => pay(person, 4)));
  assert.equal(tried.filter(({ status }) => status === 'fulfilled').length, 3);
  assert.equal(await balanceOf(person), 3);
  await assertHolds();
});

test('an order earns once, a refund takes back its part, and what was spent of it is owed before anything is spent', async () => {
  const buyer = await shop.aPerson();
  const { userId } = buyer.actor;
  const { offerId } = await shop.aWork(19_950);
  const { orderId } = await shop.buy(buyer, offerId);
  await Promise.all(Array.from({ length: 20 }, () => earnPurchase(now(), orderId, userId)));
  assert.equal(await balanceOf(buyer), 199);
  await pay(buyer, 150);
  const { db } = shop.house;
  const goesBack = (refunded: number) =>
    db.updateTable('order').set({ refunded }).where('id', '=', orderId).execute();
  await goesBack(10_000);
  const refunds = [newId(), newId(), newId()];
  await Promise.all(refunds.map((id) => takeBackRefund(now(), orderId, id)));
  // 199 × 9,950 ÷ 19,950 stay: 99, and 150 were spent.
  assert.equal(await balanceOf(buyer), -51);
  await assert.rejects(pay(buyer, 1), refused('points.too_few'));
  await assertHolds();
  await give(buyer, 50);
  assert.equal(await balanceOf(buyer), -1);
  await assert.rejects(pay(buyer, 1), refused('points.too_few'));
  await give(buyer, 11);
  await pay(buyer, 10);
  assert.equal(await balanceOf(buyer), 0);
  await db
    .updateTable('order')
    .set({ refunded: 19_950, state: 'refunded' })
    .where('id', '=', orderId)
    .execute();
  await Promise.all(refunds.map((id) => takeBackRefund(now(), orderId, id)));
  await takeBackRefund(now(), orderId, newId());
  assert.equal(await balanceOf(buyer), -99);
  await assertHolds();
});

test('a refund that is heard of before its order takes its part all the same', async () => {
  const buyer = await shop.aPerson();
  const { offerId } = await shop.aWork(10_000);
  const { orderId } = await shop.buy(buyer, offerId);
  await shop.house.db
    .updateTable('order')
    .set({ refunded: 2_500 })
    .where('id', '=', orderId)
    .execute();
  const refundId = newId();
  await takeBackRefund(now(), orderId, refundId);
  await earnPurchase(now(), orderId, buyer.actor.userId);
  await takeBackRefund(now(), orderId, refundId);
  assert.equal(await balanceOf(buyer), 75);
  await assertHolds();
});

test('lessons earn up to the cap of a day, each once, however many are done at once; off, nothing is earned', async () => {
  const learner = await shop.aPerson();
  const { userId } = learner.actor;
  const lessons = Array.from({ length: 15 }, () => newId());
  await Promise.all([...lessons, ...lessons].map((id) => earnLesson(now(), userId, id)));
  assert.equal(await balanceOf(learner), 20);
  shop.wait(day);
  await earnLesson(now(), userId, newId());
  assert.equal(await balanceOf(learner), 22);
  await decide({ lessonOn: false });
  await earnLesson(now(), userId, newId());
  await decide({ isOn: false });
  await earnLesson(now(), userId, newId());
  await assert.rejects(signIn(shop.as(learner)), refused('points.off'));
  assert.equal(await balanceOf(learner), 22);
  await decide({});
  await assertHolds();
});

test('points end once, whoever sweeps and wherever a sweep is killed, and nobody sees them meanwhile', async () => {
  const people = await Promise.all(Array.from({ length: 12 }, () => shop.aPerson()));
  for (const person of people) await give(person, 30);
  shop.wait(10 * day);
  for (const person of people) await give(person, 5);
  shop.wait(356 * day);
  assert.equal(await balanceOf(people[0]!), 5);
  for (let statements = 1; statements < 12; statements += 1) {
    left = statements;
    await expirePoints(now()).catch(() => undefined);
    left = Number.POSITIVE_INFINITY;
    await assertHolds();
  }
  await Promise.all([expirePoints(now()), expirePoints(now()), expirePoints(now())]);
  for (const person of people) assert.equal(await balanceOf(person), 5);
  const { items } = await listEntries(shop.as(people[0]!), {
    filter: { kind: 'expiry' },
    cursor: undefined,
    limit: 9,
  });
  assert.deepEqual(
    items.map(({ amount }) => amount),
    [-30],
  );
  await assertHolds();
});

test('who has points that end soon is told by letter, at most once a week, also when the sweep is killed', async () => {
  const reader = await shop.aPerson();
  const { userId } = reader.actor;
  const email = `${userId}@example.com`;
  await shop.house.db.updateTable('appUser').set({ email }).where('id', '=', userId).execute();
  // Also who earned while nobody was told anything.
  await decide({ noticeDays: 0 });
  await give(reader, 40);
  await decide({});
  shop.wait(day);
  await give(reader, 2);
  const letters = async () =>
    (
      await shop.house.db
        .selectFrom('sentMessage')
        .select('subject')
        .where('address', '=', email)
        .orderBy('sentAt')
        .execute()
    ).map(({ subject }) => subject);
  shop.wait(345 * day);
  await remindOfExpiry(now());
  assert.deepEqual(await letters(), []);
  shop.wait(6 * day);
  for (let statements = 3; statements < 7; statements += 1) {
    left = statements;
    await remindOfExpiry(now()).catch(() => undefined);
    left = Number.POSITIVE_INFINITY;
  }
  await Promise.all([remindOfExpiry(now()), remindOfExpiry(now())]);
  await remindOfExpiry(now());
  // The two that were given a day later end a day later, beyond the days that this letter is about.
  assert.deepEqual(await letters(), ['您有 40 积分即将到期']);
  shop.wait(7 * day);
  await remindOfExpiry(now());
  assert.deepEqual(await letters(), ['您有 40 积分即将到期', '您有 42 积分即将到期']);
});

test('the book of points is never changed, not even by hand', async () => {
  const { db } = shop.house;
  await assert.rejects(sql`update point_entry set amount = 1`.execute(db), /append-only/);
  await assert.rejects(sql`delete from point_entry`.execute(db), /append-only/);
  await assert.rejects(sql`update point_use set amount = 1`.execute(db), /append-only/);
  await assert.rejects(sql`delete from point_use`.execute(db), /append-only/);
  await assert.rejects(sql`truncate point_use`.execute(db), /append-only/);
});

test('points never become money: no verb of theirs posts anything, no table of theirs knows one of money, no import leads there', async () => {
  const { db } = shop.house;
  const posted = () =>
    db
      .selectFrom('posting')
      .select(({ fn }) => fn.countAll().as('n'))
      .executeTakeFirst();
  const before = await posted();
  const person = await shop.aPerson();
  await signIn(shop.as(person));
  await earnLesson(now(), person.actor.userId, newId());
  await give(person, 50);
  await give(person, -3);
  await pay(person, 20);
  shop.wait(400 * day);
  await expirePoints(now());
  await remindOfExpiry(now());
  assert.deepEqual(await posted(), before);

  const { rows } = await sql<{ from: string; to: string }>`
    select conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint where contype = 'f'`.execute(
    db,
  );
  const isPoints = (table: string) => table.startsWith('point_');
  const known = rows.filter(({ from, to }) => isPoints(from) && !isPoints(to)).map(({ to }) => to);
  assert.deepEqual([...new Set(known)].toSorted(), [
    '"order"',
    'app_user',
    'code_batch',
    'coupon',
    'tier',
    'work',
  ]);
  assert.deepEqual(
    rows.filter(({ from, to }) => isPoints(to) && !isPoints(from)),
    [],
  );

  const mayImport = new Map<string, readonly string[]>(Object.entries(modules));
  const reach = new Set<string>();
  const walk = (room: string): void => {
    for (const next of mayImport.get(room) ?? [])
      if (!reach.has(next)) walk((reach.add(next), next));
  };
  walk('points');
  for (const room of ['ledger', 'payment', 'payout', 'aftersale']) {
    assert.ok(mayImport.has(room) && !reach.has(room), room);
    assert.ok(!mayImport.get(room)!.includes('points'), room);
  }
});

test('what cannot be is refused, and nothing is written', async () => {
  const person = await shop.aPerson();
  await assert.rejects(give(person, -1), refused('points.too_little'));
  const nobody = { userId: newId(), amount: 5, reason: '一' };
  await assert.rejects(correctPoints(shop.as(owner), nobody), refused('points.no_user'));
  const terms = await getTerms(shop.as(owner));
  const old = { ...terms, version: terms.version - 1 };
  await assert.rejects(changeTerms(shop.as(owner), old), refused('points.changed'));
  assert.deepEqual(await getTerms(shop.as(owner)), terms);
  const query = { filter: {}, cursor: undefined, limit: 5 };
  await assert.rejects(listAccounts(shop.as(person), query), refused('policy.forbidden'));
  await assert.rejects(changeTerms(shop.as(person), terms), refused('policy.forbidden'));
  assert.deepEqual((await listEntries(shop.as(person), query)).items, []);
});

test('lists page by cursor; one’s own book has nobody else’s entries, whatever is asked for', async () => {
  const page = async (cursor?: string) =>
    listAccounts(shop.as(owner), { filter: {}, cursor, limit: 7 });
  const seen: number[] = [];
  for (let at = await page(); ; at = await page(at.nextCursor)) {
    seen.push(...at.items.map(({ balance }) => balance));
    if (at.nextCursor === null) break;
  }
  assert.ok(seen.length > 14);
  assert.deepEqual(
    seen,
    seen.toSorted((a, b) => b - a),
  );
  const person = await shop.aPerson();
  await give(person, 3);
  const filter = { userId: owner.actor.userId };
  const own = await listEntries(shop.as(person), { filter, cursor: undefined, limit: 50 });
  assert.deepEqual(
    own.items.map(({ amount }) => amount),
    [3],
  );
});
