import type { Locale, Words } from '#kernel/locale.ts';
import type {
  CaptureOutcome,
  DifferenceKind,
  PaymentState,
  ReconciliationState,
  RefundCause,
  RefundState,
} from './types.ts';

/** How an attempt to collect stands. */
export const paymentStateWords = {
  opened: { zh: '等待付款', en: 'Opened' },
  succeeded: { zh: '已收款', en: 'Collected' },
  closed: { zh: '已关闭', en: 'Closed' },
} as const satisfies Record<PaymentState, Words>;

/** How a refund stands. */
export const refundStateWords = {
  requested: { zh: '退款中', en: 'Under way' },
  succeeded: { zh: '已退回', en: 'Refunded' },
  failed: { zh: '退款失败', en: 'Failed' },
} as const satisfies Record<RefundState, Words>;

/** Why money goes back. */
export const causeWords = {
  buyer: { zh: '买家申请', en: 'Buyer asked' },
  staff: { zh: '工作人员', en: 'Staff' },
  team: { zh: '退出或未成团', en: 'Left, or team not complete' },
  owned: { zh: '买家已拥有', en: 'Owned already' },
  duplicate: { zh: '重复支付', en: 'Paid twice' },
  late: { zh: '过期支付', en: 'Paid too late' },
  mismatch: { zh: '金额不符', en: 'Wrong amount' },
} as const satisfies Record<RefundCause, Words>;

/** What became of money that came in. */
export const outcomeWords = {
  kept: { zh: '已入账', en: 'Kept' },
  duplicate: causeWords.duplicate,
  late: causeWords.late,
  mismatch: causeWords.mismatch,
} as const satisfies Record<CaptureOutcome, Words>;

/** How a day's bill stands to our books. */
export const reconciliationWords = {
  unread: { zh: '未能读取', en: 'Not read' },
  differs: { zh: '有差异', en: 'Differs' },
  clear: { zh: '一致', en: 'Clear' },
} as const satisfies Record<ReconciliationState, Words>;

/** What bill and books do not both say. */
export const differenceWords = {
  found: { zh: '账单补记', en: 'Told by the bill' },
  foreign: { zh: '账单有、系统无', en: 'On the bill only' },
  missing: { zh: '系统有、账单无', en: 'In our books only' },
  amount: { zh: '金额不一致', en: 'Another amount' },
  fee: { zh: '手续费不一致', en: 'Another fee' },
  refund_foreign: { zh: '退款账单有、系统无', en: 'Refund on the bill only' },
  refund_amount: { zh: '退款金额不一致', en: 'Refund of another amount' },
} as const satisfies Record<DifferenceKind, Words>;

const gatewayWords: Readonly<Record<string, Words>> = {
  sandbox: { zh: '微信支付（沙箱）', en: 'WeChat Pay (sandbox)' },
  'sandbox-alipay': { zh: '支付宝（沙箱）', en: 'Alipay (sandbox)' },
  'sandbox-stripe': { zh: 'Stripe（沙箱）', en: 'Stripe (sandbox)' },
  wechat: { zh: '微信支付', en: 'WeChat Pay' },
  alipay: { zh: '支付宝', en: 'Alipay' },
  stripe: { zh: 'Stripe', en: 'Stripe' },
  transfer: { zh: '银行转账', en: 'Bank transfer' },
};

/** What people call a gateway. */
export function sayGateway(name: string, locale: Locale): string {
  return gatewayWords[name]?.[locale] ?? name;
}
