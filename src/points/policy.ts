import { permission } from '#platform/policy.ts';

/** Everybody sees whether there are points here, and how they are earned. */
export const mayVisitPoints = permission('points.visit', { visitor: 'any' });

/** Everybody who is signed in has points of their own. */
export const mayUsePoints = permission('points.use', { learner: 'own' });

/** One sees what changed one's own points; the owner everybody's. */
export const mayReadPoints = permission('points.read', { learner: 'own', owner: 'any' });

/** Lists of everybody's points name people. */
export const mayListPoints = permission('points.list', { owner: 'any' });

/** The owner says how points are earned and how long they are good. */
export const mayEditPoints = permission('points.edit', { owner: 'any' });

/** The owner gives points and takes them, with a reason. */
export const mayCorrectPoints = permission('points.correct', { owner: 'any' });

/** The owner decides what is had for points. */
export const mayEditGoods = permission('points.goods', { owner: 'any' });

/** Everybody with an account has what is on the shelf, for points of their own. */
export const mayRedeemPoints = permission('points.redeem', { learner: 'any' });

/** One sees what one redeemed oneself; the owner everybody's, with the addresses. */
export const mayReadRedemptions = permission('points.redemptions', {
  learner: 'own',
  owner: 'any',
});

/** The owner sends things, or cancels what was not sent. */
export const mayShip = permission('points.ship', { owner: 'any' });
