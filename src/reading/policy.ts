import { permission } from '#platform/policy.ts';

/** Everybody with an account reads the books of lessons that are open to them, and keeps their own place and marks. */
export const mayRead = permission('book.read', { learner: 'own' });
