import type { Book } from './book.ts';
import { inShanghai } from './envelope.ts';
import type { Sealer } from './seal.ts';

const header =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,' +
  '应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,' +
  '手续费,费率,订单金额,申请退款金额,费率备注';
const summaryHeader =
  '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';

interface Row {
  readonly at: string;
  readonly transactionId: string;
  readonly outTradeNo: string;
  readonly paid: number;
  readonly fee: number;
  readonly refund?: {
    readonly refundId: string;
    readonly outRefundNo: string;
    readonly amount: number;
  };
}

/** The trade bill of a day in China, as a file of the provider; undefined when nothing happened on it. */
export function writeTradeBill(
  sealer: Sealer,
  book: Book,
  day: string,
  feeBps: number,
): string | undefined {
  const rows = rowsOf(book, day).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  if (rows.length === 0) return undefined;
  const lines = rows.map((row) => spellRow(sealer, book, row, feeBps));
  const sum = (amount: (row: Row) => number): number =>
    rows.reduce((total, row) => total + amount(row), 0);
  const paid = yuan(sum((row) => row.paid));
  const refunded = yuan(sum((row) => row.refund?.amount ?? 0));
  const fees = `${yuan(sum((row) => row.fee))}000`;
  const summary = cells([String(rows.length), paid, refunded, '0.00', fees, paid, refunded]);
  return `\uFEFF${[header, ...lines, summaryHeader, summary].join('\r\n')}\r\n`;
}

function rowsOf(book: Book, day: string): Row[] {
  const rows: Row[] = [];
  const feeReturned = new Map<string, number>();
  for (const refund of book.refunds.values()) {
    if (refund.state !== 'succeeded' || !refund.settledAt) continue;
    const { transactionId, outTradeNo, refundId, outRefundNo, amount } = refund;
    feeReturned.set(transactionId, (feeReturned.get(transactionId) ?? 0) + refund.feeReturned);
    const told = { refundId, outRefundNo, amount };
    const at = inShanghai(refund.settledAt);
    rows.push({ at, transactionId, outTradeNo, paid: 0, fee: -refund.feeReturned, refund: told });
  }
  for (const charge of book.charges.values()) {
    const fee = charge.feeKept + (feeReturned.get(charge.transactionId) ?? 0);
    const { transactionId, outTradeNo } = charge;
    rows.push({
      at: inShanghai(charge.paidAt),
      transactionId,
      outTradeNo,
      paid: charge.amount,
      fee,
    });
  }
  return rows.filter((row) => row.at.startsWith(day));
}

function spellRow(sealer: Sealer, book: Book, row: Row, feeBps: number): string {
  const payment = book.payments.get(row.outTradeNo);
  if (!payment) throw new Error(`no payment ${row.outTradeNo} for its bill line`);
  const { transactionId, outTradeNo } = row;
  const time = row.at.slice(0, 19).replace('T', ' ');
  const { appid, mchid } = sealer.keys;
  const paid = yuan(row.paid);
  const told = row.refund
    ? { state: 'REFUND', type: 'ORIGINAL', status: 'SUCCESS', ...row.refund }
    : { state: 'SUCCESS', type: '', status: '', refundId: '0', outRefundNo: '0', amount: 0 };
  const refunded = yuan(told.amount);
  const name = payment.description.replaceAll(/[`\r\n]/g, ' ');
  const who = [time, appid, mchid, '0', '', transactionId, outTradeNo, 'oSandboxPayer'];
  const money = [payment.trade, told.state, 'OTHERS', payment.currency, paid, '0.00'];
  const back = [told.refundId, told.outRefundNo, refunded, '0.00', told.type, told.status];
  const rate = `${(feeBps / 100).toFixed(2)}%`;
  const rest = [name, '', `${yuan(row.fee)}000`, rate, paid, refunded, ''];
  return cells([...who, ...money, ...back, ...rest]);
}

function cells(values: readonly string[]): string {
  return values.map((value) => `\`${value}`).join(',');
}

function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
