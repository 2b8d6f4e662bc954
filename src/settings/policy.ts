import { permission } from '#platform/policy.ts';

/** The owner and finance see what the site has decided. */
export const mayReadSettings = permission('settings.read', { owner: 'any', finance: 'any' });

/** The owner decides. */
export const mayChangeSettings = permission('settings.change', { owner: 'any' });
