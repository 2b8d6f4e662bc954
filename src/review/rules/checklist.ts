import { minute, day } from '#kernel/time.ts';
import { checks, type Check, type CheckResult, type Facts } from '../types.ts';

const met: Readonly<Record<Check, (facts: Facts) => boolean>> = {
  title: ({ title }) => title.trim() !== '',
  summary: ({ summary }) => summary.trim() !== '',
  lessons: ({ lessons }) => lessons > 0,
  empty_lessons: ({ emptyLessons }) => emptyLessons === 0,
  price: ({ hasPrice }) => hasPrice,
  media_ready: ({ mediaNotReady }) => mediaNotReady === 0,
};

/** Everything that a work must have before it is handed in, with what it has. */
export function checklist(facts: Facts): CheckResult[] {
  return checks.map((check) => ({ check, isMet: met[check](facts) }));
}

/** Whether nothing is missing. */
export function isComplete(results: readonly CheckResult[]): boolean {
  return results.every(({ isMet }) => isMet);
}

/** Whether something can be planned for `at`: from a minute to a year from now. */
export function isPlannable(at: Date, now: Date): boolean {
  const ahead = at.getTime() - now.getTime();
  return ahead >= minute && ahead <= 366 * day;
}
