// The door of this room: what other rooms may ask of it. Each verb lives in service/.
export {
  callOff,
  carryOutDue,
  listPlanItems,
  movePlanned,
  planWithdrawal,
} from './service/plan.ts';
export {
  approveSubmission,
  checkWork,
  getSubmissionDetail,
  listSubmissionItems,
  nameSubmissions,
  returnSubmission,
  submitWork,
  withdrawSubmission,
} from './service/review-work.ts';
