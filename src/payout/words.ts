import type { Words } from '#kernel/locale.ts';
import type { PayeeKind, TransactionKind } from '#ledger/types.ts';
import type { Parts, PayoutState, Statement } from './types.ts';

/** How a payout stands. */
export const payoutStateWords = {
  requested: { zh: '待审核', en: 'Requested' },
  approved: { zh: '打款中', en: 'Going out' },
  paid: { zh: '已到账', en: 'Paid' },
  failed: { zh: '打款失败', en: 'Failed' },
  rejected: { zh: '已驳回', en: 'Rejected' },
} as const satisfies Record<PayoutState, Words>;

/** What happened to a creator's money, in the creator's words. */
export const lineWords = {
  sale: { zh: '成交', en: 'Sale' },
  refund: { zh: '退款', en: 'Refund' },
  suspense: { zh: '多收款', en: 'Unneeded payment' },
  return: { zh: '退回多收款', en: 'Payment returned' },
  hold: { zh: '等待成团', en: 'Held for a team' },
  unhold: { zh: '成团或未成团转出', en: 'Team decided' },
  release: { zh: '解冻', en: 'Release' },
  payout: { zh: '提现申请', en: 'Payout asked for' },
  payout_back: { zh: '提现退回', en: 'Payout came back' },
  payout_paid: { zh: '提现到账', en: 'Payout arrived' },
} as const satisfies Record<TransactionKind, Words>;

/** A creator's accounts. */
export const partWords = {
  pending: { zh: '冻结中', en: 'Pending' },
  available: { zh: '可提现', en: 'Available' },
  debt: { zh: '欠款', en: 'Debt' },
} as const satisfies Record<keyof Parts, Words>;

/** What statements say, on paper and on a screen. */
export const statementWords = {
  statement: { zh: '对账单', en: 'Statement' },
  statementOf: { zh: '{month} 对账单', en: 'Statement for {month}' },
  creator: { zh: '讲师', en: 'Instructor' },
  month: { zh: '月份', en: 'Month' },
  byBeijing: { zh: '按北京时间，金额单位：人民币', en: 'Beijing time; amounts in CNY' },
  soFar: { zh: '本月尚未结束，截至 {at}', en: 'The month is not over: as of {at}' },
  madeAt: { zh: '生成于 {at}', en: 'Made at {at}' },
  item: { zh: '项目', en: 'Item' },
  amount: { zh: '金额', en: 'Amount' },
  opening: { zh: '期初余额', en: 'Opening balance' },
  sales: { zh: '销售（{n} 笔）', en: 'Sales ({n})' },
  refunds: { zh: '退款（{n} 笔）', en: 'Refunds ({n})' },
  fees: { zh: '渠道手续费', en: 'Gateway fees' },
  feesBack: { zh: '退回的渠道手续费', en: 'Gateway fees given back' },
  promotion: { zh: '推广佣金', en: 'Promoters' },
  promotionBack: { zh: '退回的推广佣金', en: 'Promoters’ part given back' },
  commission: { zh: '平台佣金', en: 'Commission' },
  commissionBack: { zh: '退回的平台佣金', en: 'Commission given back' },
  earned: { zh: '销售收入', en: 'Earned on sales' },
  takenBack: { zh: '退款冲回', en: 'Taken back by refunds' },
  released: { zh: '本月解冻（冻结中转为可提现）', en: 'Released this month, from pending' },
  payouts: { zh: '提现', en: 'Payouts' },
  returned: { zh: '提现退回', en: 'Payouts that came back' },
  closing: { zh: '期末余额', en: 'Closing balance' },
  ofIt: { zh: '其中：{part}', en: '{part}' },
  lines: { zh: '明细', en: 'Lines' },
  at: { zh: '时间', en: 'At' },
  kind: { zh: '类型', en: 'Kind' },
  account: { zh: '账户', en: 'Account' },
  work: { zh: '课程', en: 'Course' },
  number: { zh: '订单号 / 提现单号', en: 'Order or payout' },
  change: { zh: '变动', en: 'Change' },
  nothing: { zh: '这个月没有变动', en: 'Nothing moved in this month' },
  more: {
    zh: '明细较多，这里是最近 {n} 条；全部明细请导出 CSV。',
    en: 'The latest {n} lines; the CSV has all of them.',
  },
  print: { zh: '打印', en: 'Print' },
  back: { zh: '返回工作台', en: 'Back to the studio' },
} as const satisfies Record<string, Words>;

/** A line of the sums of a statement, as paper, screen and export show it. */
export interface StatementRow {
  readonly name: string;
  readonly words: Words;
  readonly amount: number;
  /** A balance; the others change it, or tell what a change is made of. */
  readonly isTotal: boolean;
}

const counted = ({ zh, en }: Words, n: number): Words => ({
  zh: zh.replace('{n}', String(n)),
  en: en.replace('{n}', String(n)),
});

const ofIt = (part: keyof Parts): Words => ({
  zh: statementWords.ofIt.zh.replace('{part}', partWords[part].zh),
  en: statementWords.ofIt.en.replace('{part}', partWords[part].en),
});

function balance(name: 'opening' | 'closing', parts: Parts): StatementRow[] {
  const { pending, available, debt } = parts;
  const inAll = { name, words: statementWords[name], amount: pending + available + debt };
  return [
    { ...inAll, isTotal: true },
    ...(['available', 'pending', 'debt'] as const)
      .filter((part) => part !== 'debt' || debt !== 0)
      .map((part) => ({
        name: `${name}.${part}`,
        words: ofIt(part),
        amount: parts[part],
        isTotal: false,
      })),
  ];
}

/**
 * The sums of a statement in their order: from the opening balance over sales, refunds, fees and commission to what the
 * creator earned, then payouts, to the closing balance.
 */
export function statementRows(of: Statement): StatementRow[] {
  const { sales, refunds } = of;
  const row = (
    name: keyof typeof statementWords,
    amount: number,
    words: Words = statementWords[name],
  ): StatementRow => ({ name, words, amount, isTotal: false });
  return [
    ...balance('opening', of.opening),
    row('sales', sales.gross, counted(statementWords.sales, sales.count)),
    row('fees', 0 - sales.fee),
    ...(sales.promotion ? [row('promotion', 0 - sales.promotion)] : []),
    row('commission', 0 - sales.commission),
    { ...row('earned', of.earned), isTotal: true },
    row('refunds', 0 - refunds.gross, counted(statementWords.refunds, refunds.count)),
    row('feesBack', refunds.fee),
    ...(refunds.promotion ? [row('promotionBack', refunds.promotion)] : []),
    row('commissionBack', refunds.commission),
    { ...row('takenBack', 0 - of.takenBack), isTotal: true },
    { ...row('payouts', 0 - of.payouts), isTotal: true },
    ...(of.returned ? [{ ...row('returned', of.returned), isTotal: true }] : []),
    ...balance('closing', of.closing),
    row('released', of.released),
  ];
}

/** As what somebody earned what they are paid. */
export const payeeWords = {
  creator: { zh: '讲师', en: 'Instructor' },
  promoter: { zh: '推广员', en: 'Promoter' },
} as const satisfies Record<PayeeKind, Words>;
