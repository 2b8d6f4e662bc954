import type { Locale, Words } from '#kernel/locale.ts';
import { formatMoney, money } from '#kernel/money.ts';
import type { promotionKinds, scopeKinds, termStates } from './types.ts';
import type { Declined, DiscountKind, Reason } from './types.ts';

export const promotionKindWords = {
  limited: { zh: '限时折扣', en: 'Limited-time price' },
  threshold: { zh: '满减', en: 'Threshold discount' },
  flash: { zh: '秒杀', en: 'Flash sale' },
  group: { zh: '拼团', en: 'Group buy' },
} as const satisfies Record<(typeof promotionKinds)[number], Words>;

export const scopeWords = {
  all: { zh: '全站', en: 'Everything' },
  works: { zh: '指定课程', en: 'Some courses' },
  categories: { zh: '分类', en: 'Categories' },
  creator: { zh: '讲师的全部课程', en: 'All of an instructor' },
} as const satisfies Record<(typeof scopeKinds)[number], Words>;

export const termStateWords = {
  planned: { zh: '未开始', en: 'Planned' },
  running: { zh: '进行中', en: 'Running' },
  ended: { zh: '已结束', en: 'Ended' },
} as const satisfies Record<(typeof termStates)[number], Words>;

/** Why something took nothing off, for a reader of `locale`. */
export function sayReason(
  { why, missing, isPieces }: Pick<Declined, 'why' | 'missing' | 'isPieces'>,
  locale: Locale,
): string {
  const text = isPieces
    ? { zh: `${missing ?? 0} 门`, en: `${missing ?? 0} course(s)` }[locale]
    : formatMoney(money(missing ?? 0));
  return reasonWords[why][locale].replace('{missing}', text);
}

export const discountWords = {
  activity: { zh: '活动价', en: 'Special price' },
  limited: { zh: '限时折扣', en: 'Limited-time price' },
  member: { zh: '会员价', en: 'Member price' },
  threshold: { zh: '满减', en: 'Threshold discount' },
  coupon: { zh: '优惠券', en: 'Coupon' },
  agreed: { zh: '抵扣', en: 'Agreed' },
} as const satisfies Record<DiscountKind, Words>;

/** As buyers are told; `{missing}` is an amount or a number of courses. */
export const reasonWords = {
  out_of_scope: { zh: '不适用于要买的作品', en: 'Not for what you are buying' },
  over_limit: { zh: '您已用完这个活动的次数', en: 'You have used this as often as you may' },
  sold_out: {
    zh: '已抢光；有人没有付款时，名额会放回来',
    en: 'Sold out; a piece comes back when somebody does not pay',
  },
  below_threshold: { zh: '还差 {missing} 才能用', en: '{missing} more is needed' },
  lower_price: { zh: '现在的价格更低', en: 'The present price is lower' },
  not_combined: { zh: '不能同时使用，已为您选更省的', en: 'Not together with what saves you more' },
  newcomers_only: { zh: '只给第一次购买的人', en: 'For a first purchase only' },
  not_begun: { zh: '还没有开始', en: 'Not begun yet' },
  expired: { zh: '已过期', en: 'Expired' },
  locked: { zh: '正被一笔待支付的订单占用', en: 'Held by an order that waits for payment' },
  used: { zh: '已使用', en: 'Used' },
  nothing_left: { zh: '已经没有可以减的金额', en: 'There is nothing left to take off' },
} as const satisfies Record<Reason, Words>;
