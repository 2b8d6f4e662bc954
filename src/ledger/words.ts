import type { Words } from '#kernel/locale.ts';
import type { Line, Place, TransactionKind } from './types.ts';

/** What a transaction is. */
export const transactionWords = {
  sale: { zh: '成交', en: 'Sale' },
  refund: { zh: '退款', en: 'Refund' },
  suspense: { zh: '多收款', en: 'Unneeded payment' },
  return: { zh: '退回多收款', en: 'Payment returned' },
  hold: { zh: '等待成团', en: 'Held for a team' },
  unhold: { zh: '成团或未成团转出', en: 'Team decided' },
  release: { zh: '解冻', en: 'Release' },
  payout: { zh: '提现申请', en: 'Payout asked for' },
  payout_back: { zh: '提现退回', en: 'Payout came back' },
  payout_paid: { zh: '提现到账', en: 'Payout arrived' },
} as const satisfies Record<TransactionKind, Words>;

/** What an account is: of the house by its code or the first part of it, of a creator by the last. */
export const accountWords = {
  gateway: { zh: '渠道资金', en: 'Gateway' },
  gateway_fee: { zh: '渠道手续费', en: 'Gateway fee' },
  suspense: { zh: '多收款', en: 'Unneeded payments' },
  held: { zh: '待成团款', en: 'Held for teams' },
  platform: { zh: '平台佣金', en: 'Commission' },
  'platform:membership': { zh: '会员收入', en: 'Memberships' },
  'platform:lost_fee': { zh: '退款手续费损失', en: 'Fees lost with refunds' },
  payout: { zh: '提现途中', en: 'Payouts under way' },
  pending: { zh: '讲师冻结中', en: 'Creator, pending' },
  available: { zh: '讲师可提现', en: 'Creator, available' },
  debt: { zh: '讲师欠款', en: 'Creator, debt' },
} as const satisfies Record<Place | Line['account'], Words> & Record<string, Words>;
