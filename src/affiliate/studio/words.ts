import type { Words } from '#kernel/locale.ts';
import type { BindingScope, PromotionMode, Renewal, SelfBuy } from '../types.ts';

export const modeWords = {
  off: { zh: '关闭：没有人推广', en: 'Off: nobody promotes' },
  open: { zh: '人人可推广', en: 'Open to everybody' },
  application: { zh: '申请后审核', en: 'By application' },
  appointment: { zh: '由我指定', en: 'By appointment' },
} as const satisfies Record<PromotionMode, Words>;

export const scopeWords = {
  all: { zh: '所有人', en: 'Everybody' },
  new: { zh: '只有新注册的人', en: 'Only who registers afterwards' },
} as const satisfies Record<BindingScope, Words>;

export const renewalWords = {
  never: { zh: '不续期', en: 'Never' },
  visit: { zh: '再次点开同一推广员的链接时', en: 'When they follow the same link again' },
  purchase: { zh: '每次购买时', en: 'With each purchase' },
} as const satisfies Record<Renewal, Words>;

export const selfBuyWords = {
  own: { zh: '推广员自己', en: 'The promoter themselves' },
  upline: { zh: '带来这位推广员的人', en: 'Who brought that promoter' },
  nobody: { zh: '没有人', en: 'Nobody' },
} as const satisfies Record<SelfBuy, Words>;

