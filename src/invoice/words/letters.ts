import type { Words } from '#kernel/locale.ts';
import type { LetterWords } from '#platform/mail.ts';

/** What buyers are told about their fapiao. */
export const letters = {
  issued: {
    subject: { zh: '您的发票已开具', en: 'Your fapiao was issued' },
    body: {
      zh: '订单 {order} 的发票已经开具。\n\n抬头：{title}\n金额：{amount}\n发票号码：{number}\n开票日期：{day}\n\n在下面的页面可以查看和下载：',
      en: 'The fapiao of order {order} was issued.\n\nMade out to: {title}\nAmount: {amount}\nNumber: {number}\nDate: {day}\n\nYou can see and download it here:',
    },
  },
  refused: {
    subject: { zh: '您的发票申请没有通过', en: 'Your fapiao was refused' },
    body: {
      zh: '订单 {order} 的发票申请没有通过。\n\n原因：{reason}\n\n您可以在下面的页面查看，改正后再申请：',
      en: 'The fapiao of order {order} was refused.\n\nWhy: {reason}\n\nYou can look at it here, and ask again:',
    },
  },
  red: {
    subject: { zh: '您的发票已红冲', en: 'A red letter for your fapiao' },
    body: {
      zh: '订单 {order} 有退款，原发票 {number} 已按退款金额开具红字发票。\n\n红冲金额：{amount}\n红字发票号码：{red}\n开票日期：{day}\n\n已经入账的，请按红字发票冲减。详情：',
      en: 'Money of order {order} went back, so a red letter was issued for fapiao {number}.\n\nAmount: {amount}\nNumber of the red letter: {red}\nDate: {day}\n\nIf you entered the fapiao in your books, enter this as well. Details:',
    },
  },
} as const satisfies Record<string, LetterWords>;

/** Why a request ends when all of its order's money went back. */
export const refundedReason: Words = {
  zh: '订单已经全额退款，不再开票',
  en: 'All of the order’s money went back, so there is nothing to issue.',
};
