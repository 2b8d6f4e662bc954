import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'subscription.unknown': { status: 404, zh: '没有这个订阅', en: 'There is no such subscription.' },
  'subscription.unknown_plan': { status: 404, zh: '没有这个方案', en: 'There is no such plan.' },
  'subscription.not_offered': {
    status: 409,
    zh: '这个方案现在不能订阅，请看看其他会员方案',
    en: 'This plan cannot be subscribed to now. Please have a look at the others.',
  },
  'subscription.exists': {
    status: 409,
    zh: '您已经订阅了这个会员，可以在“自动续费”里换方案',
    en: 'You subscribe to this membership already. You can change the plan on your billing page.',
  },
  'subscription.for_good': {
    status: 409,
    zh: '您已经是这个等级的永久会员，无需订阅',
    en: 'You are a member of this tier for good; there is nothing to subscribe to.',
  },
  'subscription.no_agreement': {
    status: 409,
    zh: '本站的支付渠道还不支持自动续费，请改为一次性购买',
    en: 'No gateway of this site can charge again and again yet. Please buy the plan once instead.',
  },
  'subscription.unavailable': {
    status: 503,
    zh: '支付渠道暂时没有回应，请稍后再试',
    en: 'The payment gateway does not answer just now. Please try again in a moment.',
  },
  'subscription.not_now': {
    status: 409,
    zh: '订阅的状态刚刚有变化，请刷新后再试',
    en: 'The subscription has just changed. Please look at it again.',
  },
  'subscription.same_plan': {
    status: 409,
    zh: '这就是您现在的方案',
    en: 'This is the plan that you have.',
  },
});
