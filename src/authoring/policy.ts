import { permission } from '#platform/policy.ts';

/** Creators look back at what their works said; reviewers at all. */
export const mayReadVersions = permission('version.read', {
  creator: 'own',
  reviewer: 'any',
  owner: 'any',
});

/** Creators bring back what their works said, and keep texts aside. */
export const mayKeepVersions = permission('version.keep', { creator: 'own', owner: 'any' });

/** Creators show drafts of their own to people of their choice. */
export const mayShareDraft = permission('draft.share', { creator: 'own', owner: 'any' });

/** Whoever holds the address of a draft sees it. */
export const mayOpenShared = permission('draft.open_shared', { visitor: 'any' });

/** Creators keep snippets of their own. */
export const mayKeepSnippets = permission('snippet.keep', { creator: 'own', owner: 'own' });

/** Creators begin works from works of their own, or from a pattern of the house. */
export const mayCopyWork = permission('work.copy', { creator: 'own', owner: 'any' });
