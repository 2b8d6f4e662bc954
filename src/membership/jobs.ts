import type { Sweep } from '#platform/jobs.ts';
import { remindMembers } from './service.ts';

/** What membership does by the clock: by day it tells members whose membership ends soon. */
export const membershipSweeps: readonly Sweep[] = [
  { name: 'membership.remind', cron: '10 9-20 * * *', run: remindMembers },
];
