import type { Words } from '#kernel/locale.ts';
import type { ApplicationState, PromoterState } from './types.ts';

export const promoterStateWords = {
  active: { zh: '推广中', en: 'Promoting' },
  ended: { zh: '已结束', en: 'Ended' },
} as const satisfies Record<PromoterState, Words>;

export const applicationStateWords = {
  waiting: { zh: '待审核', en: 'Waiting' },
  approved: { zh: '已通过', en: 'Approved' },
  refused: { zh: '未通过', en: 'Refused' },
} as const satisfies Record<ApplicationState, Words>;

/** What stands above the columns of the report of who brought whom. */
export const lineageWords = {
  name: { zh: '推广员', en: 'Promoter' },
  code: { zh: '推广码', en: 'Code' },
  upline: { zh: '由谁带来', en: 'Brought by' },
  juniors: { zh: '带来的推广员', en: 'Promoters they brought' },
  orders: { zh: '推广订单项', en: 'Order lines' },
  level1: { zh: '一级佣金（元）', en: 'Level 1 (CNY)' },
  level2: { zh: '二级佣金（元）', en: 'Level 2 (CNY)' },
} as const satisfies Record<string, Words>;
