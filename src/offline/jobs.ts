import type { Sweep } from '#platform/jobs.ts';
import { forgetKeeps } from './service.ts';

/** What offline does by the clock: it forgets keeps that were over half a year ago. */
export const offlineSweeps: readonly Sweep[] = [
  { name: 'offline.forget', cron: '47 4 * * *', run: forgetKeeps },
];
