import { permission } from '#platform/policy.ts';

/** Creators keep question banks of their own. */
export const mayKeepBanks = permission('question.keep', { creator: 'own', owner: 'own' });
