import type { Words } from '#kernel/locale.ts';

/** Where a right of use comes from. */
export const sourceWords = {
  order: { zh: '购买', en: 'Bought' },
  grant: { zh: '开通', en: 'Given' },
  code: { zh: '兑换码', en: 'Code' },
  points: { zh: '积分兑换', en: 'Points' },
} as const satisfies Record<string, Words>;
