import type { Words } from '#kernel/locale.ts';

/** What stands on the documents. In China only the tax office's own may be called 发票. */
export const paperWords = {
  invoice: { zh: '收款凭证', en: 'Invoice' },
  credit: { zh: '退款凭证', en: 'Credit note' },
  number: { zh: '编号 {number}', en: 'No. {number}' },
  issued: { zh: '开具日期 {day}', en: 'Issued {day}' },
  order: { zh: '订单号 {number}', en: 'Order {number}' },
  paid: { zh: '付款日期 {day}', en: 'Paid {day}' },
  credits: { zh: '对应凭证 {number}', en: 'Credits invoice {number}' },
  refunded: { zh: '退款日期 {day}', en: 'Refunded {day}' },
  seller: { zh: '销售方', en: 'Seller' },
  buyer: { zh: '购买方', en: 'Buyer' },
  taxNumber: { zh: '税号 {number}', en: 'Tax number {number}' },
  item: { zh: '项目', en: 'Item' },
  amount: { zh: '金额（元）', en: 'Amount (CNY)' },
  total: { zh: '实付合计', en: 'Total paid' },
  credited: { zh: '退款金额（元）', en: 'Credited (CNY)' },
  tax: { zh: '其中税额（税率 {rate}）', en: 'Of which tax ({rate})' },
  note: {
    zh: '本凭证由系统开具，款项已经付清。它不能代替税务发票；需要报销的，请在订单页申请电子发票。',
    en: 'Issued by the system; paid in full. It is no Chinese tax invoice: a fapiao can be asked for on the page of the order.',
  },
  creditNote: {
    zh: '本凭证由系统开具，说明上述款项已经退回。它不能代替红字发票。',
    en: 'Issued by the system: this amount went back to who paid it. It is no Chinese red-letter tax invoice.',
  },
} as const satisfies Record<string, Words>;
