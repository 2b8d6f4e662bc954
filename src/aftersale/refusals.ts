import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'aftersale.unknown': { status: 404, zh: '没有这个退款申请', en: 'There is no such request.' },
  'aftersale.ask_directly': {
    status: 409,
    zh: '这个订单还在退款期内，可以直接退款，不用申请',
    en: 'This order is within its refund window: take the refund directly.',
  },
  'aftersale.waiting': {
    status: 409,
    zh: '这个订单已有一个退款申请在等处理',
    en: 'A request for this order is waiting already.',
  },
  'aftersale.own': {
    status: 409,
    zh: '您自己的订单，要由别人处理',
    en: 'Your own order is for somebody else to decide.',
  },
  'aftersale.same_person': {
    status: 409,
    zh: '金额是您提出的，要由另一位同事确认',
    en: 'You proposed this amount: somebody else confirms it.',
  },
  'aftersale.needs_second': {
    status: 409,
    zh: '这个金额要两个人处理：请在订单里发起退款，再由另一位同事确认',
    en: 'This amount needs two people: begin the refund on the order, and let a colleague confirm it.',
  },
  'aftersale.passed': {
    status: 409,
    zh: '这个申请已经有人处理了，请刷新后再看',
    en: 'Somebody has dealt with this request. Reload it.',
  },
});
