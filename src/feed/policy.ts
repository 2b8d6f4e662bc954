import { permission } from '#platform/policy.ts';

/** Everybody may ask for a feed: what is private is decided by the address, which was given to its listener only. */
export const mayFetchFeeds = permission('feed.fetch', { visitor: 'any' });

/** Everybody with an account may have a podcast address of their own. */
export const mayHaveFeed = permission('feed.have', { learner: 'own' });
