// The door of this room: what other rooms may ask of it. Each verb lives in service/.
export {
  findDiscount,
  findDiscountAt,
  findGiven,
  giveAlongside,
  giveMembership,
  giveTerm,
  listMembers,
  listOwn,
  nameMembers,
  pauseMembership,
  restoreGiven,
  resumeMembership,
  revokeMembership,
  takeBackGiven,
  grantMembership,
} from './service/member.ts';
export { endOfTerm, leftOf } from './rules.ts';
export { importMembers } from './service/import.ts';
export { remindMembers } from './service/remind.ts';
export {
  createTier,
  editTier,
  listOpenTiers,
  listTiers,
  listTiersCovering,
  nameTier,
  removeTier,
} from './service/tier.ts';
