import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { addDays, addMonths, businessDay, businessMonth, day, hour, minute } from '#kernel/time.ts';
import { seeded } from '#kernel/random.ts';
import { foldBalances, getBook, listBook } from '#ledger/service.ts';
import type { Figures } from '#ledger/types.ts';
import { totalOf } from '#payout/rules.ts';
import { approvePayout, rejectPayout, requestPayout } from '#payout/service/request.ts';
import {
  getStatement,
  listCreatorMonths,
  listMonths,
  listStatementLines,
} from '#payout/service/statement.ts';
import type { StatementLine } from '#payout/schema.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { assertBooks } from './fixtures/books.ts';
import { openShop, type Shelf, type Shop } from './fixtures/shop.ts';
import { requestRefund } from './refund-order.ts';

/** Four months of a shop: sales, refunds in part and whole, double payments, releases, payouts that arrive, fail or are turned down. */
const random = seeded(2026);
const chance = (of: number) => random() < of;
let shop: Shop;
let finance: Ctx<User>;
const shelves: Shelf[] = [];
const months: string[] = [];

before(async () => {
  shop = await openShop({ faults: { transferFailed: 0.3, paymentDoubled: 0.15 }, seed: 11 });
  finance = await shop.aPerson('finance');
  for (const price of [9_900, 19_901, 133]) shelves.push(await shop.aWork(price));
  for (let step = 0; step < 70; step += 1) await live();
  for (let month = '2026-11'; month <= businessMonth(shop.house.now()); month = addMonths(month, 1))
    months.push(month);
});
after(() => shop.close());

async function live(): Promise<void> {
  const shelf = shelves[Math.floor(random() * shelves.length)]!;
  const { orderId } = await shop.buy(await shop.aPerson(), shelf.offerId);
  const order = await shop.house.db
    .selectFrom('order')
    .select('total')
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow();
  if (chance(0.4)) {
    const amount = chance(0.5) ? order.total : 1 + Math.floor(random() * (order.total - 1));
    await requestRefund(shop.as(finance), orderId, { amount, reason: '协商' });
  }
  shop.wait(Math.floor(random() * 3 * day) + minute);
  await shop.settle();
  await shop.sweep();
  await shop.settle();
  if (chance(0.4)) await payOut(shelf.creatorId);
  if (chance(0.3)) await foldBalances(shop.system());
}

async function payOut(creatorId: string): Promise<void> {
  const creator = shop.house.as(creatorId, 'creator');
  const asked = requestPayout(shop.as(creator), { amount: 10_000, payee: 'openid' });
  const id = await asked.catch(() => undefined);
  if (!id) return;
  if (chance(0.3)) await rejectPayout(shop.as(finance), id, '信息不符');
  else await approvePayout(shop.as(finance), id);
  for (let i = 0; i < 4; i += 1) {
    await shop.settle();
    shop.wait(hour);
    await shop.sweep();
  }
}

interface Movement {
  readonly source: string;
  readonly destination: string;
  readonly amount: number;
  readonly kind: string;
  readonly postedAt: Date;
}

/** Every movement from the raw rows: the oracle, which knows nothing of sums. */
async function movements(): Promise<Movement[]> {
  const { rows } = await sql<Movement>`
    select s.code as source, d.code as destination, p.amount, t.kind, t.posted_at
    from posting p join transaction t on t.id = p.transaction_id
    join account s on s.id = p.source_id join account d on d.id = p.destination_id`.execute(
    shop.house.db,
  );
  return rows;
}

function figuresBy(all: readonly Movement[]): Figures {
  const sum = (wanted: (movement: Movement) => boolean) =>
    all.filter(wanted).reduce((total, { amount }) => total + amount, 0);
  const net = (is: (code: string) => boolean, kinds: readonly string[]) =>
    sum(({ destination, kind }) => is(destination) && kinds.includes(kind)) -
    sum(({ source, kind }) => is(source) && kinds.includes(kind));
  const isCreator = (code: string) => code.startsWith('creator:');
  const isCash = (code: string) => code.startsWith('gateway');
  const trade = ['sale', 'refund'];
  const every = [...new Set(all.map(({ kind }) => kind))];
  return {
    gross: sum(({ source, kind }) => source.startsWith('gateway:') && kind === 'sale'),
    refunded: sum(
      ({ destination, kind }) => destination.startsWith('gateway:') && kind === 'refund',
    ),
    fees: net((code) => code.startsWith('gateway_fee:'), trade),
    creators: net(isCreator, trade),
    platform: net((code) => code === 'platform:commission', every),
    payouts: sum(({ kind }) => kind === 'payout_paid'),
    unneeded: net((code) => code.startsWith('suspense:'), every),
    waiting: net((code) => code.startsWith('held:'), every),
    cash: 0 - net(isCash, every),
  };
}

test('the programme was worth looking at: every kind of movement happened, in four months', async () => {
  const kinds = new Set((await movements()).map(({ kind }) => kind));
  assert.deepEqual([...kinds].toSorted(), [
    'payout',
    'payout_back',
    'payout_paid',
    'refund',
    'release',
    'return',
    'sale',
    'suspense',
  ]);
  assert.ok(months.length >= 4, months.join());
  await assertBooks(shop);
});

