import { permission } from '#platform/policy.ts';

/** Everybody with an account keeps the lessons that are open to them by a right, on their own devices. */
export const mayKeep = permission('offline.keep', { learner: 'own' });

/** The pages that show what a browser keeps hold nothing themselves: they are the same for everybody. */
export const mayOpenShelf = permission('offline.open', { visitor: 'any' });
