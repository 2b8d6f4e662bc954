import { fill, type Locale, type Words } from '#kernel/locale.ts';
import type { CoverScope, MemberSource, MemberState, PlanTerm, Term, TierState } from './types.ts';

export const coverWords = {
  all: { zh: '全站作品', en: 'Every work' },
  category: { zh: '分类', en: 'Category' },
  creator: { zh: '讲师', en: 'Instructor' },
  work: { zh: '指定作品', en: 'Named work' },
} as const satisfies Record<CoverScope, Words>;

export const tierStateWords = {
  open: { zh: '招募中', en: 'Open' },
  closed: { zh: '已停止招募', en: 'Closed' },
} as const satisfies Record<TierState, Words>;

export const termWords = {
  month: { zh: '月', en: 'month' },
  quarter: { zh: '季', en: 'quarter' },
  year: { zh: '年', en: 'year' },
  days: { zh: '{n} 天', en: '{n} days' },
} as const satisfies Record<PlanTerm, Words>;

export const memberStateWords = {
  active: { zh: '有效', en: 'Active' },
  upcoming: { zh: '未开始', en: 'Upcoming' },
  paused: { zh: '已暂停', en: 'Paused' },
  ended: { zh: '已到期', en: 'Ended' },
  revoked: { zh: '已收回', en: 'Revoked' },
} as const satisfies Record<MemberState, Words>;

export const memberSourceWords = {
  order: { zh: '购买', en: 'Bought' },
  grant: { zh: '赠送', en: 'Complimentary' },
  import: { zh: '导入', en: 'Imported' },
  code: { zh: '兑换码', en: 'Code' },
  trial: { zh: '试用', en: 'Trial' },
  grace: { zh: '宽限期', en: 'Days of grace' },
  level: { zh: '成长等级', en: 'Level of growth' },
  points: { zh: '积分兑换', en: 'Points' },
} as const satisfies Record<MemberSource, Words>;

/** How long a plan lasts, such as `年` or `30 days`. */
export function sayTerm({ term, days }: Term, locale: Locale): string {
  return termWords[term][locale].replace('{n}', String(days ?? ''));
}

const spanWords = {
  month: { zh: '1 个月', en: '1 month' },
  quarter: { zh: '3 个月', en: '3 months' },
  year: { zh: '1 年', en: '1 year' },
  days: { zh: '{n} 天', en: '{n} days' },
} as const satisfies Record<PlanTerm, Words>;

/** How long a plan lasts, such as `1 年`. */
export function saySpan({ term, days }: Term, locale: Locale): string {
  return fill(spanWords[term][locale], { n: String(days ?? '') });
}

/** What a plan is called where it is sold, such as `畅学会员 · 1 年`. */
export function sayPlan(tier: string, term: Term, locale: Locale): string {
  return `${tier} · ${saySpan(term, locale)}`;
}

