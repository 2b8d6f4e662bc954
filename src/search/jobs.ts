import type { Sweep } from '#platform/jobs.ts';
import { catchUpIndex } from './service.ts';

export const searchSweeps: readonly Sweep[] = [
  { name: 'search.catch-up', cron: '*/10 * * * *', run: catchUpIndex },
];
