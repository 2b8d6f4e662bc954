import type { Words } from '#kernel/locale.ts';

/** What the screen of gateways says. */
export const gatewayWords = {
  lead: {
    zh: '启用几个，买家付款时就能选几个；没有选时用默认的那个。',
    en: 'Buyers choose among those that are open; until they choose, the first one counts.',
  },
  wechatLead: {
    zh: '手机上打开微信支付页面，电脑上扫码；也用来给创作者打款。',
    en: 'A page of WeChat Pay on phones, a code to scan elsewhere; pays creators out as well.',
  },
  alipayLead: {
    zh: '电脑网站支付和手机网站支付。',
    en: 'Alipay’s pages for computers and for phones.',
  },
  stripeLead: {
    zh: '境外银行卡等，在 Stripe 的页面上付款，按人民币标价。退款时 Stripe 不退手续费，由平台承担。不用于打款。',
    en: 'Cards and more, on Stripe’s own page, priced in yuan. Stripe keeps its fee when money goes back; the house bears it. It pays nobody out.',
  },
  transferLead: {
    zh: '买家在订单页看到收款账户和附言，您确认到账后课程开通。不收手续费，不自动对账。',
    en: 'Buyers see the account and what to write on the order’s page; the course opens when you confirm. No fee, no bill.',
  },
  payee: { zh: '收款户名', en: 'Payee' },
  bank: { zh: '开户行', en: 'Bank' },
  number: { zh: '账号', en: 'Account number' },
  days: { zh: '等待天数', en: 'Days to wait' },
  daysHelp: {
    zh: '订单最多等这么多天；买家可以随时取消',
    en: 'An order waits no longer; its buyer may give it up at any time',
  },
  noteZh: { zh: '补充说明（中文）', en: 'Note (Chinese)' },
  noteEn: { zh: '补充说明（英文）', en: 'Note (English)' },
  notices: { zh: '通知地址：', en: 'Notices go to' },
  first: { zh: '默认', en: 'First' },
  open: { zh: '已启用', en: 'Open' },
  closed: { zh: '未启用', en: 'Closed' },
  unset: { zh: '未设置', en: 'Not set up' },
  edit: { zh: '填写账号', en: 'Account' },
  check: { zh: '检查', en: 'Check' },
  openIt: { zh: '启用', en: 'Open' },
  close: { zh: '停用', en: 'Close' },
  makeFirst: { zh: '设为默认', en: 'Make it the first' },
  closeTitle: { zh: '停用这个支付渠道？', en: 'Close this gateway?' },
  closeText: {
    zh: '买家不能再用它付款；已经付过的仍可退款，也照常对账。',
    en: 'Buyers can no longer pay by it. What was paid can still be refunded and reconciled.',
  },
  done: { zh: '已更新', en: 'Done' },
  detail: { zh: '平台给出的代码：', en: 'The provider’s code:' },
  sealed: {
    zh: '私钥和密钥加密保存，保存后不再显示，也不进操作日志。',
    en: 'Private keys and secrets are kept encrypted, never shown again, and not written to the audit log.',
  },
  kept: { zh: '已保存；留空则不变', en: 'Kept; empty leaves it as it is' },
  fee: { zh: '费率', en: 'Fee' },
  feeHelp: {
    zh: '与平台签约的费率，用来记账；对账时会与账单核对',
    en: 'As the contract says; it is held against the bill',
  },
  feeFixed: { zh: '每笔固定费用', en: 'Fee of each payment' },
  feeFixedHelp: {
    zh: '费率之外，每笔另收的费用；实际以 Stripe 告诉我们的为准',
    en: 'Kept of each payment besides; what Stripe itself says it kept goes first',
  },
  secretKey: { zh: 'API 密钥', en: 'API key' },
  secretKeyHelp: {
    zh: 'sk_ 或 rk_ 开头；受限密钥需要 Checkout Sessions 与 Refunds 的写权限、Charges 与 Balance 的读权限',
    en: 'Begins with sk_ or rk_; a restricted one writes Checkout Sessions and Refunds, and reads Charges and Balance',
  },
  webhookSecret: { zh: 'Webhook 签名密钥', en: 'Webhook signing secret' },
  webhookSecretHelp: {
    zh: 'whsec_ 开头；更换期间可以填新旧两个，中间用空格隔开',
    en: 'Begins with whsec_; while you replace it, enter both with a space between them',
  },
  address: { zh: '接口地址', en: 'Address' },
  addressHelp: { zh: '一般不用改', en: 'Rarely another' },
  mchid: { zh: '商户号', en: 'Merchant number (mchid)' },
  appid: { zh: 'AppID', en: 'AppID' },
  appidHelp: {
    zh: '已与商户号绑定的公众号或小程序，wx 开头',
    en: 'Of the account that is bound to the merchant; begins with wx',
  },
  merchantSerial: { zh: '商户证书序列号', en: 'Serial of the merchant’s certificate' },
  merchantSerialHelp: { zh: '商户平台 → API 安全', en: 'Merchant platform → API security' },
  merchantKey: { zh: '商户私钥', en: 'Merchant’s private key' },
  merchantKeyHelp: {
    zh: 'apiclient_key.pem 的全部内容',
    en: 'All of apiclient_key.pem',
  },
  apiV3Key: { zh: 'APIv3 密钥', en: 'APIv3 key' },
  apiV3KeyHelp: {
    zh: '32 个字符；要到第一笔付款通知来时才能核对',
    en: '32 characters; it is proved only when the first notice comes',
  },
  platformSerial: { zh: '微信支付公钥 ID', en: 'Id of WeChat Pay’s public key' },
  platformSerialHelp: {
    zh: 'PUB_KEY_ID_ 开头，或平台证书序列号',
    en: 'Begins with PUB_KEY_ID_, or the serial of the platform’s certificate',
  },
  platformKey: { zh: '微信支付公钥', en: 'WeChat Pay’s public key' },
  platformKeyHelp: { zh: '或平台证书', en: 'Or the platform’s certificate' },
  appId: { zh: '应用 ID', en: 'App id' },
  sellerId: { zh: '商户号（PID）', en: 'Merchant number (PID)' },
  sellerIdHelp: {
    zh: '2088 开头的 16 位数字；通知里写的必须是它',
    en: '16 digits that begin with 2088; notices must name it',
  },
  appKey: { zh: '应用私钥', en: 'App’s private key' },
  appKeyHelp: {
    zh: '密钥工具生成的应用私钥，两种格式都可以',
    en: 'As the key tool wrote it, in either form',
  },
  alipayKey: { zh: '支付宝公钥', en: 'Alipay’s public key' },
  alipayKeyHelp: {
    zh: '在开放平台上传应用公钥后得到的那一把，不是应用公钥',
    en: 'The one that the platform shows after you uploaded yours; not your own',
  },
} as const satisfies Record<string, Words>;
