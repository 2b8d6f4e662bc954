import { fill, type Locale, type Words } from '#kernel/locale.ts';
import type { TeamState } from './types.ts';

export const teamStateWords = {
  open: { zh: '拼团中', en: 'Open' },
  full: { zh: '已成团', en: 'Complete' },
  short: { zh: '补贴成团', en: 'Completed short' },
  failed: { zh: '未成团', en: 'Not completed' },
} as const satisfies Record<TeamState, Words>;

const words = {
  team: { zh: '拼团 · {title}', en: 'Group buy · {title}' },
  missing: { zh: '还差 {n} 人成团', en: '{n} more needed' },
  until: { zh: '{at} 截止', en: 'until {at}' },
  openText: {
    zh: '付款后先为您保留款项，满员立即开通课程；到时间没有满员，全额原路退回。',
    en: 'What you pay is held. The course opens as soon as the team is full; if it is not full in time, all of it goes back the way it was paid.',
  },
  shortText: {
    zh: '到时间有 {n} 人就算成团，差的由商家补贴。',
    en: 'With {n} people when the time is over it counts as complete: the seller makes up for the rest.',
  },
  settling: {
    zh: '时间已到，正在核对最后的付款',
    en: 'Time is over: the last payments are being checked',
  },
  fullTitle: { zh: '已成团', en: 'This team is complete' },
  fullText: {
    zh: '{n} 人全部到齐，课程已开通。',
    en: 'All {n} are in, and the course is open to them.',
  },
  shortTitle: { zh: '商家已补贴成团', en: 'Completed by the seller' },
  shortDone: {
    zh: '到时间有 {taken} 人，原定 {n} 人；差的由商家补贴，课程已开通。没有虚拟的成员。',
    en: '{taken} of {n} came in time; the seller made up for the rest and the course is open. Nobody was invented.',
  },
  failedTitle: { zh: '没有拼成', en: 'Not completed' },
  failedText: {
    zh: '到时间没有满员，已付的款项全额原路退回。',
    en: 'It was not full in time: what was paid goes back in full, the way it came.',
  },
  members: { zh: '团员', en: 'Who is in' },
  leader: { zh: '团长', en: 'opened it' },
  free: { zh: '虚位以待', en: 'Free' },
  join: { zh: '参团', en: 'Join this team' },
  openOwn: { zh: '自己开一个团', en: 'Open a team of your own' },
  youAreIn: { zh: '您已在这个团里', en: 'You are in this team' },
  share: { zh: '把这个链接发给朋友', en: 'Send this link to friends' },
  toCourse: { zh: '查看课程', en: 'To the course' },
  toOrder: { zh: '查看订单', en: 'See the order' },
  learn: { zh: '开始学习', en: 'Start to learn' },
  mine: { zh: '我的拼团', en: 'My group buys' },
  none: { zh: '还没有参加拼团', en: 'No group buys yet' },
  noneText: {
    zh: '有拼团价的课程会在课程页写明几人成团。',
    en: 'Courses with a group price say so on their page.',
  },
  browse: { zh: '看看课程', en: 'Browse courses' },
  course: { zh: '课程', en: 'Course' },
  state: { zh: '状态', en: 'State' },
  people: { zh: '人数', en: 'People' },
  deadline: { zh: '截止', en: 'Until' },
  left: { zh: '已退出', en: 'You left' },
  backToAccount: { zh: '返回账户', en: 'Back to my account' },
} as const satisfies Record<string, Words>;

/** Sentences in one language; `{name}` stands for a parameter. */
export function wordsIn(locale: Locale) {
  return (
    word: keyof typeof words,
    params: Readonly<Record<string, string | number>> = {},
  ): string => fill(words[word][locale], params);
}

/** What members are written; `{n}` is how many are missing. */
export const letters = {
  opened: {
    subject: { zh: '您开的团：{title}', en: 'Your team for {title}' },
    body: {
      zh: '{name}，您好：\n\n您为《{title}》开的团已经开始，还差 {n} 人，{until} 截止。把下面的链接发给朋友，满员立即开通课程；到时间没有满员，款项全额原路退回。',
      en: 'Hello {name},\n\nyour team for “{title}” is open: {n} more are needed until {until}. Send the link below to friends. The course opens as soon as it is full; if it is not full in time, all of your money goes back.',
    },
  },
  joined: {
    subject: { zh: '您已参团：{title}', en: 'You joined a team for {title}' },
    body: {
      zh: '{name}，您好：\n\n您已参加《{title}》的拼团，还差 {n} 人，{until} 截止。满员立即开通课程；到时间没有满员，款项全额原路退回。',
      en: 'Hello {name},\n\nyou are in a team for “{title}”: {n} more are needed until {until}. The course opens as soon as it is full; if it is not full in time, all of your money goes back.',
    },
  },
  overflow: {
    subject: {
      zh: '那个团满员了，为您开了新团：{title}',
      en: 'That team was full, so you have your own: {title}',
    },
    body: {
      zh: '{name}，您好：\n\n您付款时，想参加的《{title}》的团刚好满员或到时，我们为您新开了一个团，您是团长，还差 {n} 人，{until} 截止。不想等可以在订单里退出，款项全额退回。',
      en: 'Hello {name},\n\nwhen you paid, the team for “{title}” that you meant to join was full or over, so we opened a new one and you lead it: {n} more are needed until {until}. If you would rather not wait, leave it on your order’s page and all of your money goes back.',
    },
  },
  completed: {
    subject: { zh: '拼团成功：{title}', en: 'Your team is complete: {title}' },
    body: {
      zh: '{name}，您好：\n\n《{title}》已成团，课程已为您开通。',
      en: 'Hello {name},\n\nyour team for “{title}” is complete and the course is open to you.',
    },
  },
  failed: {
    subject: {
      zh: '没有拼成，款项退回：{title}',
      en: 'Not completed, your money goes back: {title}',
    },
    body: {
      zh: '{name}，您好：\n\n《{title}》的团到时间没有满员，您付的款项全额原路退回，一般几分钟到账，银行卡最长三个工作日。',
      en: 'Hello {name},\n\nthe team for “{title}” was not full in time. What you paid goes back in full, usually within minutes, to a bank card within three working days.',
    },
  },
} as const satisfies Record<string, { readonly subject: Words; readonly body: Words }>;
