export { shortLinkOf } from './rules/links.ts';
export { attribute } from './service/attribute.ts';
export { bindAtLogin, followed, renewByPurchase } from './service/bind.ts';
export {
  appointPromoter,
  approveApplication,
  askToPromote,
  dismissPromoter,
  refuseApplication,
  setOwnRate,
} from './service/promoter.ts';
export {
  getOwnPromotion,
  listApplications,
  listCampaigns,
  listCustomers,
  listLineages,
  listPromoters,
} from './service/read.ts';
export {
  changeTerms,
  decideWorkPromotion,
  getTerms,
  getWorkPromotion,
  termsNow,
} from './service/terms.ts';
