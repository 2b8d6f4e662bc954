import type { Words } from '#kernel/locale.ts';

/** What the screen of teams says. */
export const teamWords = {
  lead: {
    zh: '每个团都是真实的付款。满员自动开通，到时没有满员自动退款；活动在「促销活动」里设置。',
    en: 'Every team is real payments. A full one opens the course, one that is not full in time is refunded, both by themselves; group buys are set among the promotions.',
  },
  team: { zh: '团长', en: 'Leader' },
  work: { zh: '课程', en: 'Course' },
  state: { zh: '状态', en: 'State' },
  people: { zh: '人数', en: 'People' },
  opened: { zh: '开团', en: 'Opened' },
  deadline: { zh: '截止', en: 'Until' },
  members: { zh: '团员与订单', en: 'Members and orders' },
  member: { zh: '团员', en: 'Member' },
  order: { zh: '订单', en: 'Order' },
  joined: { zh: '参团', en: 'Joined' },
  left: { zh: '{at} 退出', en: 'left {at}' },
} as const satisfies Record<string, Words>;
