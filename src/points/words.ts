import { fill, type Locale, type Words } from '#kernel/locale.ts';
import type { EntryKind } from './types.ts';

/** What changes points. */
export const entryKindWords = {
  sign_in: { zh: '签到', en: 'Signed in' },
  lesson: { zh: '学完一课', en: 'Lesson done' },
  purchase: { zh: '购买', en: 'Bought' },
  refund: { zh: '退款收回', en: 'Taken back by a refund' },
  redeem: { zh: '兑换', en: 'Redeemed' },
  return: { zh: '兑换取消，退回', en: 'Given back' },
  expiry: { zh: '到期', en: 'Expired' },
  staff: { zh: '人工调整', en: 'By staff' },
} as const satisfies Record<EntryKind, Words>;

/** The letter to who has points that end soon. */
export const expiryLetter = {
  subject: { zh: '您有 {amount} 积分即将到期', en: '{amount} of your points expire soon' },
  body: {
    zh: '{name}，您好：\n\n未来 {within} 天内您有 {amount} 积分到期，最早的在 {day} 之后失效。来看看可以换些什么：',
    en: 'Hello {name},\n\n{amount} of your points expire within {within} days; the first of them are good until the end of {day}. See what you can have for them:',
  },
} as const satisfies Record<string, Words>;

const pageWords = {
  title: { zh: '积分', en: 'Points' },
  lead: {
    zh: '签到、学习都能得积分，积分可以兑换。积分不是钱，不能提现，也不能转给别人。',
    en: 'Signing in and learning earn points, and points can be redeemed. They are no money: nobody can cash them in or pass them on.',
  },
  signInFirst: { zh: '登录后签到', en: 'Sign in to begin' },
  balance: { zh: '我的积分', en: 'Your points' },
  days: { zh: '连续签到', en: 'Days in a row' },
  daysCount: { zh: '{n} 天', en: '{n}' },
  ending: { zh: '最早到期', en: 'First to expire' },
  owes: {
    zh: '您的积分低于零：退款收回的积分有一部分已经用掉了。补足之前不能兑换，新得的积分会先补上。',
    en: 'Your points are below zero: some that a refund took back were spent already. Until they are made up nothing can be redeemed; what you earn makes them up first.',
  },
  signIn: { zh: '签到，得 {n} 积分', en: 'Check in for {n} points' },
  signedIn: { zh: '今天已签到，得 {n} 积分', en: 'Checked in today: {n} points' },
  tomorrow: { zh: '明天再来得 {n} 积分', en: 'Come back tomorrow for {n}' },
  done: { zh: '签到成功，已连续 {days} 天', en: 'Checked in, {days} days in a row' },
  again: { zh: '今天已经签过到了', en: 'You have checked in today already' },
  calendar: { zh: '签到日历', en: 'Your check-ins' },
  month: { zh: '{year} 年 {month} 月', en: '{year}-{month}' },
  before: { zh: '上个月', en: 'Month before' },
  next: { zh: '下个月', en: 'Month after' },
  checked: { zh: '已签到', en: 'checked in' },
  today: { zh: '今天', en: 'today' },
  weekdays: { zh: '一,二,三,四,五,六,日', en: 'Mon,Tue,Wed,Thu,Fri,Sat,Sun' },
  ends: { zh: '即将到期', en: 'What expires when' },
  endsDay: { zh: '有效期到', en: 'Good until the end of' },
  points: { zh: '积分', en: 'Points' },
  ways: { zh: '积分规则', en: 'How points work' },
  waySignIn: {
    zh: '每天签到一次：连续第 1 到第 7 天依次得 {amounts}，之后每天与第 7 天相同；断签从第 1 天重新开始。',
    en: 'Check in once a day: the first to seventh day in a row earn {amounts}, every day after it as much as the seventh; a missed day begins anew.',
  },
  wayLesson: {
    zh: '每学完一课得 {n}，每天最多 {cap}。',
    en: '{n} for each lesson you finish, up to {cap} a day.',
  },
  wayPurchase: {
    zh: '每实付 1 元得 {n}，每天最多 {cap}；退款时按比例收回。',
    en: '{n} for each yuan you pay, up to {cap} a day; a refund takes them back in proportion.',
  },
  wayExpiry: {
    zh: '积分自获得之日起 {days} 天内有效，兑换时先用最早到期的。',
    en: 'Points are good for {days} days; those that expire first are spent first.',
  },
  wayDay: { zh: '一天按北京时间计算。', en: 'Days are counted in Beijing time.' },
  entries: { zh: '积分明细', en: 'What changed them' },
  none: { zh: '还没有积分', en: 'No points yet' },
  noneText: { zh: '签个到，就从今天开始。', en: 'Check in, and it begins today.' },
  off: { zh: '这里还没有开放积分', en: 'There are no points here yet' },
  offText: {
    zh: '开放以后，签到和学习都能得积分。',
    en: 'Once there are, checking in and learning will earn some.',
  },
  at: { zh: '时间', en: 'Time' },
  by: { zh: '来源', en: 'By' },
  about: { zh: '内容', en: 'About' },
  change: { zh: '变化', en: 'Change' },
  backToAccount: { zh: '返回账号', en: 'Back to the account' },
} as const satisfies Record<string, Words>;

/** The sentences of the pages in one language, with what is put into them. */
export function wordsIn(locale: Locale) {
  return (
    name: keyof typeof pageWords,
    params: Readonly<Record<string, string | number>> = {},
  ): string => fill(pageWords[name][locale], params);
}