/** What the screens of promotion say. */
export const promotionWords = {
  lead: {
    zh: '推广员带来的客户购买时，推广员得到实付金额的一部分，先于渠道手续费、平台佣金和讲师分成扣除。',
    en: 'When a promoter’s customer buys, a part of what is paid is the promoter’s: before the gateway’s fee, the platform’s part and the instructor’s.',
  },
  promoters: { zh: '推广员', en: 'Promoters' },
  applications: { zh: '申请', en: 'Applications' },
  lineage: { zh: '推广关系', en: 'Who brought whom' },
  campaigns: { zh: '活动来源', en: 'Campaigns' },
  campaignsHelp: {
    zh: '在本站任何页面的地址后加上 ?utm_source=…&utm_medium=…&utm_campaign=…，由此而来的订单会记在这里。',
    en: 'Add ?utm_source=…&utm_medium=…&utm_campaign=… to the address of any page of this site, and orders that came by it are counted here.',
  },
  rules: { zh: '规则', en: 'Rules' },
  law: { zh: '合规提醒', en: 'What the law looks at' },
  lawText: {
    zh: '《禁止传销条例》第七条：按发展人数付酬、收取入门费或强制先购买、按下线业绩逐级计酬，都可能被认定为传销。本系统只按真实成交付酬、最多两级、加入不收费也不要求购买，请不要在站外另设条件。',
    en: 'Pay by headcount, an entry fee or a purchase to join, and pay on the sales of whoever one brought may each count as pyramid selling (Regulations on the Prohibition of Pyramid Selling, art. 7). Here only real sales are paid, on two levels at most, and joining costs nothing: please set no other conditions elsewhere.',
  },
  lawApplication: {
    zh: '审核申请时，不要要求申请人先付款或先购买，也不要看是否买过。',
    en: 'When you look at applications, ask nobody to pay or buy first, and do not go by whether they did.',
  },
  lawLevel2: {
    zh: '您开启了二级推广。条例没有给出层级下限，上级从下级的成交中得到报酬本身就有风险；请保留关系报告，并咨询律师。',
    en: 'Level 2 is on. The regulations name no number of levels: to be paid on the sales of whom one brought is a risk in itself. Keep the report of who brought whom, and ask a lawyer.',
  },
  mode: { zh: '谁可以推广', en: 'Who may promote' },
  level1: { zh: '一级比例（%）', en: 'Level 1 (%)' },
  level2: { zh: '二级比例（%）', en: 'Level 2 (%)' },
  level2Help: { zh: '0 为关闭（推荐）', en: '0 turns it off, which is best' },
  least: { zh: '讲师可设的最低比例（%）', en: 'Lowest rate of a work (%)' },
  most: { zh: '讲师可设的最高比例（%）', en: 'Highest rate of a work (%)' },
  frozenDays: { zh: '佣金至少冻结（天）', en: 'A commission waits at least (days)' },
  frozenHelp: {
    zh: '退款期更长时，以退款期为准',
    en: 'Longer where the refund window is longer',
  },
  binding: { zh: '客户归谁', en: 'Whose customer somebody is' },
  scope: { zh: '可以绑定谁', en: 'Who can be bound' },
  cookieDays: { zh: '未登录访问保留（天）', en: 'A visit is remembered (days)' },
  validDays: { zh: '绑定有效（天）', en: 'A customer stays for (days)' },
  validHelp: { zh: '0 为长期', en: '0: for good' },
  protectDays: { zh: '保护期（天）', en: 'Protected for (days)' },
  maySnatch: {
    zh: '保护期过后，其他推广员的链接可以带走客户',
    en: 'After that another promoter’s link takes the customer over',
  },
  renewOn: { zh: '何时续期', en: 'Begins anew' },
  orders: { zh: '哪些订单', en: 'Which orders' },
  selfBuy: { zh: '推广员自己购买时，佣金归', en: 'When a promoter buys, it goes to' },
  withTeams: { zh: '拼团订单也计佣金', en: 'Group buys count as well' },
  without: {
    zh: '秒杀订单、自动续费的订阅（包括第一期）、讲师推广自己的作品，不计佣金。单独购买的会员期计佣金。',
    en: 'Flash sales, subscriptions (their first period too) and one’s own works bring no commission. A plan that is bought once does.',
  },
  textZh: { zh: '推广员约定（中文）', en: 'Terms for promoters in Chinese' },
  textEn: { zh: '推广员约定（英文）', en: 'Terms for promoters in English' },
  name: { zh: '推广员', en: 'Promoter' },
  code: { zh: '推广码', en: 'Code' },
  upline: { zh: '由谁带来', en: 'Brought by' },
  rate: { zh: '一级比例', en: 'Level 1' },
  siteRate: { zh: '按规则', en: 'As the rules say' },
  state: { zh: '状态', en: 'State' },
  visits: { zh: '访问', en: 'Visits' },
  customers: { zh: '客户', en: 'Customers' },
  began: { zh: '开始', en: 'Began' },
  find: { zh: '姓名、邮箱或推广码', en: 'Name, e-mail or code' },
  appoint: { zh: '指定推广员', en: 'Name a promoter' },
  appointed: { zh: '已指定', en: 'Done' },
  user: { zh: '用户', en: 'Person' },
  findUser: { zh: '输入姓名、邮箱或手机', en: 'Name, e-mail or phone' },
  setRate: { zh: '个人比例', en: 'Own rate' },
  setRateTitle: { zh: '“{name}”的一级比例', en: 'Level 1 of {name}' },
  setRateHelp: { zh: '留空则按规则', en: 'Leave empty for what the rules say' },
  end: { zh: '结束', en: 'End' },
  endTitle: { zh: '结束“{name}”的推广资格？', en: 'End {name} as a promoter?' },
  endHelp: {
    zh: '新订单不再计佣金，客户可被其他推广员绑定；已成交的佣金仍归对方。',
    en: 'New orders bring them nothing, and others may bind their customers. What they earned stays theirs.',
  },
  ended: { zh: '已结束', en: 'Ended' },
  reason: { zh: '原因（对方可见）', en: 'Reason (they read it)' },
  note: { zh: '说明', en: 'Note' },
  asked: { zh: '申请时间', en: 'Asked' },
  approve: { zh: '通过', en: 'Approve' },
  approveTitle: { zh: '让“{name}”成为推广员？', en: 'Let {name} promote?' },
  approved: { zh: '已通过', en: 'Approved' },
  refuse: { zh: '拒绝', en: 'Turn down' },
  refuseTitle: { zh: '拒绝“{name}”的申请', en: 'Turn down {name}' },
  refused: { zh: '已拒绝', en: 'Turned down' },
  juniors: { zh: '带来的推广员', en: 'Promoters they brought' },
  lines: { zh: '推广订单项', en: 'Order lines' },
  earned1: { zh: '一级佣金', en: 'Level 1' },
  earned2: { zh: '二级佣金', en: 'Level 2' },
  work: { zh: '推广', en: 'Promotion' },
  workHelp: {
    zh: '推广佣金按实付金额计算，先于平台佣金和您的分成扣除，由平台和您按分成比例共同承担。您自己推广自己的作品不计佣金。',
    en: 'A promoter’s part is of what is paid and comes before the platform’s and yours, so both of you bear it as you share. Your own links bring you no commission on your own works.',
  },
  isOut: { zh: '不参加推广', en: 'Leave this work out' },
  workRate: { zh: '推广员得到（%）', en: 'Promoters get (%)' },
  workRateHelp: {
    zh: '留空则按网站规则 {site}（推广员另有约定的除外）；可设 {least} 至 {most}',
    en: 'Leave empty for the site’s {site}, or what a promoter agreed on; between {least} and {most}',
  },
} as const satisfies Record<string, Words>;
