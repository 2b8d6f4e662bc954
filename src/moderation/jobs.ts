import type { Sweep } from '#platform/jobs.ts';
import { sketchMissing } from './service.ts';

/** What moderation does by the clock. */
export const moderationSweeps: readonly Sweep[] = [
  { name: 'moderation.sketch_missing', cron: '7-59/10 * * * *', run: sketchMissing },
];
