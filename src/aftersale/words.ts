import type { Words } from '#kernel/locale.ts';
import type { LetterWords } from '#platform/mail.ts';
import type { CaseState } from './types.ts';

/** How a request for a refund stands. */
export const caseStateWords = {
  open: { zh: '待处理', en: 'To decide' },
  proposed: { zh: '待复核', en: 'Needs a second person' },
  granted: { zh: '已同意', en: 'Granted' },
  refused: { zh: '未同意', en: 'Refused' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
} as const satisfies Record<CaseState, Words>;

/** Letters about a decision. */
export const decisionLetters = {
  granted: {
    subject: { zh: '您的退款申请已同意：{amount}', en: 'Your refund of {amount} is granted' },
    body: {
      zh: '{name}，您好：\n\n订单 {number}（{title}）的退款申请已经同意，{amount} 会原路退回您的付款账户，一般几分钟到账，银行卡最长三个工作日。{answer}\n\n查看订单：',
      en: 'Hello {name},\n\nyour refund for order {number} ({title}) is granted: {amount} goes back the way it was paid, usually within minutes, on a bank card within three working days.{answer}\n\nYour order:',
    },
  },
  refused: {
    subject: { zh: '您的退款申请没有通过', en: 'Your refund was not granted' },
    body: {
      zh: '{name}，您好：\n\n订单 {number}（{title}）的退款申请没有通过。我们的答复：{answer}\n\n如有新的情况，可以在订单页再次申请：',
      en: 'Hello {name},\n\nyour refund for order {number} ({title}) was not granted. Our answer: {answer}\n\nIf there is something new, you can ask again on the order’s page:',
    },
  },
} as const satisfies Record<'granted' | 'refused', LetterWords>;
