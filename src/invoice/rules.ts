import { money, proportionOf, type Money } from '#kernel/money.ts';
import { after, day } from '#kernel/time.ts';
import type { FapiaoState, Invoice, Party, RedLetter } from './types.ts';

/** Days after payment in which a buyer may ask for a fapiao, and days that staff have to issue it. */
export const requestDays = 365;
export const issueDays = 7;

/** An order as far as it decides what may be written about it. */
export interface Sold {
  readonly state: string;
  readonly total: Money;
  readonly refunded: Money;
  readonly refunding: Money;
  readonly paidAt: Date | null;
  readonly refundUntil: Date | null;
}

/** What its buyer has paid and not got back, nor is getting back. */
export function leftOf({ total, refunded, refunding }: Sold): Money {
  return money(total - refunded - refunding);
}

/** Whether an order was a sale: what a team held and gave back was none. */
export function isSale({ state, total, refundUntil }: Sold): boolean {
  return (state === 'paid' || state === 'refunded') && total > 0 && refundUntil !== null;
}

/** Why no invoice can be issued for an order. */
export function invoiceProblem(
  order: Sold,
): 'invoice.not_paid' | 'invoice.nothing_left' | undefined {
  if (!isSale(order)) return 'invoice.not_paid';
  return order.refunded === order.total ? 'invoice.nothing_left' : undefined;
}

/** Until when a fapiao can be asked for. */
export function requestUntil(paidAt: Date): Date {
  return after(paidAt, requestDays * day);
}

/** When a fapiao that was asked for at `at` should be issued. */
export function dueOf(at: Date): Date {
  return after(at, issueDays * day);
}

/** Why no fapiao can be asked for. */
export function requestProblem(
  order: Sold,
  now: Date,
): 'invoice.not_paid' | 'invoice.nothing_left' | 'fapiao.too_late' | undefined {
  if (!isSale(order) || order.paidAt === null) return 'invoice.not_paid';
  if (leftOf(order) === 0) return 'invoice.nothing_left';
  return now > requestUntil(order.paidAt) ? 'fapiao.too_late' : undefined;
}

/** Why a fapiao of `amount` cannot be issued: it is what was paid less what went back, and waits while more goes back. */
export function issueProblem(
  order: Sold,
  amount: number,
): 'fapiao.refund_under_way' | 'fapiao.amount_changed' | undefined {
  if (order.refunding > 0) return 'fapiao.refund_under_way';
  return amount === leftOf(order) ? undefined : 'fapiao.amount_changed';
}

/** What of a fapiao is still to be taken back when `left` is what its order's buyer has paid and not got back; 0: nothing. */
export function redOwed(
  { amount, letters }: { amount: Money; letters: readonly Pick<RedLetter, 'amount'>[] },
  left: Money,
): Money {
  const standing = letters.reduce((sum, letter) => sum - letter.amount, Number(amount));
  return money(Math.max(0, standing - left));
}

/** The state of a fapiao with these red letters. */
export function stateOf(
  amount: Money,
  letters: readonly Pick<RedLetter, 'amount' | 'number'>[],
): FapiaoState {
  if (letters.some(({ number }) => number === null)) return 'red_owed';
  const taken = letters.reduce((sum, letter) => sum + letter.amount, 0);
  return taken === amount ? 'red' : 'issued';
}

/** Whether an order can have no other fapiao beside one in this state. */
export function isLive(state: FapiaoState): boolean {
  return state === 'requested' || state === 'issued' || state === 'red_owed';
}

const whole = 10_000;

/** The tax that `amount` contains at a rate, rounded half up. */
export function taxIn(amount: Money, bps: number): Money {
  return proportionOf(amount, money(whole + bps), money(bps));
}

/** The tax in `amount` that goes back when `before` of `total` had gone back: in any parts it sums to the tax in the total. */
export function taxBack(total: Money, bps: number, before: Money, amount: Money): Money {
  const at = (left: number) => taxIn(money(left), bps);
  return money(at(total - before) - at(total - before - amount));
}

const prefixes = { invoice: 'INV', credit: 'CN' } as const;

/** What people call a document: `INV-2026-000001`. */
export function numberOf({
  kind,
  year,
  serial,
}: Pick<Invoice, 'kind' | 'year' | 'serial'>): string {
  return `${prefixes[kind]}-${year}-${String(serial).padStart(6, '0')}`;
}

/** Whether all is known that an invoice says of its seller. */
export function isWhole({ name, address, taxNumber }: Party): boolean {
  return name !== '' && address !== '' && taxNumber !== '';
}

/** A tax number as it is kept: without spaces, in capitals. */
export function tidyTaxNumber(text: string): string {
  return text.replaceAll(/\s/g, '').toUpperCase();
}

/** Whether a text is a Chinese taxpayer's number: of 18 signs a unified social credit code, else one of the older forms. */
export function isTaxNumber(text: string): boolean {
  return text.length === 18 ? isCreditCode(text) : /^(?:[0-9A-Z]{15}|[0-9A-Z]{20})$/.test(text);
}

// GB 32100-2015: no I, O, S, V or Z.
const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** The last sign of a unified social credit code whose first 17 are given; undefined when one of them cannot stand in it. */
export function creditCheck(first: string): string | undefined {
  let sum = 0;
  let weight = 1;
  for (const sign of first) {
    const value = signs.indexOf(sign);
    if (value === -1) return undefined;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return signs[(31 - (sum % 31)) % 31];
}

/** Whether a text is a unified social credit code (统一社会信用代码, GB 32100-2015) with its right check sign. */
export function isCreditCode(text: string): boolean {
  return text.length === 18 && creditCheck(text.slice(0, 17)) === text[17];
}
