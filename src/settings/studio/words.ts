import type { Words } from '#kernel/locale.ts';

/** What the settings screen says. */
export const settingWords = {
  face: { zh: '站点', en: 'Site' },
  nameZh: { zh: '站点名称（中文）', en: 'Name (Chinese)' },
  nameEn: { zh: '站点名称（英文）', en: 'Name (English)' },
  sloganZh: { zh: '一句话介绍（中文）', en: 'Slogan (Chinese)' },
  sloganEn: { zh: '一句话介绍（英文）', en: 'Slogan (English)' },
  icp: { zh: 'ICP 备案号', en: 'ICP registration' },
  icpHelp: { zh: '显示在页脚；留空则不显示', en: 'Shown in the footer; empty hides it' },
  trade: { zh: '交易', en: 'Trade' },
  commission: {
    zh: '平台在每笔成交中的部分，在这里约定：',
    en: 'What the platform keeps of a sale is decided here:',
  },
  toCommission: { zh: '平台佣金', en: 'Commission' },
  refundDays: { zh: '退款期', en: 'Refund window' },
  refundDaysHelp: {
    zh: '付款后几天内买家可自助退款，按没有学完的部分退；收入在退款期后可提现。讲师可以为自己的作品另选',
    en: 'How long buyers may ask for their money back, for what they have not done; earnings are free afterwards. Creators may choose another for their works',
  },
  leastRefundDays: { zh: '最短退款期', en: 'Shortest refund window' },
  leastRefundDaysHelp: {
    zh: '讲师选的退款期不能比这更短；已经下的订单不变',
    en: 'No creator’s window is shorter; orders that were placed keep theirs',
  },
  refundAlone: { zh: '一人可退上限', en: 'One person may refund up to' },
  refundAloneHelp: {
    zh: '工作人员给一个订单退款累计超过这个金额，要由另一位同事确认',
    en: 'Staff who give back more of one order need a colleague to confirm it',
  },
  inDays: { zh: '{n} 天', en: '{n} days' },
  noDays: { zh: '不支持自助退款', en: 'No refund by themselves' },
  minPayout: { zh: '最低提现', en: 'Smallest payout' },
  gateway: { zh: '默认支付渠道', en: 'First payment gateway' },
  yuan: { zh: '元', en: 'CNY' },
  creators: { zh: '创作者', en: 'Creators' },
  quota: { zh: '每人的素材空间', en: 'Room for files, each' },
  quotaHelp: {
    zh: '一位创作者的全部素材最多占多少；调小不会删除已有的素材',
    en: 'How much all files of one creator may take. Less removes nothing that is there',
  },
  accounts: { zh: '学员账号', en: 'Accounts of learners' },
  players: { zh: '同时播放', en: 'Players at once' },
  playersHelp: {
    zh: '一个账号最多同时在几处播放；再多时最早开始的会停下，并告诉学员原因。0 表示不限',
    en: 'In how many places one account may play at once. Beyond that the first one stops and says why. 0: no limit',
  },
  devices: { zh: '登录设备', en: 'Devices' },
  devicesHelp: {
    zh: '一个账号最多在几台设备上登录；再多时最久没用的会退出，并告诉学员原因',
    en: 'On how many devices one account may be signed in. Beyond that the one unused for longest is signed out and says why',
  },
  invoicing: { zh: '开票信息', en: 'Invoices' },
  invoicingHelp: {
    zh: '名称、地址、税号都填好之后，买家才能在订单页下载收款凭证。已经开出的凭证不会跟着改。',
    en: 'Buyers can have invoices once name, address and tax number are all there. What was issued does not change.',
  },
  sellerName: { zh: '销售方名称', en: 'Seller' },
  sellerAddress: { zh: '地址', en: 'Address' },
  sellerTaxNumber: { zh: '税号', en: 'Tax number' },
  taxRate: { zh: '价格所含税率', en: 'Tax in prices' },
  taxRateHelp: { zh: '写在凭证上；0 表示不写', en: 'Stated on invoices; 0 states none' },
  readOnly: { zh: '您可以查看，站长可以修改。', en: 'You may look; the owner decides.' },
} as const satisfies Record<string, Words>;
