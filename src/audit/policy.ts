import { permission } from '#platform/policy.ts';

/** The owner reads who did what; nobody changes it. */
export const mayReadAudit = permission('audit.read', { owner: 'any' });
