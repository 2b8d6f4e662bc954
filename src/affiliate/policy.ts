import { permission } from '#platform/policy.ts';

/** A promoter's link, and a campaign's, is for everybody who has it. */
export const followLink = permission('affiliate.follow', { visitor: 'any', learner: 'any' });

/** Everybody who is signed in may ask to promote, and sees their own page. */
export const promote = permission('affiliate.promote', { learner: 'own' });

/** The owner says how people promote and what they get. */
export const editPromotion = permission('affiliate.edit', { owner: 'any' });

/** Who keeps the books, and the owner, see who promotes and who brought whom. */
export const readPromoters = permission('affiliate.read', { finance: 'any', owner: 'any' });

/** The owner decides who promotes. */
export const decidePromoters = permission('affiliate.decide', { owner: 'any' });

/** Creators decide whether their own works are promoted, and for how much; the owner sees it of all. */
export const editWorkPromotion = permission('affiliate.edit_work', { creator: 'own' });
export const readWorkPromotion = permission('affiliate.read_work', {
  creator: 'own',
  finance: 'any',
  owner: 'any',
});
