import { addMonths, after, businessDay, day, startOfBusinessDay } from '#kernel/time.ts';
import type { MemberState, Stretch, Term } from './types.ts';

const months = { month: 1, quarter: 3, year: 12 } as const;

/**
 * When a term that begins at `from` ends. Months are those of the calendar in Beijing, at the same time of the day; where a month
 * has no such day, its last one.
 */
export function endOfTerm(from: Date, { term, days }: Term): Date {
  if (term === 'days') return after(from, (days ?? 0) * day);
  const began = businessDay(from);
  const month = addMonths(began, months[term]);
  const wanted = Number(began.slice(8));
  const last = lastDayOf(month);
  const ends = `${month}-${String(Math.min(wanted, last)).padStart(2, '0')}`;
  const sinceMidnight = from.getTime() - startOfBusinessDay(began).getTime();
  return after(startOfBusinessDay(ends), sinceMidnight);
}

function lastDayOf(month: string): number {
  const next = startOfBusinessDay(`${addMonths(month, 1)}-01`);
  return Number(businessDay(after(next, -day)).slice(8));
}

/** Where a new membership of a tier joins those that its member has: behind them without a gap, or now. */
export interface Place {
  readonly since: Date;
  readonly startsAt: Date;
}

/**
 * Where a membership that is given at `now` begins: when the last of the running ones ends, and now where none runs. Undefined
 * when one runs for good: nothing comes behind it.
 */
export function placeBehind(
  running: readonly (Stretch & { readonly since: Date })[],
  now: Date,
): Place | undefined {
  let place: Place = { since: now, startsAt: now };
  for (const { startsAt, endsAt, since } of running.toSorted(byStart)) {
    if (endsAt === null) return undefined;
    if (endsAt <= place.startsAt || startsAt > place.startsAt) continue;
    place = { since: since < place.since ? since : place.since, startsAt: endsAt };
  }
  return place;
}

const byStart = (a: Stretch, b: Stretch) => a.startsAt.getTime() - b.startsAt.getTime();

/**
 * How many days of a membership are not used at `now`, a day that has begun being used when it is over, and how many it has. Undefined
 * when nothing is left of it, or it never ends.
 */
export function leftOf(
  { startsAt, endsAt, pausedAt, revokedAt }: Stretch & Stops,
  now: Date,
): { readonly left: number; readonly whole: number } | undefined {
  if (endsAt === null || revokedAt) return undefined;
  const at = Math.max((pausedAt ?? now).getTime(), startsAt.getTime());
  const whole = Math.round((endsAt.getTime() - startsAt.getTime()) / day);
  const left = Math.min(whole, Math.ceil((endsAt.getTime() - at) / day));
  return left > 0 && whole > 0 ? { left, whole } : undefined;
}

interface Stops {
  readonly pausedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** How a membership stands at `now`. */
export function stateOfMember(member: Stretch & Stops, now: Date): MemberState {
  if (member.revokedAt) return 'revoked';
  if (member.endsAt && member.endsAt <= (member.pausedAt ?? now)) return 'ended';
  if (member.pausedAt) return 'paused';
  return member.startsAt > now ? 'upcoming' : 'active';
}

/** How long before its end a member is reminded, and how short a membership is not worth a letter. */
export const remindBeforeDays = 5;
export const leastRemindedDays = 7;
