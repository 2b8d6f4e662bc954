import type { Sweep } from '#platform/jobs.ts';
import { foldBalances, proveLedger } from './service.ts';

/** What the ledger does by the clock. */
export const ledgerSweeps: readonly Sweep[] = [
  {
    name: 'ledger.fold',
    cron: '* * * * *',
    run: async (ctx) => {
      await foldBalances(ctx);
    },
  },
  {
    name: 'ledger.prove',
    cron: '10 4 * * *',
    run: async (ctx) => {
      await proveLedger(ctx);
    },
  },
];
