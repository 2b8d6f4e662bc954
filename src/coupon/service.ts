/** What others may ask of coupons. */
export { heldOf } from './rules.ts';
export type { ClaimFact } from './types.ts';
export {
  claimByCode,
  claimCoupon,
  giveCoupon,
  holdClaim,
  holdClaimAgain,
  listClaims,
  listHeld,
  listHeldFor,
  releaseClaim,
  returnClaim,
  usingClaim,
} from './service/claim.ts';
export { createCoupon, showCoupons, type ShownCoupons } from './service/coupon.ts';
