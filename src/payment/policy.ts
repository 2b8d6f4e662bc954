import { permission } from '#platform/policy.ts';

/** Buyers pay for their own orders. */
export const payOrders = permission('payment.pay', { learner: 'own' });

/** Gateways tell what happened; their signature is the proof. */
export const sendNotices = permission('payment.notify', { visitor: 'any' });

/** Buyers see the refunds of their own orders; finance and the owner see all. */
export const readRefund = permission('refund.read', {
  learner: 'own',
  finance: 'any',
  owner: 'any',
});

/** Finance and the owner see how bills and books stand to each other. */
export const readReconciliation = permission('reconciliation.read', {
  finance: 'any',
  owner: 'any',
});

/** Finance and the owner have a bill read again. */
export const reconcile = permission('reconciliation.run', { finance: 'any', owner: 'any' });

/** Finance and the owner say that money arrived, or went back, which no gateway tells of. */
export const confirmByHand = permission('payment.confirm', { finance: 'any', owner: 'any' });

/** Finance and the owner see all money that came in. */
export const readPayment = permission('payment.read', { finance: 'any', owner: 'any' });
