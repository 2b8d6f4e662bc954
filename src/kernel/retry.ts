import { hour, minute, second } from './time.ts';

const waits = [
  10 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  hour,
  3 * hour,
  6 * hour,
];

/** How long to wait before asking a provider again after `tries` questions: soon at first, then ever more patiently. */
export function askAgainMs(tries: number): number {
  return waits[Math.min(Math.max(tries, 1), waits.length) - 1]!;
}
