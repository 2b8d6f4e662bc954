/** The texts of the simulated cashier. */
export interface CashierWords {
  readonly lang: string;
  readonly title: string;
  readonly badge: string;
  readonly otherLang: string;
  readonly otherLangCode: string;
  readonly language: string;
  readonly amount: string;
  readonly merchant: string;
  readonly merchantName: string;
  readonly item: string;
  readonly orderNo: string;
  readonly payBy: string;
  readonly pay: string;
  readonly fail: string;
  readonly abandon: string;
  readonly back: string;
  readonly failed: string;
  readonly paid: string;
  readonly later: string;
  readonly closed: string;
  readonly expired: string;
  readonly unknown: string;
  readonly note: string;
  readonly misbehave: string;
  readonly misbehaveHint: string;
  readonly twice: string;
  readonly late: string;
  readonly lose: string;
  readonly delay: string;
}

const zh: CashierWords = {
  lang: 'zh-CN',
  title: '收银台',
  badge: '沙箱',
  otherLang: 'English',
  otherLangCode: 'en',
  language: '语言',
  amount: '应付金额',
  merchant: '收款方',
  merchantName: '书院（沙箱商户）',
  item: '商品',
  orderNo: '商户单号',
  payBy: '请在此前付款',
  pay: '支付',
  fail: '模拟失败',
  abandon: '放弃',
  back: '返回商家',
  failed: '支付失败，未扣款。可以再试一次。',
  paid: '支付成功',
  later: '已提交，银行稍后才会扣款。',
  closed: '商家已关闭这笔订单，不能再付款。',
  expired: '已过付款期限，不能再付款。',
  unknown: '没有这笔订单。',
  note: '这是模拟收银台，不会动用真实的钱。',
  misbehave: '测试：让这笔付款出点状况',
  misbehaveHint: '选中后再点“支付”。',
  twice: '重复扣款两次',
  late: '订单关闭或过期之后才到账',
  lose: '不发送回调通知',
  delay: '回调通知推迟一分钟',
};

const en: CashierWords = {
  lang: 'en',
  title: 'Cashier',
  badge: 'Sandbox',
  otherLang: '中文',
  otherLangCode: 'zh',
  language: 'Language',
  amount: 'Amount due',
  merchant: 'Payee',
  merchantName: 'Shuyuan (sandbox merchant)',
  item: 'Item',
  orderNo: 'Merchant order no.',
  payBy: 'Pay before',
  pay: 'Pay',
  fail: 'Simulate a failure',
  abandon: 'Give up',
  back: 'Back to the merchant',
  failed: 'The payment failed and nothing was charged. You may try again.',
  paid: 'Paid',
  later: 'Submitted; the bank will charge later.',
  closed: 'The merchant has closed this order; it can no longer be paid.',
  expired: 'The time to pay is over.',
  unknown: 'There is no such order.',
  note: 'This is a simulated cashier: no real money moves.',
  misbehave: 'Testing: make this payment misbehave',
  misbehaveHint: 'Choose, then press “Pay”.',
  twice: 'Charge twice',
  late: 'Take effect only after the order is closed or expired',
  lose: 'Send no callback',
  delay: 'Send the callback a minute late',
};

/** The words for `?lang=`, or else for the browser's first language. */
export function wordsFor(
  asked: string | undefined,
  acceptLanguage: string | undefined,
): CashierWords {
  return (asked ?? acceptLanguage ?? 'zh').trim().toLowerCase().startsWith('en') ? en : zh;
}
