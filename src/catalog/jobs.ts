import type { Sweep } from '#platform/jobs.ts';
import { foldLearners, turnDay } from './service.ts';

export const catalogSweeps: readonly Sweep[] = [
  { name: 'catalog.fold-learners', cron: '* * * * *', run: foldLearners },
  { name: 'catalog.turn-day', cron: '0 0 * * *', run: turnDay },
];
