import { permission } from '#platform/policy.ts';

/** Creators see what the platform keeps of their own sales; who keeps the books sees it of all. */
export const readCommission = permission('commission.read', {
  creator: 'own',
  finance: 'any',
  owner: 'any',
});

/** Who keeps the books sees every rule. */
export const listCommission = permission('commission.list', { finance: 'any', owner: 'any' });

/** The owner decides what the platform keeps. */
export const setCommission = permission('commission.set', { owner: 'any' });
