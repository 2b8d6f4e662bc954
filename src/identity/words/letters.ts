import { localePath, type Locale } from '#kernel/locale.ts';

/** A letter without its address. */
export interface Letter {
  readonly subject: string;
  readonly body: string;
}

interface LetterFacts {
  readonly site: string;
  readonly home: string;
  readonly code: string;
}

type Wording = Readonly<Record<Locale, (facts: LetterFacts) => Letter>>;

const code = (zh: string, en: string): Wording => ({
  zh: (facts) => ({
    subject: `${facts.site}：${zh}验证码`,
    body: `【${facts.site}】您的${zh}验证码是 ${facts.code}，10 分钟内有效。请不要告诉任何人；如果不是您本人操作，请忽略。`,
  }),
  en: (facts) => ({
    subject: `${facts.site}: your code ${en}`,
    body: `${facts.site}: ${facts.code} is your code ${en}, valid for 10 minutes. Tell it to nobody; if you did not ask for it, ignore this.`,
  }),
});

/** What the house writes to people; it never repeats what a caller typed. */
const letters = {
  login: code('登录', 'to log in'),
  register: code('注册', 'to register'),
  reset: code('重设密码', 'to reset your password'),
  bind: code('绑定', 'to confirm this address'),
  taken: {
    zh: ({ site, home }) => ({
      subject: `${site}：您已经有账号了`,
      body: `【${site}】有人想用这个地址注册或绑定，但它已经有账号了。如果是您，请直接登录：${home}${localePath('zh', '/login')} 。如果不是，请忽略。`,
    }),
    en: ({ site, home }) => ({
      subject: `${site}: you already have an account`,
      body: `${site}: somebody tried to register or confirm this address, which already has an account. If it was you, log in: ${home}${localePath('en', '/login')} . If not, ignore this.`,
    }),
  },
  stranger: {
    zh: ({ site, home }) => ({
      subject: `${site}：这个地址还没有账号`,
      body: `【${site}】有人想重设这个地址的密码，但它还没有账号。如果是您，可以先注册：${home}${localePath('zh', '/register')} 。如果不是，请忽略。`,
    }),
    en: ({ site, home }) => ({
      subject: `${site}: no account here`,
      body: `${site}: somebody tried to reset the password of this address, which has no account. If it was you, register first: ${home}${localePath('en', '/register')} . If not, ignore this.`,
    }),
  },
  passwordChanged: {
    zh: ({ site, home }) => ({
      subject: `${site}：密码已修改`,
      body: `【${site}】您的密码刚刚修改，其他设备都已退出。如果不是您本人操作，请马上重设：${home}${localePath('zh', '/reset')} 。`,
    }),
    en: ({ site, home }) => ({
      subject: `${site}: your password was changed`,
      body: `${site}: your password was just changed and all other devices were signed out. If it was not you, reset it now: ${home}${localePath('en', '/reset')} .`,
    }),
  },
  addressChanged: {
    zh: ({ site }) => ({
      subject: `${site}：账号地址已更换`,
      body: `【${site}】您的账号不再使用这个地址。如果不是您本人操作，请马上联系站点。`,
    }),
    en: ({ site }) => ({
      subject: `${site}: your account has a new address`,
      body: `${site}: your account no longer uses this address. If it was not you, contact the site at once.`,
    }),
  },
} as const satisfies Readonly<Record<string, Wording>>;

export type LetterKind = keyof typeof letters;

/** The letter of a kind in the reader's language. */
export function writeLetter(kind: LetterKind, locale: Locale, facts: LetterFacts): Letter {
  return letters[kind][locale](facts);
}

/** The name of somebody who has not said one yet. */
export function newcomerName(locale: Locale, number: number): string {
  const digits = String(number).padStart(4, '0');
  return locale === 'zh' ? `学员 ${digits}` : `Learner ${digits}`;
}
