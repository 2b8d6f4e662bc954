import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'invoice.unknown': { status: 404, zh: '没有这张凭证', en: 'There is no such invoice.' },
  'invoice.not_paid': {
    status: 409,
    zh: '这笔订单没有付过款，不能开票',
    en: 'Nothing was paid for this order, so there is nothing to invoice.',
  },
  'invoice.nothing_left': {
    status: 409,
    zh: '这笔订单已经全额退款，不能再开票',
    en: 'All of this order’s money went back, so there is nothing to invoice.',
  },
  'invoice.no_seller': {
    status: 409,
    zh: '站点还没有填好开票信息，暂时不能开票',
    en: 'The site has not said yet who sells, so no invoice can be issued.',
  },
  'invoice.busy': {
    status: 503,
    zh: '现在生成凭证的人太多，请稍后再试',
    en: 'Too many invoices are being drawn just now: please try again soon.',
  },
  'fapiao.unknown': { status: 404, zh: '没有这张发票', en: 'There is no such fapiao.' },
  'fapiao.too_late': {
    status: 409,
    zh: '付款满一年的订单不能再申请发票',
    en: 'A fapiao can be asked for within a year of the payment.',
  },
  'fapiao.live': {
    status: 409,
    zh: '这笔订单已经申请过发票',
    en: 'This order has a fapiao already, or one was asked for.',
  },
  'fapiao.tax_number': {
    status: 422,
    zh: '纳税人识别号不对，请照着营业执照再核对一遍',
    en: 'This is no valid tax number: please compare it with the business licence.',
  },
  'fapiao.passed': {
    status: 409,
    zh: '这张发票已经不在这一步了，请刷新后再看',
    en: 'This fapiao has gone on since. Reload it.',
  },
  'fapiao.refund_under_way': {
    status: 409,
    zh: '这笔订单正在退款，退款结束后再开票',
    en: 'A refund of this order is under way: issue the fapiao when it is over.',
  },
  'fapiao.amount_changed': {
    status: 409,
    zh: '这笔订单现在应开 {amount}，和您开的金额不同',
    en: 'A fapiao of this order is for {amount} now, which is not what you issued.',
  },
  'fapiao.number_taken': {
    status: 409,
    zh: '这个发票号码已经登记过了',
    en: 'This number was entered before.',
  },
  'fapiao.bad_file': {
    status: 415,
    zh: '请上传 PDF 或 OFD 文件',
    en: 'Please choose a PDF or an OFD file.',
  },
  'fapiao.no_file': { status: 404, zh: '还没有发票文件', en: 'Its file is not here yet.' },
});
