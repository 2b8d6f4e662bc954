import { day } from '#kernel/time.ts';
import type { Span } from './types.ts';

/** The longest span that can be asked for, in days. */
export const longestSpan = 400;

const at = (date: string) => Date.parse(`${date}T00:00:00Z`);
const dayAfter = (date: string, days: number) =>
  new Date(at(date) + days * day).toISOString().slice(0, 10);

/** Every day from `from` to `to`, both included. */
export function daysOf(from: string, to: string): string[] {
  const count = Math.max(0, Math.round((at(to) - at(from)) / day) + 1);
  return Array.from({ length: Math.min(count, longestSpan + 1) }, (_, index) =>
    dayAfter(from, index),
  );
}

/** The span of the same length that ends where `span` begins. */
export function spanBefore(span: Span): Span {
  const { length } = daysOf(span.from, span.to);
  return { ...span, from: dayAfter(span.from, -length), to: dayAfter(span.from, -1) };
}

/** One row for every day of the span: days on which nothing happened are zero. */
export function everyDay<Row extends { readonly day: string }>(
  span: Span,
  rows: readonly Row[],
  nothing: (day: string) => Row,
): Row[] {
  const known = new Map(rows.map((row) => [row.day, row]));
  return daysOf(span.from, span.to).map((date) => known.get(date) ?? nothing(date));
}
