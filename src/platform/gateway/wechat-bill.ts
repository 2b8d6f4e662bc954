import { type BillLine, GatewayRefused } from './gateway.ts';

/** Columns that the house reads; the file has more. */
const columns = {
  at: '交易时间',
  transactionId: '微信订单号',
  outTradeNo: '商户订单号',
  tradeState: '交易状态',
  currency: '货币种类',
  paid: '应结订单金额',
  refundId: '微信退款单号',
  outRefundNo: '商户退款单号',
  refunded: '退款金额',
  refundState: '退款状态',
  description: '商品名称',
  fee: '手续费',
} as const;

const refundStates: Readonly<Record<string, 'processing' | 'succeeded' | 'closed' | 'abnormal'>> = {
  PROCESSING: 'processing',
  SUCCESS: 'succeeded',
  FAIL: 'closed',
  CLOSED: 'closed',
  CHANGE: 'abnormal', // 转入代发: the bank turned the money back.
  ABNORMAL: 'abnormal',
};

/**
 * Reads a trade bill of type ALL: a header, a line per payment and per refund, a summary header, a summary.
 * Cells begin with a backtick, so that names may hold commas; amounts are yuan and become fen.
 * Source: https://pay.weixin.qq.com/doc/v3/merchant/4012791863
 *
 * @throws GatewayRefused malformed when a cell cannot be read or the lines do not add up to the summary.
 */
export function parseTradeBill(text: string): BillLine[] {
  const rows = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((row) => row !== '');
  const [header, ...rest] = rows;
  const summary = rest.pop();
  const summaryHeader = rest.pop();
  if (!header || !summary || !summaryHeader) throw malformed('no header or no summary');

  const place = placesOf(header);
  const lines = rest.map((row) => readLine(splitRow(row), place));
  checkSummary(lines, splitRow(summary), summaryHeader.split(','));
  return lines;
}

type Places = Readonly<Record<keyof typeof columns, number>>;

function placesOf(header: string): Places {
  const names = header.split(',');
  const entries = Object.entries(columns).map(([key, name]) => {
    const index = names.indexOf(name);
    if (index < 0) throw malformed(`no column ${name}`);
    return [key, index];
  });
  return Object.fromEntries(entries) as Places;
}

function readLine(cells: readonly string[], place: Places): BillLine {
  const cell = (key: keyof typeof columns): string => {
    const value = cells[place[key]];
    if (value === undefined) throw malformed(`a line has ${cells.length} cells`);
    return value;
  };
  const shared = {
    at: toInstant(cell('at')),
    outTradeNo: cell('outTradeNo'),
    transactionId: cell('transactionId'),
    currency: cell('currency'),
    fee: toFen(cell('fee')),
    description: cell('description'),
  };
  if (cell('tradeState') !== 'REFUND') {
    return { kind: 'payment', amount: toFen(cell('paid')), ...shared };
  }
  const state = refundStates[cell('refundState')];
  if (!state) throw malformed(`refund state ${cell('refundState')}`);
  const numbers = { refundId: cell('refundId'), outRefundNo: cell('outRefundNo') };
  return { kind: 'refund', state, amount: toFen(cell('refunded')), ...numbers, ...shared };
}

function checkSummary(
  lines: readonly BillLine[],
  cells: readonly string[],
  names: readonly string[],
): void {
  const told = (name: string): string => {
    const value = cells[names.indexOf(name)];
    if (value === undefined) throw malformed(`no total ${name}`);
    return value;
  };
  const sum = (kind: BillLine['kind']): number =>
    lines.filter((line) => line.kind === kind).reduce((total, line) => total + line.amount, 0);
  const fees = lines.reduce((total, line) => total + line.fee, 0);

  if (Number(told('总交易单数')) !== lines.length) throw malformed('lines are missing');
  if (toFen(told('应结订单总金额')) !== sum('payment')) throw malformed('payments do not add up');
  if (toFen(told('退款总金额')) !== sum('refund')) throw malformed('refunds do not add up');
  if (toFen(told('手续费总金额')) !== fees) throw malformed('fees do not add up');
}

function splitRow(row: string): string[] {
  if (!row.startsWith('`')) throw malformed('a line does not begin with a backtick');
  return row.slice(1).split(',`');
}

/** `5.76` → 576. Fees carry five decimals, of which the last three are zero. */
function toFen(yuan: string): number {
  const parts = /^(-?)(\d{1,13})\.(\d{2})0*$/.exec(yuan);
  if (!parts) throw malformed(`amount ${yuan.slice(0, 40)}`);
  const fen = Number(`${parts[2]}${parts[3]}`);
  return parts[1] === '-' && fen !== 0 ? -fen : fen;
}

function toInstant(local: string): Date {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(local))
    throw malformed(`time ${local.slice(0, 40)}`);
  return new Date(`${local.replace(' ', 'T')}+08:00`);
}

function malformed(detail: string): GatewayRefused {
  return new GatewayRefused('malformed', `bill: ${detail}`);
}
