export { shortLinkOf } from './rules/links.ts';
export { attribute } from './service/attribute.ts';
export { bindAtLogin, followed, renewByPurchase } from './service/bind.ts';
export {
  appointPromoter,
  approveApplication,
  askToPromote,
  dismissPromoter,
  getOwnPromotion,
  listApplications,
  listCustomers,
  listLineages,
  listPromoters,
  refuseApplication,
  setOwnRate,
} from './service/promoter.ts';
export {
  changeTerms,
  decideWorkPromotion,
  getTerms,
  getWorkPromotion,
  termsNow,
} from './service/terms.ts';
