import { money, shareOf, type Money } from '#kernel/money.ts';
import { after, day, hour } from '#kernel/time.ts';
import type { SubscribedPlan, Subscription } from './types.ts';

/** A period is charged an hour before it begins, so that nothing closes in between. */
export const leadMs = hour;

/** When the charge of a period is due that begins at `startsAt`. */
export function chargeAt(startsAt: Date, now: Date): Date {
  const at = after(startsAt, -leadMs);
  return at < now ? now : at;
}

/** Until when a charge that is under way is left alone. */
export const leaseMs = 10 * 60_000;

/** How long before a charge its subscriber is written to. */
export const noticeMs = 5 * day;

const retryDays = [2, 5, 7, 7] as const;

/** How long the membership stays open after the first failure: until the second try has had its time. */
export const graceDays = retryDays[0] + 1;

/** When to try again after the try that failed at `now`, of `tries` that failed before; undefined when it was the last. */
export function nextTry(tries: number, now: Date): Date | undefined {
  const days = retryDays[tries];
  return days === undefined ? undefined : after(now, days * day);
}

/** What the next period costs, and what is taken off it. */
export function priceOf(plan: Pick<SubscribedPlan, 'price'>, keepBps: number): Price {
  const off = shareOf(plan.price, keepBps);
  return { off, total: money(plan.price - off) };
}

export interface Price {
  readonly off: Money;
  readonly total: Money;
}

/** How long a term is, for comparing prices by day. */
const termDays = { month: 30, quarter: 91, year: 365 } as const;

function perDay({ term, days, price }: Pick<SubscribedPlan, 'term' | 'days' | 'price'>): number {
  return price / (term === 'days' ? (days ?? 1) : termDays[term]);
}

/** How another plan takes the place of the present one. */
export type Change =
  /** At once: the days not used are credited. */
  | { readonly when: 'now'; readonly credit: Money; readonly total: Money }
  /** When the period ends. */
  | { readonly when: 'at_end' };

/**
 * A dearer plan begins at once, and what was paid for the days not used is taken off its price; a cheaper one begins when the period
 * ends. So does one that costs less than is left of the present one, because nothing is paid out for it.
 */
export function changeTo(present: SubscribedPlan, wanted: SubscribedPlan, unused: Money): Change {
  const isDearer = perDay(wanted) > perDay(present) || wanted.tierId !== present.tierId;
  const isUp = isDearer && perDay(wanted) >= perDay(present) && wanted.price > unused;
  return isUp
    ? { when: 'now', credit: unused, total: money(wanted.price - unused) }
    : { when: 'at_end' };
}

/** Whether a subscription is charged again unless something happens. */
export function isLiving({ state }: Pick<Subscription, 'state'>): boolean {
  return ['trialing', 'active', 'past_due', 'paused'].includes(state);
}
