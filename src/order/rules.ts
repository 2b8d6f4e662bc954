import { businessDay } from '#kernel/time.ts';
import type { Random } from '#kernel/random.ts';
import { money, splitByWeights, type Money } from '#kernel/money.ts';
import { day, minute, after } from '#kernel/time.ts';
import type { LinePart, Order, OrderLine, Sold } from './types.ts';

/** How long an order waits for its money. */
export const payableMs = 30 * minute;

/** How long an order of a flash sale waits: it holds a piece that others want. */
export const seatMs = 10 * minute;

/** How long after its end an order is still asked about: more than clocks and messages are late (300 s). */
export const graceMs = 5 * minute;

/** Nobody is sent to a cashier that closes before a payment can be made. */
export const leastPayableMs = minute;

/** An order's number: the business day, then twelve drawn digits, so that it tells nobody how much is sold. */
export function drawOrderNumber(now: Date, random: Random): string {
  const digits = Math.floor(random() * 1e12);
  return businessDay(now).replaceAll('-', '').slice(2) + String(digits).padStart(12, '0');
}

/** Until when the buyer may ask for the money back, and until when the creator's part is held: the same instant. */
export function refundUntil(paidAt: Date, refundDays: number): Date {
  return after(paidAt, refundDays * day);
}

/** Until when the buyer may ask for the money of a line back: as long before the order's end as it allows fewer days than another. */
export function lineUntil(
  {
    refundUntil: last,
    lines,
  }: Pick<Order, 'refundUntil'> & { readonly lines: readonly Windowed[] },
  { refundDays }: Windowed,
): Date | null {
  return last && after(last, (refundDays - daysOf(lines)) * day);
}

type Windowed = Pick<OrderLine, 'refundDays'>;

/** The days of the line that allows most. */
export function daysOf(lines: readonly Windowed[]): number {
  return Math.max(...lines.map(({ refundDays }) => refundDays));
}

/** What can still be given back. */
export function refundable(order: Pick<Order, 'total' | 'refunded' | 'refunding'>): Money {
  return money(order.total - order.refunded - order.refunding);
}

/** What can still be given back of a line. */
export function refundableOf(line: Pick<OrderLine, 'price' | 'refunded' | 'refunding'>): Money {
  return money(line.price - line.refunded - line.refunding);
}

/** The same of several lines. */
export function leftIn(
  lines: readonly Pick<OrderLine, 'price' | 'refunded' | 'refunding'>[],
): Money {
  return money(lines.reduce((sum, line) => sum + refundableOf(line), 0));
}

type Owing = Pick<OrderLine, 'id' | 'price' | 'refunded' | 'refunding'>;

/**
 * `amount` as parts of what is left of these lines, which is at least that: in proportion, by largest remainder. Lines of which
 * nothing is left, or that get nothing, are left out.
 */
export function partsOf(lines: readonly Owing[], amount: Money): LinePart[] {
  const left = lines.map(refundableOf);
  if (amount === 0) return [];
  const parts = splitByWeights(amount, left);
  return lines.flatMap(({ id }, at) =>
    parts[at]! > 0 ? [{ lineId: id, amount: parts[at]! }] : [],
  );
}

/** The lines of which nothing is left once these parts of them went back; a line that cost nothing goes with the last of the others. */
export function endedBy<L extends Owing>(lines: readonly L[], parts: readonly LinePart[]): L[] {
  const byLine = new Map(parts.map(({ lineId, amount }) => [lineId, amount]));
  const left = (line: Owing) => refundableOf(line) - (byLine.get(line.id) ?? 0);
  const isWhole = lines.every((line) => left(line) === 0);
  return lines.filter((line) => isWhole || (byLine.has(line.id) && left(line) === 0));
}

/** The membership that an order is for, which stands alone; undefined for works. */
export function planOf({
  lines,
}: {
  readonly lines: readonly { readonly sold: Sold }[];
}): (Sold & { readonly kind: 'plan' }) | undefined {
  const sold = lines[0]?.sold;
  return sold?.kind === 'plan' ? sold : undefined;
}

/**
 * The part of `paid` for the days of a membership that are not used: `paid × left ÷ whole`, rounded half up. All of it before the
 * first day is over, nothing after the last.
 */
export function unusedPart(
  paid: Money,
  { left, whole }: { readonly left: number; readonly whole: number },
): Money {
  const [top, bottom] = [BigInt(paid) * BigInt(left), BigInt(whole)];
  return money(Number((2n * top + bottom) / (2n * bottom)));
}

/** A work that an order gave: what it costs alone, its lessons, and how many of them were done. */
interface ConsumedPart {
  readonly price: number;
  readonly whole: number;
  readonly done: number;
}

/**
 * What goes back of `paid` for each of these works: `its share × lessons not done ÷ all its lessons`, rounded half up. A bundle's works
 * share by what they cost alone, with largest remainders; a work without lessons is not consumed.
 */
export function unconsumedParts(
  paid: Money,
  works: readonly ConsumedPart[],
): { readonly paid: Money; readonly back: Money }[] {
  if (works.length === 0) return [];
  const isPriced = works.some(({ price }) => price > 0);
  const shares = splitByWeights(
    paid,
    works.map(({ price }) => (isPriced ? price : 1)),
  );
  return works.map(({ whole, done }, index) => {
    const share = shares[index]!;
    const back = whole > 0 ? unusedPart(share, { left: whole - done, whole }) : share;
    return { paid: share, back };
  });
}

/** What waits for its team goes back as a whole, at any time. */
function heldProblem(
  order: Pick<Order, 'total' | 'refunded' | 'refunding'>,
  amount: Money,
): RefundProblem | undefined {
  if (refundable(order) === 0) return 'order.nothing_to_refund';
  if (amount !== order.total) return 'order.held_whole';
  return amount > refundable(order) ? 'order.refund_too_much' : undefined;
}

type RefundProblem =
  | 'order.held_whole'
  | 'order.not_paid'
  | 'order.nothing_to_refund'
  | 'order.refund_too_much'
  | 'order.refund_too_late';

/**
 * Why `amount` cannot be given back; undefined when it can. Within the window it is the buyer's own right; afterwards
 * only staff give back.
 */
export function refundProblem(
  order: Pick<Order, 'state' | 'total' | 'refunded' | 'refunding' | 'refundUntil'>,
  amount: Money,
  by: { readonly isStaff: boolean; readonly now: Date },
): RefundProblem | undefined {
  if (order.state === 'refunded') return 'order.nothing_to_refund';
  if (order.state === 'held') return heldProblem(order, amount);
  if (order.state !== 'paid') return 'order.not_paid';
  if (refundable(order) === 0) return 'order.nothing_to_refund';
  if (amount > refundable(order)) return 'order.refund_too_much';
  const isLate = !order.refundUntil || by.now > order.refundUntil;
  return isLate && !by.isStaff ? 'order.refund_too_late' : undefined;
}
