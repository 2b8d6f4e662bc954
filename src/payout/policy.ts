import { permission } from '#platform/policy.ts';

/** Creators ask for their own money. */
export const askPayout = permission('payout.ask', { creator: 'own' });

/** Promoters ask for their own money, and see what they earn; everybody with an account may be one. */
export const askOwnPayout = permission('payout.ask_own', { learner: 'own' });
export const readOwnShares = permission('payout.shares', { learner: 'own' });

/** Creators see what they earn. */
export const readEarnings = permission('payout.earnings', { creator: 'own' });

/** Creators read their own statements; finance and the owner read any. */
export const readStatement = permission('statement.read', {
  creator: 'own',
  finance: 'any',
  owner: 'any',
});

/** Finance and the owner see a month of all creators. */
export const listStatement = permission('statement.list', { finance: 'any', owner: 'any' });

/** Creators see their own payouts; finance and the owner see all. */
export const readPayout = permission('payout.read', {
  creator: 'own',
  finance: 'any',
  owner: 'any',
});

/** Finance and the owner let money out, never their own. */
export const decidePayouts = permission('payout.decide', { finance: 'any', owner: 'any' });
