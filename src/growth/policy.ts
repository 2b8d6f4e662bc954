import { permission } from '#platform/policy.ts';

/** The owner says how growth is earned and what levels there are. */
export const mayEditGrowth = permission('growth.edit', { owner: 'any' });

/** Everybody who is signed in sees their own growth. */
export const mayReadGrowth = permission('growth.read', { learner: 'own', owner: 'any' });

/** Lists of all growth name people. */
export const mayListGrowth = permission('growth.list', { owner: 'any' });

/** The owner gives growth and takes it, with a reason. */
export const mayGiveGrowth = permission('growth.give', { owner: 'any' });
