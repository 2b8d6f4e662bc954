// The door of this room: what other rooms may ask of it. Each verb lives in service/.
export {
  giveMembership,
  listMembers,
  listOwn,
  nameMembers,
  pauseMembership,
  resumeMembership,
  revokeMembership,
  grantMembership,
} from './service/member.ts';
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
