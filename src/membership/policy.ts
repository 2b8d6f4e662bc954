import { permission } from '#platform/policy.ts';

/** Everybody sees the tiers that are open. */
export const mayReadTiers = permission('tier.read', { visitor: 'any' });

/** The owner says what tiers there are, what they cover and cost. */
export const mayEditTiers = permission('tier.edit', { owner: 'any' });

/** Who keeps the books sees all members; members see their own membership. */
export const mayReadMembers = permission('membership.read', {
  learner: 'own',
  finance: 'any',
  owner: 'any',
});

/** Lists of all members name people. */
export const mayListMembers = permission('membership.list', { finance: 'any', owner: 'any' });

/** The owner gives a membership, pauses it and takes it back. */
export const mayGrantMembers = permission('membership.grant', { owner: 'any' });
