import { permission } from '#platform/policy.ts';

/** Everybody may walk through the shop. */
export const mayVisit = permission('storefront.read', { visitor: 'any' });
