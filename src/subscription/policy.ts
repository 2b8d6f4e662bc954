import { permission } from '#platform/policy.ts';

/** Everybody with an account subscribes for themselves, and says how it goes on. */
export const maySubscribe = permission('subscription.own', { learner: 'own' });
