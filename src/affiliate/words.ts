import { fill, type Locale, type Words } from '#kernel/locale.ts';
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

/** What stands above the columns of campaigns. */
export const campaignWords = {
  campaign: { zh: '活动（utm_campaign）', en: 'Campaign (utm_campaign)' },
  source: { zh: '来源', en: 'Source' },
  medium: { zh: '媒介', en: 'Medium' },
  orders: { zh: '下单', en: 'Orders' },
  paid: { zh: '已支付', en: 'Paid' },
  gross: { zh: '成交额（元）', en: 'Paid (CNY)' },
  refunded: { zh: '退款（元）', en: 'Refunded (CNY)' },
} as const satisfies Record<string, Words>;

/** The letters to applicants. */
export const approvedLetter = {
  subject: { zh: '您已成为推广员', en: 'You are a promoter now' },
  body: {
    zh: '{name}，您好：\n\n您的推广员申请已通过。您的链接和佣金都在这里：',
    en: 'Hello {name},\n\nyour application was approved. Your link and what you earn stand here:',
  },
} as const satisfies Record<string, Words>;

export const refusedLetter = {
  subject: { zh: '您的推广员申请未通过', en: 'Your application to promote was turned down' },
  body: {
    zh: '{name}，您好：\n\n您的推广员申请未通过，原因：{reason}\n您可以修改后再次申请：',
    en: 'Hello {name},\n\nyour application to promote was turned down: {reason}\nYou can change it and ask again:',
  },
} as const satisfies Record<string, Words>;

const pageWords = {
  title: { zh: '我的推广', en: 'My promotion' },
  lead: {
    zh: '把您的链接分享给朋友。对方由此购买，您得到实付金额的 {percent}；买家能退款的日子过去、并满 {days} 天后可以提现。',
    en: 'Share your link. When somebody comes by it and buys, {percent} of what they pay is yours; it can be paid out once they cannot ask for their money back any more, and after {days} days.',
  },
  second: {
    zh: '您带来的推广员成交时，您还得到实付金额的 {percent}。只按成交计算：带人加入本身没有任何奖励。',
    en: 'When promoters whom you brought sell something, {percent} of it is yours as well. Only sales count: nobody is paid for bringing people in.',
  },
  closed: { zh: '本站现在不招募推广员', en: 'The site takes no promoters at the moment' },
  closedText: {
    zh: '开放以后，您可以在这里申请。',
    en: 'Once it does, you can ask here.',
  },
  appointed: {
    zh: '推广员由本站邀请，不接受申请。',
    en: 'Promoters are invited by the site.',
  },
  join: { zh: '成为推广员', en: 'Become a promoter' },
  joinText: {
    zh: '成为推广员不收任何费用，也不需要先购买任何内容。',
    en: 'It costs nothing, and nothing has to be bought for it.',
  },
  terms: { zh: '推广员约定', en: 'Terms for promoters' },
  noTerms: {
    zh: '如实介绍内容，不冒充本站，不群发骚扰。违反者推广资格会被结束。',
    en: 'Say truly what is taught, do not pass yourself off as the site, and do not send mass messages. Who does ends as a promoter.',
  },
  note: { zh: '您打算怎样推广', en: 'How you mean to promote' },
  agree: { zh: '我已阅读并同意以上约定', en: 'I have read these terms and agree' },
  ask: { zh: '提交', en: 'Send' },
  waiting: {
    zh: '您的申请正在审核，结果会显示在这里。',
    en: 'Your application is being looked at. The answer will stand here.',
  },
  refused: {
    zh: '上次申请未通过：{reason}',
    en: 'Your last application was turned down: {reason}',
  },
  ended: { zh: '您的推广资格已结束：{reason}', en: 'Your promotion has ended: {reason}' },
  endedText: {
    zh: '已成交订单的佣金仍然归您，可以照常提现。',
    en: 'What you earned before stays yours and can be paid out.',
  },
  link: { zh: '您的推广链接', en: 'Your link' },
  linkFor: { zh: '把本站任何页面变成您的链接', en: 'Make any page of this site your link' },
  page: { zh: '页面地址', en: 'Address of the page' },
  pageHint: {
    zh: '粘贴本站任意页面的地址，例如一门课程',
    en: 'Paste the address of any page of this site, such as a course',
  },
  make: { zh: '生成链接', en: 'Make a link' },
  notOurs: {
    zh: '这不是本站的地址，请从本站页面复制',
    en: 'This is no address of this site. Please copy one from a page here.',
  },
  visits: { zh: '访问', en: 'Visits' },
  customers: { zh: '客户', en: 'Customers' },
  pending: { zh: '冻结中', en: 'Pending' },
  available: { zh: '可提现', en: 'Available' },
  transit: { zh: '提现中', en: 'On its way' },
  paid: { zh: '已提现', en: 'Paid out' },
  debt: { zh: '欠款', en: 'Owed' },
  debtText: {
    zh: '有订单在您提现后退款，欠款会从以后的佣金里扣除，不会向您另外收取。',
    en: 'Orders were refunded after you were paid. What is owed comes off what you earn next; nothing else is asked of you.',
  },
  payout: { zh: '申请提现', en: 'Ask for a payout' },
  amount: { zh: '金额（元）', en: 'Amount (CNY)' },
  amountHint: {
    zh: '至少 {least}，由财务审核后打款',
    en: 'At least {least}; finance looks at it before it goes out',
  },
  payee: { zh: '收款账户', en: 'Account to be paid' },
  payeeHint: {
    zh: '您在支付渠道的账号，例如微信 openid',
    en: 'Your account with the gateway, such as an openid of WeChat',
  },
  asked: { zh: '提现申请已提交', en: 'Your request is in' },
  orders: { zh: '推广订单', en: 'What you earned' },
  bought: { zh: '内容', en: 'Bought' },
  level: { zh: '级别', en: 'Level' },
  gross: { zh: '实付', en: 'Paid' },
  mine: { zh: '佣金', en: 'Yours' },
  back: { zh: '冲回', en: 'Taken back' },
  sold: { zh: '成交', en: 'Sold' },
  free: { zh: '可提现', en: 'Free' },
  none: { zh: '还没有推广订单', en: 'Nothing earned yet' },
  noneText: {
    zh: '有人通过您的链接购买后，会显示在这里。',
    en: 'Once somebody buys by your link, it stands here.',
  },
  name: { zh: '客户', en: 'Customer' },
  since: { zh: '绑定', en: 'Since' },
  until: { zh: '有效至', en: 'Until' },
  forGood: { zh: '长期', en: 'For good' },
  over: { zh: '已结束', en: 'Ended' },
  csv: { zh: '导出 CSV', en: 'Export as CSV' },
  payouts: { zh: '提现记录', en: 'Payouts' },
  requested: { zh: '申请时间', en: 'Asked' },
  sum: { zh: '金额', en: 'Amount' },
  state: { zh: '状态', en: 'State' },
  backToAccount: { zh: '返回账号', en: 'Back to the account' },
} as const satisfies Record<string, Words>;

/** The sentences of a promoter's page in one language, with what is put into them. */
export function wordsIn(locale: Locale) {
  return (name: keyof typeof pageWords, params: Readonly<Record<string, string>> = {}): string =>
    fill(pageWords[name][locale], params);
}
