import { fill, type Locale, type Words } from '#kernel/locale.ts';
import type { CodeState } from './types.ts';

export const codeStateWords = {
  open: { zh: '未使用', en: 'Open' },
  redeemed: { zh: '已使用', en: 'Redeemed' },
  frozen: { zh: '已停用', en: 'Frozen' },
  expired: { zh: '已过期', en: 'Expired' },
} as const satisfies Record<CodeState, Words>;

const pageWords = {
  title: { zh: '使用兑换码', en: 'Redeem a code' },
  lead: {
    zh: '输入 16 位兑换码，作品或会员马上开通到您的账号。字母不分大小写，横线可以不输。',
    en: 'Type the 16 characters of your code, and its work or membership is yours at once. Small letters will do, dashes need not be typed.',
  },
  code: { zh: '兑换码', en: 'Code' },
  hint: { zh: '例如 7K3M-9QXA-2HVT-B5RD', en: 'Such as 7K3M-9QXA-2HVT-B5RD' },
  redeem: { zh: '兑换', en: 'Redeem' },
  signIn: { zh: '登录后兑换', en: 'Sign in to redeem' },
  done: { zh: '兑换成功', en: 'It is yours' },
  gotWork: { zh: '《{subject}》已开通', en: '{subject} is open to you' },
  gotTier: { zh: '您已成为“{subject}”会员', en: 'You are a member of {subject}' },
  until: { zh: '，有效期到 {at}（北京时间）。', en: ', until {at} (Beijing time).' },
  forGood: { zh: '，长期有效。', en: ', for good.' },
  learn: { zh: '开始学习', en: 'Start learning' },
  membership: { zh: '查看我的会员', en: 'See my membership' },
  another: { zh: '再兑换一个', en: 'Redeem another' },
} as const satisfies Record<string, Words>;

/** The sentences of the page in one language, with what is put into them. */
export function wordsIn(locale: Locale) {
  return (name: keyof typeof pageWords, params: Readonly<Record<string, string>> = {}): string =>
    fill(pageWords[name][locale], params);
}
