import { permission } from '#platform/policy.ts';

/** Everybody may open a lesson's address; what is not a trial is shown to those entitled only. */
export const mayOpenLesson = permission('lesson.open', { visitor: 'any' });

/** Everybody with an account learns, and keeps their own progress. */
export const mayLearn = permission('learning.learn', { learner: 'own' });

/** Creators see their drafts as learners would; reviewers see all. */
export const mayPreviewLesson = permission('lesson.preview', {
  creator: 'own',
  reviewer: 'any',
  owner: 'any',
});
