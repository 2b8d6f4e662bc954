// The door of this room: what other rooms may ask of it. Each verb lives in service/.
export { correctPoints, earnLesson, earnPurchase, takeBackRefund } from './service/earn.ts';
export { expirePoints, remindOfExpiry } from './service/expire.ts';
export {
  changeGood,
  createGood,
  getGood,
  listGoods,
  listShelf,
  nameGoods,
} from './service/goods.ts';
export { getOwn, listAccounts, listEntries, listOwnEntries, listSignIns } from './service/read.ts';
export { redeemGood } from './service/redeem.ts';
export {
  cancelRedemption,
  lastParcel,
  listOwnRedemptions,
  listRedemptions,
  shipRedemption,
} from './service/redemptions.ts';
export { signIn } from './service/sign-in.ts';
export { changeTerms, getTerms } from './service/terms.ts';
