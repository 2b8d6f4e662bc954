import type { Words } from '#kernel/locale.ts';

/** The columns of the table that goes to a tax program, and comes back from it. */
export const columnWords = {
  order: { zh: '订单号', en: 'Order' },
  title: { zh: '抬头', en: 'Made out to' },
  taxNumber: { zh: '纳税人识别号', en: 'Tax number' },
  amount: { zh: '金额（元）', en: 'Amount (CNY)' },
  number: { zh: '发票号码', en: 'Fapiao number' },
  issuedOn: { zh: '开票日期', en: 'Issued on' },
  kind: { zh: '抬头类型', en: 'Kind' },
  sold: { zh: '商品', en: 'Bought' },
  email: { zh: '邮箱', en: 'E-mail' },
  state: { zh: '状态', en: 'State' },
  requestedAt: { zh: '申请时间', en: 'Asked for' },
  dueAt: { zh: '应开出', en: 'Due' },
  red: { zh: '待红冲（元）', en: 'Red letter owed (CNY)' },
  reason: { zh: '驳回原因', en: 'Why refused' },
} as const satisfies Record<string, Words>;

/** Why a line was not brought. */
export const lineWords = {
  quotes: { zh: '引号没有成对，文件读不了', en: 'A quote is never closed.' },
  columns: {
    zh: '缺少“订单号、金额（元）、发票号码、开票日期”中的列',
    en: 'A column is missing: Order, Amount (CNY), Fapiao number, Issued on.',
  },
  unread: {
    zh: '金额、发票号码（18 或 20 位）或开票日期（如 2026-11-30）写得不对',
    en: 'Amount, number (18 or 20 digits) or date (such as 2026-11-30) cannot be read.',
  },
  unknown: { zh: '没有这笔订单的开票申请', en: 'Nobody asked for a fapiao of this order.' },
  many: {
    zh: '一次最多 1000 行，后面的没有读',
    en: 'A thousand lines at most: the rest was not read.',
  },
} as const satisfies Record<string, Words>;
