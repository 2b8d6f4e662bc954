import type { Words } from '#kernel/locale.ts';
import type { FapiaoState, TitleKind } from '../types.ts';

export const fapiaoStateWords: Readonly<Record<FapiaoState, Words>> = {
  requested: { zh: '待开票', en: 'Asked for' },
  issued: { zh: '已开票', en: 'Issued' },
  red_owed: { zh: '待红冲', en: 'Red letter owed' },
  red: { zh: '已红冲', en: 'Taken back' },
  refused: { zh: '已驳回', en: 'Refused' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
};

export const titleKindWords: Readonly<Record<TitleKind, Words>> = {
  personal: { zh: '个人', en: 'Person' },
  company: { zh: '企业', en: 'Company' },
};
