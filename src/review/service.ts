// The door of this room: what other rooms may ask of it. Each verb lives in service/.
export { appealReturn, appealTakedown, decideAppeal, listAppealItems } from './service/appeal.ts';
export { assignSubmission, giveSubmissionBack, takeSubmission } from './service/assign.ts';
export { addComment, listCommentItems, removeComment, setSettled } from './service/comment.ts';
export { decideStage } from './service/decide.ts';
export { decideInBulk } from './service/in-bulk.ts';
export {
  appointExpert,
  dismissExpert,
  getRules,
  listAllExperts,
  setRules,
} from './service/keep-rules.ts';
export {
  callOff,
  carryOutDue,
  listPlanItems,
  movePlanned,
  planWithdrawal,
} from './service/plan.ts';
export {
  getSubmissionDetail,
  listSubmissionItems,
  nameSubmissions,
} from './service/read-submission.ts';
export { remindJudges, remindOfLate } from './service/remind.ts';
export { checkWork, submitWork, withdrawSubmission } from './service/submit-work.ts';
export {
  keepTakedown,
  liftAfterClaim,
  liftTakedown,
  listTakedownItems,
  takeDown,
  takeDownWithin,
} from './service/take-down.ts';
