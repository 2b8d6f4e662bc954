import type { Words } from '#kernel/locale.ts';

/** What is said when the API cannot answer. */
export const apiWords = {
  offline: {
    zh: '连不上服务器。请检查网络后再试',
    en: 'The server cannot be reached. Check the network and try again.',
  },
  unreadable: {
    zh: '服务器的回答读不出来，请稍后再试',
    en: 'The server’s answer cannot be read. Please try again later.',
  },
  broken: {
    zh: '页面出了差错，请刷新后再试',
    en: 'Something broke on this page. Reload it and try again.',
  },
} as const satisfies Record<string, Words>;

/** What the shell says. */
export const shellWords = {
  studio: { zh: '工作台', en: 'Studio' },
  menu: { zh: '菜单', en: 'Menu' },
  sections: { zh: '工作台栏目', en: 'Sections of the studio' },
  skip: { zh: '跳到正文', en: 'Skip to content' },
  language: { zh: 'English', en: '中文' },
  toLanguage: { zh: 'Switch to English', en: '切换为中文' },
  theme: { zh: '外观', en: 'Theme' },
  auto: { zh: '跟随系统', en: 'System' },
  light: { zh: '浅色', en: 'Light' },
  dark: { zh: '深色', en: 'Dark' },
  account: { zh: '我的账号', en: 'My account' },
  toSite: { zh: '去网站前台', en: 'To the site' },
  signOut: { zh: '退出登录', en: 'Sign out' },
  noRoleTitle: { zh: '这里是创作与运营的地方', en: 'This is where the site is run' },
  noRole: {
    zh: '您的账号还没有创作或运营的角色。如果需要，请联系站长开通。',
    en: 'Your account has no creator or staff role yet. Ask the owner for one if you need it.',
  },
  notFound: { zh: '没有这个页面', en: 'There is no such page' },
  notFoundText: {
    zh: '它可能已被移走，或者您没有权限查看。',
    en: 'It may have moved, or you may not see it.',
  },
  backHome: { zh: '回到首页', en: 'Back to the first page' },
  brokenTitle: { zh: '这一页打不开', en: 'This page cannot be shown' },
  tryAgain: { zh: '再试一次', en: 'Try again' },
  loading: { zh: '正在载入', en: 'Loading' },
} as const satisfies Record<string, Words>;

/** What the sign-in screen says. */
export const signInWords = {
  title: { zh: '登录工作台', en: 'Sign in to the studio' },
  lead: { zh: '用您在本站的账号登录', en: 'Use your account of this site' },
  address: { zh: '邮箱或手机号', en: 'E-mail or phone' },
  password: { zh: '密码', en: 'Password' },
  signIn: { zh: '登录', en: 'Sign in' },
  needed: { zh: '请填写这一项', en: 'Please fill this in' },
  proving: {
    zh: '正在做一道防刷小题，几秒钟就好…',
    en: 'Solving a small puzzle against floods, a few seconds…',
  },
  otherWays: { zh: '用验证码登录，或忘记了密码', en: 'Sign in by code, or forgot the password' },
} as const satisfies Record<string, Words>;

/** Sections of the menu. */
export const sectionWords = {
  dashboard: { zh: '数据概览', en: 'Dashboard' },
  works: { zh: '课程', en: 'Courses' },
  media: { zh: '素材库', en: 'Media' },
  questionBanks: { zh: '题库', en: 'Question banks' },
  reviews: { zh: '审核', en: 'Reviews' },
  claims: { zh: '侵权投诉', en: 'Claims' },
  promotions: { zh: '促销活动', en: 'Promotions' },
  teams: { zh: '拼团', en: 'Group buys' },
  coupons: { zh: '优惠券', en: 'Coupons' },
  orders: { zh: '订单', en: 'Orders' },
  payments: { zh: '收款与对账', en: 'Payments' },
  refunds: { zh: '退款', en: 'Refunds' },
  fapiao: { zh: '发票', en: 'Fapiao' },
  face: { zh: '我的主页', en: 'My page' },
  earnings: { zh: '我的收入', en: 'My earnings' },
  payouts: { zh: '提现', en: 'Payouts' },
  statements: { zh: '对账单', en: 'Statements' },
  book: { zh: '收支簿', en: 'Income & expense' },
  commission: { zh: '平台佣金', en: 'Commission' },
  ledger: { zh: '账本', en: 'Ledger' },
  users: { zh: '用户', en: 'Users' },
  entitlements: { zh: '学习权益', en: 'Rights of use' },
  tiers: { zh: '会员等级', en: 'Tiers' },
  members: { zh: '会员', en: 'Members' },
  growth: { zh: '成长等级', en: 'Growth' },
  points: { zh: '积分', en: 'Points' },
  codes: { zh: '兑换码', en: 'Redemption codes' },
  categories: { zh: '分类', en: 'Categories' },
  words: { zh: '敏感词', en: 'Sensitive words' },
  gateways: { zh: '支付渠道', en: 'Gateways' },
  settings: { zh: '站点设置', en: 'Settings' },
  jobs: { zh: '搁置的任务', en: 'Failed jobs' },
  audit: { zh: '操作日志', en: 'Audit log' },
  create: { zh: '创作', en: 'Create' },
  money: { zh: '交易', en: 'Money' },
  site: { zh: '运营', en: 'Site' },
} as const satisfies Record<string, Words>;

/** What tables, forms and dialogs say. */
export const commonWords = {
  all: { zh: '全部', en: 'All' },
  filter: { zh: '筛选', en: 'Filter' },
  clear: { zh: '清除筛选', en: 'Clear filters' },
  csv: { zh: '导出 CSV', en: 'Export CSV' },
  refresh: { zh: '刷新', en: 'Refresh' },
  previous: { zh: '上一页', en: 'Previous' },
  next: { zh: '下一页', en: 'Next' },
  pageNo: { zh: '第 {n} 页', en: 'Page {n}' },
  rows: { zh: '每页 {n} 条', en: '{n} a page' },
  rowsLabel: { zh: '每页条数', en: 'Rows a page' },
  paging: { zh: '翻页', en: 'Paging' },
  empty: { zh: '这里还没有内容', en: 'Nothing here yet' },
  emptyFiltered: { zh: '没有符合条件的内容', en: 'Nothing matches these filters' },
  actions: { zh: '操作', en: 'Actions' },
  open: { zh: '查看', en: 'Open' },
  edit: { zh: '编辑', en: 'Edit' },
  remove: { zh: '删除', en: 'Delete' },
  save: { zh: '保存', en: 'Save' },
  saved: { zh: '已保存', en: 'Saved' },
  cancel: { zh: '取消', en: 'Cancel' },
  confirm: { zh: '确定', en: 'Confirm' },
  close: { zh: '关闭', en: 'Close' },
  done: { zh: '完成', en: 'Done' },
  needed: { zh: '请填写这一项', en: 'Please fill this in' },
  none: { zh: '—', en: '—' },
  yes: { zh: '是', en: 'Yes' },
  no: { zh: '否', en: 'No' },
  copy: { zh: '复制', en: 'Copy' },
  copied: { zh: '已复制', en: 'Copied' },
  more: { zh: '更多', en: 'More' },
  beijing: { zh: '北京时间', en: 'Beijing time' },
  unsaved: {
    zh: '还有没保存的修改，确定离开吗？',
    en: 'There are changes that are not saved. Leave anyway?',
  },
  leave: { zh: '不保存，离开', en: 'Leave without saving' },
  stay: { zh: '继续编辑', en: 'Stay' },
} as const satisfies Record<string, Words>;
