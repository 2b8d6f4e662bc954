import type { Words } from '#kernel/locale.ts';

/** For how long a buyer has a work. */
export const priceWords = {
  lasts: { zh: '有效期', en: 'Access' },
  lastsEver: { zh: '买了一直有效', en: 'For ever once bought' },
  lastsDays: { zh: '购买后有效若干天', en: 'For a number of days' },
  lastsHelp: {
    zh: '有效期从付款时算起，到期前再买会接着延长；只对以后的订单有效',
    en: 'Days count from payment; who buys again before the end goes on from there. It holds for orders to come',
  },
  accessDays: { zh: '有效天数', en: 'Days of access' },
  badAccessDays: { zh: '请填写 1 到 3650 天', en: 'Please give 1 to 3,650 days.' },
} as const satisfies Record<string, Words>;
