import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'coupon.unknown': { status: 404, zh: '没有这张优惠券', en: 'There is no such coupon.' },
  'coupon.unknown_code': {
    status: 404,
    zh: '没有这个优惠码，请检查后再试',
    en: 'There is no such code: please check it and try again.',
  },
  'coupon.exhausted': {
    status: 409,
    zh: '这张优惠券已经领完',
    en: 'This coupon has run out.',
  },
  'coupon.already_claimed': {
    status: 409,
    zh: '您已经领过这张优惠券，可在「我的优惠券」里查看',
    en: 'You have this coupon already: look under “My coupons”.',
  },
  'coupon.not_given_out': {
    status: 409,
    zh: '现在不能领取这张优惠券',
    en: 'This coupon is not given out at present.',
  },
  'coupon.newcomers_only': {
    status: 409,
    zh: '这张优惠券只给第一次购买的人',
    en: 'This coupon is for a first purchase only.',
  },
  'coupon.code_taken': {
    status: 409,
    zh: '这个优惠码已被使用，请换一个',
    en: 'This code is taken: choose another.',
  },
  'coupon.unknown_user': {
    status: 422,
    zh: '找不到其中的用户，请重新选择',
    en: 'One of these people is not there: choose again.',
  },
  'coupon.not_granted': {
    status: 409,
    zh: '只有「定向发放」的优惠券可以发给指定的人',
    en: 'Only coupons that are granted can be given to somebody.',
  },
});
