import { permission } from '#platform/policy.ts';

/** Creators import for themselves, and follow their own imports. */
export const mayImport = permission('content.import', { creator: 'own', owner: 'own' });

/** Creators take their works along; the owner can take any, which is written down. */
export const mayExport = permission('content.export', { creator: 'own', owner: 'any' });

/** Creators see how a text of theirs will look; reviewers see all. */
export const mayPreview = permission('content.preview', {
  creator: 'own',
  reviewer: 'any',
  owner: 'any',
});
