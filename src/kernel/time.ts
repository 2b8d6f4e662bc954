/** Durations in milliseconds. */
export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** The instant `ms` after `at`. */
export function after(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}

// Business days and bills follow Beijing time, which has had no daylight saving since 1991.
const beijingOffset = 8 * hour;

/** The calendar day of an instant in Beijing, `YYYY-MM-DD`. */
export function businessDay(at: Date): string {
  return new Date(at.getTime() + beijingOffset).toISOString().slice(0, 10);
}

/** The instant at which a business day begins. */
export function startOfBusinessDay(date: string): Date {
  return new Date(Date.parse(`${date}T00:00:00Z`) - beijingOffset);
}

/** The business day `days` after `date`; before it when `days` is below zero. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10);
}

/** How many days lie between two dates, the later one's own not counted. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / day);
}

/** The month `months` after the `YYYY-MM` of `month`; a date may stand for its month. */
export function addMonths(month: string, months: number): string {
  const [year = 0, of = 1] = month.split('-').map(Number);
  const count = year * 12 + (of - 1) + months;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`;
}

/** The month of an instant in Beijing, `YYYY-MM`. */
export function businessMonth(at: Date): string {
  return businessDay(at).slice(0, 7);
}

/** The instant at which a business month `YYYY-MM` begins. */
export function startOfBusinessMonth(month: string): Date {
  return startOfBusinessDay(`${month}-01`);
}

/** `2026-11-21 18:05` in Beijing time. */
export function formatInstant(at: Date): string {
  return new Date(at.getTime() + beijingOffset).toISOString().slice(0, 16).replace('T', ' ');
}

/** `3:05` or `1:02:09`. */
export function formatDuration(sec: number): string {
  const whole = Math.max(0, Math.round(sec));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(s).padStart(2, '0');
  return h ? `${h}:${String(m).padStart(2, '0')}:${tail}` : `${m}:${tail}`;
}

/** How many days there are from `now` until `at`, one that has begun being counted whole; none once it is over. */
export function daysUntil(at: Date, now: Date): number {
  return Math.max(0, Math.ceil((at.getTime() - now.getTime()) / day));
}
