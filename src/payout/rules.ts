import assert from 'node:assert/strict';
import {
  money,
  proportionOf,
  roundedShareOf,
  shareOf,
  splitByWeights,
  type Money,
} from '#kernel/money.ts';
import { addMonths } from '#kernel/time.ts';
import type { TransactionKind } from '#ledger/types.ts';
import type { MonthFlow, MonthSums, Parts, Sold, Split } from './types.ts';

/** What the gateway kept of an order, shared over what its lines cost by largest remainder: no part is more than its line cost. */
export function splitFee(fee: Money, gross: readonly Money[]): Money[] {
  return splitByWeights(fee, gross);
}

/**
 * Splits a sale, or what is left of one, of which the gateway has `fee`: first what promoters are promised of the whole, then the platform's
 * part of the rest rounded down, the creator's what is left. The parts sum to `gross`, and none is negative.
 */
export function splitSale(
  gross: Money,
  fee: Money,
  commissionBps: number,
  shareBps: readonly number[] = [],
): Split {
  const shares = sharesOf(gross, shareBps);
  const net = money(gross - total(shares) - fee);
  assert(fee >= 0 && net >= 0, 'a fee is a part of what is left of its sale');
  const commission = shareOf(net, commissionBps);
  return { fee, commission, creator: money(net - commission), shares };
}

const total = (parts: readonly Money[]): number => parts.reduce((sum, part) => sum + part, 0);

/**
 * What promoters get of what was paid, level by level, rounded down: each of what the one before left, at the rate that makes it its part of
 * the whole. So neither a part nor what is left ever falls when more was paid; the second may round a unit higher than alone.
 */
export function sharesOf(paid: Money, shareBps: readonly number[]): Money[] {
  let [rest, restBps] = [BigInt(paid), 10_000n];
  return shareBps.map((bps) => {
    const part = (rest * BigInt(bps)) / restBps;
    [rest, restBps] = [rest - part, restBps - BigInt(bps)];
    return money(Number(part));
  });
}

/** Whether what promoters leave of a sale is enough for the gateway's fee; where it is not, which only tiny sales are, they get nothing. */
export function areSharesPaid(gross: Money, fee: Money, shareBps: readonly number[]): boolean {
  return fee <= gross - total(sharesOf(gross, shareBps));
}

/**
 * What each gives back when `amount` of a sale goes back after `refundedBefore` of it did: the difference of two splits. So
 * parts of any size sum to the same, and when all is refunded everybody is back at nothing. A fee that the gateway keeps is
 * split like one that it gives back: that part is the house's to bear, so nobody else gives back more than they got.
 */
export function splitRefund(sold: Sold, refundedBefore: Money, amount: Money): Split {
  const { gross } = sold;
  assert(
    amount > 0 && refundedBefore >= 0 && refundedBefore + amount <= gross,
    'a refund is a part of what is left',
  );
  const before = splitLeft(sold, money(gross - refundedBefore));
  const after = splitLeft(sold, money(gross - refundedBefore - amount));
  return {
    fee: money(before.fee - after.fee),
    commission: money(before.commission - after.commission),
    creator: money(before.creator - after.creator),
    shares: before.shares.map((share, at) => money(share - after.shares[at]!)),
  };
}

/**
 * What is left of a sale, split: the fee as the gateway rounds it, or in proportion. None of the parts falls when `left` rises: a line's
 * part of the fee of an order is never more than at first, and never falls faster than the line does.
 */
export function splitLeft(sold: Sold, left: Money): Split {
  const { commissionBps, shareBps } = sold;
  return splitSale(left, feeLeft(sold, left), commissionBps, shareBps);
}