/** What the pages of membership say. */
export const pageWords = {
  title: { zh: '会员', en: 'Membership' },
  lead: {
    zh: '成为会员，一次拥有整个书架：在会员期内，范围内的作品随意学习，新上架的也包括在内。',
    en: 'One membership opens a whole shelf: learn every work it covers for as long as it lasts, new ones included.',
  },
  none: { zh: '会员还在筹备中', en: 'Memberships are being prepared' },
  noneText: {
    zh: '目前课程单独出售，去看看有哪些可以试学。',
    en: 'For now courses are sold one by one. Have a look at those you can try.',
  },
  browse: { zh: '看看课程', en: 'Browse courses' },
  covers: { zh: '包含', en: 'It covers' },
  benefits: { zh: '会员权益', en: 'What you get' },
  discount: { zh: '其他作品享 {percent} 折扣', en: '{percent} off other works' },
  allWorks: { zh: '全站所有作品', en: 'Every work of the site' },
  inCategory: { zh: '分类“{name}”的全部作品', en: 'Every work in {name}' },
  ofCreator: { zh: '{name}的全部作品', en: 'Every work by {name}' },
  named: { zh: '《{name}》', en: '{name}' },
  prices: { zh: '价格', en: 'Prices' },
  join: { zh: '开通 {span}', en: 'Join for {span}' },
  subscribe: { zh: '自动续费', en: 'Subscribe' },
  subscribeFree: { zh: '免费试用 {n} 天', en: 'Try {n} days free' },
  toSubscriptions: { zh: '自动续费', en: 'Subscriptions' },
  per: { zh: '每{term}', en: 'a {term}' },
  forDays: { zh: '{term}', en: 'for {term}' },
  yours: { zh: '您是会员', en: 'You are a member' },
  until: { zh: '到 {at}', en: 'until {at}' },
  forGood: { zh: '长期有效', en: 'for good' },
  mine: { zh: '我的会员', en: 'My membership' },
  mineLead: {
    zh: '您的会员等级、来源和到期时间。时间均为北京时间。',
    en: 'Your tiers, where they come from and until when. Times are those of Beijing.',
  },
  mineNone: { zh: '您还不是会员', en: 'You are not a member yet' },
  mineNoneText: {
    zh: '看看有哪些会员等级，或者兑换一个兑换码。',
    en: 'Have a look at the tiers, or redeem a code.',
  },
  seeTiers: { zh: '查看会员等级', en: 'See the tiers' },
  redeem: { zh: '使用兑换码', en: 'Redeem a code' },
  tier: { zh: '等级', en: 'Tier' },
  state: { zh: '状态', en: 'State' },
  source: { zh: '来源', en: 'Source' },
  from: { zh: '开始', en: 'From' },
  end: { zh: '到期', en: 'Until' },
  backToAccount: { zh: '返回账号', en: 'Back to the account' },
  earlier: { zh: '以前的会员', en: 'Earlier memberships' },
} as const satisfies Record<string, Words>;

/** The letter that comes some days before the end. */
export const reminderLetter = {
  subject: { zh: '您的“{tier}”会员将在 {day} 到期', en: 'Your {tier} membership ends on {day}' },
  body: {
    zh: '{name}，您好：\n\n您的“{tier}”会员将在 {at}（北京时间）到期。到期后，会员范围内的作品将不能继续学习，您单独购买的作品不受影响，学习进度会一直保留。\n\n想继续学习，请在这里查看会员：',
    en: 'Hello {name},\n\nyour {tier} membership ends at {at} (Beijing time). After that the works it covers are closed to you; what you bought by itself stays yours, and your progress is kept.\n\nTo go on learning, see the memberships here:',
  },
} as const satisfies Record<string, Words>;

/** Why a line of a members file cannot be taken. */
export const importProblemWords = {
  email: { zh: '邮箱不对或缺失', en: 'The e-mail address is missing or not one.' },
  deleted: { zh: '在原来的站点已删除', en: 'The account was deleted where it comes from.' },
  tier: { zh: '没有对应的会员等级', en: 'No tier was chosen for it.' },
  end: {
    zh: '到期时间看不懂，请写成 2027-12-31',
    en: 'The end cannot be read: write it as 2027-12-31.',
  },
  past: { zh: '到期时间已经过去', en: 'It has ended already.' },
} as const satisfies Record<string, Words>;

/** The letter to somebody whom the owner brought along as a member, where the owner wants one sent. */
export const importLetter = {
  subject: { zh: '您已成为“{tier}”会员', en: 'You are a member: {tier}' },
  body: {
    zh: '{name}，您好：\n\n您的“{tier}”会员已经开通，{until}。用这个邮箱收取验证码即可登录，不需要密码：',
    en: 'Hello {name},\n\nyour membership of {tier} is open, {until}. Sign in with this address: a code is mailed to you, no password is needed.',
  },
  until: { zh: '有效期到 {at}（北京时间）', en: 'until {at} (Beijing time)' },
  forGood: { zh: '长期有效', en: 'for good' },
} as const satisfies Record<string, Words>;

/** The sentences of the pages in one language, with what is put into them. */
export function wordsIn(locale: Locale) {
  return (name: keyof typeof pageWords, params: Readonly<Record<string, string>> = {}): string =>
    fill(pageWords[name][locale], params);
}
