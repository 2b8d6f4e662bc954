import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { money } from '#kernel/money.ts';
import { day } from '#kernel/time.ts';
import {
  creditCheck,
  dueOf,
  invoiceProblem,
  isCreditCode,
  isTaxNumber,
  isWhole,
  issueProblem,
  numberOf,
  redOwed,
  requestProblem,
  requestUntil,
  stateOf,
  taxBack,
  taxIn,
  tidyTaxNumber,
} from './rules.ts';

const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const seventeen = fc
  .array(fc.constantFrom(...signs), { minLength: 17, maxLength: 17 })
  .map((all) => all.join(''));
const coded = seventeen.map((first) => first + creditCheck(first)!);

test('codes that registries have given out pass their check, and with one sign changed they do not', () => {
  // The first is the standard's own example.
  for (const code of ['91350100M000100Y43', '91110108551385082Q', '91440300708461136T'])
    assert.ok(isCreditCode(code), code);
  assert.ok(!isCreditCode('91350100M000100Y44'));
  assert.ok(!isCreditCode('91350100M000100Y4'));
  assert.ok(!isCreditCode('91350100M000100YI3'));
});

test('law: of 31 last signs exactly one makes a code', () => {
  fc.assert(
    fc.property(seventeen, (first) => {
      assert.equal([...signs].filter((sign) => isCreditCode(first + sign)).length, 1);
    }),
  );
});

test('law: a code with one sign mistyped, or two neighbours swapped, is found out', () => {
  fc.assert(
    fc.property(coded, fc.nat(17), fc.constantFrom(...signs), (code, place, sign) => {
      const typed = code.slice(0, place) + sign + code.slice(place + 1);
      assert.equal(isCreditCode(typed), typed === code);
      if (place === 17) return;
      const [one, other] = [code[place]!, code[place + 1]!];
      const swapped = code.slice(0, place) + other + one + code.slice(place + 2);
      assert.equal(isCreditCode(swapped), one === other);
    }),
  );
});

test('a tax number is tidied before it is read; the older forms have fifteen or twenty signs', () => {
  assert.equal(tidyTaxNumber(' 91350100 m000100y43 '), '91350100M000100Y43');
  assert.ok(isTaxNumber('110108551385082'));
  assert.ok(isTaxNumber('11010519491231002X00'));
  assert.ok(!isTaxNumber('11010855138508'));
  assert.ok(!isTaxNumber(''));
});

const amounts = fc.integer({ min: 1, max: 100_000_000 });
const parts = fc.tuple(amounts, fc.array(fc.nat(100_000_000), { maxLength: 8 })).map((drawn) => {
  const [total, wishes] = drawn;
  let left = total;
  const refunds = wishes
    .map((wish) => Math.min(wish, left))
    .filter((part) => {
      const fits = part > 0 && part <= left;
      if (fits) left -= part;
      return fits;
    });
  return { total: money(total), refunds, left: money(left) };
});

test('law: whatever goes back in whichever parts, and however often one looks, red letters leave what is left', () => {
  fc.assert(
    fc.property(parts, fc.nat(3), ({ total, refunds }, looks) => {
      const letters: { amount: ReturnType<typeof money>; number: string | null }[] = [];
      let left = Number(total);
      for (const refund of refunds) {
        left -= refund;
        for (let look = 0; look <= looks; look += 1) {
          const owed = redOwed({ amount: total, letters }, money(left));
          if (owed > 0) letters.push({ amount: owed, number: null });
        }
        const taken = letters.reduce((sum, { amount }) => sum + amount, 0);
        assert.equal(total - taken, left);
      }
      assert.ok(letters.length <= refunds.length);
      assert.equal(stateOf(total, letters), letters.length > 0 ? 'red_owed' : 'issued');
      const done = letters.map((letter) => ({ ...letter, number: '1' }));
      assert.equal(stateOf(total, done), left === 0 ? 'red' : 'issued');
    }),
  );
});

test('law: the tax of credit notes is never negative, and when all went back it is the tax of the invoice', () => {
  fc.assert(
    fc.property(parts, fc.nat(5_000), ({ total, refunds, left }, bps) => {
      let before = money(0);
      let tax = 0;
      for (const refund of refunds) {
        const back = taxBack(total, bps, before, money(refund));
        assert.ok(back >= 0 && back <= refund);
        tax += back;
        before = money(before + refund);
      }
      assert.equal(taxIn(total, bps) - tax, taxIn(left, bps));
    }),
  );
});

const paidAt = new Date('2026-11-21T10:00:00Z');
const sold = (more: object = {}) => ({
  state: 'paid',
  total: money(9_900),
  refunded: money(0),
  refunding: money(0),
  paidAt,
  refundUntil: paidAt,
  ...more,
});

test('an invoice is for what was paid; a team’s money that went back was no sale', () => {
  assert.equal(invoiceProblem(sold()), undefined);
  assert.equal(invoiceProblem(sold({ state: 'pending', refundUntil: null })), 'invoice.not_paid');
  assert.equal(invoiceProblem(sold({ total: money(0) })), 'invoice.not_paid');
  const whole = { state: 'refunded', refunded: money(9_900) };
  assert.equal(invoiceProblem(sold(whole)), 'invoice.nothing_left');
  assert.equal(invoiceProblem(sold({ ...whole, refundUntil: null })), 'invoice.not_paid');
  assert.ok(!isWhole({ name: '书院', address: '', taxNumber: '1' }));
  assert.equal(numberOf({ kind: 'credit', year: 2026, serial: 7 }), 'CN-2026-000007');
});

test('a fapiao can be asked for within a year, and says what is left at that moment', () => {
  const last = requestUntil(paidAt);
  assert.equal(last.getTime() - paidAt.getTime(), 365 * day);
  assert.equal(requestProblem(sold(), last), undefined);
  assert.equal(requestProblem(sold(), new Date(last.getTime() + 1)), 'fapiao.too_late');
  assert.equal(requestProblem(sold({ refunding: money(9_900) }), last), 'invoice.nothing_left');
  assert.equal(dueOf(paidAt).getTime() - paidAt.getTime(), 7 * day);
  assert.equal(issueProblem(sold(), 9_900), undefined);
  assert.equal(issueProblem(sold({ refunded: money(1) }), 9_900), 'fapiao.amount_changed');
  assert.equal(issueProblem(sold({ refunding: money(1) }), 9_899), 'fapiao.refund_under_way');
});
