import { permission } from '#platform/policy.ts';

/** Everybody with an account buys for themselves. */
export const placeOrders = permission('order.place', { learner: 'own' });

/** Everybody with an account sees what an offer would cost them, and buys it. */
export const buyOffers = permission('offer.buy', { learner: 'any' });

/** Buyers read their own orders; finance and the owner read all. */
export const readOrder = permission('order.read', { learner: 'own', finance: 'any', owner: 'any' });

/** Buyers ask for their own money back. */
export const askRefund = permission('order.ask_refund', {
  learner: 'own',
  finance: 'any',
  owner: 'any',
});

/** Finance and the owner give money back, also in part and after the window. */
export const refundOrders = permission('order.refund', { finance: 'any', owner: 'any' });
