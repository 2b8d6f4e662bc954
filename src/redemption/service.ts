// The door of this room. Each verb lives in service/.
export { redeemCode } from './service/redeem.ts';
export {
  beginBatch,
  drawInto,
  listBatches,
  listCodes,
  makeBatch,
  setBatchFrozen,
  setCodeFrozen,
} from './service/batch.ts';
