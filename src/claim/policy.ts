import { permission } from '#platform/policy.ts';

/** Everybody may say that a work infringes their copyright, and follow that by the link they were sent. */
export const mayClaim = permission('claim.make', { visitor: 'any' });

/** Staff see all claims; creators see those for which works of their own were taken down. */
export const mayReadClaims = permission('claim.read', {
  creator: 'own',
  reviewer: 'any',
  owner: 'any',
});

/** Staff dismiss claims, or take works down for them, though never works of their own. */
export const mayDecideClaims = permission('claim.decide', { reviewer: 'any', owner: 'any' });

/** Creators answer once to a claim for which a work of their own was taken down. */
export const mayCounter = permission('claim.counter', { creator: 'own' });
