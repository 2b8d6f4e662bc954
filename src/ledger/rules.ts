import { addDays, addMonths, daysBetween } from '#kernel/time.ts';
import type { BookUnit, Figures, Flow, Place, Span, Standing, TransactionKind } from './types.ts';

type Side = 'incoming' | 'outgoing';

function sumOf(
  flows: readonly Flow[],
  side: Side,
  place: Place,
  kinds?: readonly TransactionKind[],
): number {
  return flows
    .filter((flow) => flow.place === place && (!kinds || kinds.includes(flow.kind)))
    .reduce((sum, flow) => sum + flow[side], 0);
}

/**
 * Income and expense from what moved on the house's own accounts: money comes and goes at gateways, and what is neither
 * fee nor the platform's is the creators'. So `gross − refunded = fees + creators + platform`, and
 * `cash = gross − refunded − fees − payouts + unneeded + waiting`, whatever moved.
 */
export function figuresOf(flows: readonly Flow[]): Figures {
  const net = (place: Place, kinds?: readonly TransactionKind[]) =>
    sumOf(flows, 'incoming', place, kinds) - sumOf(flows, 'outgoing', place, kinds);
  const gross = sumOf(flows, 'outgoing', 'gateway', ['sale']);
  const refunded = sumOf(flows, 'incoming', 'gateway', ['refund']);
  // What gateways kept of money that no order has any more is known by what it cost the house.
  const lost = 0 - net('platform', ['return', 'unhold']);
  const fees = net('gateway_fee', ['sale', 'refund']) + lost;
  const platform = net('platform');
  return {
    gross,
    refunded,
    fees,
    creators: gross - refunded - fees - platform,
    platform,
    payouts: sumOf(flows, 'incoming', 'gateway', ['payout_paid']),
    unneeded: net('suspense'),
    waiting: net('held'),
    cash: 0 - net('gateway') - net('gateway_fee'),
  };
}

/** Where the money is, from the balances of the house's own accounts; the rest is the creators', since all sum to nothing. */
export function standingOf(
  balances: readonly { readonly place: Place; readonly amount: number }[],
): Standing {
  const of = (place: Place) =>
    balances.filter((row) => row.place === place).reduce((sum, { amount }) => sum + amount, 0);
  const cash = 0 - of('gateway') - of('gateway_fee');
  const [transit, unneeded, platform] = [of('payout'), of('suspense'), of('platform')];
  const waiting = of('held');
  const creators = cash - transit - unneeded - waiting - platform;
  return { cash, transit, unneeded, waiting, platform, creators };
}

const isFirst = (date: string) => date.endsWith('-01');

/** The span before: as many whole months before whole months, else as many days. It ends on the day before `from`. */
export function spanBefore({ from, to }: Span): Span {
  const after = addDays(to, 1);
  const ends = addDays(from, -1);
  if (!isFirst(from) || !isFirst(after))
    return { from: addDays(from, -daysBetween(from, after)), to: ends };
  let months = 1;
  while (addMonths(from, months) < after.slice(0, 7)) months += 1;
  return { from: `${addMonths(from, -months)}-01`, to: ends };
}

/** The first day of the unit in which `date` lies. */
export function startOfUnit(date: string, unit: BookUnit): string {
  if (unit === 'day') return date;
  const month = date.slice(0, 7);
  if (unit === 'month') return `${month}-01`;
  return `${addMonths(month, -((Number(date.slice(5, 7)) - 1) % 3))}-01`;
}

const step = { month: 1, quarter: 3 } as const;

/** The first days of every unit that `span` touches, at most `most + 1` of them, in order. */
export function unitsOf({ from, to }: Span, unit: BookUnit, most: number): string[] {
  const starts: string[] = [];
  let at = startOfUnit(from, unit);
  while (at <= to && starts.length <= most) {
    starts.push(at);
    at = unit === 'day' ? addDays(at, 1) : `${addMonths(at, step[unit])}-01`;
  }
  return starts;
}
