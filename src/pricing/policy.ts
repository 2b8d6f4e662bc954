import { permission } from '#platform/policy.ts';

/** Creators make their own works cheaper for a while; the owner any. */
export const managePromotions = permission('promotion.manage', { creator: 'own', owner: 'any' });
