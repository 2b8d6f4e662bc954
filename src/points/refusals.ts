import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'points.off': {
    status: 409,
    zh: '这里现在没有开放积分',
    en: 'There are no points to be had here at present.',
  },
  'points.too_few': {
    status: 422,
    zh: '积分不够：需要 {wanted}，您现在有 {balance}',
    en: 'Not enough points: this takes {wanted}, and you have {balance}.',
  },
  'points.no_user': { status: 422, zh: '没有这位用户', en: 'There is no such user.' },
  'points.too_little': {
    status: 422,
    zh: '扣减的比 TA 现有的积分还多',
    en: 'This takes more than they have.',
  },
  'points.changed': {
    status: 409,
    zh: '积分规则刚被别人改过，请刷新后再改',
    en: 'Somebody else has just changed the rules of points. Please look again before you change them.',
  },
  'points.unknown_good': {
    status: 404,
    zh: '没有这件兑换品，或它已经下架',
    en: 'There is no such thing to be had, or it is off the shelf.',
  },
  'points.good_planned': {
    status: 409,
    zh: '这件兑换品还没有开始兑换',
    en: 'This cannot be redeemed yet.',
  },
  'points.good_ended': {
    status: 410,
    zh: '这件兑换品的兑换时间已经结束',
    en: 'The time to redeem this is over.',
  },
  'points.good_gone': {
    status: 409,
    zh: '来晚了一步，这件兑换品刚刚兑完，积分没有扣除',
    en: 'The last one has just gone. No points were taken.',
  },
  'points.price_changed': {
    status: 409,
    zh: '所需积分刚刚变了，现在是 {price}，请看过再兑换',
    en: 'What it takes has just changed: it is {price} now. Please look again.',
  },
  'points.one_each': {
    status: 409,
    zh: '每人最多兑换 {n} 件，您已经兑换过了',
    en: 'Each may have {n} of it, and you have had yours.',
  },
  'points.already_owned': {
    status: 409,
    zh: '您已经拥有这门作品，积分没有扣除',
    en: 'You own this work already. No points were taken.',
  },
  'points.no_address': {
    status: 422,
    zh: '请填写收件人、手机号和地址',
    en: 'Please say who receives it, their phone number and address.',
  },
  'points.key_used': {
    status: 409,
    zh: '这次提交已经用来兑换了别的，请回到兑换品页面再试',
    en: 'This was used for something else already. Please go back to the page and try again.',
  },
  'points.unknown_subject': {
    status: 422,
    zh: '要兑换的作品、优惠券或会员等级不存在，或不能用来兑换（优惠券须为“定向发放”）',
    en: 'The work, coupon or tier is not there, or cannot be given (a coupon has to be one that staff give).',
  },
  'points.below_taken': {
    status: 422,
    zh: '库存不能少于已经兑换的 {n} 件',
    en: 'There cannot be fewer than the {n} that are taken.',
  },
  'points.no_time': {
    status: 422,
    zh: '结束时间必须晚于开始时间',
    en: 'It has to end after it begins.',
  },
  'points.unknown_redemption': {
    status: 404,
    zh: '没有这条兑换记录',
    en: 'There is no such redemption.',
  },
  'points.not_waiting': {
    status: 409,
    zh: '这条兑换已经发货或取消了',
    en: 'This has been sent or cancelled already.',
  },
});
