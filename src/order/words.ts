import type { Words } from '#kernel/locale.ts';
import type { OrderState } from './types.ts';

/** How an order stands. */
export const orderStateWords = {
  pending: { zh: '待支付', en: 'Awaiting payment' },
  held: { zh: '待成团', en: 'Held for its team' },
  paid: { zh: '已支付', en: 'Paid' },
  closed: { zh: '已关闭', en: 'Closed' },
  refunded: { zh: '已退款', en: 'Refunded' },
} as const satisfies Record<OrderState, Words>;
