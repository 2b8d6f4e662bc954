// The door of this room: what other rooms may ask of it. Each verb lives in service/.
export { earnLesson, earnPurchase, earnWork, giveGrowth, takeBackRefund } from './service/earn.ts';
export { getOwn, listAccounts, listEntries } from './service/read.ts';
export { settleDue } from './service/settle.ts';
export { changeTerms, getTerms } from './service/terms.ts';
