import { fill, type Locale, type Words } from '#kernel/locale.ts';
import type { LetterWords } from '#platform/mail.ts';
import type { Failure, SubscriptionState } from './types.ts';

export const subscriptionStateWords = {
  signing: { zh: '待签约', en: 'To be signed' },
  trialing: { zh: '试用中', en: 'Trial' },
  active: { zh: '自动续费中', en: 'Active' },
  past_due: { zh: '扣款未成功', en: 'Payment failed' },
  paused: { zh: '已暂停', en: 'Paused' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
  ended: { zh: '已结束', en: 'Ended' },
} as const satisfies Record<SubscriptionState, Words>;

export const failureWords = {
  not_enough_money: { zh: '账户余额不足', en: 'there was not enough money on the account' },
  account: { zh: '银行卡或账户已失效', en: 'the card or account is no longer valid' },
  terminated: {
    zh: '您在支付渠道解除了扣款协议',
    en: 'the agreement was ended at the payment provider',
  },
  unavailable: { zh: '支付渠道没有回应', en: 'the payment provider did not answer' },
  refused: { zh: '支付渠道没有接受', en: 'the payment provider did not accept it' },
  tier_closed: { zh: '这个会员等级已停止招募', en: 'this membership is no longer offered' },
  refunded: { zh: '这一期已退款', en: 'the period was refunded' },
} as const satisfies Record<Failure, Words>;

/** The letters about charges to come, and those that failed. */
export const letters = {
  notice: {
    subject: {
      zh: '“{plan}”将于 {day} 自动续费 {price}',
      en: '{plan} renews on {day} for {price}',
    },
    body: {
      zh: '{name}，您好：\n\n您的“{plan}”将在 {at}（北京时间）自动扣款 {price}，接着开通下一期。不想续费的话，请在此之前取消；取消后不再扣款，已付的会员期照常有效。\n\n管理自动续费：',
      en: 'Hello {name},\n\nyour subscription {plan} is charged {price} at {at} (Beijing time) for its next period. If you do not want that, cancel before then: nothing more is charged, and what you paid for stays open.\n\nManage it here:',
    },
  },
  failed: {
    subject: { zh: '“{plan}”这次没有扣款成功', en: 'We could not charge for {plan}' },
    body: {
      zh: '{name}，您好：\n\n“{plan}”的 {price} 没有扣款成功：{why}。我们会在 {at}（北京时间）再试一次。您也可以处理好账户后，在这里立即重试：',
      en: 'Hello {name},\n\nwe could not charge {price} for {plan}: {why}. We try again at {at} (Beijing time). Once your account is in order you can also have it tried at once here:',
    },
  },
  ended: {
    subject: { zh: '“{plan}”的自动续费已结束', en: '{plan} does not renew any more' },
    body: {
      zh: '{name}，您好：\n\n“{plan}”的自动续费已经结束：{why}。以后不会再扣款。您的学习进度都还在，想继续的话，可以随时重新开通：',
      en: 'Hello {name},\n\n{plan} does not renew any more: {why}. Nothing more is charged. Your progress is kept, and you can subscribe again at any time here:',
    },
  },
} as const satisfies Record<'notice' | 'failed' | 'ended', LetterWords>;

/** What the pages of subscriptions say. */
export const pageWords = {
  subscribe: { zh: '订阅会员', en: 'Subscribe' },
  perTerm: { zh: '每期', en: 'Each period' },
  firstFree: { zh: '免费试用 {n} 天', en: '{n} days free' },
  today: { zh: '今天', en: 'Today' },
  then: { zh: '{at} 起', en: 'From {at} on' },
  terms: {
    zh: '每{term}自动扣款一次，在到期前一小时内扣。每次扣款前 5 天会写信告诉您日期和金额。随时可以在“自动续费”里取消，取消后不再扣款，已付的会员期照常有效。',
    en: 'You are charged every {term}, within the hour before a period ends. Five days before each charge we write to you with its day and amount. You can cancel at any time on the page “Subscriptions”: nothing more is charged, and what you paid for stays open.',
  },
  trialOnce: {
    zh: '试用只给第一次成为这个等级会员的人。您以前是会员，所以从今天开始付费。',
    en: 'The trial is for those who were never members of this tier. You were, so it is paid from today on.',
  },
  consent: {
    zh: '我同意自动续费：首次 {at} 扣款 {price}，以后每{term}扣款 {price}，直到我取消',
    en: 'I agree to be charged {price} at {at} and then {price} every {term} until I cancel',
  },
  consentNow: {
    zh: '我同意自动续费：签约后立即扣款 {price}，以后每{term}扣款 {price}，直到我取消',
    en: 'I agree to be charged {price} once I have signed and then {price} every {term} until I cancel',
  },
  goSign: { zh: '去支付渠道签约', en: 'Sign at the payment provider' },
  once: { zh: '只买一次，不续费', en: 'Buy it once instead' },
  mine: { zh: '自动续费', en: 'Subscriptions' },
  none: { zh: '您没有自动续费的会员', en: 'You have no subscription' },
  noneText: {
    zh: '在会员页可以订阅按月、按季或按年的会员。',
    en: 'On the page of the memberships you can subscribe by the month, quarter or year.',
  },
  tiers: { zh: '查看会员等级', en: 'See the memberships' },
  plan: { zh: '方案', en: 'Plan' },
  paidUntil: { zh: '本期到', en: 'Paid until' },
  freeUntil: { zh: '试用到', en: 'Free until' },
  nextCharge: { zh: '下次扣款', en: 'Next charge' },
  nextAt: { zh: '{at}，{price}', en: '{price} at {at}' },
  noCharge: { zh: '不再扣款', en: 'Nothing more is charged' },
  method: { zh: '扣款方式', en: 'Method' },
  changeMethod: { zh: '更换扣款账户', en: 'Change the account' },
  nextPlan: { zh: '下期改为', en: 'Next period' },
  unsigned: {
    zh: '还没有签约，现在不会扣款。',
    en: 'It is not signed yet, and nothing is charged.',
  },
  failed: {
    zh: '上次扣款没有成功：{why}。处理好账户后可以立即重试。',
    en: 'The last charge failed: {why}. Once your account is in order you can have it tried again.',
  },
  upgradeFailed: {
    zh: '升级没有扣款成功：{why}。方案没有变。',
    en: 'The upgrade could not be charged: {why}. Your plan is as it was.',
  },
  retry: { zh: '立即重试', en: 'Try again now' },
  pause: { zh: '暂停 1 个月', en: 'Pause for a month' },
  resume: { zh: '恢复续费', en: 'Go on' },
  change: { zh: '换方案', en: 'Change the plan' },
  receipts: { zh: '订单与收据', en: 'Orders and receipts' },
  cancel: { zh: '取消自动续费', en: 'Cancel the subscription' },
  cancelText: {
    zh: '取消后不再扣款。您的会员到 {until} 仍然有效，学习进度会一直保留。',
    en: 'Nothing more is charged. Your membership stays open until {until}, and your progress is kept.',
  },
  cancelNow: {
    zh: '取消后不再扣款，学习进度会一直保留。',
    en: 'Nothing more is charged, and your progress is kept.',
  },
  reason: { zh: '为什么取消', en: 'Why do you leave?' },
  confirmCancel: { zh: '确认取消', en: 'Cancel it' },
  orElse: { zh: '或者', en: 'Or' },
  pauseText: {
    zh: '先歇一个月：已付的会员期照常用完，下次扣款推迟一个月。',
    en: 'Rest for a month: what you paid for stays open, and the next charge comes a month later.',
  },
  keepText: {
    zh: '留下来，下一次扣款少付 {percent}（只此一次）。',
    en: 'Stay, and pay {percent} less at the next charge (once).',
  },
  keep: { zh: '下次少付 {percent}，继续订阅', en: 'Stay for {percent} less' },
  back: { zh: '返回', en: 'Back' },
  now: {
    zh: '立即生效：{price} − 未用天数 {credit} = {total}，现在扣款',
    en: 'At once: {price} less {credit} for unused days, {total} is charged now',
  },
  atEnd: {
    zh: '本期结束后生效，届时扣款 {price}',
    en: 'When the present period ends; {price} is charged then',
  },
  take: { zh: '改为 {plan}', en: 'Change to {plan}' },
  noOther: { zh: '没有别的方案', en: 'There is no other plan' },
} as const satisfies Record<string, Words>;

/** The sentences of the pages in one language. */
export function wordsIn(locale: Locale) {
  return (word: keyof typeof pageWords, params: Readonly<Record<string, string>> = {}): string =>
    fill(pageWords[word][locale], params);
}
