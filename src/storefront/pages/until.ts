import { after, day, daysUntil } from '#kernel/time.ts';
import type { CoursePage } from '../types.ts';

/** Until when a course's page is true as it is: what it costs, and how many days its reader has yet. */
export function trueOf({ offers, until }: CoursePage, now: Date): Date | undefined {
  if (!until) return offers.trueUntil;
  const changes = after(until, -Math.max(0, daysUntil(until, now) - 1) * day);
  return offers.trueUntil && offers.trueUntil < changes ? offers.trueUntil : changes;
}
