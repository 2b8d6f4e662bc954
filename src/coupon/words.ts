import { fill, type Locale, type Words } from '#kernel/locale.ts';
import { formatMoney, money } from '#kernel/money.ts';
import type { claimStates, claimWays, couponStates } from './types.ts';

const words = {
  off: { zh: '减 {amount}', en: '{amount} off' },
  offPart: { zh: '减 {percent}%', en: '{percent}% off' },
  offCapped: { zh: '减 {percent}%，最多 {amount}', en: '{percent}% off, at most {amount}' },
  from: { zh: '满 {amount} 可用', en: 'from {amount}' },
  newcomers: { zh: '限首次购买', en: 'first purchase only' },
  alone: { zh: '不与其他优惠同享', en: 'not with other discounts' },
  everything: { zh: '全站课程', en: 'every course' },
} as const satisfies Record<string, Words>;

interface Terms {
  readonly off: number | null;
  readonly offBps: number | null;
  readonly cap: number | null;
  readonly minSpend: number;
  readonly isNewcomerOnly: boolean;
  readonly isAlone: boolean;
}

/** What a coupon takes off and on what conditions, in short phrases. */
export function sayTerms(terms: Terms, locale: Locale): string[] {
  const { off, offBps, cap, minSpend, isNewcomerOnly, isAlone } = terms;
  const amount = (of: number) => formatMoney(money(of));
  const say = (word: keyof typeof words, params: Readonly<Record<string, string>> = {}) =>
    fill(words[word][locale], params);
  const percent = String((offBps ?? 0) / 100);
  const effect =
    offBps === null
      ? say('off', { amount: amount(off ?? 0) })
      : cap === null
        ? say('offPart', { percent })
        : say('offCapped', { percent, amount: amount(cap) });
  return [
    effect,
    ...(minSpend > 0 ? [say('from', { amount: amount(minSpend) })] : []),
    ...(isNewcomerOnly ? [say('newcomers')] : []),
    ...(isAlone ? [say('alone')] : []),
  ];
}

/** What a coupon holds for. */
export function sayScope(names: readonly string[], locale: Locale): string {
  return names.length === 0 ? words.everything[locale] : names.join(locale === 'zh' ? '、' : ', ');
}

export const couponStateWords = {
  planned: { zh: '未开始', en: 'Planned' },
  running: { zh: '发放中', en: 'Given out' },
  paused: { zh: '已暂停', en: 'Paused' },
  ended: { zh: '已结束', en: 'Ended' },
} as const satisfies Record<(typeof couponStates)[number], Words>;

export const claimStateWords = {
  unused: { zh: '可用', en: 'Ready to use' },
  locked: { zh: '待支付订单占用中', en: 'Held by a waiting order' },
  used: { zh: '已使用', en: 'Used' },
  expired: { zh: '已过期', en: 'Expired' },
} as const satisfies Record<(typeof claimStates)[number], Words>;

export const claimWayWords = {
  public: { zh: '公开领取', en: 'Taken by anybody' },
  code: { zh: '输入优惠码', en: 'By code' },
  granted: { zh: '定向发放', en: 'Granted' },
} as const satisfies Record<(typeof claimWays)[number], Words>;
