import { permission } from '#platform/policy.ts';

/** Creators make coupons for their own works; the owner for any. */
export const manageCoupons = permission('coupon.manage', { creator: 'own', owner: 'any' });

/** Everybody with an account takes coupons and sees their own. */
export const holdCoupons = permission('coupon.hold', { learner: 'own' });
