import { fill, type Locale, type Words } from '#kernel/locale.ts';

const pageWords = {
  orders: { zh: '我的订单', en: 'My orders' },
  back: { zh: '回到订单', en: 'Back to the order' },
  invoiceTitle: { zh: '收款凭证', en: 'Invoice' },
  invoiceLead: {
    zh: '填好购买方，就能下载 PDF 凭证。凭证开出后不能再改，请先核对。',
    en: 'Say whom the invoice is made out to, then download it as a PDF. Once issued it cannot be changed, so please check it first.',
  },
  noSeller: {
    zh: '站点还没有填好开票信息，暂时不能开凭证。请联系站点，或过几天再来看看。',
    en: 'The site has not said yet who sells, so no invoice can be issued. Please ask the site, or look again in some days.',
  },
  notPaid: {
    zh: '这笔订单没有付过款，没有可以开的凭证。',
    en: 'Nothing was paid for this order, so there is nothing to invoice.',
  },
  nothingLeft: {
    zh: '这笔订单已经全额退款，没有可以开的凭证。',
    en: 'All of this order’s money went back, so there is nothing to invoice.',
  },
  name: { zh: '购买方名称', en: 'Name' },
  address: { zh: '地址', en: 'Address' },
  taxNumber: { zh: '税号', en: 'Tax number' },
  issue: { zh: '开具凭证', en: 'Issue the invoice' },
  downloadPdf: { zh: '下载 PDF', en: 'Download PDF' },
  downloadOther: { zh: 'English PDF', en: '中文 PDF' },
  issuedAt: { zh: '{at} 开具', en: 'Issued {at}' },
  invoiceOf: { zh: '收款凭证 {number}', en: 'Invoice {number}' },
  creditOf: { zh: '退款凭证 {number}', en: 'Credit note {number}' },
  toFapiao: { zh: '需要报销？申请电子发票', en: 'Need a Chinese tax invoice? Ask for a fapiao' },
  fapiaoTitle: { zh: '电子发票', en: 'Fapiao' },
  fapiaoLead: {
    zh: '可开金额 {amount}。申请后 7 天内开出，会寄到您填的邮箱。',
    en: 'It will be for {amount}. It is issued within 7 days, and we write to the address that you give.',
  },
  tooLate: {
    zh: '付款满一年的订单不能再申请发票。',
    en: 'A fapiao can be asked for within a year of the payment.',
  },
  kind: { zh: '抬头类型', en: 'Made out to' },
  personal: { zh: '个人', en: 'A person' },
  company: { zh: '企业或单位', en: 'A company' },
  title: { zh: '发票抬头', en: 'Name on the fapiao' },
  titleHint: {
    zh: '个人写姓名；企业写营业执照上的全称',
    en: 'A person’s name, or the company’s as on its business licence',
  },
  companyNumber: { zh: '纳税人识别号', en: 'Tax number' },
  companyNumberHint: {
    zh: '企业必填，一般是 18 位统一社会信用代码',
    en: 'For companies: usually the credit code of 18 characters',
  },
  email: { zh: '接收邮箱', en: 'E-mail' },
  used: { zh: '用以前的抬头', en: 'Use an earlier name' },
  ask: { zh: '申请发票', en: 'Ask for the fapiao' },
  askAgain: { zh: '再次申请', en: 'Ask again' },
  requested: { zh: '申请已收到，最晚 {at} 前开出', en: 'We have your request. It is due by {at}.' },
  withdraw: { zh: '撤回申请', en: 'Take the request back' },
  issued: { zh: '发票已开出', en: 'The fapiao was issued' },
  number: { zh: '发票号码', en: 'Number' },
  amount: { zh: '金额', en: 'Amount' },
  issuedOn: { zh: '开票日期', en: 'Date' },
  download: { zh: '下载发票', en: 'Download the fapiao' },
  open: { zh: '打开发票', en: 'Open the fapiao' },
  fileSoon: {
    zh: '发票文件正在准备，请稍后再来看看。',
    en: 'Its file is on the way: please look again soon.',
  },
  redOwed: {
    zh: '这笔订单有退款，{amount} 正在办理红字发票',
    en: 'Money of this order went back: a red letter of {amount} is being issued',
  },
  redDone: {
    zh: '已红冲 {amount}，红字发票号码 {number}，{day} 开具',
    en: 'Red letter of {amount}, number {number}, issued {day}',
  },
  red: { zh: '发票已全部红冲', en: 'All of the fapiao was taken back' },
  refused: { zh: '申请没有通过', en: 'The request was refused' },
  withdrawn: { zh: '申请已撤回', en: 'The request was taken back' },
} as const satisfies Record<string, Words>;

/** What the pages of invoices and fapiao say to a reader of `locale`. */
export function wordsIn(locale: Locale) {
  return (name: keyof typeof pageWords, params: Record<string, string> = {}): string =>
    fill(pageWords[name][locale], params);
}
