import type { Sweep } from '#platform/jobs.ts';
import { castMissing, sweepExports, sweepImports } from './service.ts';

/** What content does by the clock. */
export const contentSweeps: readonly Sweep[] = [
  {
    name: 'content.sweep_imports',
    cron: '23 4 * * *',
    run: async (ctx) => void (await sweepImports(ctx)),
  },
  {
    name: 'content.sweep_exports',
    cron: '47 * * * *',
    run: async (ctx) => void (await sweepExports(ctx)),
  },
  { name: 'content.cast_missing', cron: '*/10 * * * *', run: castMissing },
];
