import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'redemption.incomplete': {
    status: 422,
    zh: '兑换码是 16 位字母和数字，请检查有没有漏输或多输',
    en: 'A code has 16 letters and digits. Please check that none is missing or too many.',
  },
  'redemption.mistyped': {
    status: 422,
    zh: '兑换码里有字符输错了，请对照原码再核对一遍',
    en: 'Something in this code is mistyped. Please compare it with the original.',
  },
  'redemption.unknown_code': {
    status: 404,
    zh: '没有这个兑换码。请确认它是本站的兑换码',
    en: 'There is no such code. Please make sure that it is one of this site.',
  },
  'redemption.redeemed': {
    status: 409,
    zh: '这个兑换码已经被使用过了',
    en: 'This code has been redeemed already.',
  },
  'redemption.redeemed_by_you': {
    status: 409,
    zh: '您已经使用过这个兑换码，权益已在您的账号里',
    en: 'You have redeemed this code already: what it gives is yours.',
  },
  'redemption.frozen': {
    status: 409,
    zh: '这个兑换码已被停用，请联系给您兑换码的人',
    en: 'This code is out of use. Please ask whoever gave it to you.',
  },
  'redemption.expired': {
    status: 410,
    zh: '这个兑换码已经过期',
    en: 'This code has expired.',
  },
  'redemption.already_owned': {
    status: 409,
    zh: '您已经拥有这门作品，兑换码没有使用，可以送给别人',
    en: 'You own this work already. The code was not used: you can give it to somebody else.',
  },
  'redemption.unknown_batch': {
    status: 404,
    zh: '没有这批兑换码',
    en: 'There is no such batch of codes.',
  },
  'redemption.unknown_subject': {
    status: 422,
    zh: '要兑换的作品或会员等级不存在，或还没有发布',
    en: 'The work or tier that the codes should give is not there, or not published yet.',
  },
  'redemption.in_the_past': {
    status: 422,
    zh: '失效时间必须晚于现在',
    en: 'The codes have to be good until some time in the future.',
  },
});
