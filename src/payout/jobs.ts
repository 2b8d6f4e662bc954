import type { Sweep } from '#platform/jobs.ts';
import { releaseEarnings } from './service/earn.ts';
import { sendPayouts } from './service/send.ts';

/** What creators' money does by the clock. */
export const payoutSweeps: readonly Sweep[] = [
  {
    name: 'payout.release',
    cron: '* * * * *',
    run: async (ctx) => {
      await releaseEarnings(ctx);
    },
  },
  { name: 'payout.send', cron: '* * * * *', run: sendPayouts },
];
