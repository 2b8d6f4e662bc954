import type { Sweep } from '#platform/jobs.ts';
import { sweepCopies } from './service/stamp.ts';
import { sweepFiles, sweepScratch } from './service/sweep.ts';
import { takeUpUnfinished } from './service/take-up.ts';
import { sweepUploads } from './service/upload.ts';

/** What media does by the clock. */
export const mediaSweeps: readonly Sweep[] = [
  {
    name: 'media.sweep_uploads',
    cron: '17 * * * *',
    run: async (ctx) => void (await sweepUploads(ctx)),
  },
  {
    name: 'media.take_up',
    cron: '*/10 * * * *',
    run: async (ctx) => void (await takeUpUnfinished(ctx)),
  },
  {
    name: 'media.sweep_files',
    cron: '41 4 * * *',
    run: async (ctx) => {
      await sweepFiles(ctx);
      await sweepScratch(ctx);
      await sweepCopies(ctx);
    },
  },
];
