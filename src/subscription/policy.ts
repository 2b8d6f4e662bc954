import { permission } from '#platform/policy.ts';

/** Everybody with an account sees what a plan would cost again and again, and subscribes to it. */
export const maySubscribeTo = permission('subscription.begin', { learner: 'any' });

/** Subscribers say how their own subscriptions go on. */
export const maySubscribe = permission('subscription.own', { learner: 'own' });
