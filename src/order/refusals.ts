import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'order.unknown': { status: 404, zh: '没有这个订单', en: 'There is no such order.' },
  'order.offer_unknown': {
    status: 404,
    zh: '没有这个售卖方案',
    en: 'There is no such offer.',
  },
  'order.offer_retired': {
    status: 409,
    zh: '价格刚刚有变化，请回到课程页查看现在的价格',
    en: 'The price has just changed: please look at the course page again.',
  },
  'order.not_for_sale': { status: 409, zh: '这门课程没有在售', en: 'This course is not on sale.' },
  'order.already_owned': {
    status: 409,
    zh: '您已经拥有这门课程，可以直接去学习',
    en: 'You already own this course: go and learn.',
  },
  'order.own_work': {
    status: 409,
    zh: '这是您自己的课程，无需购买',
    en: 'This is your own course; you need not buy it.',
  },
  'order.key_reused': {
    status: 422,
    zh: '这个幂等键已用于另一笔订单',
    en: 'This idempotency key was used for another order.',
  },
  'order.expired': {
    status: 410,
    zh: '订单已超过支付时间，请重新下单',
    en: 'The time to pay is over: please order again.',
  },
  'order.not_paid': { status: 409, zh: '这个订单还没有支付', en: 'This order is not paid.' },
  'order.nothing_to_refund': {
    status: 409,
    zh: '这个订单没有可退的款项',
    en: 'There is nothing left to refund.',
  },
  'order.refund_too_much': {
    status: 422,
    zh: '退款金额超过了可退金额',
    en: 'This is more than can be refunded.',
  },
  'order.refund_too_late': {
    status: 409,
    zh: '已超过可申请退款的时间。如有特殊情况，请联系我们',
    en: 'The time in which you could ask for a refund is over. Please contact us if something is wrong.',
  },
});
