import { permission } from '#platform/policy.ts';

/** Everybody with an account redeems codes, for themselves. */
export const mayRedeem = permission('redemption.redeem', { learner: 'own' });

/** Everybody sees where codes are redeemed. */
export const mayVisitRedeem = permission('redemption.visit', { visitor: 'any' });

/** Who keeps the books sees the batches and which codes were redeemed. */
export const mayReadCodes = permission('redemption.read', { finance: 'any', owner: 'any' });

/** The owner makes codes, and freezes them. */
export const mayMakeCodes = permission('redemption.make', { owner: 'any' });
