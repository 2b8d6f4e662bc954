import type { Words } from '#kernel/locale.ts';

/** What the screens of points say. */
export const pointWords = {
  lead: {
    zh: '学员签到、学习和购买时得积分，积分有有效期，用来在积分商城兑换。积分不是钱，不能提现，也不能转给别人。',
    en: 'People earn points by checking in, learning and buying; points expire, and are redeemed for goods. They are no money: nobody cashes them in or passes them on.',
  },
  rules: { zh: '规则', en: 'Rules' },
  people: { zh: '积分排行', en: 'People' },
  entries: { zh: '明细', en: 'What changed them' },
  isOn: { zh: '开放积分', en: 'There are points' },
  ways: { zh: '怎样得积分', en: 'How points are earned' },
  signInOn: { zh: '每天签到', en: 'Checking in every day' },
  streakDay: { zh: '第 {n} 天', en: 'Day {n}' },
  streakHelp: {
    zh: '连续签到第 1 到第 7 天各得多少；之后每天与第 7 天相同，断签从第 1 天重新开始',
    en: 'For the first to seventh day in a row; every later day earns as the seventh, a missed one begins anew.',
  },
  lessonOn: { zh: '学完一课', en: 'Finishing a lesson' },
  perLesson: { zh: '每课积分', en: 'Points a lesson' },
  lessonCap: { zh: '每天最多', en: 'At most a day' },
  purchaseOn: {
    zh: '购买（按实付金额，退款时收回）',
    en: 'Buying (what was paid; refunds take it back)',
  },
  perYuan: { zh: '每实付 1 元', en: 'Points a yuan' },
  purchaseCap: { zh: '每天最多', en: 'At most a day' },
  ending: { zh: '有效期', en: 'How long they are good' },
  validDays: { zh: '有效天数', en: 'Days' },
  noticeDays: {
    zh: '到期前几天提醒（0 为不提醒）',
    en: 'Days before the end to tell people (0: not at all)',
  },
  correct: { zh: '增减积分', en: 'Give or take points' },
  corrected: { zh: '已调整', en: 'Done' },
  user: { zh: '用户', en: 'Person' },
  findUser: { zh: '输入姓名、邮箱或手机', en: 'Name, e-mail or phone' },
  amount: { zh: '增减多少', en: 'How much' },
  amountHelp: { zh: '负数是扣减', en: 'Below zero takes them' },
  reason: { zh: '原因', en: 'Reason' },
  balance: { zh: '积分', en: 'Points' },
  nextExpiry: { zh: '最早到期（北京）', en: 'First to expire (Beijing)' },
  at: { zh: '时间（北京）', en: 'Time (Beijing)' },
  by: { zh: '来源', en: 'By' },
  about: { zh: '内容', en: 'About' },
  change: { zh: '变化', en: 'Change' },
} as const satisfies Record<string, Words>;
