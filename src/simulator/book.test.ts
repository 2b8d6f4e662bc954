import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { seeded } from '#kernel/random.ts';
import { type Book, openBook } from './book.ts';
import * as verbs from './desk.ts';
import { openFaults } from './faults.ts';
import { loadKeys } from './keys.ts';
import { aClock } from './testing.ts';

function aFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'shuyuan-book-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

function aDesk(book: Book, seed: number, rate: number): verbs.Desk {
  const rates = {
    refundAbnormal: rate,
    refundClosed: rate,
    transferFailed: rate,
    paymentDoubled: rate,
  };
  const faults = openFaults({ ...rates, wrongAmount: rate, paymentLate: rate }, seeded(seed));
  const shared = {
    feeBps: 60,
    refundSec: 2,
    transferSec: 3,
    secret: 'secret',
    announce: () => undefined,
  };
  return { book, faults, ...shared };
}

const notifyUrl = 'http://127.0.0.1:3000/notices';

/** One step of the outside world; numbers are small so that they meet each other. */
const step = fc.record({
  verb: fc.constantFrom('open', 'pay', 'pay', 'close', 'refund', 'refund', 'transfer', 'wait'),
  order: fc.integer({ min: 1, max: 3 }),
  other: fc.integer({ min: 1, max: 8 }),
  amount: fc.oneof(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 50_000 })),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

// Every verb in one place, so that a run reads like a story.
// oxlint-disable-next-line complexity
function take(desk: verbs.Desk, clock: ReturnType<typeof aClock>, it: Step): void {
  const now = clock.now();
  const outTradeNo = `order-000${it.order}`;
  const asked = {
    trade: 'MWEB',
    amount: it.order * 1999,
    currency: 'CNY',
    description: '课程',
  } as const;
  const expiresAt = '2026-11-21T02:30:00.000Z';
  try {
    if (it.verb === 'open')
      verbs.openPayment(desk, { outTradeNo, ...asked, notifyUrl, expiresAt }, now);
    if (it.verb === 'pay') verbs.pay(desk, outTradeNo, {}, now);
    if (it.verb === 'close') verbs.closePayment(desk, outTradeNo, now);
    if (it.verb === 'refund') {
      const total =
        [...desk.book.charges.values()].find((charge) => charge.outTradeNo === outTradeNo)
          ?.amount ?? 0;
      const number = { outRefundNo: `refund-${it.other}`, transactionId: undefined, outTradeNo };
      verbs.askRefund(
        desk,
        { ...number, amount: Math.min(it.amount, total), total, notifyUrl },
        now,
      );
    }
    if (it.verb === 'transfer') {
      verbs.askTransfer(
        desk,
        { outBillNo: `bill${it.other}`, amount: it.amount, payee: 'o1', notifyUrl },
        now,
      );
    }
  } catch (error) {
    if (!(error instanceof verbs.Denial)) throw error;
  }
  if (it.verb === 'wait') clock.move(it.amount % 97 === 0 ? 1800 : it.amount % 60);
  verbs.settleDue(desk, clock.now());
}

/** The whole book as plain values. */
function dump(book: Book) {
  const { payments, charges, refunds, transfers, pendingNotices, underWay } = book;
  return { payments, charges, refunds, transfers, pendingNotices, underWay, totals: book.totals() };
}

function sum<T>(items: Iterable<T>, amount: (item: T) => number): number {
  return [...items].reduce((total, item) => total + amount(item), 0);
}

/** Every law of the book, counted again from its rows. */
function checkLaws(book: Book): void {
  const totals = book.totals();
  const done = <T extends { state: string }>(all: Iterable<T>) =>
    [...all].filter((it) => it.state === 'succeeded');
  const paid = sum(book.charges.values(), (it) => it.amount);
  const refunded = sum(done(book.refunds.values()), (it) => it.amount);
  const transferred = sum(done(book.transfers.values()), (it) => it.amount);
  const fees = sum(book.charges.values(), (it) =>
    Math.floor((it.amount - it.refunded) * 0.006 + 0.5),
  );
  assert.equal(totals.cash, paid - refunded - transferred - fees);
  assert.deepEqual(
    [totals.paid, totals.refunded, totals.transferred, totals.fees],
    [paid, refunded, transferred, fees],
  );

  for (const charge of book.charges.values()) {
    const mine = [...book.refunds.values()].filter(
      (it) => it.transactionId === charge.transactionId,
    );
    const claimed = sum(
      mine.filter((it) => it.state !== 'closed'),
      (it) => it.amount,
    );
    assert.ok(claimed <= charge.amount && claimed === charge.claimed);
  }
}

