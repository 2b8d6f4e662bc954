import { fill, type Locale, type Words } from '#kernel/locale.ts';
import type { OrderState } from './types.ts';

/** How an order stands. */
export const orderStateWords = {
  pending: { zh: '待支付', en: 'Awaiting payment' },
  held: { zh: '待成团', en: 'Held for its team' },
  paid: { zh: '已支付', en: 'Paid' },
  closed: { zh: '已关闭', en: 'Closed' },
  refunded: { zh: '已退款', en: 'Refunded' },
} as const satisfies Record<OrderState, Words>;

const several = {
  zh: '{title}等 {n} 件作品',
  en: '{title} and {more} more',
} as const satisfies Words;

/** What an order of `n` lines is called: as its first line, and how many more there are. */
export function sayTitles(title: string, n: number, locale: Locale): string {
  return n === 1 ? title : fill(several[locale], { title, n: String(n), more: String(n - 1) });
}
