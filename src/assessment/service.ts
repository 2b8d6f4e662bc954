export {
  addBank,
  exportBank,
  getBank,
  listBanks,
  listQuestions,
  removeBank,
} from './service/banks.ts';
export { writeTemplate } from './service/write-template.ts';
