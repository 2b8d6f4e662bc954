import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'payment.unknown': { status: 404, zh: '没有这笔支付', en: 'There is no such payment.' },
  'payment.unknown_gateway': {
    status: 404,
    zh: '没有这个支付渠道',
    en: 'There is no such payment gateway.',
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
