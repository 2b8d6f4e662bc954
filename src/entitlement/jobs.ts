import type { Sweep } from '#platform/jobs.ts';
import { remindBuyers } from './service/remind.ts';

/** What entitlement does by the clock: by day it tells buyers whose days of a work end soon. */
export const entitlementSweeps: readonly Sweep[] = [
  { name: 'entitlement.remind', cron: '20 9-20 * * *', run: remindBuyers },
];
