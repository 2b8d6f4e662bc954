import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'payout.no_amount': {
    status: 422,
    zh: '请填写金额，例如 128.50',
    en: 'Please give an amount, such as 128.50.',
  },
  'payout.unknown': { status: 404, zh: '没有这笔提现', en: 'There is no such payout.' },
  'payout.no_statement': {
    status: 404,
    zh: '没有这份对账单',
    en: 'There is no such statement.',
  },
  'payout.too_small': {
    status: 422,
    zh: '提现金额不能低于 {least}',
    en: 'A payout is at least {least}.',
  },
  'payout.not_enough': {
    status: 409,
    zh: '可提现余额不足',
    en: 'Your available balance is not enough.',
  },
  'payout.under_way': {
    status: 409,
    zh: '您还有一笔提现正在处理，完成后可以再次申请',
    en: 'A payout of yours is still under way. You can ask again when it is done.',
  },
  'payout.decided': {
    status: 409,
    zh: '这笔提现已经处理过了',
    en: 'This payout was already decided.',
  },
  'payout.own': {
    status: 403,
    zh: '不能审批自己的提现',
    en: 'You may not decide about your own payout.',
  },
  'payout.no_gateway': {
    status: 409,
    zh: '打款渠道暂不可用',
    en: 'The payout gateway is not available.',
  },
});
