import { permission } from '#platform/policy.ts';

/** Reviewers and the owner know the lists of words: who knows them knows how to go around them. */
export const mayReadWords = permission('sensitive-word.read', { reviewer: 'any', owner: 'any' });

/** Reviewers and the owner keep the lists of words. */
export const mayEditWords = permission('sensitive-word.edit', { reviewer: 'any', owner: 'any' });

/** Creators have their own drafts checked and see what was found; reviewers see all. */
export const mayCheckWork = permission('work-check.run', {
  creator: 'own',
  reviewer: 'any',
  owner: 'any',
});
