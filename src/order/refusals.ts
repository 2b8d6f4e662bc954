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
  'order.price_changed': {
    status: 409,
    zh: '价格或优惠刚刚有变化，请核对新的金额后再下单',
    en: 'The price or a discount has just changed: please look at the new amount and order again.',
  },
  'order.waits_elsewise': {
    status: 409,
    zh: '您有一笔包含这门课程的待支付订单，内容、金额或优惠不同。请先支付或取消它',
    en: 'An order of yours with this course waits, for other things as well, at another price or with another coupon. Pay or cancel it first.',
  },
  'order.basket_of_works': {
    status: 422,
    zh: '会员不能和作品放在一起买，请单独开通',
    en: 'A membership is bought by itself, not together with works.',
  },
  'order.basket_full': {
    status: 422,
    zh: '一笔订单最多买 {most} 件作品，请分几次下单',
    en: 'An order has {most} works at most: please place several.',
  },
  'order.in_bundle': {
    status: 409,
    zh: '其中有作品已经包含在一起买的套餐里，不用再买一次',
    en: 'One of these is part of a bundle that you are buying with it: you need not buy it twice.',
  },
  'order.activity_sold_out': {
    status: 409,
    zh: '秒杀名额已抢光。有人没有付款时名额会放回来，您也可以按现价购买',
    en: 'The flash sale is sold out. A piece comes back when somebody does not pay; you can also buy at the present price.',
  },
  'order.activity_limit': {
    status: 409,
    zh: '您在这个活动里能买的次数已经用完，可以按现价购买',
    en: 'You have bought in this promotion as often as you may; you can buy at the present price.',
  },
  'order.activity_not_begun': {
    status: 409,
    zh: '活动还没有开始，请到时间再来',
    en: 'The promotion has not begun yet: please come back at its time.',
  },
  'order.alone_cheaper': {
    status: 409,
    zh: '现在单独购买更便宜或一样便宜，不用拼团',
    en: 'Buying alone costs no more at present: you need no team.',
  },
  'order.in_team': {
    status: 409,
    zh: '您已为这门课程付款拼团，正在等待成团。想单独购买，请先在订单里退出拼团',
    en: 'You have paid for this course in a team that is not complete yet. To buy alone, leave it first on the order’s page.',
  },
  'order.held_whole': {
    status: 422,
    zh: '等待成团的订单只能全额退款',
    en: 'An order that waits for its team can be refunded as a whole only.',
  },
  'order.activity_ended': {
    status: 410,
    zh: '活动已经结束，可以按现价购买',
    en: 'The promotion has ended; you can buy at the present price.',
  },
  'order.coupon_unknown': {
    status: 404,
    zh: '您没有这张优惠券',
    en: 'You hold no such coupon.',
  },
  'order.coupon_taken': {
    status: 409,
    zh: '这张优惠券已被使用，或正被另一笔订单占用',
    en: 'This coupon is used, or held by another order.',
  },
  'order.coupon_out_of_scope': {
    status: 409,
    zh: '这张优惠券不适用于这门课程，请换一张',
    en: 'This coupon is not for this course: choose another.',
  },
  'order.coupon_below_threshold': {
    status: 409,
    zh: '还差 {missing} 才能使用这张优惠券',
    en: '{missing} more is needed to use this coupon.',
  },
  'order.coupon_not_combined': {
    status: 409,
    zh: '不用这张优惠券更省，请取消选择后再下单',
    en: 'You save more without this coupon: order without it.',
  },
  'order.coupon_newcomers_only': {
    status: 409,
    zh: '这张优惠券只给第一次购买的人',
    en: 'This coupon is for a first purchase only.',
  },
  'order.coupon_not_begun': {
    status: 409,
    zh: '这张优惠券还没有到使用时间',
    en: 'This coupon is not valid yet.',
  },
  'order.coupon_expired': {
    status: 410,
    zh: '这张优惠券已过期',
    en: 'This coupon has expired.',
  },
  'order.not_for_sale': { status: 409, zh: '这门课程没有在售', en: 'This course is not on sale.' },
  'order.tier_closed': {
    status: 409,
    zh: '这个会员等级已停止招募，请看看其他会员',
    en: 'This membership takes nobody new. Please have a look at the others.',
  },
  'order.member_for_good': {
    status: 409,
    zh: '您已经是这个等级的永久会员，无需再买',
    en: 'You are a member of this tier for good; there is nothing to buy.',
  },
  'order.refund_changed': {
    status: 409,
    zh: '可退金额刚刚有变化，请核对新的金额后再确认',
    en: 'The amount has just changed: please look at it again and confirm.',
  },
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
  'order.line_unknown': {
    status: 404,
    zh: '订单里没有这件作品',
    en: 'This is not part of the order.',
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
