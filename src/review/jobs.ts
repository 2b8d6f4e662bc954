import type { Sweep } from '#platform/jobs.ts';
import { carryOutDue, remindOfLate } from './service.ts';

export const reviewSweeps: readonly Sweep[] = [
  { name: 'review.carry-out-plans', cron: '* * * * *', run: carryOutDue },
  // In working hours; the first of them that finds something overdue writes, the others have nothing to do.
  { name: 'review.remind-of-late', cron: '0 9-18 * * *', run: remindOfLate },
];
