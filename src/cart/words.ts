import { fill, type Locale, type Words } from '#kernel/locale.ts';
import type { LineProblem, SoloPrice } from './types.ts';

const words = {
  cart: { zh: '购物车', en: 'Cart' },
  cartOf: { zh: '购物车，{n} 件作品', en: 'Cart, {n} works' },
  empty: { zh: '购物车是空的', en: 'Your cart is empty' },
  emptyText: {
    zh: '看到想学的，先放进来，几件一起买，一张券、一次满减都算在一起。',
    en: 'Put works here that you would like to learn. Bought together, one coupon and one discount count for all of them.',
  },
  browse: { zh: '看看课程', en: 'Browse courses' },
  added: { zh: '已加入购物车', en: 'It is in your cart' },
  removed: { zh: '已移出购物车', en: 'It is out of your cart' },
  putBack: { zh: '放回购物车', en: 'Put it back' },
  ticked: { zh: '这次结算', en: 'To buy now' },
  apart: { zh: '不能一起结算', en: 'Not bought with these' },
  later: { zh: '以后再买', en: 'For later' },
  toLater: { zh: '以后再买', en: 'For later' },
  toNow: { zh: '这次就买', en: 'Buy now' },
  remove: { zh: '移除', en: 'Remove' },
  learn: { zh: '去学习', en: 'Start to learn' },
  toOrder: { zh: '查看订单', en: 'See the order' },
  toWork: { zh: '看看详情', en: 'See the offer' },
  wasPrice: { zh: '加入时 {was}，现在 {now}', en: 'It was {was}, and is {now} now' },
  refund: { zh: '付款后 {n} 天内可退款', en: 'Refund within {n} days' },
  noRefund: { zh: '不能自助退款', en: 'No refund by yourself' },
  worth: { zh: '原价合计（{n} 件）', en: 'List price ({n})' },
  hintAmount: {
    zh: '「{name}」：再买 {missing} 的适用作品，少付 {saves}',
    en: '“{name}”: {missing} more of its works takes {saves} off',
  },
  hintPieces: {
    zh: '「{name}」：再买 {missing} 件适用作品，少付 {saves}',
    en: '“{name}”: {missing} more of its works takes {saves} off',
  },
  add: { zh: '加入', en: 'Add' },
  suggestions: { zh: '可以凑单的作品', en: 'Works that would do' },
  checkOut: { zh: '去结算', en: 'Check out' },
  holdsNothing: {
    zh: '购物车不锁定价格和优惠，提交时以这里显示的金额为准。',
    en: 'The cart holds no price and no discount: you pay what is shown here when you check out.',
  },
  nothingTicked: {
    zh: '没有要结算的作品',
    en: 'There is nothing to check out',
  },
} as const satisfies Record<string, Words>;

export type CartWord = keyof typeof words;

/** Why a line cannot be bought with the others; `{bundle}` is what the bundle is called. */
export const problemWords = {
  owned: { zh: '您已经拥有这件作品', en: 'You own this already' },
  own_work: { zh: '这是您自己的作品，无需购买', en: 'This is your own work' },
  not_sold: { zh: '已下架，现在不能购买', en: 'It is not on sale any more' },
  in_team: {
    zh: '您已付款拼团，正在等待成团',
    en: 'You have paid for it in a team that is not complete yet',
  },
  waits: {
    zh: '在一笔待支付的订单里，请先支付或取消它',
    en: 'An order of yours for it waits: pay or cancel that first',
  },
  in_bundle: {
    zh: '已包含在《{bundle}》里，不用再买一次',
    en: 'It is part of “{bundle}”: you need not buy it twice',
  },
} as const satisfies Record<LineProblem, Words>;

/** A lower price that a work has only when it is bought by itself. */
export const soloWords = {
  flash: { zh: '正在秒杀，单独购买才有秒杀价', en: 'In a flash sale, for who buys it by itself' },
  group: { zh: '正在拼团，单独购买才有拼团价', en: 'In a group buy, for who buys it by itself' },
} as const satisfies Record<SoloPrice, Words>;

/** Sentences in one language; `{name}` stands for a parameter. */
export function wordsIn(locale: Locale) {
  return (word: CartWord, params: Readonly<Record<string, string>> = {}): string =>
    fill(words[word][locale], params);
}
