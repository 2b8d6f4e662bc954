import type { Sweep } from '#platform/jobs.ts';
import { expirePoints, remindOfExpiry } from './service.ts';

/** What points do by the clock: they end, and their holders are told before. */
export const pointSweeps: readonly Sweep[] = [
  { name: 'points.expire', cron: '*/5 * * * *', run: expirePoints },
  { name: 'points.remind', cron: '30 9 * * *', run: remindOfExpiry },
];
