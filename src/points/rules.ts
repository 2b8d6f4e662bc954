import { addDays, businessDay, startOfBusinessDay } from '#kernel/time.ts';
import type { Good, GoodState, SignIn, Terms } from './types.ts';

/** Points for an order of `total` minor units: so many for each whole yuan. */
export function pointsOfPurchase(total: number, { perYuan }: Pick<Terms, 'perYuan'>): number {
  return Math.floor(total / 100) * perYuan;
}

/** What stays of the points of an order when `refunded` of its `total` went back: in proportion, whole, none when all went back. */
export function keptOf(earned: number, total: number, refunded: number): number {
  return total === 0 ? 0 : Number((BigInt(earned) * BigInt(total - refunded)) / BigInt(total));
}

/** What of `amount` still counts today, when `earned` was earned in the same way before and `cap` is the most. */
export function withinCap(amount: number, earned: number, cap: number): number {
  return Math.max(0, Math.min(amount, cap - earned));
}

/** When points end that are earned at `now`: at the end of a day in Beijing, `validDays` from today. */
export function endOfLot(now: Date, { validDays }: Pick<Terms, 'validDays'>): Date {
  return startOfBusinessDay(addDays(businessDay(now), validDays + 1));
}

/** The how-manieth day in a row `today` is, after the last sign-in before it. */
export function streakOn(today: string, last: Pick<SignIn, 'day' | 'streak'> | undefined): number {
  return last?.day === addDays(today, -1) ? last.streak + 1 : 1;
}

/** What the `streak`-th day in a row earns: the seventh, and every day after it, as much. */
export function pointsOfDay(streak: number, { streak: amounts }: Pick<Terms, 'streak'>): number {
  return amounts[Math.min(streak, amounts.length) - 1] ?? 0;
}

/** How somebody stands with signing in today. */
export interface Streak {
  readonly isSignedIn: boolean;
  /** Days in a row, today counted once it is signed in. */
  readonly days: number;
  /** What today earns, or has earned. */
  readonly today: number;
  /** What tomorrow earns when nothing breaks. */
  readonly tomorrow: number;
}

/** How somebody stands today whose last sign-in is `last`. */
export function streakNow(
  today: string,
  last: SignIn | undefined,
  terms: Pick<Terms, 'streak'>,
): Streak {
  const isSignedIn = last?.day === today;
  const days = isSignedIn ? last.streak : streakOn(today, last);
  return {
    isSignedIn,
    days: isSignedIn ? days : days - 1,
    today: isSignedIn ? last.amount : pointsOfDay(days, terms),
    tomorrow: pointsOfDay(days + 1, terms),
  };
}

/** A month of a calendar: weeks from Monday, each of seven days `YYYY-MM-DD` or nothing. */
export function weeksOf(month: string): readonly (readonly (string | undefined)[])[] {
  const first = `${month}-01`;
  const lead = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const days: (string | undefined)[] = Array.from({ length: lead }, () => undefined);
  for (let at = first; at.startsWith(month); at = addDays(at, 1)) days.push(at);
  while (days.length % 7 > 0) days.push(undefined);
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
}

/** How a good stands at `now`. */
export function stateOfGood(
  good: Pick<Good, 'isHidden' | 'startsAt' | 'endsAt' | 'taken' | 'stock'>,
  now: Date,
): GoodState {
  if (good.isHidden) return 'hidden';
  if (good.startsAt > now) return 'planned';
  if (good.endsAt && good.endsAt <= now) return 'ended';
  return good.taken >= good.stock ? 'gone' : 'open';
}
