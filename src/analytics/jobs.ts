import type { Sweep } from '#platform/jobs.ts';
import { countLearningLately } from './service.ts';

/** What figures do by the clock. */
export const analyticsSweeps: readonly Sweep[] = [
  { name: 'analytics.learning', cron: '*/5 * * * *', run: countLearningLately },
];
