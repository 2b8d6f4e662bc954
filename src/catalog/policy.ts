import { permission } from '#platform/policy.ts';

/** Everybody may look at what is published. */
export const mayReadCatalogue = permission('catalogue.read', { visitor: 'any' });

/** Creators see their own works with their drafts; those who check the shop see all. */
export const mayReadWorks = permission('work.read', {
  creator: 'own',
  reviewer: 'any',
  owner: 'any',
});

/** Creators begin works of their own. */
export const mayCreateWorks = permission('work.create', { creator: 'own', owner: 'any' });

/** Creators edit their own works. */
export const mayEditWork = permission('work.edit', { creator: 'own', owner: 'any' });

/** Creators price their own works. */
export const mayPriceWork = permission('work.price', { creator: 'own', owner: 'any' });

/** Creators take their own works off the shelf; the owner any. */
export const mayWithdrawWork = permission('work.withdraw', { creator: 'own', owner: 'any' });

/** Creators tell about themselves. */
export const mayEditCreator = permission('creator.edit', { creator: 'own', owner: 'any' });

/** The owner arranges the shelves. */
export const mayEditCategories = permission('category.edit', { owner: 'any' });
