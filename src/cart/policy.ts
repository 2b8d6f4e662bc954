import { permission } from '#platform/policy.ts';

/** Everybody with an account keeps a cart of their own. */
export const keepCart = permission('cart.keep', { learner: 'own' });

/** Everybody with an account puts what is on sale into it. */
export const chooseOffers = permission('cart.choose', { learner: 'any' });

/** Who is not signed in yet is asked to be, and then has what they put there. */
export const fillCart = permission('cart.fill', { visitor: 'any', learner: 'any' });
