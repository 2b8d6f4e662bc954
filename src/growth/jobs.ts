import type { Sweep } from '#platform/jobs.ts';
import { settleDue } from './service.ts';

/** What growth does by the clock: it looks again at those whom new rules, or the time, brought elsewhere. */
export const growthSweeps: readonly Sweep[] = [
  { name: 'growth.settle', cron: '* * * * *', run: settleDue },
];
