import { permission } from '#platform/policy.ts';

/** Creators hand in their own works, and take them back. */
export const maySubmit = permission('submission.submit', { creator: 'own', owner: 'any' });

/** Creators follow their own submissions; reviewers see all. */
export const mayReadSubmissions = permission('submission.read', {
  creator: 'own',
  reviewer: 'any',
  owner: 'any',
});

/** Reviewers decide, though never about works of their own. */
export const mayDecide = permission('submission.decide', { reviewer: 'any', owner: 'any' });

/** The owner gives submissions to reviewers. */
export const mayAssign = permission('submission.assign', { owner: 'any' });

/** Creators say that what reviewers asked for is done in works of their own. */
export const maySettle = permission('submission.settle', {
  creator: 'own',
  reviewer: 'any',
  owner: 'any',
});

/** Staff take works from everybody, and give them back. */
export const mayTakeDown = permission('takedown.make', { reviewer: 'any', owner: 'any' });

/** Creators appeal once against a return or a takedown of works of their own. */
export const mayAppeal = permission('appeal.make', { creator: 'own' });

/** Reviewers see by which rules works come to them; the owner sets them, and names experts. */
export const mayReadRules = permission('review-rule.read', { reviewer: 'any', owner: 'any' });
export const maySetRules = permission('review-rule.set', { owner: 'any' });

/** Creators see when works of their own will be published or withdrawn; reviewers see all. */
export const mayReadPlans = permission('plan.read', {
  creator: 'own',
  reviewer: 'any',
  owner: 'any',
});

/** Creators plan the withdrawal of works of their own, and call off what is planned for them. */
export const mayPlan = permission('plan.make', { creator: 'own', owner: 'any' });
