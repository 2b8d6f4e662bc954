import type { Sweep } from '#platform/jobs.ts';
import { foldLearners } from './service.ts';

export const catalogSweeps: readonly Sweep[] = [
  { name: 'catalog.fold-learners', cron: '* * * * *', run: foldLearners },
];
