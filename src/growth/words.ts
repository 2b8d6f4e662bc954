import { fill, type Locale, type Words } from '#kernel/locale.ts';
import type { EntryKind } from './types.ts';

/** What growth comes from. */
export const entryKindWords = {
  purchase: { zh: '购买', en: 'Bought' },
  refund: { zh: '退款收回', en: 'Taken back by a refund' },
  lesson: { zh: '学完一课', en: 'Lesson done' },
  work: { zh: '学完一门', en: 'Course done' },
  staff: { zh: '人工调整', en: 'By staff' },
} as const satisfies Record<EntryKind, Words>;

/** The letter to who has come to a higher level. */
export const levelLetter = {
  subject: { zh: '您升到了“{level}”', en: 'You are now at {level}' },
  body: {
    zh: '{name}，您好：\n\n您的成长值让您升到了“{level}”。这一级有什么、离下一级还差多少，都在这里：',
    en: 'Hello {name},\n\nyour growth has brought you to {level}. What goes with it, and how far the next one is, stands here:',
  },
} as const satisfies Record<string, Words>;

const pageWords = {
  title: { zh: '成长等级', en: 'Growth' },
  lead: {
    zh: '在这里学习和购买都会让您成长。成长值只决定等级，不能当钱花，也不能转给别人。',
    en: 'Learning and buying here makes you grow. Growth decides your level only: it is no money, and cannot be passed on.',
  },
  value: { zh: '成长值', en: 'Growth' },
  counted: { zh: '近一年的成长值', en: 'Growth of the last year' },
  level: { zh: '当前等级', en: 'Your level' },
  name: { zh: '等级', en: 'Level' },
  noLevel: { zh: '还没有等级', en: 'No level yet' },
  next: { zh: '升到“{level}”还差 {n}', en: '{n} more to {level}' },
  top: { zh: '您已在最高一级', en: 'You are at the highest level' },
  levels: { zh: '全部等级', en: 'All levels' },
  from: { zh: '成长值达到', en: 'From' },
  gives: { zh: '赠送会员', en: 'Membership' },
  here: { zh: '您在这里', en: 'You are here' },
  ways: { zh: '怎样成长', en: 'How to grow' },
  perYuan: {
    zh: '每消费 1 元，成长 {n}；退款时按比例收回。',
    en: '{n} for each yuan you spend; a refund takes it back in proportion.',
  },
  perLesson: {
    zh: '每学完一课，成长 {n}；每天最多 {most} 课。',
    en: '{n} for each lesson you finish, up to {most} lessons a day.',
  },
  perWork: { zh: '每学完一门，成长 {n}。', en: '{n} for each course you finish.' },
  yearly: {
    zh: '等级看最近 365 天的成长值，久不学习会慢慢回落。',
    en: 'Levels count the last 365 days: who stays away comes down slowly.',
  },
  entries: { zh: '成长明细', en: 'What changed it' },
  none: { zh: '还没有成长值', en: 'No growth yet' },
  noneText: { zh: '学完一课，就从这里开始。', en: 'Finish a lesson, and it begins here.' },
  off: { zh: '这里还没有成长等级', en: 'There are no levels here yet' },
  offText: {
    zh: '开放以后，您的学习和购买会计入成长值。',
    en: 'Once there are, what you learn and buy will count.',
  },
  at: { zh: '时间', en: 'Time' },
  by: { zh: '来源', en: 'By' },
  about: { zh: '内容', en: 'About' },
  change: { zh: '变化', en: 'Change' },
  toLearning: { zh: '去学习', en: 'Go on learning' },
  backToAccount: { zh: '返回账号', en: 'Back to the account' },
} as const satisfies Record<string, Words>;

/** The sentences of the pages in one language, with what is put into them. */
export function wordsIn(locale: Locale) {
  return (name: keyof typeof pageWords, params: Readonly<Record<string, string>> = {}): string =>
    fill(pageWords[name][locale], params);
}
