import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { money, roundedShareOf, type Money } from '#kernel/money.ts';
import {
  areSharesPaid,
  credit,
  feeReturned,
  maskPayee,
  sharesOf,
  splitFee,
  splitLeft,
  splitRefund,
  splitSale,
  takeBack,
} from './rules.ts';
import type { Sold, Split } from './types.ts';

const amount = fc.integer({ min: 1, max: 10_000_000_00 }).map(money);
const bps = fc.integer({ min: 0, max: 10_000 });
/** Rates of no promoter, of one, or of two who leave something. */
const shareBps = fc
  .array(fc.integer({ min: 1, max: 5_000 }), { maxLength: 2 })
  .filter((rates) => rates.reduce((all, one) => all + one, 0) < 10_000);

/** A sale of `gross` whose fee the gateway gives back by its rate, or keeps whatever it was. */
const soldOf = (gross: fc.Arbitrary<Money>): fc.Arbitrary<Sold> =>
  fc
    .record({
      gross,
      commissionBps: bps,
      rate: bps,
      kept: fc.double({ min: 0, max: 1, noNaN: true }),
      shareBps,
    })
    .chain(({ gross: sum, commissionBps, rate, kept, shareBps: wanted }) =>
      fc.constantFrom<Sold>(
        sale({ gross: sum, commissionBps, feeBps: rate, fee: roundedShareOf(sum, rate) }, wanted),
        sale(
          { gross: sum, commissionBps, feeBps: null, fee: money(Math.floor(sum * kept)) },
          wanted,
        ),
      ),
    );

/** A sale as it is made: promoters have a part of it where they leave enough for the fee. */
function sale(one: Omit<Sold, 'shareBps'>, wanted: readonly number[]): Sold {
  return { ...one, shareBps: areSharesPaid(one.gross, one.fee, wanted) ? wanted : [] };
}
const sold = soldOf(amount);
const whole = ({ gross, fee, commissionBps, shareBps: rates }: Sold) =>
  splitSale(gross, fee, commissionBps, rates);
const parts = (split: Split): readonly Money[] => [
  split.fee,
  split.commission,
  split.creator,
  ...split.shares,
];
const sum = (split: Split): number => parts(split).reduce((all, part) => all + part, 0);
const parties = ['fee', 'commission', 'creator'] as const;

/** The lines of an order as their sale shared them: of a gateway that gives its fee back by its rate, or keeps it. */
const order = fc
  .record({
    lines: fc.array(
      fc.record({
        gross: fc.integer({ min: 1, max: 100_000 }).map(money),
        commissionBps: bps,
        shareBps,
      }),
      { minLength: 1, maxLength: 8 },
    ),
    rate: bps,
    isKept: fc.boolean(),
  })
  .map(({ lines, rate, isKept }) => {
    const gross = lines.map((line) => line.gross);
    const whole = money(gross.reduce((all, one) => all + one, 0));
    const fees = splitFee(roundedShareOf(whole, rate), gross);
    const feeBps = isKept ? null : rate;
    return lines.map((line, at) => ({
      ...sale(
        { gross: line.gross, commissionBps: line.commissionBps, feeBps, fee: fees[at]! },
        line.shareBps,
      ),
      refunded: money(0),
    }));
  });

test('a split is whole: parts are not negative and sum to what the line cost, the fees to what the gateway keeps', () => {
  fc.assert(
    fc.property(sold, (sale) => {
      const split = whole(sale);
      assert.equal(sum(split), sale.gross);
      assert.ok(parts(split).every((part) => part >= 0));
    }),
    { numRuns: 5_000 },
  );
});

test('nobody has less of what is left when more is left, and nothing is left of nothing', () => {
  fc.assert(
    fc.property(sold, fc.nat(), fc.nat(), (sale, x, y) => {
      const [less, more] = [x % (sale.gross + 1), y % (sale.gross + 1)].toSorted((a, b) => a - b);
      const [small, large] = [splitLeft(sale, money(less!)), splitLeft(sale, money(more!))];
      parts(small).forEach((part, place) => assert.ok(parts(large)[place]! >= part));
      assert.deepEqual(splitLeft(sale, sale.gross), whole(sale));
      assert.equal(sum(splitLeft(sale, money(0))), 0);
    }),
    { numRuns: 5_000 },
  );
});

/** A sale refunded in parts cut at `cuts`; what each party gave back in all. */
function refundInParts(sale: Sold, cuts: readonly number[]): Split[] {
  const { gross } = sale;
  const ends = [...new Set([...cuts.filter((cut) => cut > 0 && cut < gross), gross])].toSorted(
    (a, b) => a - b,
  );
  return ends.map((end, place) => {
    const start = money(place === 0 ? 0 : ends[place - 1]!);
    return splitRefund(sale, start, money(end - start));
  });
}

test('refunds of every line in parts of any size give back from everybody exactly what they got', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 20 });
  const small = soldOf(fc.integer({ min: 1, max: 100_000 }).map(money));
  fc.assert(
    fc.property(small, cuts, (sale, at) => {
      const refunds = refundInParts(sale, at);
      for (const [party, got] of parts(whole(sale)).entries()) {
        assert.equal(
          refunds.reduce((total, refund) => total + parts(refund)[party]!, 0),
          got,
        );
        assert.ok(refunds.every((refund) => parts(refund)[party]! >= 0));
      }
    }),
    { numRuns: 3_000 },
  );
});

