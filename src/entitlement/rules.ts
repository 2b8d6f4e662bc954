import { after, day, minute } from '#kernel/time.ts';
import type { Stretch } from './types.ts';

// More than the clocks of two machines are apart: what one of them just gave has begun for the other.
const apartMs = 5 * minute;

/**
 * When more days of a work begin that are given at `now` to somebody who has it for these stretches: where the days without a gap
 * from now on end, so that none is lost; now where there are none.
 */
export function beginBehind(running: readonly Stretch[], now: Date): Date {
  let at = now;
  for (const { startsAt, endsAt } of running.toSorted((a, b) => +a.startsAt - +b.startsAt))
    if (startsAt <= after(at, apartMs) && endsAt > at) at = endsAt;
  return at;
}

/** When a right for `days` days ends that begins at `from`: days of 24 hours, whatever a calendar says. */
export function endOfDays(from: Date, days: number): Date {
  return after(from, days * day);
}

/** How long before its end a buyer is told, and how short a right is not worth a letter. */
export const remindBeforeDays = 3;
export const leastRemindedHours = 4 * 24;
