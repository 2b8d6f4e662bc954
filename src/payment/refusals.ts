import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'payment.unknown': { status: 404, zh: '没有这笔支付', en: 'There is no such payment.' },
  'payment.unknown_gateway': {
    status: 404,
    zh: '没有这个支付渠道',
    en: 'There is no such payment gateway.',
  },
  'payment.not_by_hand': {
    status: 409,
    zh: '这笔款由支付渠道确认，不能手工登记',
    en: 'The gateway tells of this money; it cannot be confirmed by hand.',
  },
  'payment.amount_differs': {
    status: 409,
    zh: '到账金额和订单金额不一样。少付的，请买家补齐后按总额登记；多付或不再需要的，勾选“登记并退回”，订单不会开通，钱由您退回',
    en: 'The amount is not the order’s. When it is less, have the buyer send the rest and confirm the sum; when it is more or not wanted, choose “confirm and send back”: the order stays unpaid and you send the money back.',
  },
  'payment.not_yet': {
    status: 422,
    zh: '到账时间不能晚于现在',
    en: 'Money cannot have arrived later than now.',
  },
  'payment.no_time': {
    status: 409,
    zh: '活动价的名额只保留几分钟，等不了转账，请用在线支付',
    en: 'What is on for a few minutes cannot wait for a transfer. Please pay online.',
  },
  'payment.forged': { status: 401, zh: '通知的签名不正确', en: 'The notice is not genuine.' },
  'payment.unavailable': {
    status: 503,
    zh: '支付渠道暂时没有回应，订单已为您保留，请稍后再试',
    en: 'The payment gateway does not answer just now. Your order is kept: please try again in a moment.',
  },
  'payment.refused': {
    status: 409,
    zh: '支付渠道拒绝了这笔支付，请换一种方式或稍后再试',
    en: 'The payment gateway turned this payment down. Please try another way or later.',
  },
  'payment.bill_not_ready': {
    status: 409,
    zh: '这一天的账单还没有生成，请在次日上午 10 点以后再对账',
    en: 'The bill of that day is not made yet. Try again after 10 in the morning of the next day.',
  },
  'payment.bill_silent': {
    status: 503,
    zh: '支付渠道暂时没有回应，请稍后再对账',
    en: 'The gateway does not answer just now. Reconcile again in a moment.',
  },
  'payment.day_not_over': {
    status: 422,
    zh: '只能核对已经过去的日子',
    en: 'Only a day that is over can be reconciled.',
  },
  'refund.unknown': { status: 404, zh: '没有这笔退款', en: 'There is no such refund.' },
  'refund.no_capture': {
    status: 409,
    zh: '这个订单没有收到过款项',
    en: 'No money came in for this order.',
  },
});
