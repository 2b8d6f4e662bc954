import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'cart.unknown_offer': { status: 404, zh: '没有这个售卖方案', en: 'There is no such offer.' },
  'cart.works_only': {
    status: 422,
    zh: '会员不能放进购物车，请单独开通',
    en: 'A membership is bought by itself and cannot be put in the cart.',
  },
  'cart.not_sold': {
    status: 409,
    zh: '这件作品没有在售，不能加入购物车',
    en: 'This is not on sale and cannot be put in the cart.',
  },
  'cart.not_there': {
    status: 404,
    zh: '这件作品不在购物车里',
    en: 'This is not in your cart.',
  },
  'cart.full': {
    status: 409,
    zh: '购物车最多放 {most} 件作品。请先结算或移除几件，再加新的',
    en: 'The cart holds {most} works at most. Buy or remove some of them first.',
  },
});