test('cash is paid − refunded − transferred − fees, and no charge gives back more than it took', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60 }),
      fc.nat(),
      fc.constantFrom(0, 0.3),
      (steps, seed, rate) => {
        const book = openBook();
        const clock = aClock();
        const desk = aDesk(book, seed, rate);
        for (const it of steps) {
          take(desk, clock, it);
          checkLaws(book);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('asking again with the same number changes nothing', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const [once, twice] = [openBook(), openBook()];
      const [clockA, clockB] = [aClock(), aClock()];
      const [deskA, deskB] = [aDesk(once, 1, 0), aDesk(twice, 1, 0)];
      for (const it of steps) {
        take(deskA, clockA, it);
        take(deskB, clockB, it);
        if (it.verb !== 'wait') take(deskB, clockB, it);
      }
      assert.deepEqual(twice.totals(), once.totals());
      assert.equal(twice.length(), once.length());
    }),
  );
});

test('a restart finds the book as it was', (t) => {
  const folder = aFolder(t);
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      rmSync(join(folder, 'book.jsonl'), { force: true });
      const book = openBook(folder);
      const clock = aClock();
      for (const it of steps) take(aDesk(book, 5, 0.2), clock, it);
      const before = dump(book);
      book.close();
      const again = openBook(folder);
      assert.deepEqual(dump(again), before);
      again.close();
    }),
    { numRuns: 25 },
  );
});

test('a line that a crash tore off is cut away, and a damaged line in the middle is an error', (t) => {
  const folder = aFolder(t);
  const path = join(folder, 'book.jsonl');
  const book = openBook(folder);
  book.append({ kind: 'deposited', at: '2026-11-21T02:00:00.000Z', amount: 500 });
  book.close();
  appendFileSync(path, '{"kind":"deposited","at":"2026-11-21T02:0');

  const again = openBook(folder);
  assert.equal(again.totals().cash, 500);
  again.append({ kind: 'deposited', at: '2026-11-21T02:00:01.000Z', amount: 1 });
  again.close();
  const third = openBook(folder);
  assert.equal(third.totals().cash, 501);
  third.close();

  writeFileSync(path, `{"kind":\n${readFileSync(path, 'utf8')}`);
  assert.throws(() => openBook(folder), /line 1 is damaged/);
});

test('keys are made once, kept, and readable by their owner only', async (t) => {
  const folder = aFolder(t);
  const keys = await loadKeys(folder);
  assert.deepEqual(await loadKeys(folder), keys);
  if (process.platform !== 'win32') {
    assert.equal(statSync(join(folder, 'keys.json')).mode & 0o777, 0o600);
  }
});

test('the fee is rounded half up', () => {
  const fees = [1, 83, 84, 100, 1990, 1_000_000].map((amount) => verbs.feeOn(amount, 60));
  assert.deepEqual(fees, [0, 0, 1, 1, 12, 6000]);
});

test('however a charge is refunded in parts, the fee kept is the fee on what is left', () => {
  const parts = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(parts, fc.integer({ min: 0, max: 5_000 }), (amounts, rest) => {
      const book = openBook();
      const desk = aDesk(book, 1, 0);
      const clock = aClock();
      const outTradeNo = 'order-0001';
      const total = sum(amounts, (amount) => amount) + rest;
      const asked = { trade: 'MWEB', currency: 'CNY', description: '课程', notifyUrl } as const;
      const expiresAt = '2026-11-21T02:30:00.000Z';
      verbs.openPayment(desk, { outTradeNo, amount: total, ...asked, expiresAt }, clock.now());
      assert.equal(verbs.pay(desk, outTradeNo, {}, clock.now()), 'paid');
      for (const [index, amount] of amounts.entries()) {
        const number = { outRefundNo: `part-${index}`, transactionId: undefined, outTradeNo };
        verbs.askRefund(desk, { ...number, amount, total, notifyUrl }, clock.now());
        clock.move(2);
        verbs.settleDue(desk, clock.now());
        checkLaws(book);
      }
      assert.equal(book.totals().refunded, total - rest);
      assert.equal(book.totals().reserved, 0);
    }),
  );
});