/** Of a line that promoters have a part of, the fee follows what they leave: or that would fall where both are rounded at once. */
function feeLeft({ gross, fee, feeBps, shareBps }: Sold, left: Money): Money {
  if (shareBps.length > 0) {
    const [whole, rest] = [gross, left].map((paid) => paid - total(sharesOf(paid, shareBps)));
    return whole === 0 ? money(0) : proportionOf(fee, money(whole!), money(rest!));
  }
  const rounded = feeBps === null ? proportionOf(fee, gross, left) : roundedShareOf(left, feeBps);
  return money(Math.min(fee, Math.max(rounded, fee - (gross - left))));
}

/**
 * What the gateway gives back of its fee when `amount` of an order goes back: it rounds the order's money, not each line's. Until the
 * last line is back this may differ from what the lines give back by a unit or so, which is the platform's. Null: it keeps its fee.
 */
export function feeReturned(
  lines: readonly (Sold & { readonly refunded: Money })[],
  amount: Money,
): Money | null {
  const feeBps = lines[0]!.feeBps;
  if (feeBps === null) return null;
  const rest = lines.reduce((sum, { gross, refunded }) => sum + gross - refunded, 0);
  const [before, after] = [rest, rest - amount].map((left) => roundedShareOf(money(left), feeBps));
  return money(before! - after!);
}

/** A payee as it is shown: enough to know it again, not enough to use it. */
export function maskPayee(payee: string): string {
  const characters = Array.from(payee);
  const shown = Math.min(4, Math.floor(characters.length / 3));
  return `${'*'.repeat(Math.min(8, characters.length - shown))}${shown === 0 ? '' : characters.slice(-shown).join('')}`;
}

/** How money for a creator is used: what is owed first, the rest is theirs. `debt` is a balance, never above 0. */
export function credit(
  amount: Money,
  debt: Money,
): { readonly toDebt: Money; readonly toAvailable: Money } {
  const toDebt = money(Math.min(amount, 0 - debt));
  return { toDebt, toAvailable: money(amount - toDebt) };
}

/** How released money is taken back: what is there first, the rest is owed. */
export function takeBack(
  amount: Money,
  available: Money,
): { readonly fromAvailable: Money; readonly fromDebt: Money } {
  const fromAvailable = money(Math.min(amount, available));
  return { fromAvailable, fromDebt: money(amount - fromAvailable) };
}

const nothing: Parts = { pending: 0, available: 0, debt: 0 };

function moved(parts: Parts, flows: readonly MonthFlow[]): Parts {
  const of = (part: keyof Parts) =>
    flows
      .filter((flow) => flow.part === part)
      .reduce((sum, { incoming, outgoing }) => sum + incoming - outgoing, parts[part]);
  return { pending: of('pending'), available: of('available'), debt: of('debt') };
}

/** What a creator has in all, less what they owe. */
export function totalOf({ pending, available, debt }: Parts): number {
  return pending + available + debt;
}

/**
 * Every month from the first in which something moved to `last`, oldest first; `last` alone when nothing did. Each opens
 * with what the one before closed with, and `opening + earned − takenBack − payouts + returned = closing` in all.
 */
export function monthsOf(flows: readonly MonthFlow[], last: string): MonthSums[] {
  const byMonth = Map.groupBy(flows, ({ month }) => month);
  const first = [...byMonth.keys()].toSorted()[0] ?? last;
  const months: MonthSums[] = [];
  let opening = nothing;
  for (let month = first; month <= last; month = addMonths(month, 1)) {
    const own = byMonth.get(month) ?? [];
    const closing = moved(opening, own);
    months.push({ month, opening, ...sumsOf(own), closing });
    opening = closing;
  }
  return months;
}

function sumsOf(flows: readonly MonthFlow[]) {
  const sum = (side: 'incoming' | 'outgoing', kind: TransactionKind) =>
    flows.filter((flow) => flow.kind === kind).reduce((all, flow) => all + flow[side], 0);
  return {
    earned: sum('incoming', 'sale'),
    takenBack: sum('outgoing', 'refund'),
    released: sum('outgoing', 'release'),
    payouts: sum('outgoing', 'payout'),
    returned: sum('incoming', 'payout_back'),
  };
}
