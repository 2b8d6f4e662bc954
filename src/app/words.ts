import type { Words } from '#kernel/locale.ts';

/** What the frame around every page says. */
export const siteWords = {
  courses: { zh: '全部课程', en: 'Courses' },
  learning: { zh: '我的学习', en: 'My learning' },
  orders: { zh: '我的订单', en: 'My orders' },
  membership: { zh: '会员', en: 'Membership' },
  ownMembership: { zh: '我的会员', en: 'My membership' },
  ownTeams: { zh: '我的拼团', en: 'My group buys' },
  ownPromotion: { zh: '我的推广', en: 'My promotion' },
  coupons: { zh: '我的优惠券', en: 'My coupons' },
  account: { zh: '账号设置', en: 'Account' },
  studio: { zh: '创作与运营', en: 'Studio' },
  login: { zh: '登录', en: 'Sign in' },
  register: { zh: '注册', en: 'Join' },
  logout: { zh: '退出登录', en: 'Sign out' },
  search: { zh: '搜课程、搜课时内容', en: 'Search courses and lessons' },
  otherLanguage: { zh: 'English', en: '中文' },
  home: { zh: '首页', en: 'Home' },
  explore: { zh: '逛一逛', en: 'Explore' },
  mine: { zh: '我的', en: 'Mine' },
  outbox: { zh: '寄出的信（开发模式）', en: 'Outbox (development)' },
  backHome: { zh: '回到首页', en: 'Back to the home page' },
  tryAgain: { zh: '再试一次', en: 'Try again' },
  offline: { zh: '现在没有网络', en: 'You are offline' },
  offlineText: {
    zh: '这一页要联网才能打开。连上网络后再试一次，已保存的学习进度都还在',
    en: 'This page needs the network. Try again once you are connected; what was saved of your progress is safe.',
  },
  notFound: { zh: '这里什么也没有', en: 'There is nothing here' },
  refused: { zh: '这件事做不了', en: 'That cannot be done' },
  broken: { zh: '我们这边出了差错', en: 'Something broke on our side' },
} as const satisfies Record<string, Words>;
