import { fill, type Locale, type Words } from '#kernel/locale.ts';
import type { EntryKind, GoodKind, GoodState, RedemptionState } from './types.ts';

/** What changes points. */
export const entryKindWords = {
  sign_in: { zh: '签到', en: 'Checked in' },
  lesson: { zh: '学完一课', en: 'Lesson done' },
  purchase: { zh: '购买', en: 'Bought' },
  refund: { zh: '退款收回', en: 'Taken back by a refund' },
  redeem: { zh: '兑换', en: 'Redeemed' },
  return: { zh: '兑换取消，退回', en: 'Given back' },
  expiry: { zh: '到期', en: 'Expired' },
  staff: { zh: '人工调整', en: 'By staff' },
} as const satisfies Record<EntryKind, Words>;

/** What is had for points. */
export const goodKindWords = {
  work: { zh: '课程', en: 'Course' },
  coupon: { zh: '优惠券', en: 'Coupon' },
  tier: { zh: '会员', en: 'Membership' },
  code: { zh: '兑换码', en: 'Redemption code' },
  physical: { zh: '实物', en: 'Sent to you' },
} as const satisfies Record<GoodKind, Words>;

/** How a good stands. */
export const goodStateWords = {
  open: { zh: '可兑换', en: 'To be had' },
  planned: { zh: '未开始', en: 'Not yet' },
  ended: { zh: '已结束', en: 'Over' },
  gone: { zh: '已兑完', en: 'None left' },
  hidden: { zh: '已下架', en: 'Off the shelf' },
} as const satisfies Record<GoodState, Words>;

/** How a redemption stands. */
export const redemptionStateWords = {
  given: { zh: '已到账', en: 'Yours' },
  waiting: { zh: '待发货', en: 'To be sent' },
  shipped: { zh: '已发货', en: 'Sent' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
} as const satisfies Record<RedemptionState, Words>;

/** The letter to whose thing is on its way. */
export const shippedLetter = {
  subject: { zh: '您兑换的“{good}”已发货', en: 'Sent: {good}' },
  body: {
    zh: '{name}，您好：\n\n您用积分兑换的“{good}”已经发货：{carrier}，单号 {number}。兑换记录在这里：',
    en: 'Hello {name},\n\n{good}, which you had for points, is on its way by {carrier}, number {number}. What you redeemed stands here:',
  },
} as const satisfies Record<string, Words>;

/** The letter to whose redemption staff cancelled. */
export const cancelledLetter = {
  subject: { zh: '您的兑换“{good}”已取消，积分已退回', en: 'Cancelled, points given back: {good}' },
  body: {
    zh: '{name}，您好：\n\n很抱歉，您用积分兑换的“{good}”不能发货了：{reason}。{price} 积分已经退回，有效期与原来相同：',
    en: 'Hello {name},\n\nwe are sorry: {good}, which you had for points, cannot be sent: {reason}. The {price} points are yours again, with the end that they had:',
  },
} as const satisfies Record<string, Words>;

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
  mall: { zh: '积分商城', en: 'Rewards' },
  mallLead: {
    zh: '用积分换课程、优惠券、会员和实物。',
    en: 'Have courses, coupons, memberships and things for your points.',
  },
  toMall: { zh: '去积分商城', en: 'See the rewards' },
  toPoints: { zh: '怎样得积分', en: 'How to earn points' },
  mallNone: { zh: '货架还是空的', en: 'The shelf is empty' },
  mallNoneText: {
    zh: '积分先攒着，上新后就能兑换。',
    en: 'Keep your points: what is put here can be had for them.',
  },
  price: { zh: '{n} 积分', en: '{n} points' },
  left: { zh: '还剩 {n} 件', en: '{n} left' },
  perPerson: { zh: '每人最多 {n} 件', en: 'Up to {n} each' },
  until: { zh: '{at} 截止（北京时间）', en: 'Until {at} (Beijing time)' },
  from: { zh: '{at} 开始（北京时间）', en: 'From {at} (Beijing time)' },
  gives_work: { zh: '兑换后马上开通，长期有效。', en: 'Yours at once, for good.' },
  gives_coupon: { zh: '兑换后放进您的优惠券。', en: 'It is put among your coupons.' },
  gives_tier: {
    zh: '兑换后马上得到 {days} 天会员；已是会员的，接在后面。',
    en: '{days} days of membership at once, or behind those you have.',
  },
  gives_code: {
    zh: '兑换后得到一个兑换码，可以自己用，也可以送人。',
    en: 'A code that you use yourself or give to somebody.',
  },
  gives_physical: {
    zh: '由工作人员寄出，发货后可以看到单号。',
    en: 'It is sent to you; you see its number once it is on its way.',
  },
  youHave: {
    zh: '您有 {balance} 积分，兑换后剩 {rest}。',
    en: 'You have {balance} points; {rest} are left afterwards.',
  },
  tooFew: {
    zh: '您有 {balance} 积分，还差 {short}。',
    en: 'You have {balance} points: {short} are missing.',
  },
  redeem: { zh: '确认兑换，花费 {n} 积分', en: 'Redeem for {n} points' },
  confirm: { zh: '确认兑换', en: 'Please confirm' },
  confirmNote: { zh: '兑换后积分不能退回。', en: 'Points are not given back afterwards.' },
  confirmNotePhysical: {
    zh: '发货前工作人员可以替您取消，积分原样退回。',
    en: 'Until it is sent staff can cancel it for you, and the points come back.',
  },
  signInToRedeem: { zh: '登录后兑换', en: 'Sign in to redeem' },
  receiver: { zh: '收件人', en: 'Who receives it' },
  phone: { zh: '手机号', en: 'Phone number' },
  address: { zh: '收件地址', en: 'Address' },
  backToMall: { zh: '返回积分商城', en: 'Back to the rewards' },
  own: { zh: '我的兑换', en: 'What I redeemed' },
  ownNone: { zh: '还没有兑换过', en: 'Nothing redeemed yet' },
  redeemed: { zh: '兑换成功', en: 'It is yours' },
  redeemedAgain: {
    zh: '这次兑换之前已经成功，没有重复扣积分',
    en: 'This had gone through already: no points were taken twice',
  },
  cost: { zh: '花费 {n} 积分', en: '{n} points' },
  learn: { zh: '开始学习', en: 'Start learning' },
  seeCoupons: { zh: '查看我的优惠券', en: 'See my coupons' },
  seeMembership: { zh: '查看我的会员', en: 'See my membership' },
  useCode: { zh: '自己使用', en: 'Use it yourself' },
  code: { zh: '兑换码：{code}', en: 'Code: {code}' },
  parcel: { zh: '寄给 {receiver}，{phone}，{address}', en: 'To {receiver}, {phone}, {address}' },
  sent: { zh: '{carrier}，单号 {number}', en: 'By {carrier}, number {number}' },
  reason: { zh: '原因：{reason}', en: 'Reason: {reason}' },
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
