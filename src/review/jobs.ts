import type { Sweep } from '#platform/jobs.ts';
import { carryOutDue } from './service.ts';

export const reviewSweeps: readonly Sweep[] = [
  { name: 'review.carry-out-plans', cron: '* * * * *', run: carryOutDue },
];