test('each part of a refund is made of what the parties give back', () => {
  fc.assert(
    fc.property(sold, fc.nat(), fc.nat(), (sale, x, y) => {
      const before = money(x % sale.gross);
      const part = money((y % (sale.gross - before)) + 1);
      assert.equal(sum(splitRefund(sale, before, part)), part);
    }),
  );
});

test('the fees of an order’s lines are its fee, and refunds of every line in parts of any size give back from everybody exactly what they got', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 20 });
  fc.assert(
    fc.property(order, cuts, (lines, at) => {
      for (const sale of lines) {
        const refunds = refundInParts(sale, at);
        assert.deepEqual(splitLeft(sale, sale.gross), whole(sale));
        for (const party of parties) {
          const back = refunds.reduce((total, refund) => total + refund[party], 0);
          assert.equal(back, whole(sale)[party]);
          assert.ok(refunds.every((refund) => refund[party] >= 0));
        }
      }
    }),
    { numRuns: 3_000 },
  );
});

test('a gateway rounds its fee of the whole order: what the lines give back differs by a unit each at most, and comes out even', () => {
  fc.assert(
    fc.property(order, fc.nat(), (given, first) => {
      let lines = given;
      let rounding = 0;
      for (let n = 0; n < lines.length; n += 1) {
        const at = (first + n) % lines.length;
        const { gross } = lines[at]!;
        const { fee } = splitRefund(lines[at]!, money(0), gross);
        rounding += (feeReturned(lines, gross) ?? fee) - fee;
        assert.ok(Math.abs(rounding) <= lines.length);
        lines = lines.map((one, place) => (place === at ? { ...one, refunded: gross } : one));
      }
      assert.equal(rounding, 0);
    }),
    { numRuns: 3_000 },
  );
});

test('of an order of one line the gateway gives back what its line does, in parts of any size', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 20 });
  fc.assert(
    fc.property(sold, cuts, (sale, at) => {
      let refunded = money(0);
      for (const split of refundInParts(sale, at)) {
        const back = feeReturned([{ ...sale, refunded }], money(sum(split))) ?? split.fee;
        // Where promoters have a part the fee follows what they leave, and the platform bears the rounding.
        const most = sale.shareBps.length > 0 ? 2 : 0;
        assert.ok(Math.abs(split.fee - back) <= most, `${split.fee} instead of ${back}`);
        refunded = money(refunded + sum(split));
      }
    }),
    { numRuns: 2_000 },
  );
});

test('money for a creator pays what is owed first, and no more', () => {
  fc.assert(
    fc.property(amount, fc.nat(1_000_000_000), (due, owed) => {
      const { toDebt, toAvailable } = credit(due, money(0 - owed));
      assert.equal(toDebt + toAvailable, due);
      assert.ok(toDebt <= owed && (toAvailable === 0 || toDebt === owed));
    }),
  );
});

test('what is taken back comes from what is there; only the rest is owed', () => {
  fc.assert(
    fc.property(amount, fc.nat(1_000_000_000), (due, there) => {
      const { fromAvailable, fromDebt } = takeBack(due, money(there));
      assert.equal(fromAvailable + fromDebt, due);
      assert.ok(fromAvailable <= there && (fromDebt === 0 || fromAvailable === there));
    }),
  );
});

test('¥99 at 0.6 % and 20 %: 59 fen, ¥19.68 and ¥78.73', () => {
  assert.deepEqual(splitSale(money(9_900), money(59), 2_000), {
    fee: 59,
    commission: 1_968,
    creator: 7_873,
    shares: [],
  });
});

test('one fen goes to somebody and not to two', () => {
  assert.deepEqual(splitSale(money(1), money(0), 2_000), {
    fee: 0,
    commission: 0,
    creator: 1,
    shares: [],
  });
});

test('of a payee no more than a third is shown, and at most four characters', () => {
  assert.equal(maskPayee('oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'), '********eS6o');
  assert.equal(maskPayee('13800001234'), '********234');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (payee) => {
      const shown = Array.from(maskPayee(payee).replace(/^\*+/, '')).length;
      assert(shown <= 4 && shown <= Array.from(payee).length / 3);
    }),
  );
});

test('¥199 with 10 % and 5 % for promoters: ¥19.90 and ¥9.95 come first, fee and platform of what they leave', () => {
  assert.deepEqual(splitSale(money(19_900), money(119), 2_000, [1_000, 500]), {
    fee: 119,
    commission: 3_359,
    creator: 13_437,
    shares: [1_990, 995],
  });
});

test('a promoter’s part is the rate of what was paid, rounded down, and the second’s never a unit more than that', () => {
  fc.assert(
    fc.property(amount, shareBps, (paid, rates) => {
      const exact = rates.map((rate) => (BigInt(paid) * BigInt(rate)) / 10_000n);
      const told = sharesOf(paid, rates).map(BigInt);
      if (told.length > 0) assert.equal(told[0], exact[0]);
      if (told.length > 1) assert.ok([0n, 1n].includes(told[1]! - exact[1]!));
    }),
  );
});