test('every figure of the book is what the ledger says of that time, of any days, before and after folding', async () => {
  const all = await movements();
  const draw = seeded(5);
  for (let round = 0; round < 40; round += 1) {
    if (round === 20) await foldBalances(shop.system());
    const from = addDays('2026-11-15', Math.floor(draw() * 130));
    const to = addDays(from, Math.floor(draw() * 60));
    const within = ({ from: first, to: last }: { from: string; to: string }) =>
      all.filter(({ postedAt }) => businessDay(postedAt) >= first && businessDay(postedAt) <= last);
    const { now, before: earlier, standing } = await getBook(shop.as(finance), { from, to });
    assert.deepEqual(now, { from, to, ...figuresBy(within({ from, to })) });
    const { from: a, to: b } = earlier;
    assert.deepEqual(earlier, { from: a, to: b, ...figuresBy(within(earlier)) });

    const past = figuresBy(all.filter(({ postedAt }) => businessDay(postedAt) <= to));
    assert.equal(standing.cash, past.cash);
    assert.equal(standing.platform, past.platform);
    assert.equal(standing.unneeded, past.unneeded);

    for (const by of ['day', 'month', 'quarter'] as const) {
      const { items } = await listBook(shop.as(finance), { from, to, by });
      for (const name of [
        'gross',
        'refunded',
        'fees',
        'creators',
        'platform',
        'payouts',
        'cash',
      ] as const)
        assert.equal(
          items.reduce((sum, item) => sum + item[name], 0),
          now[name],
          `${by} ${name}`,
        );
    }
  }
});

async function linesOf(creatorId: string, month: string): Promise<StatementLine[]> {
  const lines: StatementLine[] = [];
  let cursor: string | undefined;
  do {
    const page = await listStatementLines(shop.as(finance), creatorId, {
      filter: { month },
      cursor,
      limit: 7,
    });
    lines.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return lines;
}

test('a statement is the ledger: it opens where the last one closed, its sums are its lines, and what was shared is what was posted', async () => {
  for (const { creatorId } of shelves) {
    let closed = { pending: 0, available: 0, debt: 0 };
    for (const month of months) {
      const statement = await getStatement(shop.as(finance), creatorId, month);
      assert.deepEqual(statement.opening, closed, `${month} opens where the month before closed`);
      const { sales, refunds, earned, takenBack, payouts, returned, released } = statement;
      assert.equal(sales.gross, sales.fee + sales.commission + sales.creator);
      assert.equal(refunds.gross, refunds.fee + refunds.commission + refunds.creator);
      assert.equal(sales.creator, earned, 'what was shared is what was posted');
      assert.equal(refunds.creator, takenBack);
      assert.equal(
        totalOf(statement.closing),
        totalOf(statement.opening) + earned - takenBack - payouts + returned,
      );

      const lines = await linesOf(creatorId, month);
      const sum = (wanted: (line: StatementLine) => boolean) =>
        lines.filter(wanted).reduce((total, { change }) => total + change, 0);
      for (const part of ['pending', 'available', 'debt'] as const)
        assert.equal(
          statement.opening[part] + sum(({ account }) => account === part),
          statement.closing[part],
          `${month} ${part}`,
        );
      assert.equal(
        sum(({ kind }) => kind === 'sale'),
        earned,
      );
      assert.equal(
        sum(({ kind, account }) => kind === 'release' && account === 'pending'),
        0 - released,
      );
      for (const { kind, number, workTitle } of lines) {
        assert.match(number, /^([0-9]{18}|[0-9a-f]{32})$/, kind);
        assert.equal(workTitle === null, kind.startsWith('payout'));
      }
      closed = statement.closing;
    }
    const proof = await shop.house.db
      .selectFrom('account')
      .innerJoin('balance', 'balance.accountId', 'account.id')
      .select(['code', 'amount'])
      .where('ownerId', '=', creatorId)
      .execute();
    await foldBalances(shop.system());
    assert.ok(proof.length > 0);
  }
});

test('a creator’s list of months, and the month of all creators, say the same as the statements', async () => {
  const [last] = months.slice(-1);
  for (const month of months) {
    const { items } = await listCreatorMonths(shop.as(finance), {
      filter: { month },
      cursor: undefined,
      limit: 50,
    });
    assert.equal(items.length, shelves.length);
    for (const item of items) {
      const statement = await getStatement(shop.as(finance), item.creatorId, month);
      assert.deepEqual(
        [item.opening, item.earned, item.takenBack, item.payouts, item.returned, item.closing],
        [
          totalOf(statement.opening),
          statement.earned,
          statement.takenBack,
          statement.payouts,
          statement.returned,
          totalOf(statement.closing),
        ],
      );
    }
  }
  for (const { creatorId } of shelves) {
    const own = await listMonths(shop.house.as(creatorId, 'creator'), creatorId, {
      cursor: undefined,
      limit: 50,
    });
    assert.equal(own.items[0]!.month, last);
    for (const { month, closing } of own.items) {
      const statement = await getStatement(shop.as(finance), creatorId, month);
      assert.equal(closing, totalOf(statement.closing));
    }
  }
});

test('statements are for their creator and those who keep the books, and there is none of a month to come', async () => {
  const [{ creatorId }, other] = shelves as [Shelf, Shelf];
  const own = shop.house.as(creatorId, 'creator');
  await getStatement(own, creatorId, months[0]!);
  await assert.rejects(getStatement(own, other.creatorId, months[0]!), {
    code: 'policy.not_found',
  });
  await assert.rejects(getStatement(own, creatorId, '2099-01'), { code: 'payout.no_statement' });
  await assert.rejects(listCreatorMonths(own, { filter: {}, cursor: undefined, limit: 5 }), {
    code: 'policy.forbidden',
  });
});
