import type { Sweep } from '#platform/jobs.ts';
import { restoreOver } from './service.ts';

export const claimSweeps: readonly Sweep[] = [
  { name: 'claim.restore', cron: '* * * * *', run: restoreOver },
];
