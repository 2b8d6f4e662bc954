export { decideClaim } from './service/decide.ts';
export { counterClaim, reportLawsuit, restoreOver, withdrawClaim } from './service/follow.ts';
export { getClaimed, makeClaim } from './service/make-claim.ts';
export { getOwnClaim, keyOf, listClaimItems } from './service/read-claim.ts';
export { remindOfLateClaims } from './service/remind.ts';
