import { permission } from '#platform/policy.ts';

/** Learners see their own rights of use; finance and the owner see all. */
export const readEntitlement = permission('entitlement.read', {
  learner: 'own',
  finance: 'any',
  owner: 'any',
});

/** The owner gives a work to somebody, and takes it back. */
export const grantWorks = permission('entitlement.grant', { owner: 'any' });
