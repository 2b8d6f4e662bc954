import { permission } from '#platform/policy.ts';

/** The owner sees what could not be done. */
export const mayReadJobs = permission('job.read', { owner: 'any' });

/** The owner lets it be tried again. */
export const mayRetryJobs = permission('job.retry', { owner: 'any' });
