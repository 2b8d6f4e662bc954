import { after, day } from '#kernel/time.ts';
import type { Sweep } from '#platform/jobs.ts';
import { forgetMessages } from '#platform/mail.ts';
import { forgetWindows } from '#platform/rate-limit.ts';
import { forgetEnded } from './service/session.ts';

/** What identity does by the clock: it forgets what is over. */
export const identitySweeps: readonly Sweep[] = [
  {
    name: 'identity.forget',
    cron: '17 4 * * *',
    run: async (ctx) => {
      await forgetEnded(ctx);
      await forgetWindows(ctx.db, after(ctx.now, -2 * day));
      await forgetMessages(ctx.db, after(ctx.now, -30 * day));
    },
  },
];
