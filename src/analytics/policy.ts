import { permission } from '#platform/policy.ts';

/** Creators see the figures of their own works; finance and the owner see all. */
export const readAnalytics = permission('analytics.read', {
  creator: 'own',
  finance: 'any',
  owner: 'any',
});
