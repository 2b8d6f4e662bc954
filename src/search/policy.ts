import { permission } from '#platform/policy.ts';

/** Everybody may search what is published. */
export const maySearch = permission('search.read', { visitor: 'any' });
