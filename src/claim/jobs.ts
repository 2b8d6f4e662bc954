import type { Sweep } from '#platform/jobs.ts';
import { remindOfLateClaims, restoreOver } from './service.ts';

export const claimSweeps: readonly Sweep[] = [
  { name: 'claim.restore', cron: '* * * * *', run: restoreOver },
  { name: 'claim.remind-of-late', cron: '0 9-18 * * *', run: remindOfLateClaims },
];
