import { permission } from '#platform/policy.ts';

/** Everybody with an account keeps a cart of their own. */
export const keepCart = permission('cart.keep', { learner: 'own' });
